/** What the map says of itself: ticks along two edges, and under the pointer where that is, how high and how steep. */

import { textSize } from "../../draw/text-size.js";
import { element } from "../../base/dom.js";
import { numberText } from "../../base/numbers.js";
import { ticks } from "../../plots/axis.js";

/** @typedef {import("./landscape-map.js").LandscapeMap} LandscapeMap */
/** @typedef {import("../../panels/kit/types.js").Scales} Scales */

/** Pixels between two ticks, about; their length; and how near to a corner none is labelled. */
const [APART, LENGTH, CORNER] = [90, 5, 18];

/**
 * @param {HTMLElement} host the map
 * @param {LandscapeMap} landscapeMap
 * @param {import("../../python/studio.js").Studio} studio
 */
export function mapScale(host, landscapeMap, studio) {
  const { racing, palette, store } = landscapeMap;
  landscapeMap.overlay("ticks", (context, scales) => {
    if (racing.facts.dim <= 2 && landscapeMap.says.hidden) drawTicks(context, scales, palette.colours);
  });
  const out = element("output", { class: "map-readout", hidden: true });
  const key = element("p", { class: "map-key" });
  host.append(out, key);
  const explain = () => {
    key.textContent = racing.facts.dim <= 2 ? keyText(racing.facts) : "";
  };
  explain();
  racing.subscribe((what) => {
    if (what !== "landscape") return;
    landscapeMap.drawOverlays();
    explain();
  });
  /** The point that is read out, and whether Python is being asked for one. @type {number[] | null} */
  let shown = null;
  let asking = false;

  /** @param {number[] | null} point in the coordinates of the landscape */
  const read = (point) => {
    shown = point;
    out.hidden = point === null;
    if (!point) return;
    out.textContent = placeText(point);
    void ask();
  };
  /** One question at a time: of the points in between nobody sees the height. */
  const ask = async () => {
    if (asking || !shown) return;
    asking = true;
    const point = shown;
    const answer = await studio.ask("studio.point", { ground: store.state.ground, point }, { key: "point" });
    asking = false;
    if (point !== shown) return ask();
    if (answer.outcome === "done") out.textContent = `${placeText(point)}  ${heightText(answer.value)}`;
  };

  host.addEventListener("pointermove", (event) => {
    const point = landscapeMap.says.hidden && pointAt(event, host, landscapeMap.window, racing.facts.dim);
    if (!point) return read(null);
    // Whoever drags the start has Python race meanwhile: the place is enough.
    if (event.buttons) {
      shown = null;
      out.hidden = false;
      out.textContent = placeText(point);
    } else read(point);
  });
  // A finger is gone when it lets go: what it chose is read out.
  host.addEventListener("pointerleave", ({ pointerType }) =>
    read(pointerType === "touch" && racing.facts.dim === 2 ? [...landscapeMap.start] : null),
  );
  host.addEventListener("blur", () => read(null));
  host.addEventListener("focus", () => host.matches(":focus-visible") && read([...landscapeMap.start]));
  store.subscribe((_state, changed) => {
    if (changed.has("start") && host.matches(":focus-visible")) read([...landscapeMap.start]);
    if (changed.has("ground")) read(null);
  });
}

/**
 * The point of the landscape under the pointer; of one coordinate its value, which the map has upwards.
 * @param {PointerEvent} event
 * @param {HTMLElement} host
 * @param {[[number, number], [number, number]]} window
 * @param {number} dim
 */
function pointAt(event, host, [[left, right], [bottom, top]], dim) {
  if (dim > 2) return null;
  const box = host.getBoundingClientRect();
  const x = left + ((event.clientX - box.left) / box.width) * (right - left);
  const y = top - ((event.clientY - box.top) / box.height) * (top - bottom);
  return dim === 1 ? [y] : [x, y];
}

/**
 * What the signs on the map mean.
 * @param {{ dim: number, minima: number[][], local_minima?: number[][], above?: number }} facts
 */
export function keyText({ dim, minima, local_minima: others = [], above = 0 }) {
  if (dim === 1) return "○ start: drag it  ─ minimum";
  const lines = above === 0 ? "lines: equal loss" : `lines: loss above ${numberText(above)}`;
  return `○ start: drag it  ${minima.length + others.length ? "+ minimum  " : ""}${lines}`;
}

/** @param {number[]} point */
export function placeText(point) {
  return point.map((value, axis) => `${"xy"[axis]} ${numberText(value, 3)}`).join("  ");
}

/** @param {{value: number | null, gradient: (number | null)[]}} answer */
export function heightText({ value, gradient }) {
  const steep = gradient.includes(null) ? null : Math.hypot(.../** @type {number[]} */ (gradient));
  return `f ${numberText(value, 4, "beyond all numbers")}  |∇f| ${numberText(steep, 3, "–")}`;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Scales} scales
 * @param {import("../../draw/theme-colours.js").Colours} colours
 */
function drawTicks(context, scales, { ink, groundRaised }) {
  const { width, height, window } = scales;
  const [[left, right], [bottom, top]] = window;
  context.font = `${textSize(11)}px Inter, sans-serif`;
  context.strokeStyle = context.fillStyle = ink;
  context.globalAlpha = 0.75;
  context.lineWidth = 1;
  const label = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => {
    context.save();
    context.lineWidth = 3;
    context.strokeStyle = groundRaised;
    context.strokeText(text, x, y);
    context.restore();
    context.fillText(text, x, y);
  };
  context.beginPath();
  const across = ticks(left, right, Math.max(2, width / APART)).filter((value) => within(scales.x(value), width));
  const up = ticks(bottom, top, Math.max(2, height / APART)).filter((value) => within(scales.y(value), height));
  for (const value of across) {
    context.moveTo(scales.x(value), height);
    context.lineTo(scales.x(value), height - LENGTH);
  }
  for (const value of up) {
    context.moveTo(0, scales.y(value));
    context.lineTo(LENGTH, scales.y(value));
  }
  context.stroke();
  context.textAlign = "center";
  context.textBaseline = "bottom";
  for (const value of across) label(numberText(value), scales.x(value), height - LENGTH - 2);
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const value of up) label(numberText(value), LENGTH + 3, scales.y(value));
}

/** @param {number} place @param {number} size */
function within(place, size) {
  return place > CORNER && place < size - CORNER;
}
