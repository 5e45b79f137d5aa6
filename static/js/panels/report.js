/** The report card of a rule: how far it gets on every landscape of the suite, by trait; as JSON to keep. */

import { download } from "../base/download.js";
import { PlotFigure } from "../elements/plot-figure.js";
import { traitFigure } from "../plots/trait-figure.js";
import { figureMenu } from "./kit/chart.js";
import { chosen, mayRun, racerOf, remarks, waiting } from "./kit/requests.js";
import { button, racerMenu, runButton } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { LatestJob } from "./kit/latest-job.js";
import { percentText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("../plots/trait-figure.js").Entry} Entry */

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, figures, announce }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "One rule over all trials, landscapes chosen for one trait each, some turned, noisy or moving, each with 25 learning rates from 16 starts. A score is how far it gets at its best rate: 0 for no progress, 1 for all that was asked.",
    });
    const racers = racerMenu(store);
    const run = runButton("Write the card", begin, () => {
      task.stop();
      end("Cancelled; what was found so far is shown.");
    });
    const save = button("Save as JSON", () => saveCard(card));
    save.disabled = true;
    frame.controls.append(racers.element, run.element, save);
    /** Made with the first scores. @type {PlotFigure | null} */
    let figure = null;
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
      if (!figure) {
        figure = new PlotFigure(figures);
        frame.plot.replaceChildren(
          figure.node,
          figureMenu(frame, figure, () => label()),
        );
      }
      const known = [...entries];
      figure.show((look) => traitFigure(known, look), label());
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

    const label = () => `Scores of ${name} by trait, the weakest on top; the numbers are in the table.`;

    return {
      update(state, changed) {
        if (!changed.has("racers") && !changed.has("selected")) return;
        racers.show(state);
        if (!task.running && entries.length === 0) frame.ready("Nothing has been run yet.");
      },
      dispose() {
        task.stop();
        figure?.dispose();
      },
    };
  },
};

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
