/** A figure as a file: PNG or SVG with its legend and its caption, also into the clipboard. */

import { folded } from "../base/folded.js";
import { themeColours } from "../draw/theme-colours.js";
import { plain } from "../plots/figure-look.js";
import { plotly } from "./figure-library.js";

/** @typedef {import("./plot-figure.js").PlotFigure} PlotFigure */

/** Pixels of a letter of the caption, of its lines, and of a row of the legend with the line before each name. */
const [LETTER, LINE, KEY, SAMPLE] = [6.6, 16, 22, 50];
const [WIDE, SHARP] = [800, 2];
/** The page's own letters are not there where the picture is looked at. */
const FONT = "sans-serif";

/**
 * @param {PlotFigure} shown
 * @param {"png" | "svg"} format
 * @param {string} caption
 * @returns {Promise<Blob>}
 */
export async function fileOf(shown, format, caption) {
  const figure = shown.made(WIDE);
  if (!figure) throw new Error("nothing is drawn yet");
  const library = await plotly(shown.library);
  const { width, height: high, margin: own } = figure.layout;
  const lines = folded(caption, Math.floor((width - 16) / LETTER));
  const keys = Math.ceil(legendWidth(figure) / (width - 16)) * KEY;
  const below = keys + lines.length * LINE + 24;
  const height = high + below;
  const layout = {
    ...figure.layout,
    ...{ height, showlegend: keys > 0, paper_bgcolor: themeColours().ground, font: { family: FONT } },
    margin: { ...figure.layout.template.layout.margin, ...own, b: below + (own?.b ?? 0) },
    legend: { x: 0, y: 1 - high / height, yref: "container", yanchor: "top", font: { size: 12 } },
    title: {
      ...{ text: lines.map(plain).join("<br>"), font: { size: 12 }, automargin: false, pad: { l: 8 } },
      ...{ xref: "container", yref: "container", x: 0, y: 1 - (high + keys + LINE) / height },
      ...{ xanchor: "left", yanchor: "top" },
    },
  };
  return blobOf(await library.toImage({ data: figure.data, layout }, { format, width, height, scale: SHARP }));
}

/** @param {import("./plot-figure.js").Figure} figure */
function legendWidth({ data }) {
  const shown = data.filter((trace) => trace.showlegend !== false);
  return shown.length < 2 ? 0 : shown.reduce((sum, { name }) => sum + SAMPLE + 1.1 * LETTER * name.length, 0);
}

/**
 * The bytes of a data address; a policy may forbid to fetch one.
 * @param {string} address
 */
function blobOf(address) {
  const comma = address.indexOf(",");
  const [type, coding] = address.slice(5, comma).split(";");
  const text = address.slice(comma + 1);
  const bytes =
    coding === "base64" ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : decodeURIComponent(text);
  return new Blob([bytes], { type });
}
