/** What is measured along each path: size of the updates, effective rate, cosine, sharpness against 2/lr, and more. */

import { RacerAnswers } from "./kit/racer-answers.js";
import { mayRun, racerOf, runOf } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { element } from "../base/dom.js";
import { Frame } from "./kit/frame.js";
import { OnePerFrame } from "./kit/one-per-frame.js";

/** @typedef {import("../python/arrays.js").Numbers} Numbers */

/** @typedef {{racer: import("./kit/types.js").Racer, value: any, arrays: Record<string, import("../python/arrays.js").Named>}} Known */

/** Each with its name in the answer and what it says. */
const MEASURES = [
  { id: "update_rms", title: "Size of the update", says: "root mean square over coordinates", log: true },
  { id: "effective_rate", title: "Effective rate", says: "length of the step over length of the gradient", log: true },
  {
    id: "cosine",
    title: "Cosine",
    says: "of the step with steepest descent: 1 is straight down",
    log: false,
    domain: /** @type {[number, number]} */ ([-1.05, 1.05]),
  },
  { id: "sharpness", title: "Sharpness", says: "largest curvature; thin: 2/lr, gradient descent’s limit", log: true },
  { id: "gradient_norms", title: "Gradient", says: "its length", log: true },
  { id: "distance", title: "Distance", says: "to the nearest minimum", log: true },
];
const HEIGHT = 190;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, figures, dash }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "What happens along each path, step by step; the line marks the step that is shown on the map.",
    });
    frame.plot.classList.add("several");
    const charts = MEASURES.map(({ title, says }) => {
      const figure = element("figure", {}, element("figcaption", {}, element("strong", {}, title), ` ${says}`));
      frame.plot.append(figure);
      return {
        figure,
        chart: new Chart(frame, figures, {
          ...{ place: figure, height: HEIGHT },
          onPick: (step) => store.set({ step: Math.round(step) }),
        }),
      };
    });
    const drawings = new OnePerFrame();
    /** What the charts show. */
    let drawn = "";
    const answers = new RacerAnswers(
      (id, args) => studio.ask("studio.measures", args, { key: `measures ${id}` }),
      draw,
    );

    function draw() {
      const { racers } = store.state;
      const known = racers.flatMap((racer) => {
        const good = answers.entries.get(racer.id)?.good;
        return good?.arrays ? [{ racer, value: good.value.racers[0], arrays: good.arrays }] : [];
      });
      frame.failed(answers.failures(racers, (good) => good.value.racers[0]));
      const conclude = () => {
        if (answers.settled) frame.ready(racers.length ? "" : "Add a racer to measure it.");
        else frame.drawing();
      };
      const picture = JSON.stringify([answers.version, racers.map(({ id, name, colour }) => [id, name, colour])]);
      if (known.length === 0 || picture === drawn) {
        if (!drawings.running) conclude();
        return;
      }
      drawn = picture;
      frame.drawing();
      drawings.run([
        ...MEASURES.map((_, k) => () => chartOf(k, known)),
        () => mark(store.state.step),
        () => table(known),
        conclude,
      ]);
    }

    /** @param {number} k @param {Known[]} known */
    function chartOf(k, known) {
      const { id, title, log, domain } = MEASURES[k];
      const series = known.flatMap(({ racer, arrays }) => {
        const y = arrays[`${id}.0`]?.data;
        if (!y) return [];
        const x =
          id === "sharpness"
            ? arrays["sharpness_steps.0"].data
            : counted(y.length, id === "update_rms" || id === "effective_rate" || id === "cosine" ? 1 : 0);
        const own = { id: racer.id, name: racer.name, colour: racer.colour, dash: dash(racer), x, y };
        const limit = id === "sharpness" ? arrays["limit.0"]?.data : undefined;
        return limit?.length
          ? [
              own,
              {
                ...{ ...own, id: `${racer.id} limit`, name: `${racer.name}: 2/lr`, thin: true, dash: [] },
                ...{ x: [0, limit.length], y: [limit[0], limit[0]] },
              },
            ]
          : [own];
      });
      charts[k].figure.hidden = series.length === 0;
      if (series.length === 0) return;
      charts[k].chart.show(
        {
          x: { title: "step", tight: true },
          y: { title: "", said: title.toLowerCase(), log, domain: domain ?? bulk(series.map(({ y }) => y)) },
          series,
        },
        `${title} by step; the numbers are in the table.`,
      );
    }

    /** @param {Known[]} known */
    function table(known) {
      frame.showLegend(
        known.map(({ racer, value }) => ({
          colour: racer.colour,
          dash: dash(racer),
          text: `${racer.name}: ${value.stop.sentence}`,
        })),
      );
      const longest = Math.max(...known.map(({ arrays }) => arrays["update_rms.0"].data.length));
      const every = Math.max(1, Math.ceil(longest / 12));
      frame.showNumbers({
        caption: "Measures by step",
        columns: ["racer", "step", ...MEASURES.map(({ title }) => title.toLowerCase())],
        rows: known.flatMap(({ racer, arrays }) => {
          const count = arrays["update_rms.0"].data.length;
          const rows = [];
          for (let at = 1; at <= count; at += every)
            rows.push([racer.name, at, ...MEASURES.map(({ id }) => valueAt(arrays, id, at))]);
          return rows;
        }),
      });
    }

    /** @param {number} step */
    function mark(step) {
      for (const { chart } of charts) chart.cursor(step);
    }

    return {
      update(state, changed) {
        if (changed.has("step")) mark(state.step);
        if (!["ground", "racers", "steps", "start", "seed"].some((part) => changed.has(part))) return;
        answers.want(
          new Map(
            state.racers.filter(mayRun).map((racer) => [racer.id, { ...runOf(state), racers: [racerOf(racer)] }]),
          ),
        );
      },
      dispose() {
        answers.close();
        drawings.stop();
        for (const { chart } of charts) chart.dispose();
      },
    };
  },
};

/**
 * From the lowest to the highest without the rarest: a step that happens upon the minimum must not flatten the rest.
 * @param {ArrayLike<number>[]} series
 * @returns {[number, number]}
 */
function bulk(series) {
  const values = series
    .flatMap((one) => Array.from(one))
    .filter((value) => value > 0 && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (values.length === 0) return [0.1, 1];
  const [low, high] = [values[Math.floor(values.length * 0.01)], values[Math.ceil(values.length * 0.99) - 1]];
  return [low / 1.6, high * 1.6];
}

/**
 * @param {number} length
 * @param {number} first
 */
function counted(length, first) {
  return Float64Array.from({ length }, (_, k) => k + first);
}

/**
 * @param {Record<string, {data: Numbers}>} arrays
 * @param {string} id
 * @param {number} step
 */
function valueAt(arrays, id, step) {
  const data = arrays[`${id}.0`]?.data;
  if (!data) return null;
  if (id === "sharpness") {
    const steps = arrays["sharpness_steps.0"].data;
    const nearest = steps.findIndex((/** @type {number} */ one) => one >= step);
    return data[nearest < 0 ? data.length - 1 : nearest] ?? null;
  }
  const at = id === "gradient_norms" || id === "distance" ? step : step - 1;
  return data[at] ?? null;
}
