/** The share of all targets, over all landscapes of the suite, that each racer reaches within a number of steps. */

import { chosen, mayRun, racerOf, remarks, waiting } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { runButton, tick } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { LatestJob } from "./kit/latest-job.js";
import { percentText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").Racer} Racer */

const STEPS = 300;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, figures, dash, announce }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "The share of targets reached within so many steps: 51 targets on each landscape of the suite, from 8 starts. Higher and further left is better.",
    });
    const run = runButton("Run all racers", begin, () => {
      task.stop();
      end("Cancelled.");
    });
    const tune = tick("Tune each learning rate on each landscape, 13 tries", true, () => {});
    frame.controls.append(run.element, tune.element);
    const chart = new Chart(frame, figures);
    /** @type {Racer[]} */
    let racing = [];
    /** @type {any} */
    let last = null;

    const task = new LatestJob(studio, "ecdf", {
      onStart() {
        frame.drawing();
        frame.running(0);
      },
      onPiece(value, arrays, progress) {
        frame.running(progress);
        if (value.budgets) draw(value, arrays);
        else frame.say(`${racing.find(({ id }) => id === value.id)?.name ?? ""} on ${value.landscape}.`);
      },
      onEnd(_answer, failure) {
        if (failure) frame.failed([{ name: chosen(store.state)?.name ?? "", text: failure }]);
        else
          frame.failed([
            ...waiting(store.state.racers),
            ...racing.flatMap((racer, k) => remarks(racer.name, last?.racers[k])),
          ]);
        end();
      },
    });

    function begin() {
      racing = store.state.racers.filter(mayRun);
      if (racing.length === 0) return frame.ready("Add a racer first.");
      run.show(true);
      task.stop();
      task.want({ racers: racing.map(racerOf), steps: STEPS, tune: tune.input.checked, seed: store.state.seed });
    }

    /** @param {string} [words] */
    function end(words) {
      frame.running(null);
      run.show(false);
      frame.ready(words);
    }

    /** @param {any} value @param {Record<string, import("../python/arrays.js").Named>} arrays */
    function draw(value, arrays) {
      last = value;
      const shares = racing.map((_, k) => arrays[`share.${k}`].data);
      chart.show(
        {
          x: { title: "steps", log: true, tight: true },
          y: { title: "share of targets reached", domain: [0, 1] },
          series: racing.map((racer, k) => ({
            id: racer.id,
            name: racer.name,
            colour: racer.colour,
            dash: dash(racer),
            x: value.budgets,
            y: shares[k],
          })),
        },
        "Share of targets reached by number of steps; the numbers are in the table.",
      );
      const ranked = racing
        .map(({ name }, k) => ({ name, solved: value.racers[k].solved }))
        .sort((a, b) => b.solved - a.solved);
      const said = `After ${STEPS} steps: ${ranked.map(({ name, solved }) => `${name} ${percentText(solved)}`).join(", ")}; n = ${value.repeats} starts on each landscape.`;
      frame.say(said);
      announce(said);
      frame.showLegend(racing.map((racer) => ({ colour: racer.colour, dash: dash(racer), text: racer.name })));
      frame.showNumbers({
        caption: "Share of targets reached by number of steps",
        columns: ["steps", ...racing.map(({ name }) => name)],
        rows: value.budgets.map((/** @type {number} */ budget, /** @type {number} */ k) => [
          budget,
          ...shares.map((share) => share[k]),
        ]),
      });
    }

    return {
      update(_state, changed) {
        if (changed.has("racers") && !task.running && last === null) frame.ready("Nothing has been run yet.");
      },
      dispose() {
        task.stop();
        chart.dispose();
      },
    };
  },
};
