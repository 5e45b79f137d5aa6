/** Three things to do first, on the map of whoever has never done them here: each is ticked when done, and then the list goes. */

import { element } from "../../base/dom.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/types.js").State} State */

const KEY = "playground:first-steps";

/**
 * In order; each with whether a change was it.
 * @type {[string, (changed: Set<string>, state: State) => boolean][]}
 */
const STEPS = [
  ["Drag the ring to another start", (changed) => changed.has("start")],
  ["Drag a learning rate", (changed) => changed.has("racers")],
  ["Press Play, or the space bar", (changed, { playing }) => changed.has("playing") && playing],
];

/**
 * @param {HTMLElement} map beside which the list is put
 * @param {Store} store
 * @param {Storage | null} storage where it is noted that the list is over; without it there is none
 */
export function firstSteps(map, store, storage) {
  if (!storage || storage.getItem(KEY) !== null) return;
  const rows = STEPS.map(([says]) => element("li", {}, says));
  const close = element("button", { type: "button", class: "quiet", "aria-label": "Dismiss the first steps" }, "×");
  const list = element(
    "section",
    { class: "first-steps", "aria-label": "First steps", "data-first-steps": true },
    element("ol", {}, ...rows),
    close,
  );
  const over = () => {
    list.remove();
    unsubscribe();
    try {
      storage.setItem(KEY, "done");
    } catch {
      // A full storage forgets it, and the list comes again.
    }
  };
  const unsubscribe = store.subscribe((state, changed) => {
    for (const [place, [, isIt]] of STEPS.entries()) if (isIt(changed, state)) rows[place].dataset.done = "true";
    if (rows.every((row) => row.dataset.done)) over();
  });
  close.addEventListener("click", over);
  map.after(list);
}
