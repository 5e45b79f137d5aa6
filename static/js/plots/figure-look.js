/** What a figure is drawn with: colours and sizes of the page, and the Plotly template made of them. Pure. */

/**
 * @typedef {object} Look
 * @property {Colours} colours of the theme that is shown
 * @property {number} width of the figure in pixels
 * @property {number} text size of its letters in pixels
 */

/** @typedef {{ ink: string, inkSoft: string, inkFaint: string, line: string, lineStrong: string, contour: string, ground: string, groundRaised: string, accent: string, racers: string[] }} Colours */

/** @typedef {{ data: Record<string, any>[], layout: Record<string, any> }} Figure */

export const SANS = "Inter, system-ui, sans-serif";

/**
 * What all figures have in common. The ground is the page's own, so that a figure is part of it.
 * @param {Look} look
 * @returns {Record<string, any>}
 */
export function template({ colours, text }) {
  const axis = {
    ...{ gridcolor: colours.line, linecolor: colours.lineStrong, zeroline: false, showline: true, ticks: "" },
    ...{ tickfont: { color: colours.inkSoft, size: text }, automargin: true },
    title: { font: { color: colours.inkSoft, size: text }, standoff: 8 },
  };
  return {
    layout: {
      ...{ paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" },
      font: { family: SANS, color: colours.ink, size: text },
      xaxis: { ...axis, showgrid: false },
      yaxis: axis,
      hoverlabel: {
        ...{ bgcolor: colours.groundRaised, bordercolor: colours.lineStrong, align: "left" },
        font: { family: SANS, color: colours.ink, size: text },
      },
      ...{ margin: { l: 8, r: 14, t: 14, b: 8 }, showlegend: false, dragmode: "zoom" },
      legend: { orientation: "h", yref: "container", y: 0, yanchor: "bottom", font: { color: colours.ink } },
    },
  };
}

/**
 * A text that Plotly shows as it is: it takes a few tags for its own.
 * @param {string} text
 */
export function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * A colour with some of the ground shining through.
 * @param {string} colour as a browser writes a used one, `rgb(1, 2, 3)`
 * @param {number} opacity
 */
export function clear(colour, opacity) {
  return colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);
}
