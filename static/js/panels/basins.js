/** Which minimum each starting point ends in. */

import { element } from "../base/dom.js";
import { BASINS, basinColour } from "../plots/basin-look.js";
import { CellGrid, painted } from "../plots/cell-map.js";
import { DIVERGED, letter, mountByStart } from "./kit/by-start.js";
import { colours } from "../draw/theme-colours.js";
import { countText, numberText, percentText } from "../base/numbers.js";

const MOST_LISTED = 12;
/** Cells of the sample of a hatching in the legend, along a side. */
const SAMPLE = 14;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, context) {
    return mountByStart(host, context, {
      job: "basins",
      lead: "Every point is a start; its colour is the minimum that the run from there ends in. Press one to start there.",
      controls: [],
      args: () => ({}),
      colouring(grid, facts, frame) {
        const [diverged, never, paper, ink, ...tints] = colours(frame.element, [
          "--diverged",
          "--never",
          "--ground",
          "--ink",
          ...BASINS,
        ]);
        const of = (/** @type {number} */ index, /** @type {number} */ column, /** @type {number} */ row) =>
          basinColour(index, column, row, { tints, paper, ink });
        const shares = counted(grid.computed());
        const listed = mostReached(shares, facts);
        const others = known(facts).length - listed.length;
        frame.legend.replaceChildren(
          ...listed.map((index) => {
            const swatch = sample((column, row) => of(index, column, row));
            return element("li", {}, swatch, `${named(index, facts)} ${shareOf(shares, index)}`);
          }),
          others ? element("li", {}, `${countText(others)} other local minima ${restOf(shares, listed)}`) : "",
          element("li", { "data-swatch": "never" }, element("i"), `no minimum ${shareOf(shares, -1)}`),
          element("li", { "data-swatch": "diverged" }, element("i"), `diverged ${shareOf(shares, DIVERGED)}`),
        );
        return (value, column, row) => (value === DIVERGED ? diverged : value < 0 ? never : of(value, column, row));
      },
      says: (value, facts) => (value < 0 ? "no minimum" : named(value, facts)),
      conclude(grid, facts, frame, racer) {
        const shares = counted(grid.computed());
        const all = [...known(facts).keys(), -1, DIVERGED];
        frame.say(
          known(facts).length
            ? `${racer}: ${shareOf(shares, -1)} of ${countText(grid.values.length)} starts end farther than ${numberText(facts.radius, 2)} from every minimum, lowest or local.`
            : "No minimum of this landscape is known, so there are no basins.",
        );
        frame.showNumbers({
          caption: `Where ${racer} ends, by minimum`,
          columns: ["minimum", "kind", "x", "y", "starts", "share"],
          rows: all.map((index) => {
            const [x, y] = known(facts)[index] ?? [null, null];
            return [
              index === DIVERGED ? "diverged" : index < 0 ? "none" : letter(index),
              index < 0 ? "" : index < facts.minima.length ? "lowest" : "local",
              x,
              y,
              shares.counts.get(index) ?? 0,
              shareOf(shares, index),
            ];
          }),
        });
      },
    });
  },
};

/**
 * A piece of a basin for the legend.
 * @param {(column: number, row: number) => import("../plots/cell-map.js").Colour} colourOf
 */
function sample(colourOf) {
  const grid = new CellGrid(SAMPLE, SAMPLE);
  grid.values.fill(0);
  const canvas = element("canvas", { width: `${SAMPLE}`, height: `${SAMPLE}`, "aria-hidden": "true" });
  const pixels = painted(grid, (_value, column, row) => colourOf(column, row));
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, SAMPLE, SAMPLE), 0, 0);
  return element("i", {}, canvas);
}

/** @typedef {{minima: number[][], local_minima: number[][]}} Known */

/** The lowest minima and then the local ones. @param {Known} facts */
function known({ minima, local_minima: others }) {
  return [...minima, ...others];
}

/**
 * Those minima that the legend names: the lowest ones, and those that most starts end in.
 * @param {{counts: Map<number, number>}} shares
 * @param {Known} facts
 */
function mostReached({ counts }, facts) {
  const places = [...known(facts).keys()];
  if (places.length <= MOST_LISTED) return places;
  const lowest = places.slice(0, Math.min(facts.minima.length, MOST_LISTED));
  const others = places.slice(lowest.length).sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return [...lowest, ...others.slice(0, MOST_LISTED - lowest.length)];
}

/**
 * @param {number} index
 * @param {Known} facts
 */
function named(index, facts) {
  const point = known(facts)[index];
  const at = point.map((part) => part.toFixed(2)).join(", ");
  return `${letter(index)} (${at})${index < facts.minima.length ? "" : " local"}`;
}

/**
 * The share of starts that end in a minimum that is not among those listed.
 * @param {{counts: Map<number, number>, total: number}} shares
 * @param {number[]} listed
 */
function restOf({ counts, total }, listed) {
  const reached = [...counts].filter(([index]) => index >= 0 && !listed.includes(index));
  return percentText(reached.reduce((sum, [, count]) => sum + count, 0) / (total || 1), 1);
}

/** @param {Iterable<number>} values */
function counted(values) {
  const counts = new Map();
  let total = 0;
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}

/**
 * @param {{counts: Map<number, number>, total: number}} shares
 * @param {number} value
 */
function shareOf({ counts, total }, value) {
  return percentText((counts.get(value) ?? 0) / (total || 1), 1);
}
