/** The standings of a fair race, and what may be said of them. */

import { element } from "../../base/dom.js";
import { numberText, percentText } from "../../base/numbers.js";

const SURE = 0.05;

/**
 * @param {any[]} found the answers, one per racer
 * @param {any} verdict of `studio.verdict`, null where there is none
 * @param {(id: string) => string} nameOf
 * @param {(loss: number) => number} above
 */
export function standings(found, verdict, nameOf, above) {
  /** @type {string[]} */
  const order = verdict?.order ?? found.map(({ id }) => id);
  const [first, ...others] = order;
  const rows = order.map((id, place) => {
    const { value } = found.find((one) => one.id === id);
    const pair = place === 0 ? null : pairOf(verdict, first, id);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, `${place + 1}. ${nameOf(id)}`),
      element("td", {}, numberText(value.median === null ? Infinity : above(value.median))),
      element(
        "td",
        {},
        `${numberText(limit(value.quantiles["0.1"], above))} to ${numberText(limit(value.quantiles["0.9"], above))}`,
      ),
      element(
        "td",
        {},
        Object.entries(value.best)
          .map(([name, setting]) => `${name} ${numberText(Number(setting))}`)
          .join(", ") || "nothing to tune",
      ),
      element("td", {}, percentText(value.diverged_share)),
      element("td", {}, pair ? compared(pair, first, nameOf) : ""),
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
  const n = verdict?.n ?? found[0]?.value.repeats;
  const table = element(
    "table",
    { class: "standings" },
    element(
      "caption",
      {},
      `Final loss, n = ${n} fresh starts and seeds, ${found[0]?.value.tried} tries each. Luck: the share of random starts that end worse than the start on the map, at the settings of the plain race.`,
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
 * @param {any} verdict
 * @param {string} one
 * @param {string} other
 */
function pairOf(verdict, one, other) {
  return verdict?.pairs.find((/** @type {any} */ { a, b }) => (a === one && b === other) || (a === other && b === one));
}

/**
 * @param {any} pair
 * @param {string} first
 * @param {(id: string) => string} nameOf
 */
function compared({ a, b, wins, p_holm: p, better, mean_digits: digits }, first, nameOf) {
  if (digits === 0 && p === 1) return "the same";
  const mine = a === first ? 1 - wins : wins;
  const sure = better === null ? "open" : better === (a === first ? b : a) ? `${nameOf(better)} better` : "worse";
  return `lower on ${percentText(mine)}, p ${p < 0.001 ? "< 0.001" : `= ${p.toFixed(3)}`}: ${sure}`;
}

/**
 * @param {number | null} loss
 * @param {(loss: number) => number} above
 */
function limit(loss, above) {
  return loss === null ? Infinity : above(loss);
}
