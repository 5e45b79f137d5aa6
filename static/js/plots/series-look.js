/** How the n-th series looks, the same in plots, legends and tables: a colour, dashes, and a marker of its own. */

export const COLOURS = 6;

const DASHES = ["", "8 4", "2 3", "9 3 2 3", "14 4", "4 2", "1 3", "7 2 1 2 1 2"];
/** As Plotly names them; `draw/series-style.js` has their outlines. */
export const SYMBOLS = ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross"];

/** From 0 to 5. @param {number} index */
export const colourOf = (index) => index % COLOURS;

/** Six colours with their markers; the seventh series has the first colour with other dashes.
 * @param {number} index */
export const dash = (index) => DASHES[(index + Math.floor(index / COLOURS)) % DASHES.length];

/** @param {number} index */
export const symbolOf = (index) => (index + Math.floor(index / COLOURS)) % SYMBOLS.length;
