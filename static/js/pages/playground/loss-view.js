/** Loss against step beside the map; a click or a drag moves the clock. */

import { textSize } from "../../draw/text-size.js";
import { element } from "../../base/dom.js";
import { drawLoss, drawLossAxes, lossAxes, lossLine } from "../../plots/loss.js";
import { drawMarker, vertexAt } from "../../plots/paths.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */

export class LossView {
  /** @type {import("../../plots/loss.js").LossAxes | null} */
  #axes = null;
  /** @type {Map<string, import("../../plots/paths.js").Line>} */
  #lines = new Map();
  #width = 0;
  #height = 0;

  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} note where it says what the axis is
   * @param {{store: Store, racing: Racing, palette: Palette}} parts
   */
  constructor(host, note, { store, racing, palette }) {
    this.host = host;
    this.note = note;
    this.store = store;
    this.racing = racing;
    this.palette = palette;
    host.replaceChildren();
    this.canvas = element("canvas", { "aria-hidden": "true" });
    host.append(this.canvas);
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("this browser draws no canvas");
    this.context = context;
    new ResizeObserver(() => this.refresh()).observe(host);
    palette.subscribe(() => this.draw());
    racing.subscribe((what) => {
      host.dataset.state = racing.state;
      if (what !== "state") this.refresh();
    });
    store.subscribe((_state, changed) => {
      if (changed.has("step") || changed.has("selected")) this.draw();
    });
    const scrub = (/** @type {PointerEvent} */ event) => {
      const box = host.getBoundingClientRect();
      if (this.#axes) store.set({ step: this.#axes.stepAt(event.clientX - box.left), playing: false });
    };
    host.addEventListener("pointerdown", (event) => {
      host.setPointerCapture(event.pointerId);
      scrub(event);
    });
    host.addEventListener("pointermove", (event) => {
      if (host.hasPointerCapture(event.pointerId)) scrub(event);
    });
  }

  /** Measures, makes the curves anew and draws. */
  refresh() {
    const { width, height } = this.host.getBoundingClientRect();
    if (width < 2 || height < 2) return;
    const ratio = devicePixelRatio || 1;
    this.#width = width;
    this.#height = height;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { racers, steps } = this.store.state;
    const runs = racers.map((racer) => this.racing.runs.get(racer.id)).filter((run) => run !== undefined);
    const axes = lossAxes(
      runs.map((run) => run.losses),
      { steps, least: this.racing.facts.least, width, height, text: textSize(11) },
    );
    this.#axes = axes;
    this.#lines = new Map(runs.map((run) => [run.id, lossLine(run.losses, axes)]));
    this.note.textContent = axes.log ? (axes.offset ? "above the minimum, log" : "log") : "";
    this.draw();
  }

  draw() {
    const axes = this.#axes;
    if (!axes) return;
    const { context, palette } = this;
    const { racers, step } = this.store.state;
    context.clearRect(0, 0, this.#width + 1, this.#height + 1);
    context.font = `${textSize(11)}px Inter, sans-serif`;
    drawLossAxes(context, axes, palette.colours);
    for (const racer of racers) {
      const curve = this.#lines.get(racer.id);
      if (!curve?.count) continue;
      const vertex = vertexAt(curve, step);
      drawLoss(context, curve, vertex, { colour: palette.colour(racer), dash: palette.dash(racer) });
      const look = { colour: palette.colour(racer), rim: palette.colours.groundRaised };
      drawMarker(context, palette.marker(racer), curve.xy[2 * vertex], curve.xy[2 * vertex + 1], 4, look);
    }
    context.strokeStyle = palette.colours.inkFaint;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(axes.x(step), axes.box.top);
    context.lineTo(axes.x(step), axes.box.bottom);
    context.stroke();
  }
}
