/** The tab of the loss landscape: asks for a slice, follows the worker, draws what it found, keeps earlier slices at hand. */

import { readConfig } from "../../base/config.js";
import { element, find } from "../../base/dom.js";
import { sample } from "../../draw/series-style.js";
import { scrolledTable } from "../../elements/data-table.js";
import { figureTools } from "../../elements/figure-tools.js";
import { PlotFigure } from "../../elements/plot-figure.js";
import { sliceFigure } from "../../plots/slice-figure.js";
import { addressOf, ask, isOver } from "./client.js";
import { SliceForm } from "./slice-form.js";
import { caption, faithful, members, places, titles } from "./slice-texts.js";
import { durationText } from "../../base/numbers.js";

const EVERY = 700;

const { job, contours, plotly, workload, words } = readConfig();
const page = find("[data-run]", HTMLElement);
const panel = find("[data-slices]", HTMLElement);
const formNode = find("[data-slice-form]", HTMLFormElement, panel);
const start = find("[data-slice-start]", HTMLButtonElement, panel);
const wrong = find("[data-slice-wrong]", HTMLElement, panel);
const state = find("[data-slice-state]", HTMLElement, panel);
const bar = find("[data-slice-bar]", HTMLProgressElement, panel);
const cancel = find("[data-slice-cancel]", HTMLButtonElement, panel);
const kept = find("[data-slice-kept]", HTMLSelectElement, panel);
const picture = find("[data-slice-picture]", HTMLElement, panel);

/** @type {SliceForm | null} */
let form = null;
/** @type {any} the comparison */
let comparison = null;
/** @type {PlotFigure | null} */
let plot = null;
/** @type {any} the slice that is shown */
let shown = null;
let following = "";
let began = false;

/** What the tab needs, once it is looked at and the comparison is finished. */
async function begin() {
  const open = page.dataset.tab === "landscape" && page.dataset.state === "finished";
  if (!open || began) return;
  began = true;
  try {
    const [detail, list] = await Promise.all([ask(`/${job}`), ask(`/${job}/slices`)]);
    comparison = detail;
    form = new SliceForm(formNode, { ...detail, members: list.members });
    find("[data-slice-unready]", HTMLElement, panel).hidden = true;
    formNode.hidden = false;
    offer(list.slices);
    if (list.slices.length > 0) follow(list.slices[0].id);
    panel.dataset.ready = "true";
  } catch (error) {
    began = false;
    told(error);
  }
}

/** @param {unknown} error */
function told(error) {
  const complaints =
    error instanceof Error && "complaints" in error
      ? /** @type {import("./client.js").Complaint[]} */ (error.complaints)
      : [];
  wrong.textContent = complaints.length
    ? complaints.map(({ message }) => message).join(" ")
    : error instanceof Error
      ? error.message
      : String(error);
}

/** @param {any[]} slices newest first */
function offer(slices) {
  const value = kept.value;
  kept.replaceChildren(
    ...slices.map((each) =>
      element("option", { value: each.id }, `${each.sentence}${each.state === "finished" ? "" : ` (${each.state})`}`),
    ),
  );
  if (slices.some((each) => each.id === value)) kept.value = value;
  find("[data-slice-choice]", HTMLElement, panel).hidden = slices.length < 2;
}

async function refreshKept() {
  offer((await ask(`/${job}/slices`)).slices);
  kept.value = following;
}

/** Follows a slice until it is over, then draws it.
 * @param {string} id */
function follow(id) {
  following = id;
  kept.value = id;
  const poll = async () => {
    if (following !== id) return;
    const now = await ask(`/${job}/slices/${id}`);
    if (following !== id) return;
    progress(now);
    if (!isOver(now.state)) {
      setTimeout(() => void poll().catch(lost), EVERY);
      return;
    }
    if (now.found) {
      shown = now;
      await draw();
    }
    await refreshKept();
  };
  /** @param {unknown} error */
  const lost = (error) => {
    told(error);
    setTimeout(
      () =>
        void poll()
          .then(() => (wrong.textContent = ""))
          .catch(lost),
      5 * EVERY,
    );
  };
  void poll().catch(lost);
}

/** @param {any} now a slice as it stands */
function progress(now) {
  const under = !isOver(now.state);
  const box = find("[data-slice-progress]", HTMLElement, panel);
  box.hidden = now.state === "finished";
  bar.hidden = !under;
  bar.value = now.share;
  cancel.hidden = !under;
  cancel.disabled = now.state === "cancelling";
  start.disabled = under;
  if (now.state !== "finished" && shown?.id !== now.id) picture.replaceChildren();
  const left = now.seconds_left === null ? "" : `, about ${durationText(now.seconds_left)} left`;
  const waits = now.state === "queued" && now.workers === 0 ? " No worker is alive: it waits for one." : "";
  const reason = now.reason ? `: ${now.reason}. ${(now.detail ?? "").replace(/^BadShard: /, "")}` : "";
  const text = under
    ? `${now.sentence}: ${now.state}, ${Math.floor(100 * now.share)} %${left}.${waits}`
    : `${now.sentence}: ${now.state}${reason}`;
  if (state.textContent !== text) state.textContent = text;
  state.classList.toggle("wrong", now.state === "failed");
}

async function draw() {
  if (!shown?.found || shown.id !== following) return;
  /** @type {import("./slice-texts.js").Found} */
  const found = shown.found;
  const library = await import(contours);
  const looks = worn(found.members.map(({ label }) => label));
  const [first, second] = titles(found);
  const name = `${shown.sentence}: contour lines of the training loss; ${first}; ${second}`;
  plot ??= new PlotFigure(plotly);
  plot.show((look) => sliceFigure(library, found, { titles: [first, second], looks }, look), name);
  const text = `${caption(found, { title: workload, steps: comparison.steps, asked: shown.asked })} ${words} ${shown.made_in_words}`;
  const { text: said, warning } = faithful(found);
  const legend = found.members.map(({ label, diverged_at: at }, place) => ({
    line: sample(looks[place]),
    label: at === null ? label : `${label}: diverged at step ${at}`,
  }));
  const open = picture.querySelector("details")?.open ?? false;
  picture.replaceChildren(
    element(
      "figure",
      {},
      plot.node,
      element("ul", { class: "legend" }, ...legend.map(({ line, label }) => element("li", {}, line, label))),
      element("figcaption", {}, text),
      element(
        "p",
        { class: "saves", role: "group", "aria-label": "This plot" },
        ...figureTools(plot, { key: "slice", file: () => `slice-${shown.id}`, words: () => text }),
      ),
    ),
    element("p", { class: warning ? "said" : "note" }, said),
    tableOf(members(found)),
    found.kind === "paths"
      ? element(
          "p",
          { class: "faint" },
          "Off the plane: in shares of the path’s largest distance from the point through which the plane goes.",
        )
      : element("span", { hidden: true }),
    element("details", { class: "data", open }, element("summary", {}, "The numbers"), tableOf(places(found))),
    exports(),
  );
}

/**
 * The look of each member: that of its rule in the other plots; a second run of a rule gets one that is free.
 * @param {string[]} labels
 */
function worn(labels) {
  const rules = comparison.entries.map((/** @type {{ label: string }} */ entry) => entry.label);
  /** @type {number[]} */
  const taken = [];
  for (const label of labels) {
    const own = rules.indexOf(label);
    taken.push(taken.includes(own) ? rules.length + taken.filter((each) => each >= rules.length).length : own);
  }
  return taken;
}

/** @param {{ heads: string[], rows: string[][] }} given */
const tableOf = ({ heads, rows }) => scrolledTable(heads, rows);

function exports() {
  const link = (/** @type {string} */ format) =>
    element("a", { href: addressOf(`/${job}/slices/${shown.id}.${format}`), download: true }, format.toUpperCase());
  return element("p", { class: "exports" }, "Take this slice away: ", link("json"), link("csv"));
}

formNode.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!form) return;
  wrong.textContent = form.ready ? "" : "Pick at least one run.";
  if (!form.ready) return;
  start.disabled = true;
  void ask(`/${job}/slices`, { method: "POST", body: form.asked })
    .then((made) => {
      follow(made.id);
      progress(made);
      return refreshKept();
    })
    .catch((error) => {
      told(error);
      start.disabled = false;
    });
});

cancel.addEventListener("click", () => {
  cancel.disabled = true;
  void ask(`/${job}/slices/${following}`, { method: "DELETE" }).then(progress, told);
});

kept.addEventListener("change", () => follow(kept.value));

new MutationObserver(() => void begin()).observe(page, {
  attributes: true,
  attributeFilter: ["data-tab", "data-state"],
});
void begin();
