/** How racers look: a colour of the palette, and each its own dash and marker, so that colour is never the only sign. */

import { onTheme, themeColours } from "../../draw/theme-colours.js";

/** @typedef {import("../../panels/kit/types.js").Racer} Racer */

/** One for each colour; [] is a solid line. */
export const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [5, 3], [16, 5]];

/** @type {import("../../plots/paths.js").Marker[]} */
export const MARKERS = ["circle", "square", "triangle", "diamond", "wedge", "cross"];

/** @typedef {import("../../draw/theme-colours.js").Colours} Colours */

export class Palette {
  /** @type {Colours | null} */
  #colours = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  constructor() {
    const changed = () => {
      this.#colours = null;
      for (const listener of this.#listeners) listener();
    };
    onTheme(changed);
  }

  /** @param {() => void} listener hears when the theme changes */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** The design tokens as colours that a canvas understands. */
  get colours() {
    this.#colours ??= themeColours();
    return this.#colours;
  }

  /** @param {Racer} racer */
  colour(racer) {
    return this.colours.racers[racer.colour - 1];
  }

  /** @param {Racer} racer */
  dash(racer) {
    return DASHES[racer.colour - 1];
  }

  /** @param {Racer} racer */
  marker(racer) {
    return MARKERS[racer.colour - 1];
  }
}
