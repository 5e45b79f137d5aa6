/**
 * Lines with bands, thin lines behind them, and marks at the border for what diverged. Pure: data in, shapes out.
 *
 * A number that is null is not there: it breaks a line. What lies beyond the frame is drawn at its edge.
 */

import { extent, linear, ticks } from "./axis.js";
import { logExtent, logTicks, logarithmic } from "./log-axis.js";
import { tickText } from "../base/numbers.js";

/** @typedef {number | null} Value */

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {number[]} x
 * @property {Value[]} y
 * @property {Value[]} [low] of the band; null where its bound has diverged or is not known
 * @property {Value[]} [high]
 * @property {Value[][]} [thin] lines behind, each as long as `x`
 * @property {boolean[]} [gone] where the median has diverged: a mark at the border
 * @property {boolean} [beside] from another comparison
 * @property {boolean} [provisional] not over: it goes on
 * @property {string} [said] what the legend says instead of the label
 */

/**
 * @typedef {object} Request
 * @property {Series[]} series
 * @property {[string, string]} titles
 * @property {boolean} logX
 * @property {boolean} logY taken only if every number is positive
 * @property {number[]} [reach] values that the axis across shows although nothing is there yet
 * @property {"top" | "bottom"} worst the border at which diverged runs stand
 */

/** @typedef {{ label: string, line: string, bands: string[], thin: string[], dots: [number, number][], gone: [number, number][], beside: boolean, provisional: boolean }} Drawn */

/**
 * @typedef {object} Shapes
 * @property {Drawn[]} series
 * @property {{ at: number, text: string }[]} across
 * @property {{ at: number, text: string }[]} up
 * @property {{ left: number, right: number, top: number, bottom: number }} frame
 */

/** Powers of ten that a logarithmic axis shows at most: a run that explodes must not press the others flat. */
const DECADES = 6;
const MARGIN = { left: 58, right: 14, top: 16, bottom: 44 };

/**
 * @param {Request} request
 * @param {number} width
 * @param {number} height
 * @returns {Shapes}
 */
export function lines({ series, logX, logY, worst, reach = [] }, width, height) {
  const frame = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const xs = [...series.flatMap((each) => each.x), ...reach];
  const across = axis(xs, [frame.left, frame.right], logX, Math.max(3, Math.round(width / 110)));
  const up = axis(near(seen(series), logY, worst), [frame.bottom, frame.top], logY, 6);
  const border = frame[worst];
  return {
    frame,
    across: across.ticks,
    up: up.ticks,
    series: series.map((each) => {
      const x = each.x.map(across.at);
      const y = each.y.map(up.at);
      return {
        label: each.label,
        beside: each.beside ?? false,
        provisional: each.provisional ?? false,
        line: path(x, y),
        thin: (each.thin ?? []).map((values) => path(x, values.map(up.at))).filter(Boolean),
        bands: bands(x, (each.low ?? []).map(up.at), (each.high ?? []).map(up.at)),
        dots: pairs(x, y),
        gone: pairs(
          x,
          x.map((_, index) => (each.gone?.[index] ? border : null)),
        ),
      };
    }),
  };
}

/**
 * What must be in sight: every median, and bands as far as they reach half as far again.
 * @param {Series[]} series
 * @returns {number[]}
 */
function seen(series) {
  const known = (/** @type {Value[]} */ values) => values.filter((value) => value !== null && Number.isFinite(value));
  const medians = /** @type {number[]} */ (series.flatMap((each) => known(each.y)));
  if (medians.length === 0) return [];
  const low = Math.min(...medians);
  const high = Math.max(...medians);
  const room = (high - low) / 2;
  const bounds = /** @type {number[]} */ (series.flatMap((each) => known([...(each.low ?? []), ...(each.high ?? [])])));
  return [...medians, ...bounds.filter((value) => value >= low - room && value <= high + room)];
}

/**
 * The values that fit an axis: on a logarithmic one those within so many powers of ten of the best.
 * @param {number[]} values
 * @param {boolean} log
 * @param {"top" | "bottom"} worst
 */
function near(values, log, worst) {
  if (!log || worst === "bottom" || values.some((value) => value <= 0)) return values;
  const most = Math.min(...values) * 10 ** DECADES;
  return values.filter((value) => value <= most);
}

/**
 * @param {number[]} values
 * @param {[number, number]} range
 * @param {boolean} log
 * @param {number} count
 * @returns {{ at: (value: Value) => Value, ticks: { at: number, text: string }[] }}
 */
function axis(values, range, log, count) {
  const logs = log && values.every((value) => value > 0);
  const domain = logs ? logExtent(values) : extent(values);
  const scale = logs ? logarithmic(domain, range) : linear(domain, range);
  const places = logs ? logTicks(...domain, count) : ticks(...domain, count);
  const [first, last] = range[0] < range[1] ? range : [range[1], range[0]];
  /** @param {Value} value */
  const at = (value) => {
    if (value === null || !Number.isFinite(value)) return null;
    const place = logs && value <= 0 ? range[0] : scale(value);
    return Math.round(Math.min(last, Math.max(first, place)) * 10) / 10;
  };
  return {
    at,
    ticks: places.map((value) => ({
      at: /** @type {number} */ (at(value)),
      text: tickText(value),
    })),
  };
}

/**
 * @param {Value[]} x
 * @param {Value[]} y
 */
function path(x, y) {
  let drawn = "";
  let pen = "M";
  for (const [index, across] of x.entries()) {
    const height = y[index] ?? null;
    if (across === null || height === null) {
      pen = "M";
      continue;
    }
    drawn += `${pen}${across} ${height}`;
    pen = "L";
  }
  return drawn;
}

/**
 * The stretches in which both bounds are numbers, each as a closed path.
 * @param {Value[]} x
 * @param {Value[]} low
 * @param {Value[]} high
 */
function bands(x, low, high) {
  /** @type {[Value, Value, Value][][]} */
  const stretches = [[]];
  for (const [index, across] of x.entries()) {
    if (across !== null && (low[index] ?? null) !== null && (high[index] ?? null) !== null) {
      stretches[stretches.length - 1].push([across, low[index], high[index]]);
    } else stretches.push([]);
  }
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const forth = stretch.map(([across, , top]) => `${across} ${top}`);
      const back = stretch.toReversed().map(([across, bottom]) => `${across} ${bottom}`);
      return `M${[...forth, ...back].join("L")}Z`;
    });
}

/**
 * @param {Value[]} x
 * @param {Value[]} y
 * @returns {[number, number][]}
 */
function pairs(x, y) {
  return /** @type {[number, number][]} */ (
    x
      .map((across, index) => [across, y[index] ?? null])
      .filter(([across, height]) => across !== null && height !== null)
  );
}
