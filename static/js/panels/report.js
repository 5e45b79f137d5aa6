/** The report card of a rule: how far it gets on every landscape of the suite, by trait; as JSON to keep. */

import { element, svg } from "../base/dom.js";
import { download } from "../base/download.js";
import { ROW, weaknessMap } from "../plots/weakness-map.js";
import { chosen, mayRun, racerOf, remarks, waiting } from "./kit/requests.js";
import { button, racerMenu, runButton } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { LatestJob } from "./kit/latest-job.js";
import { percentText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("../plots/weakness-map.js").Entry} Entry */

/** Pixels; in a narrow place as narrow as that, so that its letters keep their size. */
const [NARROWEST, WIDEST] = [320, 640];

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, announce }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "One rule over all trials, landscapes that each try one trait, with 25 learning rates from 16 starts. A score is how far it gets at its best rate: 0 for no progress, 1 for all that was asked.",
    });
    const racers = racerMenu(store);
    const run = runButton("Write the card", begin, () => {
      task.stop();
      end("Cancelled; what was found so far is shown.");
    });
    const save = button("Save as JSON", () => saveCard(card));
    save.disabled = true;
    frame.controls.append(racers.element, run.element, save);
    /** @type {any} */
    let card = null;
    /** @type {any[]} */
    let entries = [];
    let name = "";

    const task = new LatestJob(studio, "report", {
      onStart() {
        entries = [];
        card = null;
        save.disabled = true;
        frame.drawing();
        frame.running(0);
      },
      onPiece(value, _arrays, progress) {
        if (value.card) card = value.card;
        else entries.push(value);
        frame.running(progress);
        if (value.of) frame.say(`${name}: ${value.index + 1} of ${value.of}, ${value.title}.`);
        draw();
      },
      onEnd(_answer, failure) {
        frame.failed(failure ? [{ name, text: failure }] : remarks(name, card));
        end(card ? `${name}: ${concluded(card)}` : undefined);
        save.disabled = card === null;
        if (card) announce(`Report card of ${name}: ${percentText(card.score)}.`);
      },
    });

    function begin() {
      const racer = chosen(store.state);
      if (!racer) return;
      if (!mayRun(racer)) return frame.failed(waiting([racer]));
      name = racer.name;
      frame.failed([]);
      run.show(true);
      task.stop();
      task.want({ racer: racerOf(racer), seed: store.state.seed });
    }

    /** @param {string} [words] */
    function end(words) {
      frame.running(null);
      run.show(false);
      frame.ready(words);
    }

    function draw() {
      if (entries.length === 0) return;
      frame.plot.replaceChildren(picture(name, entries, Math.min(Math.max(frame.plot.clientWidth, NARROWEST), WIDEST)));
      frame.showNumbers({
        caption: `Scores of ${name}`,
        columns: [
          "landscape",
          "trait",
          "score",
          "best rate",
          "median loss",
          "solved",
          "good rates, decades",
          "diverged",
        ],
        rows: entries.map(({ landscape, trait, score, best, width, diverged }) => [
          landscape,
          trait,
          score,
          best.lr,
          best.median,
          percentText(best.solved),
          width,
          percentText(diverged),
        ]),
      });
    }

    return {
      update(state, changed) {
        if (!changed.has("racers") && !changed.has("selected")) return;
        racers.show(state);
        if (!task.running && entries.length === 0) frame.ready("Nothing has been run yet.");
      },
      dispose() {
        task.stop();
      },
    };
  },
};

/**
 * @param {string} name
 * @param {Entry[]} entries
 * @param {number} width
 */
function picture(name, entries, width) {
  const [left, right, top] = [118, width - 40, 20];
  const rows = weaknessMap(entries, left, right, top);
  const bottom = top + ROW * rows.length;
  const drawing = svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${bottom + 8}`,
      role: "img",
      "aria-label": `Scores of ${name} by trait, the weakest on top; the numbers are in the table.`,
    },
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((score) => {
      const x = `${left + (right - left) * score}`;
      return [
        svg("line", { class: "grid", x1: x, x2: x, y1: `${top}`, y2: `${bottom}` }),
        svg("text", { x, y: "12", "text-anchor": "middle" }, `${score}`),
      ];
    }),
    ...rows.flatMap(({ trait, score, y, at, dots }) => [
      svg("text", { class: "title", x: `${left - 10}`, y: `${y + 4}`, "text-anchor": "end" }, trait),
      svg("line", { class: "score", x1: `${left}`, x2: `${at}`, y1: `${y}`, y2: `${y}` }),
      ...dots.map((dot) =>
        svg(
          "circle",
          { class: "dot", cx: `${dot.x}`, cy: `${y}`, r: "4" },
          svg("title", {}, `${dot.title}: ${dot.score.toFixed(2)}`),
        ),
      ),
      svg("text", { x: `${right + 10}`, y: `${y + 4}` }, score.toFixed(2)),
    ]),
  );
  const holder = element("div", { class: "diagram weakness" });
  holder.append(drawing);
  return holder;
}

/** @param {any} card */
function concluded(card) {
  const [weakest, second] = card.weaknesses;
  return `score ${percentText(card.score)} over ${card.landscapes.length} trials. ${[weakest, second]
    .filter(Boolean)
    .map((/** @type {any} */ one) => one.sentence)
    .join(" ")}`;
}

/** @param {any} card */
function saveCard(card) {
  const name = `report-card-${String(card.rule).replace(/[^\w-]+/g, "-")}.json`;
  download(name, JSON.stringify(card, null, 2), "application/json");
}
