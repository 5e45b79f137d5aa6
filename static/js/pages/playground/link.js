/** The state, code included, in the fragment of a link; a fragment is never sent to a server. */

import { packText, unpackText } from "../../base/packed-text.js";

/** @typedef {import("../../panels/kit/types.js").State} State */

const LARGEST = 400_000;

/**
 * The text that a link carries after `#s=`.
 * @param {State} state
 * @returns {Promise<string>}
 */
export async function pack(state) {
  const { playing: _playing, ...kept } = state;
  const racers = state.racers.map(({ id: _id, trusted: _trusted, lost: _lost, ...racer }) => racer);
  const selected = `r${state.racers.findIndex((racer) => racer.id === state.selected) + 1}`;
  const text = JSON.stringify({ v: 1, ...kept, racers, selected });
  return packText(text);
}

/**
 * What a link says, not yet checked; null where it says nothing that can be read.
 * @param {string} text
 * @returns {Promise<unknown>}
 */
export async function unpack(text) {
  try {
    const said = JSON.parse(await unpackText(text, LARGEST));
    return said && typeof said === "object" && !Array.isArray(said) ? said : null;
  } catch {
    return null;
  }
}
