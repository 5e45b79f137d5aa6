/**
 * How the basins of minima look: greyish colours of their own, none of which a racer wears, and each its own hatching, so
 * that colour is never the only sign. Pure.
 */

import { mixed } from "./cell-map.js";

/** @typedef {import("./cell-map.js").Colour} Colour */

/** The tokens of their colours. */
export const BASINS = ["--basin-1", "--basin-2", "--basin-3", "--basin-4", "--basin-5", "--basin-6"];

/** Cells from one line of a hatching to the next. */
const APART = 6;

/** Whether a cell lies on a line of the hatching. @type {((column: number, row: number) => boolean)[]} */
const HATCHES = [
  () => false,
  (column, row) => (column + row) % APART === 0,
  (_column, row) => row % APART === 0,
  (column, row) => (column - row + 1000 * APART) % APART === 0,
  (column) => column % APART === 0,
  (column, row) => column % APART < 2 && row % APART < 2,
];

/**
 * The colour of a cell in the basin of minimum number `index`; from the seventh on the colours come again, paler.
 * @param {number} index
 * @param {number} column
 * @param {number} row
 * @param {{ tints: Colour[], paper: Colour, ink: Colour }} colours
 * @returns {Colour}
 */
export function basinColour(index, column, row, { tints, paper, ink }) {
  const plain = mixed(tints[index % tints.length], paper, 0.3 * (Math.floor(index / tints.length) % 3));
  return HATCHES[index % HATCHES.length](column, row) ? mixed(plain, ink, 0.25) : plain;
}
