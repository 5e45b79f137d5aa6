/** Scores by trait: one row a trait with a bar to its mean and a dot for each landscape, the weakest on top. Data in, a Plotly figure out. */

import { numberText } from "../base/numbers.js";
import { figureAxis } from "./figure-axis.js";
import { clear, plain, template } from "./figure-look.js";

/** @typedef {import("./figure-look.js").Look} Look */
/** @typedef {import("./figure-look.js").Figure} Figure */
/** @typedef {{landscape: string, title: string, trait: string, score: number}} Entry */

const [ROW, AROUND] = [28, 64];
/** The axis goes a little beyond the highest score, so that its dot is whole and the mean finds room. */
const BEYOND = 1.08;

/**
 * @param {Entry[]} entries
 * @param {Look} look
 * @returns {Figure}
 */
export function traitFigure(entries, look) {
  const rows = byTrait(entries);
  const { colours, width } = look;
  const count = Math.max(2, Math.min(5, Math.round(width / 90)));
  const dots = rows.flatMap(({ mine }, place) => mine.map((entry) => ({ ...entry, place })));
  const common = { hovertemplate: "%{hovertext}<extra></extra>", showlegend: false };
  return {
    data: [
      {
        ...{ ...common, type: "bar", orientation: "h", width: 0.22, name: "mean" },
        x: rows.map(({ score }) => score),
        y: rows.map((_, place) => place),
        hovertext: rows.map(({ trait, score }) => plain(`${trait}: ${numberText(score, 2)} on average`)),
        marker: { color: clear(colours.accent, 0.35) },
      },
      {
        ...{ ...common, type: "scatter", mode: "markers", name: "one landscape", cliponaxis: false },
        x: dots.map(({ score }) => score),
        y: dots.map(({ place }) => place),
        hovertext: dots.map(({ title, landscape, score }) => plain(`${title || landscape}: ${numberText(score, 2)}`)),
        marker: { color: colours.accent, size: 8, line: { color: colours.ground, width: 1 } },
      },
    ],
    layout: {
      template: template(look),
      ...{ height: rows.length * ROW + AROUND, hovermode: "closest", barmode: "overlay" },
      xaxis: { ...figureAxis("score", [], { domain: [0, BEYOND], count }), showgrid: true },
      yaxis: {
        ...{ type: "linear", range: [rows.length - 0.5, -0.5], showgrid: false, fixedrange: true },
        ...{ tickvals: rows.map((_, place) => place), ticktext: rows.map(({ trait }) => plain(trait)) },
      },
    },
  };
}

/**
 * @param {Entry[]} entries
 * @returns {{ trait: string, mine: Entry[], score: number }[]} the weakest first
 */
function byTrait(entries) {
  /** @type {Map<string, Entry[]>} */
  const groups = new Map();
  for (const entry of entries) groups.set(entry.trait, [...(groups.get(entry.trait) ?? []), entry]);
  return [...groups]
    .map(([trait, mine]) => ({ trait, mine, score: mine.reduce((sum, { score }) => sum + score, 0) / mine.length }))
    .sort((a, b) => a.score - b.score);
}
