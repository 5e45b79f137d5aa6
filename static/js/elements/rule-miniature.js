/** `<rule-miniature>`: the run that the server drew, live: dragging the learning rate runs the rule in the engine. */

import { lossChart } from "../plots/loss-chart.js";
import { find, svg } from "../base/dom.js";
import { numberText, rounded } from "../base/numbers.js";

/** @typedef {import("../python/studio.js").Studio} Studio */

export class RuleMiniature extends HTMLElement {
  /** @type {Studio | null} */
  #studio = null;
  #asked = 0;

  /** @param {Studio} studio Python is ready */
  connect(studio) {
    if (this.#studio) return;
    this.#studio = studio;
    const slider = this.querySelector("[data-lr]");
    if (!(slider instanceof HTMLInputElement)) return;
    slider.disabled = false;
    slider.addEventListener("input", () => this.#run(10 ** Number(slider.value)));
  }

  /** @param {number} rate */
  async #run(rate) {
    const lr = rounded(rate, 2);
    for (const shown of this.querySelectorAll("[data-lr-shown]")) shown.textContent = numberText(lr);
    const racer = { id: "shown", rule: this.dataset.rule ?? "", settings: { lr } };
    const steps = Number(this.dataset.steps);
    const mine = (this.#asked += 1);
    this.dataset.state = "drawing";
    const ask = this.dataset.landscape
      ? this.#studio?.ask(
          "studio.race",
          { ground: { name: this.dataset.landscape }, racers: [racer], steps },
          { key: "mini" },
        )
      : this.#studio?.ask(
          "studio.matrix",
          { racer, rows: 4, columns: 3, kappa_left: 10, kappa_right: 3, problem: "quadratic", steps },
          { key: "mini" },
        );
    /** @type {import("../python/studio.js").Answer | undefined} one of two methods, told apart below */
    const answer = await ask;
    if (!answer || answer.outcome === "superseded") return;
    if (mine === this.#asked) this.dataset.state = "ready";
    if (answer.outcome !== "done" || !answer.arrays) {
      find("[data-stop]", HTMLElement, this).textContent = answer.error?.message ?? answer.message ?? "The run failed.";
      return;
    }
    const run = this.dataset.landscape ? answer.value.racers[0] : answer.value;
    const losses = answer.arrays["losses.0"] ?? answer.arrays.losses;
    this.#drawLosses(losses.data);
    if (answer.arrays["points.0"]) this.#drawPath(answer.arrays["points.0"].data);
    find("[data-final]", HTMLElement, this).textContent = numberText(losses.data[losses.data.length - 1]);
    find("[data-stop]", HTMLElement, this).textContent = run.stop.sentence;
  }

  /** @param {ArrayLike<number>} points x and y in turn */
  #drawPath(points) {
    const path = find("[data-path]", SVGPathElement, this);
    const { width, height } = /** @type {SVGSVGElement} */ (path.ownerSVGElement).viewBox.baseVal;
    const [left, right, bottom, top] = (this.dataset.window ?? "").split(" ").map(Number);
    const pieces = [];
    for (let index = 0; index < points.length; index += 2) {
      const x = ((points[index] - left) / (right - left)) * width;
      const y = ((top - points[index + 1]) / (top - bottom)) * height;
      pieces.push(`${x.toFixed(1)} ${y.toFixed(1)}`);
    }
    path.setAttribute("d", `M${pieces.join("L")}`);
  }

  /** @param {ArrayLike<number>} losses */
  #drawLosses(losses) {
    const path = find("[data-loss]", SVGPathElement, this);
    const picture = /** @type {SVGSVGElement} */ (path.ownerSVGElement);
    const { width, height } = picture.viewBox.baseVal;
    const chart = lossChart(losses, width, height);
    for (const old of picture.querySelectorAll(".grid, text")) old.remove();
    for (const { at, text } of chart.up) {
      path.before(
        svg("path", { class: "grid", d: `M62 ${at}H${width}` }),
        svg("text", { x: "56", y: `${at + 4}`, "text-anchor": "end" }, text),
      );
    }
    for (const { at, text } of chart.across) {
      path.before(svg("text", { x: `${at}`, y: `${height - 6}`, "text-anchor": "middle" }, text));
    }
    path.setAttribute("d", chart.path);
  }
}

customElements.define("rule-miniature", RuleMiniature);
