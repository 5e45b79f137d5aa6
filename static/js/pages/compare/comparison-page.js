/** The page of one comparison: follows it by events, draws what is known so far, cancels, sets another beside it. */

import { readConfig } from "../../base/config.js";
import { element, find } from "../../base/dom.js";
import { tabs } from "../../elements/tab-list.js";
import { betweenThem } from "./between.js";
import { ask } from "./client.js";
import { replace } from "./figure.js";
import { nameAndRemoval } from "./name-and-removal.js";
import { PANELS } from "./panels.js";
import { Running } from "./running.js";
import { showStrip } from "./strip.js";
import { showSpecDifferences } from "./spec-differences.js";
import { watch } from "./watch.js";
import { countText, durationText } from "../../base/numbers.js";

const SETTLE = 300;
/** Milliseconds between two questions about what is being trained now. */
const PAUSE = 2000;

const { job, file, planned, words, code, plotly } = readConfig();
const page = find("[data-run]", HTMLElement);
const connection = find("[data-connection]", HTMLElement);
const cancel = find("[data-cancel]", HTMLButtonElement);
const again = find("[data-again]", HTMLButtonElement);
const other = find("[data-other]", HTMLSelectElement);
const differing = find("[data-differing]", HTMLElement);

/** @type {{ found: import("./series.js").Statistics | null, beside: import("./panels.js").Shown["beside"], shards: any[], soFar: import("./series.js").SoFar[] }} */
const known = { found: null, beside: null, shards: [], soFar: [] };
const setting = {
  words,
  madeWith: "",
  code,
  name: file,
  plotly,
  figures: new Map(),
  pressed: new Map(),
  smooth: false,
  axis: "steps",
  target: "",
  hidden: /** @type {Set<string>} */ (new Set()),
};
let called = find("[data-title]", HTMLElement).textContent ?? "";
let asked = find("[data-asked]", HTMLElement).textContent;
const running = new Running(planned, () => called);
let timer = 0;
let askedAt = -Infinity;

const firstTab = document.querySelector("[data-tabs] [role=tab]")?.getAttribute("aria-controls") ?? "sensitivity";
const show = tabs(find("[data-tabs]", HTMLElement), page);

/** @param {any} now the state that an event brought */
function progress(now) {
  page.dataset.state = now.state;
  asked = now.sentence;
  headline();
  called = now.title;
  running.show(now);
  find("[data-remove]", HTMLButtonElement).hidden = now.ended === null || now.removed !== null;
  // A move of the grids changes what the captions say of their number; the precision stays.
  setting.words = now.sentence.split(", about ")[0] + words.slice(words.lastIndexOf("; "));
  find("[data-state-word]", HTMLElement).textContent = now.state;
  const bar = find("[data-bar]", HTMLProgressElement);
  bar.max = now.total;
  bar.value = now.done;
  const rate = now.rate > 0 ? `, ${countText(now.rate)} a second` : "";
  const left = now.seconds_left === null ? "" : `, about ${durationText(now.seconds_left)} left`;
  const took = now.ended !== null && now.started !== null ? ` in ${durationText(now.ended - now.started)}` : "";
  const gone = now.diverged > 0 ? `; ${countText(now.diverged)} of ${countText(now.runs)} runs diverged` : "";
  find("[data-numbers]", HTMLElement).textContent =
    `${countText(now.done)} of ${countText(now.total)} run steps${took}${rate}${left}${gone}`;
  const reason = find("[data-reason]", HTMLElement);
  reason.hidden = !now.reason;
  reason.textContent = now.reason ? `${now.reason[0].toUpperCase()}${now.reason.slice(1)}: ${now.detail ?? ""}` : "";
  find("[data-waiting]", HTMLElement).hidden = now.state !== "queued" || now.workers > 0;
  find("[data-notices]", HTMLElement).replaceChildren(
    ...now.notices.map((/** @type {string} */ notice) => element("li", {}, notice)),
  );
  const capsule = document.querySelector("[data-capsule]");
  if (capsule instanceof HTMLElement) capsule.hidden = now.state !== "finished";
  cancel.hidden = now.ended !== null;
  cancel.disabled = now.state === "cancelling";
  const earlier = find("[data-earlier]", HTMLElement);
  earlier.hidden = !now.earlier;
  earlier.textContent = now.earlier ?? "";
  again.hidden = now.ended === null || (now.state === "finished" && !now.earlier);
  again.textContent = now.earlier ? "Run again" : "Take up again";
  if (now.state === "running") void askSoFar().catch(told);
}

/** The answer where there is one, and under it what was asked; until then what is asked. */
function headline() {
  const answer = page.dataset.state === "finished" ? (known.found?.conclusion ?? "") : "";
  // Before the numbers are here the page says what the server knew.
  if (known.found === null && page.dataset.state === "finished") return;
  find("[data-answer]", HTMLElement).textContent = answer || asked;
  const below = find("[data-asked]", HTMLElement);
  below.textContent = asked;
  below.hidden = answer === "";
}

/** Ask how far what is being trained has come, every two seconds at most and only where somebody sees it. */
async function askSoFar() {
  if (document.hidden || performance.now() - askedAt < PAUSE) return;
  askedAt = performance.now();
  const [soFar, detail] = await Promise.all([ask(`/${job}/so-far`), ask(`/${job}`)]);
  known.soFar = soFar.rules;
  known.shards = detail.parts;
  running.doing(known.shards);
  askedAt = performance.now();
  draw(["loss"]);
}

/** Ask for numbers soon; several events at once are one question. */
function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => void refresh().catch(told), SETTLE);
}

async function refresh() {
  const [found, detail] = await Promise.all([ask(`/${job}/statistics`), ask(`/${job}`)]);
  known.found = found;
  known.shards = detail.parts;
  setting.madeWith = detail.made_in_words;
  if (detail.state !== "running") known.soFar = [];
  headline();
  showStrip(find("[data-strip]", HTMLElement), found);
  running.doing(known.shards);
  showShards();
  draw();
}

function showShards() {
  const cells = (/** @type {any} */ shard) => [
    shard.label,
    shard.state,
    `${shard.step} of ${shard.steps}`,
    String(shard.failures),
    String(shard.interruptions),
    shard.reason ? `${shard.reason}: ${shard.detail ?? ""}` : "",
  ];
  find("[data-parts] tbody", HTMLElement).replaceChildren(
    ...known.shards.map((shard) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, String(shard.part)),
        ...cells(shard).map((cell) => element("td", {}, cell)),
      ),
    ),
  );
}

/** @param {string[]} [ids] of the panels */
function draw(ids = Object.keys(PANELS)) {
  if (!known.found) return;
  const method = find("[data-method]", HTMLElement);
  const said = known.found.rules.some((rule) => rule.best) ? known.found.method : "";
  // What the server said has links to the glossary.
  if (method.textContent !== said) method.textContent = said;
  find("[data-about-method]", HTMLElement).hidden = said === "";
  for (const id of ids) {
    const panel = document.getElementById(id);
    // Only a comparison with a search has a tab for it, only one with samples a validation curve.
    if (!panel) continue;
    const content = PANELS[id]({
      found: known.found,
      beside: known.beside,
      shards: known.shards,
      soFar: known.soFar,
      setting,
    });
    if (content.includes(null)) continue;
    replace(panel, /** @type {Node[]} */ (content));
    panel.dataset.ready = "true";
  }
}

/** @param {unknown} error */
function told(error) {
  connection.textContent = error instanceof Error ? error.message : String(error);
}

async function setBeside() {
  const id = other.value;
  if (id) {
    const addresses = [`/${id}/statistics`, `/${job}`, `/${id}`, `/${job}/between/${id}`];
    const [found, mine, theirs, tests] = await Promise.all(addresses.map((address) => ask(address)));
    known.beside = { found, name: id.slice(0, 6) };
    showSpecDifferences(differing, mine, theirs);
    differing.append(...betweenThem(tests));
  } else {
    known.beside = null;
    showSpecDifferences(differing, null, null);
  }
  remember();
  draw();
}

/** The tab, the comparison beside it, and what curves are drawn against, in the address. */
function remember() {
  const query = new URLSearchParams();
  if (page.dataset.tab && page.dataset.tab !== firstTab) query.set("tab", page.dataset.tab);
  if (other.value) query.set("with", other.value);
  if (setting.axis !== "steps") query.set("axis", setting.axis);
  if (setting.target) query.set("target", setting.target);
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
}

function follow() {
  watch(job, {
    progress,
    happened: (kind) => {
      if (kind !== "queued") soon();
    },
    end: soon,
    connection: (there) => {
      connection.textContent = there
        ? ""
        : "The connection was lost. This page connects again; the comparison goes on meanwhile.";
    },
  });
}

cancel.addEventListener("click", async () => {
  cancel.disabled = true;
  await ask(`/${job}`, { method: "DELETE" }).then(progress, (error) => {
    told(error);
    cancel.disabled = false;
  });
});

again.addEventListener("click", async () => {
  again.disabled = true;
  try {
    const { spec } = await ask(`/${job}`);
    const made = await ask("", { method: "POST", body: spec });
    // Another version of what it is made with makes another comparison.
    if (made.id !== job) return location.assign(`/compare/${made.id}`);
    progress(made);
    follow();
  } catch (error) {
    told(error);
  }
  again.disabled = false;
});

nameAndRemoval(job, told, (title) => {
  called = title;
  running.name();
});

other.addEventListener("change", () => void setBeside().catch(told));
find("[data-tabs]", HTMLElement).addEventListener("click", remember);

// A series that is hidden in one plot is hidden in all.
page.addEventListener("series-shown", (event) => {
  const here = event.target instanceof Element ? event.target.closest(".panel")?.id : null;
  draw(Object.keys(PANELS).filter((id) => id !== here));
});

page.addEventListener("smoothed", () => draw(["loss"]));

page.addEventListener("axis-chosen", () => {
  remember();
  draw(["loss", "validation", "ecdf"]);
});

const query = new URLSearchParams(location.search);
setting.axis = query.get("axis") ?? "steps";
setting.target = query.get("target") ?? "";
const tab = query.get("tab") ?? "";
// Imported runs have fewer tabs.
if (document.getElementById(`tab-${tab}`)) show(tab);
const wanted = query.get("with");
if (wanted && [...other.options].some((option) => option.value === wanted)) {
  other.value = wanted;
  void setBeside().catch(told);
}
find("[data-beside]", HTMLElement).hidden = other.options.length < 2;
cancel.disabled = false;
soon();
follow();
