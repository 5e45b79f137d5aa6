/** The fair race: every racer tuned with the same budget, then raced from fresh starts, with two tuned baselines beside it. */

import { failureOf, mayRun, racerOf, remarks, runOf, waiting } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { menu, runButton } from "./kit/controls.js";
import { element } from "../base/dom.js";
import { luckMeter } from "../elements/luck-meter.js";
import { lossText, standings } from "./kit/fair-table.js";
import { Frame } from "./kit/frame.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {{id: string, name: string, colour: number, dash: number[], args: any}} Entrant */

/** Drawn in ink, always: what a rule must beat. */
const BASELINES = [
  {
    id: "baseline momentum",
    name: "SGD with momentum, tuned",
    colour: 0,
    dash: [1, 3],
    args: { id: "baseline momentum", rule: "momentum" },
  },
  {
    id: "baseline adamw",
    name: "AdamW, tuned",
    colour: 0,
    dash: [6, 3, 1, 3],
    args: { id: "baseline adamw", rule: "adamw" },
  },
];
const STARTS = 16;
const SEEDS = 4;
const MOST_STEPS = 5000;
const FLOOR = 1e-16;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, figures, dash, luck, announce }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: `Each racer’s learning rate and one more hyperparameter are tuned with the same number of tries, then it is raced from ${STARTS * SEEDS} starts that no tuning has seen.`,
    });
    const budget = menu(
      "Tries for each",
      ["9", "25", "49", "100"].map((value) => ({ value, text: value })),
      () => stale(),
    );
    budget.select.value = "49";
    const run = runButton(
      "Race again",
      () => void race(store.state),
      () => going?.abort(),
    );
    frame.controls.append(run.element, budget.element);
    const chart = new Chart(frame, figures);
    const table = element("div", { class: "scroll across", tabindex: "0", role: "region", "aria-label": "Standings" });
    frame.element.append(table);
    /** @type {AbortController | null} */
    let going = null;
    let raced = "";
    let closed = false;
    const unlisten = luck.subscribe(lucks);

    /** @param {State} state */
    function argsOf(state) {
      const racers = state.racers.filter(mayRun);
      /** @type {Entrant[]} */
      const entrants = [
        ...racers.map((racer) => ({
          id: racer.id,
          name: racer.name,
          colour: racer.colour,
          dash: dash(racer),
          args: racerOf(racer),
        })),
        ...BASELINES,
      ];
      const { start: _, ...shared } = { start: null, ...runOf(state) };
      const args = {
        ...shared,
        steps: Math.min(state.steps, MOST_STEPS),
        budget: Number(budget.select.value),
        starts: STARTS,
        seeds: SEEDS,
        racers: entrants.map((one) => one.args),
      };
      return { args, entrants };
    }

    /** @param {State} state */
    async function race(state) {
      going?.abort();
      const mine = (going = new AbortController());
      const { args, entrants } = argsOf(state);
      raced = JSON.stringify(args);
      frame.drawing();
      frame.running(0);
      run.show(true);
      const nameOf = (/** @type {string} */ id) => entrants.find((one) => one.id === id)?.name ?? id;
      const answer = await studio.fair(args, {
        signal: mine.signal,
        onPiece(id, value, progress) {
          if (closed || mine.signal.aborted) return;
          frame.running(progress);
          frame.say(
            value.of ? `Tuning ${nameOf(id)}: ${value.tried} of ${value.of} tries.` : `${nameOf(id)} has been raced.`,
          );
        },
      });
      if (closed || going !== mine) return;
      going = null;
      frame.running(null);
      run.show(false);
      if (answer.outcome !== "done") {
        frame.failed([]);
        return frame.ready(answer.outcome === "stopped" ? "Cancelled." : (failureOf(answer) ?? ""));
      }
      const found = answer.value.racers;
      frame.failed([
        ...waiting(state.racers),
        ...found.flatMap((/** @type {any} */ one) => {
          const failure = failureOf(one);
          return failure ? [{ name: nameOf(one.id), text: failure }] : remarks(nameOf(one.id), one.value);
        }),
      ]);
      draw(
        entrants,
        found.filter((/** @type {any} */ one) => one.outcome === "done"),
        answer.value.verdict,
      );
      frame.ready();
      luck.begin();
      lucks();
    }

    /** @param {Entrant[]} entrants @param {any[]} found @param {import("../python/seam.d.ts").RankingAnswer | null} verdict */
    function draw(entrants, found, verdict) {
      if (found.length === 0) return;
      const least = found[0].value.least;
      const log = least !== null;
      const above = (/** @type {number} */ loss) => (log ? Math.max(loss - least, FLOOR) : loss);
      const series = found.map(({ id, arrays }) => {
        const entrant = /** @type {Entrant} */ (entrants.find((one) => one.id === id));
        const count = arrays.curves.shape[1];
        const part = (/** @type {number} */ k) =>
          Float64Array.from(arrays.curves.data.subarray(k * count, (k + 1) * count), above);
        return {
          id,
          name: entrant.name,
          colour: entrant.colour,
          dash: entrant.dash,
          x: Float64Array.from({ length: count }, (_, k) => k),
          y: part(1),
          low: part(0),
          high: part(2),
        };
      });
      const first = Math.max(...series.map(({ y }) => y[0]).filter(Number.isFinite));
      const lowest = Math.min(...series.flatMap(({ y }) => Array.from(y)).filter(Number.isFinite));
      chart.show(
        {
          x: { title: "step", tight: true },
          y: {
            title: log ? "loss above the minimum, 10, 50 and 90 %" : "loss, 10, 50 and 90 %",
            log,
            ...(log && first > lowest ? { domain: [lowest / 2, first * 20] } : {}),
          },
          series,
        },
        "Loss by step of the tuned racers; the numbers are in the table.",
      );
      frame.showLegend(
        found
          .map(({ id }) => /** @type {Entrant} */ (entrants.find((one) => one.id === id)))
          .map(({ colour, dash: dashes, name }) => ({ colour, dash: dashes, text: name })),
      );
      const nameOf = (/** @type {string} */ id) => entrants.find((one) => one.id === id)?.name ?? id;
      const rounding = log ? (verdict?.rounding ?? 0) : 0;
      const { rows, sentence } = standings(found, verdict, nameOf, above, rounding);
      table.replaceChildren(rows);
      frame.say(sentence);
      announce(sentence);
      frame.showNumbers({
        caption: "Median loss of the tuned racers by step",
        columns: ["step", ...found.map(({ id }) => nameOf(id))],
        rows: Array.from(series[0].x, (step, k) => [step, ...series.map(({ y }) => lossText(y[k], rounding))]),
      });
    }

    /** How lucky each racer's own start is, with the settings of the plain race. */
    function lucks() {
      for (const racer of store.state.racers) {
        const found = luck.of(racer);
        table
          .querySelector(`[data-luck="${CSS.escape(racer.id)}"]`)
          ?.replaceChildren(...(found ? luckMeter(racer.name, found) : []));
      }
    }

    function stale() {
      if (going || raced === JSON.stringify(argsOf(store.state).args)) return;
      run.show(false, "Race again with what has changed");
    }

    return {
      update(state, changed) {
        if (changed.size === 1 && (changed.has("step") || changed.has("playing"))) return;
        if (raced === "") void race(state);
        else stale();
      },
      dispose() {
        closed = true;
        unlisten();
        going?.abort();
        chart.dispose();
      },
    };
  },
};
