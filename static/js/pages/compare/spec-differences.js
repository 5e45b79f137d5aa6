/** In what two comparisons differ: a row for each part of what was asked for that is not the same. */

import { element } from "../../base/dom.js";
import { scrolledTable } from "../../elements/data-table.js";

/**
 * Every place at which two specs differ, with what stands there, "–" for nothing. Pure.
 * @param {unknown} mine
 * @param {unknown} theirs
 * @param {string} [place]
 * @returns {[string, string, string][]}
 */
export function specDifferences(mine, theirs, place = "") {
  if (isParts(mine) && isParts(theirs)) {
    const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    return keys.flatMap((key) => specDifferences(mine[key], theirs[key], place ? `${place} · ${key}` : key));
  }
  const [one, other] = [textOf(mine), textOf(theirs)];
  return one === other ? [] : [[place, one, other]];
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isParts(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Rules and a schedule as their names with what is set of them; anything else as it is written in a spec.
 * @param {unknown} value
 */
function textOf(value) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value) && value.every((each) => isParts(each) && "name" in each))
    return value.map((each) => ruleText(each)).join(", ");
  if (isParts(value) && "name" in value) return ruleText(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** @param {Record<string, unknown>} rule */
function ruleText({ name, label, graphs: _graphs, walked: _walked, ...rest }) {
  const asked = Object.entries(rest).filter(
    ([, value]) => value !== null && value !== undefined && JSON.stringify(value) !== "[]" && JSON.stringify(value) !== "{}", // prettier-ignore
  );
  // An empty search is the usual one.
  const usual = JSON.stringify(rest.search) === "{}" ? ["searched"] : [];
  const said = [...usual, ...asked.map(([key, value]) => `${key} ${JSON.stringify(value)}`)].join(", ");
  return `${label ?? name}${said ? ` (${said})` : ""}`;
}

/**
 * @param {HTMLElement} host
 * @param {{ spec: unknown } | null} mine
 * @param {{ spec: unknown } | null} theirs
 */
export function showSpecDifferences(host, mine, theirs) {
  host.hidden = !(mine && theirs);
  if (!mine || !theirs) return;
  const rows = specDifferences(mine.spec, theirs.spec);
  host.replaceChildren(
    rows.length === 0
      ? element("p", { class: "note" }, "Both were asked for in the same way; versions differ.")
      : scrolledTable(["differs in", "here", "beside"], rows),
  );
}
