/** Lines with bands over one pair of axes: data in, shapes out. What is not finite breaks a line or goes to the top border. */

import { axis } from "./chart-axis.js";

/** @typedef {import("./chart-axis.js").AxisSpec} AxisSpec */
/** @typedef {import("./chart-axis.js").Axis} Axis */

/**
 * @typedef {object} Series
 * @property {string} id
 * @property {number} colour 0 for ink, 1 to 6 for a racer's
 * @property {number[]} [dash]
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y `Infinity` is drawn as a cross at the top border
 * @property {ArrayLike<number>} [low] lower edge of the band
 * @property {ArrayLike<number>} [high]
 * @property {boolean} [thin]
 */

/**
 * @typedef {object} ChartSpec
 * @property {AxisSpec} x
 * @property {AxisSpec} y
 * @property {Series[]} series
 * @property {{axis: "x" | "y", at: number, text: string, colour?: number, strong?: boolean}[]} [rules] straight lines across
 * @property {{x: number, y: number, colour: number, text?: string}[]} [marks]
 */

/**
 * @typedef {object} ChartShapes
 * @property {Axis} x
 * @property {Axis} y
 * @property {{left: number, right: number, top: number, bottom: number}} frame
 * @property {{id: string, colour: number, dash: string, thin: boolean, line: string, band: string, crosses: number[]}[]} series
 * @property {{axis: "x" | "y", at: number, text: string, colour: number, strong: boolean}[]} rules
 * @property {{x: number, y: number, colour: number, text: string}[]} marks
 */

/** Above the frame each straight line with a name has a row for it, where no curve runs. */
export const ROW = 14;

/**
 * @param {ChartSpec} spec
 * @param {number} width pixels
 * @param {number} height
 * @returns {ChartShapes}
 */
export function lineChart(spec, width, height) {
  const named = (spec.rules ?? []).filter(({ axis: which, text }) => which === "x" && text).length;
  const frame = { left: 52, right: width - 14, top: 22 + ROW * named, bottom: height - 34 };
  const x = axis(
    spec.x,
    all(spec.series, (one) => [one.x]),
    [frame.left, frame.right],
    Math.max(2, width / 90),
  );
  const y = axis(
    spec.y,
    all(spec.series, (one) => [one.y, one.low, one.high]),
    [frame.bottom, frame.top],
    Math.max(2, height / 44),
  );
  const within = (/** @type {number} */ at) => Math.min(Math.max(at, frame.top), frame.bottom);
  const series = spec.series.map((one) => ({
    id: one.id,
    colour: one.colour,
    dash: (one.dash ?? []).join(" "),
    thin: one.thin ?? false,
    line: line(one.x, one.y, x, y, within),
    band: one.low && one.high ? band(one.x, one.low, one.high, x, y, within) : "",
    crosses: crosses(one, x),
  }));
  const rules = (spec.rules ?? [])
    .map(({ axis: which, at, text, colour = 0, strong = false }) => ({
      axis: which,
      at: (which === "x" ? x : y).at(at),
      text,
      colour,
      strong,
    }))
    .filter(({ axis: which, at }) =>
      which === "x" ? at >= frame.left - 1 && at <= frame.right + 1 : at >= frame.top - 1 && at <= frame.bottom + 1,
    );
  const marks = (spec.marks ?? [])
    .map((mark) => ({ x: x.at(mark.x), y: within(y.at(mark.y)), colour: mark.colour, text: mark.text ?? "" }))
    .filter((mark) => mark.x >= frame.left - 1 && mark.x <= frame.right + 1 && Number.isFinite(mark.y));
  return { x, y, frame, series, rules, marks };
}

/**
 * @param {Series[]} series
 * @param {(one: Series) => (ArrayLike<number> | undefined)[]} parts
 * @returns {Generator<number>}
 */
function* all(series, parts) {
  for (const one of series) for (const part of parts(one)) if (part) yield* Array.from(part);
}

/**
 * A path; of many points in one column of pixels the first, lowest, highest and last are kept.
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} ys
 * @param {Axis} x
 * @param {Axis} y
 * @param {(at: number) => number} within
 */
function line(xs, ys, x, y, within) {
  const parts = [];
  let open = false;
  const dense = ys.length > 1500;
  let column = NaN;
  let low = Infinity;
  let high = -Infinity;
  let last = NaN;
  const flush = () => {
    if (high > low) parts.push(`L${column} ${round(low)}L${column} ${round(high)}L${column} ${round(last)}`);
    low = Infinity;
    high = -Infinity;
  };
  for (let k = 0; k < ys.length; k++) {
    const across = round(x.at(xs[k]));
    const up = y.at(ys[k]);
    if (!Number.isFinite(up) || !Number.isFinite(across)) {
      flush();
      open = false;
      column = NaN;
      continue;
    }
    const at = within(up);
    if (dense && open && Math.round(across) === column) {
      low = Math.min(low, at);
      high = Math.max(high, at);
      last = at;
      continue;
    }
    flush();
    column = dense ? Math.round(across) : across;
    parts.push(`${open ? "L" : "M"}${column} ${round(at)}`);
    open = true;
  }
  flush();
  return parts.join("");
}

/**
 * The area between two edges; where one is infinite it reaches the border, where both are there is none.
 * @param {ArrayLike<number>} xs
 * @param {ArrayLike<number>} low
 * @param {ArrayLike<number>} high
 * @param {Axis} x
 * @param {Axis} y
 * @param {(at: number) => number} within
 */
function band(xs, low, high, x, y, within) {
  const every = Math.max(1, Math.floor(xs.length / 800));
  /** @type {number[][]} */
  const runs = [];
  let run = null;
  for (let k = 0; k < xs.length; k += every) {
    if (Number.isFinite(low[k]) && !Number.isNaN(high[k])) {
      if (!run) runs.push((run = []));
      run.push(k);
    } else run = null;
  }
  return runs
    .filter((one) => one.length > 1)
    .map((one) => {
      const over = one.map((k) => `${round(x.at(xs[k]))} ${round(within(y.at(high[k])))}`);
      const under = one.toReversed().map((k) => `${round(x.at(xs[k]))} ${round(within(y.at(low[k])))}`);
      return `M${over.join("L")}L${under.join("L")}Z`;
    })
    .join("");
}

/**
 * Where a series is infinite: at most 40 places.
 * @param {Series} one
 * @param {Axis} x
 */
function crosses({ x: xs, y: ys }, x) {
  const found = [];
  for (let k = 0; k < ys.length; k++) if (ys[k] === Infinity) found.push(round(x.at(xs[k])));
  const every = Math.ceil(found.length / 40);
  return found.filter((_, k) => k % every === 0);
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
