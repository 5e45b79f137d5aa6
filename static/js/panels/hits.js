/** After how many steps a run from each starting point first gets as low as a target. */

import { between } from "../plots/cell-map.js";
import { DIVERGED, mountByStart } from "./kit/by-start.js";
import { menu } from "./kit/controls.js";
import { rampLegend } from "./kit/ramp-legend.js";
import { colours, RAMP } from "../draw/theme-colours.js";
import { countText, percentText } from "../base/numbers.js";

const TARGETS = ["1", "0.1", "0.01", "0.0001", "0.000001"];

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, context) {
    const target = menu(
      "Target",
      TARGETS.map((value) => ({ value, text: `${value} above the minimum` })),
      () => mounted.again(),
    );
    target.select.value = "0.01";
    const mounted = mountByStart(host, context, {
      job: "hits",
      lead: "Every point is a start; its colour says after how many steps the run from there first gets as low as the target.",
      controls: [target.element],
      args: ({ least }) => ({ target: (least ?? 0) + Number(target.select.value) }),
      colouring(grid, _facts, frame) {
        const [diverged, never, ...stops] = colours(frame.element, ["--diverged", "--never", ...RAMP]);
        const [low, high] = reach(grid.computed());
        rampLegend(frame.legend, low, high, "steps", ["never", "diverged"]);
        const span = Math.log1p(high) - Math.log1p(low) || 1;
        return (value) =>
          value === DIVERGED
            ? diverged
            : value < 0
              ? never
              : between(stops, (Math.log1p(value) - Math.log1p(low)) / span);
      },
      says: (value) => (value < 0 ? "never" : `${countText(value)} steps`),
      conclude(grid, _facts, frame, racer) {
        const values = [...grid.computed()];
        const reached = values.filter((value) => value >= 0).sort((a, b) => a - b);
        const share = percentText(reached.length / values.length, 1);
        const at = (/** @type {number} */ part) =>
          reached[Math.min(Math.floor(reached.length * part), reached.length - 1)] ?? null;
        frame.say(
          `${racer} reaches the target from ${share} of ${countText(values.length)} starts${reached.length ? `, half of those within ${at(0.5)} steps` : ""}.`,
        );
        frame.showNumbers({
          caption: `Steps of ${racer} to the target, over the starts that reach it`,
          columns: ["share of them", "steps"],
          rows: [0.1, 0.25, 0.5, 0.75, 0.9, 1].map((part) => [percentText(part), at(part)]),
        });
      },
    });
    return mounted;
  },
};

/**
 * The fewest and the most steps.
 * @param {Iterable<number>} values
 */
function reach(values) {
  let low = Infinity;
  let high = 0;
  for (const value of values) {
    if (value < 0) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}
