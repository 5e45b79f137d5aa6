/** Final loss over learning rate and a second hyperparameter, with the theory's edge of stability where there is one. */

import { between, CellGrid, painted } from "../plots/cell-map.js";
import { changeChosen, chosen, chosenToRun, racerOf, remarks, runOf } from "./kit/requests.js";
import { CellChart } from "./kit/cell-chart.js";
import { menu, offer, racerMenu } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { rampLegend } from "./kit/ramp-legend.js";
import { ruleOf } from "./kit/known-rules.js";
import { LatestJob } from "./kit/latest-job.js";
import { colours, onTheme, RAMP } from "../draw/theme-colours.js";
import { numberText, percentText, rounded } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("../plots/cell-map.js").Colour} Colour */

const COLUMNS = 48;
const ROWS = 32;
const FLOOR = 1e-16;
/** What is tried first, and for which the theory has an edge. */
const SECONDS = ["momentum", "beta1", "beta"];

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, figures }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "Loss after the last step for every pair of two hyperparameters. Press a cell to run it on the map.",
    });
    const racers = racerMenu(store);
    const second = menu("against", [], () => void ask(store.state));
    frame.controls.append(racers.element, second.element);
    const view = new CellChart(frame, figures, pick);
    const unlisten = onTheme(draw);
    let grid = new CellGrid(COLUMNS, ROWS);
    /** @type {any} */
    let facts = null;
    /** Of the rule's hyperparameters. @type {Record<string, number>} */
    let defaults = {};
    let fresh = true;
    /** The number of the latest question. */
    let latest = 0;
    let id = "";

    const task = new LatestJob(studio, "plane", {
      onStart() {
        fresh = true;
        frame.drawing();
        frame.running(0);
      },
      onPiece(value, { cells, losses }, progress) {
        if (fresh) grid = new CellGrid(COLUMNS, ROWS);
        fresh = false;
        facts = value;
        frame.shows(id);
        grid.fill(cells.data, (k) => losses.data[k], value.stride);
        frame.running(progress);
        draw();
      },
      onEnd(_answer, failure) {
        frame.running(null);
        frame.failed(failure ? [{ name: name(), text: failure }] : remarks(name(), facts));
        if (failure && frame.lacks(id)) facts = null;
        if (!failure && facts) conclude();
        frame.ready();
      },
    });
    const name = () => chosen(store.state)?.name ?? "";

    /** @param {State} state */
    async function ask(state) {
      const mine = ++latest;
      racers.show(state);
      const racer = chosenToRun(state, frame, "Add a racer to see its map.");
      if (!racer) return void task.want(null);
      const rule = await ruleOf({ studio, catalog }, racer);
      if (mine !== latest) return;
      const others = (rule?.hypers ?? []).filter((hyper) => hyper.name !== "lr").map((hyper) => hyper.name);
      if (others.length === 0) {
        task.want(null);
        frame.failed([]);
        return frame.blank(`${racer.name} has no second hyperparameter.`);
      }
      const kept = others.includes(second.select.value)
        ? second.select.value
        : (SECONDS.find((one) => others.includes(one)) ?? others[0]);
      defaults = Object.fromEntries((rule?.hypers ?? []).map((hyper) => [hyper.name, hyper.default]));
      offer(
        second.select,
        others.map((one) => ({ value: one, text: one })),
        kept,
      );
      const { lr: _, [kept]: __, ...settings } = racer.settings;
      id = racer.id;
      task.want({ ...runOf(state), racer: { ...racerOf(racer), settings }, beta: kept, columns: COLUMNS, rows: ROWS });
      draw();
    }

    function draw() {
      if (!facts) return;
      const { least, rates, betas, across, up, edge } = facts;
      const stops = colours(frame.element, RAMP);
      const [diverged] = colours(frame.element, ["--diverged"]);
      const height = (/** @type {number} */ loss) => Math.log10(Math.max(least === null ? loss : loss - least, FLOOR));
      const heights = [...grid.computed()]
        .filter(Number.isFinite)
        .map(height)
        .sort((a, b) => a - b);
      const low = heights[0] ?? 0;
      // What ends far above the start would take all colours: the highest tenth shares the last one.
      const high = Math.max(heights[Math.floor(heights.length * 0.9)] ?? 1, low + 1e-9);
      const settings = { ...defaults, ...chosen(store.state)?.settings };
      const pixels = painted(grid, (loss) =>
        Number.isFinite(loss) ? between(stops, (height(loss) - low) / (high - low)) : diverged,
      );
      const says = (/** @type {number} */ column, /** @type {number} */ row) => {
        const loss = grid.values[row * COLUMNS + column];
        return Number.isNaN(loss) ? "not known yet" : Number.isFinite(loss) ? `loss ${numberText(loss)}` : "diverged";
      };
      const spec = {
        x: { title: across === "lr" ? "learning rate" : across, ...borders(rates) },
        y: { title: up, ...borders(betas) },
        lines: edge
          ? [
              {
                points: edge.map((/** @type {number} */ rate, /** @type {number} */ k) => [rate, betas[k]]),
                text: "theory: stable to the left",
              },
            ]
          : [],
        marks: [{ x: Number(settings[across]), y: Number(settings[up]), kind: /** @type {const} */ ("here") }],
      };
      const label = `Final loss of ${name()} over ${across} and ${up}; the numbers are in the table.`;
      view.show(spec, { columns: COLUMNS, rows: ROWS, pixels, says }, label);
      rampLegend(frame.legend, 10 ** low, 10 ** high, least === null ? "loss" : "loss above the minimum", ["diverged"]);
    }

    function conclude() {
      const { rates, betas, across, up, least } = facts;
      const { values } = grid;
      let best = 0;
      for (let k = 1; k < values.length; k++) if (values[k] < values[best] || Number.isNaN(values[best])) best = k;
      const share = values.filter((loss) => loss === Infinity).length / values.length;
      const found = [rates[best % COLUMNS], betas[Math.floor(best / COLUMNS)]].map((value) => numberText(value, 2));
      frame.say(
        `Lowest at ${across} ${found[0]}, ${up} ${found[1]}: ${numberText(values[best] - (least ?? 0))}${least === null ? "" : " above the minimum"}. ${percentText(share)} of the pairs diverge.`,
      );
      const every = 6;
      const columns = rates.filter((/** @type {number} */ _rate, /** @type {number} */ k) => k % every === 0);
      frame.showNumbers({
        caption: `Final loss by ${up} (rows) and ${across} (columns), every ${every}th column and every fourth row`,
        columns: [up, ...columns.map((/** @type {number} */ rate) => numberText(rate, 2))],
        rows: betas.flatMap((/** @type {number} */ beta, /** @type {number} */ row) =>
          row % 4
            ? []
            : [
                [
                  beta,
                  ...columns.map(
                    (/** @type {number} */ _rate, /** @type {number} */ k) => values[row * COLUMNS + k * every],
                  ),
                ],
              ],
        ),
      });
    }

    /** @param {number} x @param {number} y */
    function pick(x, y) {
      if (facts) changeChosen(store, { [facts.across]: rounded(x, 3), [facts.up]: rounded(y, 3) });
    }

    return {
      update(state, changed) {
        if (["ground", "racers", "steps", "start", "seed", "selected"].some((part) => changed.has(part)))
          void ask(state);
      },
      dispose() {
        latest++;
        task.stop();
        unlisten();
        view.dispose();
      },
    };
  },
};

/**
 * The borders of cells whose centres are `values`, evenly spaced or evenly in their logarithm.
 * @param {number[]} values
 * @returns {{log: boolean, domain: [number, number]}}
 */
function borders(values) {
  const [first, second] = values;
  const last = values[values.length - 1];
  const even = Math.abs(values[2] - second - (second - first)) < 1e-9 * (Math.abs(last) + Math.abs(first));
  if (even) return { log: false, domain: [first - (second - first) / 2, last + (second - first) / 2] };
  const half = Math.sqrt(second / first);
  return { log: true, domain: [first / half, last * half] };
}
