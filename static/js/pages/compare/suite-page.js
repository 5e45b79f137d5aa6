/** The page of several comparisons together: draws their curves; all else is there before any script. */

import { readConfig } from "../../base/config.js";
import { find } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";
import { scrolledTable } from "../../elements/data-table.js";
import { replace } from "./figure.js";
import { lines } from "./panel-figures.js";
import { profiles } from "./suite-series.js";

const { suite, code, plotly } = readConfig();
const place = find("[data-curves]", HTMLElement);
/** @type {import("./figure.js").Setting} */
const setting = {
  ...{ words: "", madeWith: "", code, name: "suite", plotly },
  ...{ figures: new Map(), pressed: new Map(), hidden: new Set() },
  ...{ smooth: false, axis: "steps", target: "" },
};
const series = profiles(suite);
const workloads = suite.comparisons.map((/** @type {any} */ each) => `${each.workload} (${each.id.slice(0, 6)})`);

function draw() {
  const content = lines(
    { setting },
    "profile",
    series,
    {
      titles: [`times the steps of ${suite.reference}`, "share reached"],
      logX: true,
      logY: false,
      worst: "bottom",
    },
    `The share of (workload, target, seed) that was reached within so many times the steps that ${suite.reference} takes to the same target, on ${workloads.join(", ")}. Further left is sooner; 1 is the reference at its setting with the best end value. Band: 95 % of resamples of the seeds${series[0]?.low?.some((value) => value !== null) ? "" : " (none below 6 seeds)"}.`,
    scrolledTable(
      ["ratio", ...series.map(({ label }) => label), "stop not before it"],
      suite.ratios.map((/** @type {number} */ ratio, /** @type {number} */ index) => [
        numberText(ratio),
        ...series.map(({ y }) => numberText(y[index])),
        numberText(suite.watched[index]),
      ]),
    ),
  );
  replace(
    place,
    content.filter((node) => node !== null),
  );
  place.dataset.ready = "true";
}

draw();
