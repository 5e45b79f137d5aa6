/** One matrix under a rule: entries and singular values of its gradient, momentum and update on the way. */

import { element } from "../base/dom.js";
import { CellGrid, mixed, painted } from "../plots/cell-map.js";
import { builtInBut, chosen, failureOf, mayRun, racerOf, remarks, waiting } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { menu, offer, slider } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { ownRate } from "./kit/own-rate.js";
import { rateOf, ruleOf } from "./kit/known-rules.js";
import { colours, onTheme } from "../draw/theme-colours.js";
import { numberText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("../python/arrays.js").Named} Named */

const PROBLEMS = [
  { value: "quadratic", text: "a matrix to be found" },
  { value: "factorised", text: "a product of two matrices" },
];
const CONDITIONS = ["1", "3", "10", "100", "1000"].map((value) => ({ value, text: value }));
/** What is drawn of the matrix, in order. */
const PARTS = [
  { id: "gradient", title: "Gradient" },
  { id: "momentum", title: "Momentum" },
  { id: "update", title: "Update" },
];
const QUIET = 120;
/** Of the menu: the racer that is chosen on the page. */
const CHOSEN = "chosen racer";
/** The rule that is shown first where the chosen racer sees no matrix. */
const SHOWN = "muon";

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, figures, dash }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "Rules like Muon and SOAP see a matrix, not a list of numbers. Watch what they do to its singular values; the thick line is the largest.",
    });
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(store.state), QUIET);
    };
    const rule = menu("Rule", [{ value: CHOSEN, text: "" }], later);
    const problem = menu("Learning", PROBLEMS, later);
    const rows = slider("Rows", { low: 2, high: 16, value: 6 }, later);
    const columns = slider("Columns", { low: 2, high: 16, value: 4 }, later);
    const left = menu("Condition, left", CONDITIONS, later);
    const right = menu("right", CONDITIONS, later);
    [left.select.value, right.select.value] = ["10", "3"];
    const rate = ownRate({ low: 1e-6, high: 10 }, later);
    const steps = menu(
      "Steps",
      ["60", "200", "600", "2000"].map((value) => ({ value, text: value })),
      later,
    );
    steps.select.value = "200";
    const scrub = slider("Shown: step", { low: 0, high: 59, value: 59 }, () => entries());
    frame.controls.append(...[rule, problem, rows, columns, left, right, rate, steps, scrub].map((one) => one.element));
    frame.plot.classList.add("several");
    const loss = figureOf("Loss");
    const parts = PARTS.map((part) => {
      const figure = figureOf(part.title);
      const canvas = element("canvas", { class: "entries", "aria-hidden": "true" });
      figure.figure.append(canvas);
      return { ...part, ...figure, canvas };
    });
    const alignment = figureOf("Alignment", "of each singular pair of the update with the gradient’s");
    const unlisten = onTheme(entries);
    // Most rules of the page see a list of numbers; what a matrix changes is seen on one that sees the matrix.
    let example = builtInBut(
      chosen(store.state),
      ...catalog.listing.rules.filter(isOfMatrices).map(({ name }) => name),
    );
    let followed = store.state.selected;
    let timer = 0;
    let latest = 0;
    let closed = false;
    /** @type {{value: any, arrays: Record<string, Named>} | null} */
    let good = null;

    /** @param {string} title @param {string} [says] */
    function figureOf(title, says = "") {
      const figure = element("figure", {}, element("figcaption", {}, element("strong", {}, title), ` ${says}`));
      frame.plot.append(figure);
      return { figure, chart: new Chart(frame, figures, { place: figure, height: 190 }) };
    }

    /** @param {State} state */
    async function ask(state) {
      const mine = (latest += 1);
      const selected = chosen(state);
      const kin = catalog.listing.rules.filter(isOfMatrices);
      const plain = catalog.listing.rules.filter(({ name }) => ["sgd", "momentum", "adam"].includes(name));
      const options = [
        { value: CHOSEN, text: selected ? `${selected.name} (racer)` : "no racer" },
        ...[...kin, ...plain].map(({ name, title }) => ({ value: name, text: title || name })),
      ];
      offer(rule.select, options, example ? SHOWN : rule.select.value);
      example = false;
      const racer = rule.select.value === CHOSEN ? selected : undefined;
      if (rule.select.value === CHOSEN && !(racer && mayRun(racer))) {
        frame.failed(racer ? waiting([racer]) : []);
        return frame.blank(racer ? "" : "Add a racer, or choose a rule.");
      }
      const asked = racer
        ? racerOf(racer)
        : { id: rule.select.value, rule: rule.select.value, settings: {}, modifiers: [] };
      const info = racer ? await ruleOf({ studio, catalog }, racer) : (catalog.rules.get(rule.select.value) ?? null);
      if (closed || mine !== latest) return;
      const id = racer?.id ?? rule.select.value;
      const name = racer?.name ?? info?.title ?? rule.select.value;
      rate.follow(id, name, rateOf(info, asked.settings));
      const lr = rate.current();
      frame.drawing();
      const answer = await studio.ask(
        "studio.matrix",
        {
          racer: lr === null ? asked : { ...asked, settings: { ...asked.settings, lr } },
          problem: problem.select.value,
          rows: Number(rows.input.value),
          columns: Number(problem.select.value === "factorised" ? rows.input.value : columns.input.value),
          kappa_left: Number(left.select.value),
          kappa_right: Number(right.select.value),
          steps: Number(steps.select.value),
          seed: state.seed,
        },
        { key: "matrix" },
      );
      if (closed || answer.outcome === "superseded") return;
      const failure = failureOf(answer);
      frame.failed(failure ? [{ name, text: failure }] : remarks(name, answer.value));
      if (failure) frame.lacks(id);
      else {
        frame.shows(id);
        good = { value: answer.value, arrays: answer.arrays ?? {} };
        draw(name, racer?.colour ?? 1, racer ? dash(racer) : []);
      }
      if (mine === latest) frame.ready();
    }

    /** @param {string} name @param {number} colour @param {number[]} dashes */
    function draw(name, colour, dashes) {
      if (!good) return;
      const { value, arrays } = good;
      for (const one of [columns, left, right]) one.element.hidden = problem.select.value === "factorised";
      const x = { title: "step", tight: true };
      const { data } = arrays.losses;
      loss.chart.show(
        {
          x,
          y: { title: "", said: "loss", log: true, floor: 1e-16 },
          series: [{ id: "loss", name, colour, dash: dashes, x: Float64Array.from(data, (_, k) => k), y: data }],
        },
        `Loss of ${name} by step.`,
      );
      for (const part of parts) {
        const values = arrays[`${part.id}.singular`];
        part.figure.hidden = !values;
        if (!values) continue;
        part.chart.show(
          {
            x,
            y: { title: "singular values", said: "singular value", log: true, floor: 1e-12 },
            series: ranks(value.kept, values, colour),
          },
          `Singular values of the ${part.id} by step.`,
        );
      }
      const aligned = arrays["update.alignment"];
      alignment.figure.hidden = !aligned;
      if (aligned)
        alignment.chart.show(
          { x, y: { title: "", said: "alignment", domain: [0, 1.02] }, series: ranks(value.kept, aligned, colour) },
          "Alignment of update and gradient by step.",
        );
      scrub.input.max = `${Math.max(value.kept.length - 1, 0)}`;
      if (Number(scrub.input.value) > value.kept.length - 1) scrub.input.value = scrub.input.max;
      const spread = condition(arrays["update.singular"], value.kept.length - 1);
      const slope = condition(arrays["gradient.singular"], value.kept.length - 1);
      const spreads =
        spread === null
          ? ""
          : ` At the last step the update’s largest singular value is ${numberText(spread)} times its smallest; the gradient’s ${numberText(slope)} times.`;
      scrub.input.disabled = value.kept.length < 2;
      frame.say(
        `${name} on ${value.title}: loss ${numberText(data[data.length - 1])}.${spreads}${value.stop.kind === "max_steps" ? "" : ` ${value.stop.sentence}`}`,
      );
      frame.showNumbers({
        caption: `Largest and smallest singular values, ${name}`,
        columns: [
          "step",
          ...parts
            .filter(({ id }) => arrays[`${id}.singular`])
            .flatMap(({ id }) => [`${id}, largest`, `${id}, smallest`]),
        ],
        rows: value.kept.map((/** @type {number} */ step, /** @type {number} */ k) => [
          step,
          ...parts
            .filter(({ id }) => arrays[`${id}.singular`])
            .flatMap(({ id }) => {
              const { data: found, shape } = arrays[`${id}.singular`];
              return [found[k * shape[1]], found[(k + 1) * shape[1] - 1]];
            }),
        ]),
      });
      entries();
    }

    /** The entries of the matrices at the step that is shown: one sign warm, the other cold. */
    function entries() {
      if (!good || good.value.kept.length === 0) return;
      const { value, arrays } = good;
      const k = Math.min(Number(scrub.input.value), value.kept.length - 1);
      const [cold, warm, paper] = colours(frame.element, ["--racer-1", "--racer-2", "--ground-raised"]);
      scrub.element.querySelector("output")?.replaceChildren(`${value.kept[k]}`);
      for (const { id, canvas, chart } of parts) {
        chart.cursor(value.kept[k]);
        const matrix = arrays[id];
        if (!matrix) continue;
        const [, height, width] = matrix.shape;
        const numbers = matrix.data.subarray(k * height * width, (k + 1) * height * width);
        const most = Math.max(...Array.from(numbers, Math.abs)) || 1;
        const grid = new CellGrid(width, height);
        grid.values.set(
          Array.from({ length: height }, (_, row) =>
            Array.from(numbers.subarray((height - 1 - row) * width, (height - row) * width)),
          ).flat(),
        );
        [canvas.width, canvas.height] = [width, height];
        canvas.style.aspectRatio = `${width} / ${height}`;
        canvas.getContext("2d")?.putImageData(
          new ImageData(
            painted(grid, (one) => mixed(paper, one < 0 ? warm : cold, Math.abs(one) / most)),
            width,
            height,
          ),
          0,
          0,
        );
      }
      loss.chart.cursor(value.kept[k]);
      alignment.chart.cursor(value.kept[k]);
    }

    return {
      update(state, changed) {
        if (changed.has("selected") && state.selected !== followed) rule.select.value = CHOSEN;
        followed = state.selected;
        if (["racers", "selected", "seed"].some((part) => changed.has(part))) later();
      },
      dispose() {
        closed = true;
        clearTimeout(timer);
        unlisten();
        for (const { chart } of [loss, alignment, ...parts]) chart.dispose();
      },
    };
  },
};

/** @param {{scope: string}} rule */
function isOfMatrices({ scope }) {
  return scope === "matrix";
}

/**
 * One thin line per singular value.
 * @param {number[]} kept
 * @param {Named} values `[kept, rank]`
 * @param {number} colour
 */
function ranks(kept, { data, shape }, colour) {
  return Array.from({ length: shape[1] }, (_, rank) => ({
    id: `${rank}`,
    name: rank === 0 ? "the largest" : `number ${rank + 1}`,
    colour,
    thin: rank > 0,
    x: kept,
    y: Float64Array.from(kept, (_step, k) => data[k * shape[1] + rank]),
  }));
}

/**
 * The largest over the smallest singular value.
 * @param {Named | undefined} values
 * @param {number} k
 */
function condition(values, k) {
  if (!values || k < 0) return null;
  const { data, shape } = values;
  const least = data[(k + 1) * shape[1] - 1];
  return least > 0 ? data[k * shape[1]] / least : Infinity;
}
