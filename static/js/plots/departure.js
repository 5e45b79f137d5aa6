/**
 * Where a solution leaves the reference: paths of learner, reference and recognised mistake, the departing step marked.
 *
 * With two coordinates the paths lie in a plane; with one they run over the steps. Pure: data in, shapes out.
 */

import { extent, linear, ticks } from "./axis.js";
import { tickText } from "../base/numbers.js";

/** @typedef {(number | string | null)[]} Point */

/**
 * @typedef {object} Picture
 * @property {string[]} coordinates
 * @property {Point} start
 * @property {Point[]} reference
 * @property {Point[]} learner
 * @property {Point[] | null} mistake
 * @property {number} departs the call after which the learner first differs, from 0
 */

/** @typedef {{ name: "reference" | "learner" | "mistake", points: [number, number][], cut: boolean }} Series */

/**
 * @typedef {object} Shapes
 * @property {{ series: Series["name"], line: string, dots: [number, number][], cut: boolean }[]} lines
 * @property {{ at: number, text: string }[]} across ticks of the horizontal axis
 * @property {{ at: number, text: string }[]} up ticks of the vertical axis
 * @property {([number, number] | null)[]} marks where the learner is after each call
 * @property {[string, string]} titles of the axes
 */

const MARGIN = { left: 52, right: 12, top: 10, bottom: 34 };

/**
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Shapes}
 */
export function departure(picture, width, height) {
  const flat = picture.coordinates.length < 2;
  /** @type {Series[]} */
  const series = [];
  for (const name of /** @type {const} */ (["reference", "mistake", "learner"])) {
    const path = picture[name];
    if (!path) continue;
    const points = [picture.start, ...path].map((point, step) => place(point, step, flat));
    const end = points.findIndex((point) => point === null);
    series.push({
      name,
      points: /** @type {[number, number][]} */ (end < 0 ? points : points.slice(0, end)),
      cut: end >= 0,
    });
  }
  const all = series.flatMap((each) => each.points);
  const domainX = extent(all.map((point) => point[0]));
  const domainY = extent(all.map((point) => point[1]));
  const x = linear(domainX, [MARGIN.left, width - MARGIN.right]);
  const y = linear(domainY, [height - MARGIN.bottom, MARGIN.top]);
  /** @param {[number, number]} point @returns {[number, number]} */
  const screen = ([a, b]) => [round(x(a)), round(y(b))];
  const mine = series.find((each) => each.name === "learner")?.points ?? [];
  return {
    lines: series.map(({ name, points, cut }) => {
      const dots = points.map(screen);
      return { series: name, line: dots.map(([a, b], index) => `${index ? "L" : "M"}${a} ${b}`).join(""), dots, cut };
    }),
    across: (flat ? ticks(...domainX, 5).filter(Number.isInteger) : ticks(...domainX, 5)).map((value) => ({
      at: round(x(value)),
      text: tickText(value),
    })),
    up: ticks(...domainY, 4).map((value) => ({ at: round(y(value)), text: tickText(value) })),
    marks: picture.reference.map((_, call) => (mine[call + 1] ? screen(mine[call + 1]) : null)),
    titles: flat ? ["call", picture.coordinates[0]] : [picture.coordinates[0], picture.coordinates[1]],
  };
}

/**
 * @param {Point} point
 * @param {number} step
 * @param {boolean} flat
 * @returns {[number, number] | null} null where a number is missing or not finite
 */
function place(point, step, flat) {
  const pair = flat ? [step, point[0]] : [point[0], point[1]];
  return pair.every((value) => typeof value === "number") ? /** @type {[number, number]} */ (pair) : null;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
