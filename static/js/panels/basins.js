/** Which minimum each starting point ends in. */

import { element } from "../base/dom.js";
import { mixed } from "../plots/cell-map.js";
import { DIVERGED, letter, mountByStart } from "./kit/by-start.js";
import { colours } from "../draw/theme-colours.js";
import { countText, numberText, percentText } from "../base/numbers.js";

const TINTS = ["--racer-1", "--racer-2", "--racer-3", "--racer-5", "--racer-4", "--racer-6"];

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, context) {
    return mountByStart(host, context, {
      job: "basins",
      lead: "Every point is a start; its colour is the minimum that the run from there ends in. Press one to start there.",
      controls: [],
      args: () => ({}),
      colouring(grid, facts, frame) {
        const [diverged, never, paper, ...tints] = colours(frame.element, [
          "--diverged",
          "--never",
          "--ground",
          ...TINTS,
        ]);
        const of = (/** @type {number} */ index) =>
          mixed(tints[index % tints.length], paper, 0.35 + 0.2 * (Math.floor(index / tints.length) % 3));
        const shares = counted(grid.computed());
        frame.legend.replaceChildren(
          ...facts.minima.slice(0, 12).map((/** @type {number[]} */ point, /** @type {number} */ index) => {
            const swatch = element("i");
            swatch.style.background = `rgb(${of(index).map(Math.round).join(" ")})`;
            return element(
              "li",
              {},
              swatch,
              `${letter(index)} (${point.map((part) => part.toFixed(2)).join(", ")}) ${shareOf(shares, index)}`,
            );
          }),
          element("li", { "data-swatch": "never" }, element("i"), `no minimum ${shareOf(shares, -1)}`),
          element("li", { "data-swatch": "diverged" }, element("i"), `diverged ${shareOf(shares, DIVERGED)}`),
        );
        return (value) => (value === DIVERGED ? diverged : value < 0 ? never : of(value));
      },
      conclude(grid, facts, frame, racer) {
        const shares = counted(grid.computed());
        const all = [...facts.minima.keys(), -1, DIVERGED];
        frame.say(
          facts.minima.length
            ? `${racer}: ${shareOf(shares, -1)} of ${countText(grid.values.length)} starts end farther than ${numberText(facts.radius, 2)} from every minimum.`
            : "No minimum of this landscape is known, so there are no basins.",
        );
        frame.showNumbers({
          caption: `Where ${racer} ends, by minimum`,
          columns: ["minimum", "x", "y", "starts", "share"],
          rows: all.map((index) => {
            const [x, y] = facts.minima[index] ?? [null, null];
            return [
              index === DIVERGED ? "diverged" : index < 0 ? "none" : letter(index),
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
