/** The start, chosen on the map: by a click, by dragging, or with the arrow keys. */

import { shortcutOf } from "../../base/shortcuts.js";

/** @typedef {import("./landscape-map.js").LandscapeMap} LandscapeMap */
/** @typedef {import("../../panels/kit/types.js").Store} Store */

const DIRECTIONS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

const ARROWS = Object.keys(DIRECTIONS);
/** With the focus on the map: which keys move the start, and by which share of the window. */
export const START_KEYS = [
  { keys: ARROWS, says: "Move the start", by: 0.01 },
  { keys: ARROWS.map((key) => `Shift+${key}`), says: "Move it ten times as far", by: 0.1 },
];

/**
 * @param {HTMLElement} host the map
 * @param {LandscapeMap} landscapeMap
 * @param {Store} store
 */
export function startHandle(host, landscapeMap, store) {
  host.tabIndex = 0;
  host.setAttribute("role", "application");
  host.setAttribute("aria-label", "Map. Click or use the arrow keys to move the start.");
  const place = (/** @type {PointerEvent} */ event) => {
    if (landscapeMap.racing.facts.dim !== 2) return;
    const box = host.getBoundingClientRect();
    move(landscapeMap.window, (event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
  };
  /** @param {[[number, number], [number, number]]} window @param {number} across @param {number} up shares of the window */
  const move = ([[left, right], [bottom, top]], across, up) => {
    const within = (/** @type {number} */ share) => Math.min(Math.max(share, 0), 1);
    const digits = (/** @type {number} */ value, /** @type {number} */ size) =>
      Number(value.toFixed(Math.max(0, 4 - Math.floor(Math.log10(size)))));
    const x = left + within(across) * (right - left);
    const y = bottom + within(up) * (top - bottom);
    store.set({ start: [digits(x, right - left), digits(y, top - bottom)] });
  };
  host.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    host.setPointerCapture(event.pointerId);
    place(event);
  });
  host.addEventListener("pointermove", (event) => {
    if (host.hasPointerCapture(event.pointerId)) place(event);
  });
  host.addEventListener("keydown", (event) => {
    const found = shortcutOf(START_KEYS, event);
    if (!found || landscapeMap.racing.facts.dim !== 2) return;
    event.preventDefault();
    const direction = DIRECTIONS[event.key];
    const [[left, right], [bottom, top]] = landscapeMap.window;
    const [x, y] = landscapeMap.start;
    move(
      landscapeMap.window,
      (x - left) / (right - left) + found.by * direction[0],
      (y - bottom) / (top - bottom) + found.by * direction[1],
    );
  });
}
