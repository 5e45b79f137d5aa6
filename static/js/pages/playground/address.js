/** The page's address follows the state, so that it can be copied at any time; and the state follows the address. */

import { pack, unpack } from "./link.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */

const WAIT = 500;

/** What the address says; null where it carries no state. @returns {Promise<unknown>} */
export async function fromAddress() {
  const text = new URLSearchParams(location.hash.slice(1)).get("s");
  return text ? unpack(text) : null;
}

/**
 * A link that shows what is shown now.
 * @param {Store} store
 */
export async function linkTo(store) {
  return new URL(`/playground#s=${await pack(store.state)}`, location.href).href;
}

/**
 * Keeps the address up to date.
 * @param {Store} store
 */
export function mirror(store) {
  let timer = 0;
  store.subscribe((state, changed) => {
    if (state.playing || (changed.size === 1 && changed.has("playing"))) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const { pathname, search } = location;
      history.replaceState(null, "", `${pathname}${search}#s=${await pack(store.state)}`);
    }, WAIT);
  });
}
