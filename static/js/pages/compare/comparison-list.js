/** The list of comparisons, kept up to date while one is not over. */

import { element, find } from "../../base/dom.js";
import { ask, isOver } from "./client.js";
import { durationText } from "../../base/numbers.js";
import { holdsWords } from "../../base/word-search.js";
import { tellTimes } from "../../base/when.js";

const EVERY = 2000;
/** From so many comparisons on there is a field to find one. */
const MANY = 5;

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} none shown where there is no comparison
 */
export function keepListFresh(list, none) {
  const field = find("[data-find]", HTMLInputElement);
  const choose = () => {
    const rows = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-job]")]);
    field.hidden = rows.length < MANY;
    for (const row of rows) row.hidden = !field.hidden && !holdsWords(row.textContent, field.value);
  };
  field.addEventListener("input", choose);
  const open = () =>
    [...list.querySelectorAll("[data-job]")].some(
      (row) => !isOver(/** @type {HTMLElement} */ (row).dataset.state ?? ""),
    );
  const refresh = async () => {
    if (document.hidden || !open()) return;
    const { jobs } = await ask("");
    show(list, jobs.map(entry));
    none.hidden = jobs.length > 0;
    choose();
  };
  tellTimes(list);
  choose();
  setInterval(() => void refresh().catch(() => {}), EVERY); // a server that is away is asked again
}

/**
 * Rows of comparisons that are still the same ones are brought up to date and stay: whoever is on a link stays on it.
 * @param {HTMLElement} list
 * @param {HTMLElement[]} rows
 */
function show(list, rows) {
  const there = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-job]")]);
  const same =
    rows.length === there.length && rows.every((made, place) => made.dataset.job === there[place].dataset.job);
  if (!same) {
    list.replaceChildren(...rows);
    return tellTimes(list);
  }
  for (const [place, made] of rows.entries()) {
    const kept = there[place];
    kept.dataset.state = made.dataset.state;
    for (const part of [".state", ".share"]) {
      const text = made.querySelector(part)?.textContent ?? "";
      const shown = kept.querySelector(part);
      if (shown && shown.textContent !== text) shown.textContent = text;
    }
  }
}

/** @typedef {{ id: string, title: string, created: number, state: string, sentence: string, done: number, total: number, seconds_left: number | null, reason: string | null, earlier: string | null, imported: string | null }} Job */

/** @param {Job} job */
function stateText({ state, reason, earlier, imported }) {
  if (imported) return "imported";
  return `${reason ? `${state}: ${reason}` : state}${earlier ? ", with an earlier version" : ""}`;
}

/** @param {Job} job */
function called({ id, title, created, sentence }) {
  const time = element("time", { "data-created": String(created) });
  return element(
    "span",
    { class: "called" },
    element("a", { href: `/compare/${id}` }, title),
    " ",
    element("span", { class: "faint" }, time, ` ${sentence}`),
  );
}

/** @param {Job} job */
function entry(job) {
  const left = job.seconds_left === null ? "" : `, ${durationText(job.seconds_left)} left`;
  return element(
    "li",
    { "data-job": job.id, "data-state": job.state },
    called(job),
    element("span", { class: "state" }, stateText(job)),
    element("span", { class: "share" }, `${job.total ? Math.floor((100 * job.done) / job.total) : 0} %${left}`),
  );
}
