/** The race as an SVG picture: map, paths, loss curves, and the settings in its caption. */

import { lossAxes, lossLine } from "../../plots/loss.js";
import { mapScales } from "../../plots/map.js";
import { line } from "../../plots/paths.js";
import { DASHES } from "./palette.js";
import { numberText, tickText } from "../../base/numbers.js";

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("../../plots/paths.js").Line} Line */
/** @typedef {{state: State, racing: Racing, contours: import("../../plots/map.js").Contour[], colours: import("./palette.js").Colours, ground?: string}} Picture `ground` is what it stands on, by default the paper of the theme; "" is nothing */

const WIDTH = 720;
const HEIGHT = 540;
const SIDE = 420;

/**
 * @param {Picture} picture
 * @returns {string}
 */
export function raceSvg({ state, racing, contours, colours, ground = colours.ground }) {
  const { dim, window, least, title } = racing.facts;
  const scales = mapScales(
    dim === 1
      ? [[0, state.steps], window[0]]
      : dim === 2
        ? window
        : [
            [0, 1],
            [0, 1],
          ],
    WIDTH,
    HEIGHT,
  );
  const shown = state.racers
    .map((racer) => ({ racer, run: racing.runs.get(racer.id) }))
    .filter(({ run }) => run !== undefined);
  const axes = lossAxes(
    shown.map(({ run }) => /** @type {any} */ (run).losses),
    { steps: state.steps, least, width: SIDE, height: 300 },
  );
  const parts = [
    ground ? `<rect width="100%" height="100%" fill="${ground}"/>` : "",
    `<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
  ];
  for (const { lines, thick } of contours) {
    const d = lines.map((piece) => path(piece, (x, y) => [x * WIDTH, (1 - y) * HEIGHT])).join("");
    parts.push(`<path d="${d}" fill="none" stroke="${colours.contour}" stroke-width="${thick ? 1.6 : 0.8}"/>`);
  }
  for (const { racer, run } of shown) {
    if (!run || dim > 2) continue;
    const found = line(run.steps + 1, (step, out) => {
      out[0] = dim === 1 ? scales.x(step) : scales.x(run.points[2 * step]);
      out[1] = dim === 1 ? scales.y(run.points[step]) : scales.y(run.points[2 * step + 1]);
    });
    const colour = colours.racers[racer.colour - 1];
    parts.push(drawn(found, colour, DASHES[racer.colour - 1]), ...ends(found, colour, colours.ink));
  }
  if (dim === 2)
    for (const [x, y] of racing.facts.minima)
      parts.push(
        `<path d="M${(scales.x(x) - 5).toFixed(1)} ${scales.y(y).toFixed(1)}h10m-5 -5v10" stroke="${colours.ink}" stroke-width="1.5"/>`,
      );
  parts.push("</svg>", `<g transform="translate(${WIDTH + 20} 0)">`);
  for (let power = axes.range[0]; axes.log && power <= axes.range[1]; power += 1) {
    const y =
      axes.box.bottom - ((power - axes.range[0]) / (axes.range[1] - axes.range[0])) * (axes.box.bottom - axes.box.top);
    parts.push(`<path d="M${axes.box.left} ${y}H${axes.box.right}" stroke="${colours.line}"/>`);
    parts.push(
      `<text x="${axes.box.left - 6}" y="${y + 4}" text-anchor="end" font-size="11" fill="${colours.inkFaint}">${tickText(10 ** power)}</text>`,
    );
  }
  for (const { racer, run } of shown)
    if (run) parts.push(drawn(lossLine(run.losses, axes), colours.racers[racer.colour - 1], DASHES[racer.colour - 1]));
  for (const [place, { racer, run }] of shown.entries()) {
    const y = 330 + 20 * place;
    const dash = DASHES[racer.colour - 1].join(" ");
    parts.push(
      `<path d="M0 ${y - 4}h28" stroke="${colours.racers[racer.colour - 1]}" stroke-width="2.5"${dash ? ` stroke-dasharray="${dash}"` : ""}/>`,
    );
    parts.push(
      `<text x="36" y="${y}" font-size="13" fill="${colours.ink}">${escaped(`${racer.name} ${settings(racer)}: ${numberText(run?.loss, 4, "diverged")}`)}</text>`,
    );
  }
  const caption = `${title}, ${state.steps} steps, start ${(state.start ?? racing.facts.start).join(", ")}, seed ${state.seed}`;
  parts.push(
    "</g>",
    `<text x="8" y="${HEIGHT + 24}" font-size="13" fill="${colours.inkSoft}">${escaped(caption)}</text>`,
  );
  const size = `width="${WIDTH + SIDE + 20}" height="${HEIGHT + 36}" viewBox="0 0 ${WIDTH + SIDE + 20} ${HEIGHT + 36}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="Inter, sans-serif"><title>${escaped(caption)}</title>${parts.join("\n")}</svg>\n`;
}

/** @param {Line} found @param {string} colour @param {number[]} dash */
function drawn({ xy }, colour, dash) {
  const d = path(xy, (x, y) => [x, y]);
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="1.75" stroke-linejoin="round"${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""}/>`;
}

/**
 * A ring where a path begins and a dot where it ends.
 * @param {Line} found
 * @param {string} colour
 * @param {string} ink
 */
function ends({ xy, count }, colour, ink) {
  if (count === 0) return [];
  const place = (/** @type {number} */ vertex) =>
    `cx="${xy[2 * vertex].toFixed(1)}" cy="${xy[2 * vertex + 1].toFixed(1)}"`;
  return [
    `<circle ${place(0)} r="7" fill="none" stroke="${ink}" stroke-width="1.5"/>`,
    `<circle ${place(count - 1)} r="4" fill="${colour}"/>`,
  ];
}

/** @param {Float32Array} xy @param {(x: number, y: number) => [number, number]} to */
function path(xy, to) {
  const points = [];
  for (let k = 0; k < xy.length; k += 2)
    points.push(
      to(xy[k], xy[k + 1])
        .map((value) => value.toFixed(1))
        .join(" "),
    );
  return points.length ? `M${points.join("L")}` : "";
}

/** @param {import("../../panels/kit/types.js").Racer} racer */
export function settings({ settings: given, modifiers }) {
  const listed = Object.entries(given).map(
    ([name, value]) => `${name} ${typeof value === "number" ? numberText(value) : value}`,
  );
  return [...listed, ...modifiers].join(", ");
}

/** @param {string} text */
export function escaped(text) {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
