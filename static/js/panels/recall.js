/** A small linear memory of pairs: the recall error of each, from frequent to rare, every rule at the best of its rates. */

import { RacerAnswers } from "./kit/racer-answers.js";
import { mayRun, racerOf } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { menu } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { numberText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("./kit/types.js").Racer} Racer */

/** The rule that stands beside the racers at first: one that sees a matrix. */
const BESIDE = "muon";
const NONE = "none";
const COLOURS = 6;
/** A pair counts as known where its own value is at least as likely as all others together. */
const KNOWN = 0.5;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, figures, dash }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "A matrix of 16 × 16 learns 32 pairs of vectors, some seen often and most seldom. A point is the error of one pair, 1 less the probability of its right value; lines are means over ranks 1, 2, 3 to 4, 5 to 8 and so on. Each rule has the best of 13 learning rates.",
    });
    const again = () => want(store.state);
    const beside = menu(
      "Beside the racers",
      [
        { value: NONE, text: "nothing" },
        ...catalog.listing.rules
          .filter(({ scope }) => scope === "matrix")
          .map(({ name, title }) => ({ value: name, text: title || name })),
      ],
      again,
    );
    beside.select.value = BESIDE;
    const exponent = menu(
      "Frequency falls as",
      [
        { value: "0", text: "not at all" },
        { value: "1", text: "1 / rank" },
        { value: "1.5", text: "1 / rank^1.5" },
        { value: "2", text: "1 / rank²" },
      ],
      again,
    );
    exponent.select.value = "1.5";
    const steps = menu(
      "Steps",
      ["10", "20", "40", "100"].map((value) => ({ value, text: value })),
      again,
    );
    steps.select.value = "20";
    frame.controls.append(beside.element, exponent.element, steps.element);
    const chart = new Chart(frame, figures);
    const answers = new RacerAnswers((id, args) => studio.ask("studio.recall", args, { key: `recall ${id}` }), draw);

    /** The racers, and the rule beside them as one more. @param {State} state @returns {Racer[]} */
    function shown({ racers }) {
      const rule = beside.select.value;
      if (rule === NONE) return racers;
      const taken = new Set(racers.map(({ colour }) => colour));
      const free = Array.from({ length: COLOURS }, (_, place) => place + 1).find((colour) => !taken.has(colour));
      const name = catalog.rules.get(rule)?.title || rule;
      return [
        ...racers,
        { id: `beside ${rule}`, name, rule, settings: {}, modifiers: [], colour: free ?? 0, trusted: true },
      ];
    }

    /** @param {State} state */
    function want(state) {
      const run = { steps: Number(steps.select.value), exponent: Number(exponent.select.value), seed: state.seed };
      answers.want(
        new Map(
          shown(state)
            .filter(mayRun)
            .map((racer) => [racer.id, { ...run, racer: racerOf(racer) }]),
        ),
      );
    }

    function draw() {
      const racers = shown(store.state);
      const known = racers.flatMap((racer) => {
        const good = answers.entries.get(racer.id)?.good;
        return good?.arrays ? [{ racer, value: good.value, arrays: good.arrays }] : [];
      });
      frame.failed(answers.failures(racers, (good) => good.value));
      if (answers.settled) frame.ready(known.length === 0 ? "Add a racer, or choose a rule." : undefined);
      else frame.drawing();
      if (known.length === 0) return;
      chart.show(
        {
          x: { title: "frequency of a pair", log: true },
          y: { title: "recall error", domain: [-0.02, 1.02] },
          series: known.map(({ racer, arrays }) => ({
            ...{ id: racer.id, name: racer.name, colour: racer.colour, dash: dash(racer) },
            ...byOctave(arrays.frequencies.data, arrays.errors.data),
          })),
          marks: known.flatMap(({ racer, arrays }) =>
            Array.from(arrays.errors.data, (error, place) => ({
              ...{ x: arrays.frequencies.data[place], y: Math.min(error, 1), colour: racer.colour },
              text: `${racer.name}, pair ${place + 1}`,
            })),
          ),
        },
        `Recall error of each pair by its frequency, of ${known.map(({ racer }) => racer.name).join(", ")}.`,
      );
      frame.showLegend(
        known.map(({ racer, value, arrays }) => ({
          colour: racer.colour,
          dash: dash(racer),
          text: `${racer.name}${value.best === null ? "" : ` at rate ${numberText(value.best)}`}: ${count(arrays.errors.data)} of ${arrays.errors.data.length} pairs known`,
        })),
      );
      frame.say(
        known
          .map(({ racer, arrays }) => {
            const { data } = arrays.errors;
            const rare = data.slice(data.length / 2);
            return `${racer.name} knows ${count(data.slice(0, data.length / 2))} of the ${data.length / 2} frequent pairs and ${count(rare)} of the ${rare.length} rare ones.`;
          })
          .join(" "),
      );
      frame.showNumbers({
        caption: "Recall error of each pair",
        columns: ["rank", "frequency", ...known.map(({ racer }) => racer.name)],
        rows: Array.from(known[0].arrays.frequencies.data, (frequency, place) => [
          place + 1,
          frequency,
          ...known.map(({ arrays }) => arrays.errors.data[place] ?? null),
        ]),
      });
    }

    return {
      update(state, changed) {
        if (["racers", "seed"].some((part) => changed.has(part))) want(state);
      },
      dispose() {
        answers.close();
        chart.dispose();
      },
    };
  },
};

/**
 * Means over the pairs of ranks 1, 2, 3 and 4, 5 to 8, and so on.
 * @param {ArrayLike<number>} frequencies from the most frequent pair down
 * @param {ArrayLike<number>} errors
 */
export function byOctave(frequencies, errors) {
  /** @type {{x: number[], y: number[]}} */
  const found = { x: [], y: [] };
  for (let first = 0, last = 1; first < errors.length; first = last, last *= 2) {
    const mean = (/** @type {ArrayLike<number>} */ values) => {
      const part = Array.from(values).slice(first, last);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    found.x.push(mean(frequencies));
    found.y.push(mean(errors));
  }
  return found;
}

/** @param {ArrayLike<number>} errors */
function count(errors) {
  return Array.from(errors).filter((error) => error <= KNOWN).length;
}
