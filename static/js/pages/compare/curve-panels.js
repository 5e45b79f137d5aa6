/** The tabs Loss and Validation: curves at each rule's best setting, against steps or another axis. */

import { element } from "../../base/dom.js";
import { valueText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { smoothed, windowOf } from "../../plots/smoothed.js";
import { along, axisChoice, axisOf } from "./axes.js";
import { BAND, capital, chosen, seeds } from "./captions.js";
import { lines } from "./panel-figures.js";
import { losses, validations } from "./series.js";
import { settingText } from "./setting-text.js";

/** @typedef {import("./panels.js").Shown} Shown */
/** @typedef {import("../../plots/line-figure.js").Series} Series */

/** @param {Shown} shown */
export function loss(shown) {
  const { found, soFar, setting } = shown;
  const series = losses(found, soFar);
  const axis = axisOf(found, setting.axis);
  const done = chosen(found);
  const running = soFar.length
    ? `So far, and provisional: ${soFar.map((each) => `${each.label} at ${settingText(each.settings)}, the best at step ${each.step}`).join("; ")}.`
    : "";
  const window = windowOf(Math.max(...series.map((each) => each.x.length)));
  const drawn = along(series, found, axis);
  const content = lines(
    shown,
    "loss",
    drawn,
    {
      titles: [axis.title, found.curve],
      logX: false,
      logY: found.curve_better === "lower",
      worst: found.curve_better === "lower" ? "top" : "bottom",
      reach: axis.name === "steps" ? soFar.map((each) => each.steps) : [],
    },
    [
      `${capital(found.curve)} at each rule’s best setting${done ? `: ${done}` : ""}. ${seeds(found.seeds)}; ${BAND}.`,
      setting.smooth ? "Smoothed for the eye: table and CSV hold the recorded values." : "",
      axis.said,
      running,
    ]
      .filter(Boolean)
      .join(" "),
    byStep(series),
    undefined,
    undefined,
    setting.smooth ? drawn.map((each) => smooth(each, window)) : drawn,
  );
  if (content.includes(null)) return content;
  return [
    ...axisChoice(found, setting, "loss"),
    toggle("loss-smooth", `Smooth: each point the mean of ${window} recorded ones around it`, setting),
    ...content,
  ];
}

/** @param {Shown} shown */
export function validation(shown) {
  const { found, setting } = shown;
  if (found.validated_at.length === 0)
    return [
      found.rules.some((rule) => rule.best)
        ? element(
            "p",
            { class: "note" },
            "It was run by an earlier version, which looked at these samples at the end alone.",
          )
        : null,
    ];
  const series = validations(found);
  const axis = axisOf(found, setting.axis);
  const metric = found.metric.split(" (")[0];
  const reported = found.rules
    .filter((rule) => rule.best)
    .map((rule) => `${rule.label} ${valueText(rule.best.median)}`)
    .join(", ");
  const content = lines(
    shown,
    "validation",
    along(series, found, axis),
    {
      titles: [axis.title, "metric on the samples that choose"],
      logX: false,
      logY: found.better === "lower",
      worst: found.better === "lower" ? "top" : "bottom",
    },
    `On the samples that choose a setting, at each rule’s best one: ${metric}. Having chosen it, they flatter it: other samples report, at the end, ${reported}. ${seeds(found.seeds)}; ${BAND}. ${chosen(found)}. ${axis.said}`.trim(),
    byStep(series),
  );
  return content.includes(null) ? content : [...axisChoice(found, setting, "validation"), ...content];
}

/**
 * The numbers of curves, a line for each step.
 * @param {Series[]} series against steps
 */
export function byStep(series) {
  const steps = [...new Set(series.flatMap((each) => each.x))].sort((one, other) => one - other);
  const at = series.map((each) => new Map(each.x.map((step, index) => [step, each.y[index]])));
  return scrolledTable(
    ["step", ...series.map((each) => each.label)],
    steps.map((step) => [
      String(step),
      ...at.map((known) => (known.has(step) ? valueText(known.get(step) ?? null) : "")),
    ]),
  );
}

/**
 * A line with the mean of several points at each; single runs, which are noise, are left out.
 * @param {Series} one
 * @param {number} window
 */
function smooth(one, window) {
  const of = (/** @type {Series["low"]} */ given) => given && smoothed(given, window);
  return { ...one, y: smoothed(one.y, window), low: of(one.low), high: of(one.high), thin: [] };
}

/**
 * @param {string} key
 * @param {string} text
 * @param {import("./figure.js").Setting} setting
 */
function toggle(key, text, setting) {
  const box = element("input", { type: "checkbox", "data-key": key, checked: setting.smooth });
  box.addEventListener("change", () => {
    setting.smooth = box.checked;
    box.dispatchEvent(new CustomEvent("smoothed", { bubbles: true }));
  });
  return element("label", { class: "smooth" }, box, text);
}
