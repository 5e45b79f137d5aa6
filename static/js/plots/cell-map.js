/** Maps that arrive coarse first: cells as blocks that later cells refine, and their colours. Pure but for the grid itself. */

/** @typedef {[number, number, number]} Colour red, green and blue, 0 to 255 */

export class CellGrid {
  /**
   * @param {number} columns
   * @param {number} rows
   */
  constructor(columns, rows) {
    this.columns = columns;
    this.rows = rows;
    /** NaN where nothing is known; row 0 is at the bottom. */
    this.values = new Float64Array(columns * rows).fill(NaN);
    /** Which cells were computed themselves, not filled from a coarser one. */
    this.known = new Uint8Array(columns * rows);
  }

  /**
   * Puts cells in place, each as a block of `stride` cells.
   * @param {ArrayLike<number>} cells row and column of each
   * @param {(k: number) => number} valueOf the value of cell number k
   * @param {number} stride
   */
  fill(cells, valueOf, stride) {
    for (let k = 0; k < cells.length / 2; k++) {
      const [row, column, value] = [cells[2 * k], cells[2 * k + 1], valueOf(k)];
      this.known[row * this.columns + column] = 1;
      for (let r = row; r < Math.min(row + stride, this.rows); r++) {
        this.values.fill(value, r * this.columns + column, r * this.columns + Math.min(column + stride, this.columns));
      }
    }
  }

  /** The values that were computed. */
  *computed() {
    for (let k = 0; k < this.values.length; k++) if (this.known[k]) yield this.values[k];
  }
}

/**
 * The picture of a grid, its top row first; what is not known is transparent.
 * @param {CellGrid} grid
 * @param {(value: number, column: number, row: number) => Colour} colourOf
 * @returns {Uint8ClampedArray<ArrayBuffer>}
 */
export function painted(grid, colourOf) {
  const { columns, rows, values } = grid;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      if (Number.isNaN(value)) continue;
      const at = ((rows - 1 - row) * columns + column) * 4;
      const [red, green, blue] = colourOf(value, column, row);
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/**
 * A colour between the stops.
 * @param {Colour[]} stops
 * @param {number} share from 0 to 1
 * @returns {Colour}
 */
export function between(stops, share) {
  const at = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const first = Math.min(Math.floor(at), stops.length - 2);
  return mixed(stops[first], stops[first + 1], at - first);
}

/**
 * @param {Colour} one
 * @param {Colour} other
 * @param {number} share of the other
 * @returns {Colour}
 */
export function mixed(one, other, share) {
  const part = (/** @type {0 | 1 | 2} */ k) => one[k] + (other[k] - one[k]) * share;
  return [part(0), part(1), part(2)];
}
