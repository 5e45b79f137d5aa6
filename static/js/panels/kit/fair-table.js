/** The standings of a fair race, and what may be said of them. */

import { element } from "../../base/dom.js";
import { numberText, percentText } from "../../base/numbers.js";

/** @typedef {import("../../python/seam.d.ts").RankingAnswer} Verdict */
/** @typedef {import("../../python/seam.d.ts").PairAnswer} Pair */

const SURE = 0.05;
const BELOW = "below rounding";

/**
 * @param {any[]} found the answers, one per racer
 * @param {Verdict | null} verdict of `studio.verdict`, null where there is none
 * @param {(id: string) => string} nameOf
 * @param {(loss: number) => number} above
 * @param {number} rounding losses that are shown and less than this are rounding; 0 where none are
 */
export function standings(found, verdict, nameOf, above, rounding) {
  const shown = (/** @type {number | null} */ loss) => lossText(limit(loss, above), rounding);
  /** @type {string[]} */
  const order = verdict?.order ?? found.map(({ id }) => id);
  const [first, ...others] = order;
  const n = verdict?.n ?? found[0]?.value.repeats;
  const rows = order.map((id, place) => {
    const { value } = found.find((one) => one.id === id);
    const pair = place === 0 ? null : pairOf(verdict, first, id);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, `${place + 1}. ${nameOf(id)}`),
      element("td", {}, shown(value.median)),
      element("td", {}, rangeText(shown(value.quantiles["0.1"]), shown(value.quantiles["0.9"]))),
      element(
        "td",
        {},
        Object.entries(value.best)
          .map(([name, setting]) => `${name} ${numberText(Number(setting))}`)
          .join(", ") || "nothing to tune",
      ),
      element("td", {}, percentText(value.diverged_share)),
      element("td", {}, pair ? compared(pair, id, nameOf) : ""),
      element("td", { "data-luck": id }, ""),
    );
  });
  const columns = [
    "racer",
    "median",
    "10 to 90 %",
    "best of the tries",
    "diverged in tuning",
    "against the first",
    "luck of the start",
  ];
  const cut =
    rounding > 0
      ? ` ${capital(BELOW)}: less than ${numberText(rounding)} above the minimum, which counts as the same.`
      : "";
  const table = element(
    "table",
    { class: "standings" },
    element(
      "caption",
      {},
      `Final loss, n = ${n} fresh starts and seeds, ${found[0]?.value.tried} tries each. Luck: the share of random starts that end worse than the start on the map, at the settings of the plain race.${cut}`,
    ),
    element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
    element("tbody", {}, ...rows),
  );
  const better = (/** @type {string} */ id) => pairOf(verdict, first, id)?.better ?? null;
  return { rows: table, sentence: conclusion(first, others, better, nameOf, n) };
}

/**
 * @param {string} first
 * @param {string[]} others
 * @param {(id: string) => string | null} better which of the first and this one is better, null where that cannot be said
 * @param {(id: string) => string} nameOf
 * @param {number} n
 */
function conclusion(first, others, better, nameOf, n) {
  if (others.length === 0) return `${nameOf(first)} raced alone, n = ${n}.`;
  const beaten = others.filter((id) => better(id) === first);
  const ahead = others.filter((id) => better(id) === id);
  const open = others.filter((id) => better(id) === null);
  if (beaten.length === others.length)
    return `${nameOf(first)} is ahead of all others, p < ${SURE} after correction for all comparisons, n = ${n}.`;
  return [
    `${nameOf(first)} has the lowest median`,
    ahead.length
      ? `, but over all starts ${listed(ahead, nameOf, "conjunction")} ${ahead.length > 1 ? "do" : "does"} better: fewer or milder failures`
      : "",
    open.length ? `${ahead.length ? ";" : ", but"} it cannot be told from ${listed(open, nameOf, "disjunction")}` : "",
    `; n = ${n}.`,
  ].join("");
}

/**
 * @param {string[]} ids
 * @param {(id: string) => string} nameOf
 * @param {"conjunction" | "disjunction"} type and, or
 */
function listed(ids, nameOf, type) {
  return new Intl.ListFormat("en", { type }).format(ids.map(nameOf));
}

/**
 * @param {Verdict | null} verdict
 * @param {string} one
 * @param {string} other
 */
function pairOf(verdict, one, other) {
  return verdict?.pairs.find(({ a, b }) => (a === one && b === other) || (a === other && b === one));
}

/**
 * How one racer stands against the other of a pair, start by start.
 * @param {Pick<Pair, "a" | "lower" | "higher" | "same" | "p_holm" | "better">} pair
 * @param {string} id the one of which it is said
 * @param {(id: string) => string} nameOf
 */
export function compared({ a, lower, higher, same, p_holm: p, better }, id, nameOf) {
  if (lower + higher === 0) return `the same on all ${same}`;
  const [up, down] = a === id ? [lower, higher] : [higher, lower];
  const sure = better === null ? "open" : better === id ? `${nameOf(id)} better` : "worse";
  const counts = `better on ${up}, worse on ${down}${same ? `, same on ${same}` : ""}`;
  return `${counts}; p ${p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`}: ${sure}`;
}

/** @param {number} loss @param {number} rounding @param {number} [digits] */
export function lossText(loss, rounding, digits) {
  return rounding > 0 && loss < rounding ? BELOW : numberText(loss, digits);
}

/** @param {string} low @param {string} high */
function rangeText(low, high) {
  return low === high ? low : `${low} to ${high}`;
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * @param {number | null} loss
 * @param {(loss: number) => number} above
 */
function limit(loss, above) {
  return loss === null ? Infinity : above(loss);
}
