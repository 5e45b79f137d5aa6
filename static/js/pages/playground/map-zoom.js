/** A closer look at the map: buttons, keys, the wheel with Ctrl or a pinch, on a touchpad or by two fingers; Shift and a drag move it. */

import { element } from "../../base/dom.js";
import { shortcutOf } from "../../base/shortcuts.js";
import { mapScales, pinched, shifted, zoomed } from "../../plots/map.js";

/** @typedef {import("./landscape-map.js").LandscapeMap} LandscapeMap */

/** How much nearer a press goes, and the wheel for each pixel that it would scroll. */
const [PRESS, WHEEL] = [1.6, 1.005];

/** With the focus on the map. */
export const ZOOM_KEYS = [
  { keys: ["+", "="], says: "A closer look, about the start", factor: PRESS },
  { keys: ["-"], says: "From farther", factor: 1 / PRESS },
  { keys: ["0"], says: "The whole map", factor: 0 },
];

/**
 * @param {HTMLElement} host the map
 * @param {LandscapeMap} landscapeMap
 */
export function mapZoom(host, landscapeMap) {
  const { racing } = landscapeMap;
  const button = (/** @type {string} */ text, /** @type {string} */ label, /** @type {number} */ factor) => {
    const made = element("button", { type: "button", title: label, "aria-label": label }, text);
    made.addEventListener("click", () => zoom(factor));
    return made;
  };
  const whole = button("Whole map", "Show the whole map", 0);
  const group = element(
    "div",
    { class: "map-zoom", role: "group", "aria-label": "Zoom of the map" },
    whole,
    button("−", "Look from farther", 1 / PRESS),
    button("+", "Look closer, about the start", PRESS),
  );
  host.after(group);

  /** @param {typeof landscapeMap.view} view */
  const look = (view) => {
    landscapeMap.view = view;
    whole.hidden = view === null;
    landscapeMap.resize();
  };
  /** @param {number} factor 0 for the whole @param {number[]} [about] */
  const zoom = (factor, about = landscapeMap.start) => {
    if (racing.facts.dim !== 2) return;
    look(factor === 0 ? null : zoomed(landscapeMap.window, racing.facts.window, factor, about));
  };

  host.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { scales } = landscapeMap;
      const box = host.getBoundingClientRect();
      zoom(WHEEL ** -event.deltaY, scales.at(event.clientX - box.left, event.clientY - box.top));
    },
    { passive: false },
  );
  host.addEventListener("keydown", (event) => {
    const found = shortcutOf(ZOOM_KEYS, event);
    if (!found) return;
    event.preventDefault();
    zoom(found.factor);
  });
  /** Where the drag began, and what was in sight then. @type {{x: number, y: number, window: any} | null} */
  let held = null;
  // Heard before the start is: a drag of the map moves no start.
  const first = { capture: true };
  /** Fingers on the map, the start before the first came, and from where two of them pinch. @type {Map<number, [number, number]>} */
  const fingers = new Map();
  /** @type {import("../../panels/kit/types.js").State["start"]} */
  let before = null;
  /** @type {{from: [number, number][], window: any} | null} */
  let pinch = null;
  const at = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const { left, top } = host.getBoundingClientRect();
    return /** @type {[number, number]} */ ([clientX - left, clientY - top]);
  };
  const finger = (/** @type {PointerEvent} */ event) => {
    if (event.isPrimary) {
      fingers.clear();
      pinch = null;
      before = landscapeMap.store.state.start;
    } else event.stopImmediatePropagation();
    fingers.set(event.pointerId, at(event));
    if (fingers.size !== 2 || pinch || racing.facts.dim !== 2) return;
    host.setPointerCapture(event.pointerId);
    pinch = { from: [...fingers.values()], window: landscapeMap.window };
    // The first finger was to pinch, too.
    landscapeMap.store.set({ start: before });
  };
  const lifted = (/** @type {PointerEvent} */ event) => {
    held = null;
    fingers.delete(event.pointerId);
    if (fingers.size === 0) pinch = null;
  };
  // Two fingers never scroll the page from the map.
  host.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
  const press = (/** @type {PointerEvent} */ event) => {
    if (event.pointerType === "touch") return finger(event);
    if (!event.shiftKey || event.button !== 0 || !landscapeMap.view) return;
    event.stopImmediatePropagation();
    host.setPointerCapture(event.pointerId);
    held = { x: event.clientX, y: event.clientY, window: landscapeMap.window };
  };
  const drag = (/** @type {PointerEvent} */ event) => {
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, at(event));
    if (pinch) {
      event.stopImmediatePropagation();
      // A finger that is left after a pinch does nothing.
      if (fingers.size === 2)
        look(pinched(pinch.window, racing.facts.window, landscapeMap.scales, pinch.from, [...fingers.values()]));
    }
    if (!held) return;
    event.stopImmediatePropagation();
    const { width, height } = landscapeMap.scales;
    const begun = mapScales(held.window, width, height);
    const [x, y] = begun.at(held.x - event.clientX, held.y - event.clientY);
    const [left, top] = begun.at(0, 0);
    look(shifted(held.window, racing.facts.window, [x - left, y - top]));
  };
  host.addEventListener("pointerdown", press, first);
  host.addEventListener("pointermove", drag, first);
  for (const end of ["pointerup", "pointercancel"])
    host.addEventListener(end, (event) => lifted(/** @type {PointerEvent} */ (event)));

  let place = JSON.stringify(racing.facts.window);
  const known = () => {
    group.hidden = racing.facts.dim !== 2;
    const now = JSON.stringify(racing.facts.window);
    if (now !== place) look(null);
    place = now;
  };
  racing.subscribe((what) => what === "landscape" && known());
  known();
  whole.hidden = true;
}
