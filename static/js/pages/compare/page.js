/** The page on which a comparison is put together: the plan follows the form, Start hands it in. */

import { readConfig } from "../../base/config.js";
import { element, find } from "../../base/dom.js";
import { Refused, ask } from "./client.js";
import { ComparisonForm } from "./comparison-form.js";
import { keepListFresh } from "./comparison-list.js";
import { ModifierRows } from "./modifier-rows.js";
import { ScheduleFields, drawShape } from "./schedule-fields.js";
import { SearchSpaces } from "./search-spaces.js";
import { spaceText } from "./space-text.js";
import { address, field, sentence, spec, tuned } from "./spec.js";
import { TypedRules } from "./typed-rules.js";
import { countText, durationText, memoryText, valueText } from "../../base/numbers.js";

const PAUSE = 250;

const config = readConfig();
const node = find("[data-form]", HTMLFormElement);
const around = new ModifierRows(find("[data-around]", HTMLElement), config.possible, config.around);
const schedule = new ScheduleFields(find("[data-schedule-settings]", HTMLElement), config.schedules);
const spaces = new SearchSpaces(find("[data-search-spaces]", HTMLElement), config.searchable, config.spaces);
const form = new ComparisonForm(node, config.impossible, around, schedule, spaces);
schedule.show(form.select("schedule").value, config.scheduleSettings);
const plan = find("[data-plan]", HTMLElement);
const planned = find("[data-sentence]", HTMLElement);
const details = find("[data-details]", HTMLElement);
const canShow = find("[data-can-show]", HTMLElement);
const presets = /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll("[data-preset]"));
const entries = find("[data-entries]", HTMLDetailsElement);
const start = find("[data-start]", HTMLButtonElement);

const typed = new TypedRules(find("[data-typed-rules]", HTMLElement), {
  config,
  picked: new URLSearchParams(location.search).has("typed"),
  changed,
});
/** The comparison that the plan shown is of. @type {object | null} */
let asked = null;

/** @type {AbortController | null} */
let pending = null;
let timer = 0;

async function showPlan() {
  pending?.abort();
  const mine = (pending = new AbortController());
  const filled = form.filled;
  const titles = [form.titles, typed.picked.map(({ name }) => name)].flatMap((each) =>
    tuned(filled.tuning ?? "grid", each, (title) => `${title}, searched`),
  );
  const wrong = form.wrong(typed.picked.length);
  if (wrong.length > 0) {
    refuse(new Refused("", wrong), titles);
    return;
  }
  plan.dataset.state = "asking";
  asked = null;
  try {
    const own = await typed.traced(filled.workload, filled.options);
    if (mine !== pending) return;
    if (own.wrong.length > 0)
      throw new Refused("", own.wrong.map((message) => ({ place: "body.rules", message }))); // prettier-ignore
    const body = spec({ ...filled, typed: own.choices });
    const answer = await ask("/plan", { method: "POST", body, signal: mine.signal });
    if (mine !== pending) return;
    asked = body;
    complain([], titles);
    plan.dataset.state = "ready";
    start.disabled = false;
    planned.textContent = [`${answer.sentence}.`, answer.reusing].filter(Boolean).join(" ");
    const added = answer.entries
      .filter((/** @type {{ baseline: boolean }} */ entry) => entry.baseline)
      .map((/** @type {{ label: string }} */ entry) => entry.label);
    const company =
      added.length > 0 ? `${added.join(" and ")} ${added.length > 1 ? "are" : "is"} added to compare with. ` : "";
    const trained =
      answer.shards > 0
        ? `Trained in ${answer.shards} ${answer.shards === 1 ? "part" : "parts"}, each with at most ${memoryText(answer.shard_bytes)} of memory; estimated time ${durationText(answer.seconds)} on this machine. `
        : "";
    details.textContent = `${company}${trained}${answer.moving}`;
    canShow.textContent = answer.can_show;
    drawShape(find("[data-schedule-shape]", SVGElement), answer.schedule_shape);
    find(".scroll", HTMLElement, entries).replaceChildren(table(answer.entries));
    entries.hidden = false;
  } catch (error) {
    if (mine === pending) refuse(error, titles);
  }
}

/** @typedef {{ label: string, baseline: boolean, settings: Record<string, number>[], space: Record<string, [number, number, string]>, probed: boolean, aside: Record<string, number> }} Entry */

/**
 * What a rule has beside its learning rates, in words: numbers of every setting, and where they come from.
 * @param {Entry} entry
 */
function beside({ settings, probed, aside }) {
  const [first] = settings;
  const said = Object.keys(first)
    .filter((name) => name !== "lr" && settings.every((setting) => setting[name] === first[name]))
    .map((name) => {
      const tried = aside[name] === undefined ? "" : ` (tuned before, of ${countText(aside[name])} values)`;
      return `${name} = ${valueText(first[name])}${tried}`;
    });
  if (!probed) said.push("no probe is stored: around its default");
  return said.join(", ");
}

/** @param {Entry[]} found */
function table(found) {
  const rows = found.map((entry) => {
    const { label, baseline, settings, space } = entry;
    const rates =
      Object.keys(space).length > 0
        ? `${countText(settings.length)} points over ${spaceText(space, (value) => valueText(value))}`
        : [...new Set(settings.map((setting) => valueText(setting.lr, "")))].join(", ");
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, label),
      element("td", {}, baseline ? "baseline" : ""),
      element("td", {}, rates),
      element("td", {}, beside(entry)),
    );
  });
  return element("table", {}, element("tbody", {}, ...rows));
}

/**
 * @param {unknown} error
 * @param {string[]} titles
 */
function refuse(error, titles) {
  plan.dataset.state = "refused";
  start.disabled = true;
  entries.hidden = true;
  details.textContent = "";
  canShow.textContent = "";
  planned.textContent = "This cannot be run as it stands.";
  const complaints = error instanceof Refused ? error.complaints : [];
  complain(
    complaints.length > 0
      ? complaints
      : [{ place: "", message: error instanceof Error ? error.message : String(error) }],
    titles,
  );
}

/**
 * @param {import("./client.js").Complaint[]} complaints
 * @param {string[]} titles
 */
function complain(complaints, titles) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll("[data-wrong]"))) {
    const mine = complaints
      .filter((each) => field(each.place) === place.dataset.wrong)
      .map((each) => sentence(each, titles));
    place.textContent = [...new Set(mine)].join(" ");
    const input = place.dataset.wrong && document.getElementById(place.dataset.wrong);
    if (input) input.setAttribute("aria-invalid", String(mine.length > 0));
  }
}

function changed() {
  form.fit();
  start.disabled = true;
  clearTimeout(timer);
  timer = setTimeout(() => {
    history.replaceState(null, "", address(form.filled, typed.picked.length > 0));
    markPreset();
    void showPlan();
  }, PAUSE);
}

/** Marks the preset that the form holds, if it holds one: that whose address is the same. */
function markPreset() {
  const now = address(form.filled, typed.picked.length > 0);
  for (const link of presets) {
    const preset = config.presets[link.dataset.preset ?? ""];
    // Ticked boxes come in the order of the form.
    const rules = form.filled.rules.filter((name) => preset.rules.includes(name));
    const same = rules.length === preset.rules.length && address({ ...preset, rules, range: null }) === now;
    if (same) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

node.addEventListener("input", changed);
node.addEventListener("take", changed);
for (const link of presets) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    form.take(config.presets[link.dataset.preset ?? ""]);
    changed();
  });
}

node.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (start.disabled || asked === null) return;
  start.disabled = true;
  try {
    const job = await ask("", { method: "POST", body: asked });
    location.assign(`/compare/${job.id}`);
  } catch (error) {
    refuse(error, form.titles);
    start.disabled = false;
  }
});

form.fit();
markPreset();
void showPlan();
keepListFresh(find("[data-jobs]", HTMLElement), find("[data-no-jobs]", HTMLElement));
