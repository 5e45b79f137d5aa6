/** The tab Targets reached: the runtime ECDF over all targets, and the running times to one of them. */

import { element } from "../../base/dom.js";
import { numberText, valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { along, axisChoice, axisOf, perStep } from "./axes.js";
import { chosen, seeds } from "./captions.js";
import { byStep } from "./curve-panels.js";
import { bars, lines } from "./panel-figures.js";
import { targets } from "./series.js";

/** @typedef {import("./panels.js").Shown} Shown */
/** @typedef {import("./series.js").Statistics} Statistics */
/** @typedef {[number | null, number | null] | null} Ends */

const NEVER = "not reached";

/**
 * @param {Shown} shown
 * @returns {(Node | null)[]}
 */
export function ecdf(shown) {
  const { found, setting } = shown;
  if (!found.ecdf) return [found.ecdf_said ? element("p", { class: "note" }, found.ecdf_said) : null];
  const series = targets(found);
  const axis = axisOf(found, setting.axis);
  const content = lines(
    shown,
    "targets",
    along(series, found, axis),
    { titles: [axis.title, "share of targets reached"], logX: false, logY: false, worst: "bottom" },
    `Runtime ECDF: the share of (run, target) pairs that was reached by each step. ${found.ecdf_said} ${seeds(found.seeds)}. ${chosen(found)}. ${axis.said}`.trim(),
    byStep(series),
  );
  if (content.includes(null)) return content;
  return [
    ...axisChoice(found, setting, "targets"),
    element("div", { "data-plot": "targets" }, ...content),
    ...runningTimes(shown),
  ];
}

/**
 * The place of the target whose running times are shown.
 * @param {NonNullable<Statistics["reaching"]>} reaching
 * @param {string} wanted as the address says it
 */
export function targetOf({ targets: all, usual }, wanted) {
  const place = all.findIndex((each) => String(each) === wanted);
  return place < 0 ? usual : place;
}

/**
 * The running times of all rules to one target, on an axis.
 * @param {Statistics} found
 * @param {number} place of the target
 * @param {import("./axes.js").Axis} axis
 */
export function timesTo(found, place, axis) {
  return found.rules.flatMap(({ label }, look) => {
    const known = found.reaching?.rules.find((rule) => rule.label === label);
    const factor = perStep(found, label, axis);
    if (!known || factor === null) return [];
    const by = (/** @type {number | null} */ steps) => (steps === null ? null : steps * factor);
    const ends = (/** @type {Ends} */ pair) => (pair === null ? null : [by(pair[0]), by(pair[1])]);
    return [
      {
        ...{ label, look, share: known.share[place] },
        ...{ median: by(known.median[place]), medianEnds: ends(known.median_interval[place]) },
        ...{ expected: by(known.expected[place]), expectedEnds: ends(known.expected_interval[place]) },
      },
    ];
  });
}

/** @param {Shown} shown */
function runningTimes(shown) {
  const { found, setting } = shown;
  if (!found.reaching) return [];
  const place = targetOf(found.reaching, setting.target);
  const axis = axisOf(found, setting.axis);
  const rows = timesTo(found, place, axis);
  const target = numberText(found.reaching.targets[place]);
  const title = `expected ${axis.name === "steps" ? "steps" : axis.title} to ${target}`;
  const cells = rows.map(({ label, share, median, medianEnds, expected, expectedEnds }) => [
    label,
    `${Math.round(share * found.seeds)} of ${found.seeds}`,
    median === null ? "not known" : numberText(median),
    interval(medianEnds),
    expected === null ? NEVER : numberText(expected),
    interval(expectedEnds),
  ]);
  return [
    element("h2", {}, "Running time to one target"),
    ...targetChoice(found.reaching, place, setting),
    element(
      "div",
      { "data-plot": "running-time" },
      ...bars(
        shown,
        "running-time",
        rows.map(({ label, look, expected, expectedEnds }) => ({
          ...{ label, look, value: expected },
          ...(expectedEnds ? { low: expectedEnds[0], high: expectedEnds[1] } : {}),
        })),
        { title, bars: false, none: NEVER },
        `Expected running time to ${target} (${found.metric}), with its 95 % interval. ${found.reaching.said} ${seeds(found.seeds)}. ${chosen(found)}. ${axis.said}`.trim(),
        scrolledTable(["rule", "reached", "median", "95 % interval", "expected", "95 % interval"], cells),
        true,
      ),
    ),
  ];
}

/** @param {(number | null)[] | null} ends */
function interval(ends) {
  if (ends === null) return "needs 6 seeds";
  return ends.map((end) => valueText(end, "beyond the stop")).join(" to ");
}

/**
 * @param {NonNullable<Statistics["reaching"]>} reaching
 * @param {number} place
 * @param {import("./figure.js").Setting} setting
 */
function targetChoice({ targets: all, usual }, place, setting) {
  const select = element(
    "select",
    { "data-key": "target" },
    ...all.map((each, index) =>
      element("option", { value: String(each), selected: index === place }, numberText(each)),
    ),
  );
  select.addEventListener("change", () => {
    setting.target = select.value === String(all[usual]) ? "" : select.value;
    select.dispatchEvent(new CustomEvent("axis-chosen", { bubbles: true }));
  });
  return [element("label", { class: "along" }, "Target", select)];
}
