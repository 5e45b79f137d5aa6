/** The page's address follows the state, so that it can be copied at any time; and the state follows the address. */

import { at } from "../../base/address.js";
import { pack, unpack } from "./link.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */

const WAIT = 500;

/**
 * What the address says; null where it carries no state, `said` is null where what it carries cannot be read. `paths` are those
 * of the race, coarse, as text that nobody has checked.
 * @returns {Promise<{said: unknown, paths: string | null} | null>}
 */
export async function fromAddress() {
  const carried = new URLSearchParams(location.hash.slice(1));
  const text = carried.get("s");
  return text ? { said: await unpack(text), paths: carried.get("p") } : null;
}

/**
 * Calls `take` with what another link says that is opened in this tab.
 * @param {(said: unknown) => void} take
 */
export function onOtherLink(take) {
  let latest = 0;
  window.addEventListener("hashchange", async () => {
    const mine = (latest += 1);
    const found = await fromAddress();
    if (found && mine === latest) take(found.said);
  });
}

/**
 * A link that shows what is shown now.
 * @param {Store} store
 */
export async function linkTo(store) {
  return new URL(at(`/playground#s=${await pack(store.state)}`), location.href).href;
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
