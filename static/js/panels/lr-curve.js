/** Final loss against learning rate, with the middle 80 % of sixteen starts: how much a rule depends on its tuning. */

import { RacerAnswers } from "./kit/racer-answers.js";
import { changeChosen, mayRun, racerOf, runOf } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { Frame } from "./kit/frame.js";
import { lossText } from "./kit/fair-table.js";
import { numberText, rounded } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("./kit/types.js").Racer} Racer */

const REPEATS = 16;
const COUNT = 25;
/** Loss above the minimum below which differences are rounding. */
const FLOOR = 1e-16;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, context) {
    const frame = new Frame(host, {
      id: context.id,
      lead: `Loss after the last step against learning rate: the median of ${REPEATS} starts and the band from 10 to 90 % of them.`,
    });
    const { studio, store, figures } = context;
    const chart = new Chart(frame, figures, { onPick: (lr) => changeChosen(store, { lr: rounded(lr, 3) }) });
    const answers = new RacerAnswers((id, args) => studio.ask("studio.curve", args, { key: `lr-curve ${id}` }), draw);

    function draw() {
      const state = store.state;
      const known = state.racers.flatMap((racer) => {
        const good = answers.entries.get(racer.id)?.good;
        return good && good.arrays ? [{ racer, value: good.value, bands: good.arrays.bands }] : [];
      });
      frame.failed(answers.failures(state.racers, (good) => good.value));
      if (answers.settled) frame.ready();
      else frame.drawing();
      if (known.length === 0) return;
      const least = known.find(({ value }) => value.least !== null)?.value.least ?? null;
      const above = (/** @type {number} */ loss) => (least === null ? loss : Math.max(loss - least, FLOOR));
      const log = least !== null;
      const cut = log ? 2 * FLOOR : 0;
      const drawn = known.map(({ racer, value, bands }) => {
        const count = value.values.length;
        const part = (/** @type {number} */ k) => Array.from(bands.data.subarray(k * count, (k + 1) * count), above);
        return { racer, value, low: part(0), middle: part(1), high: part(2) };
      });
      const first = Math.max(...drawn.flatMap(({ value }) => value.start_losses.filter(Number.isFinite).map(above)));
      chart.show(
        {
          x: { title: "learning rate", log: true, tight: true },
          y: { title: log ? "loss above the minimum" : "loss", log, ...domain(drawn, first, log) },
          series: drawn.map(({ racer, value, low, middle, high }) => ({
            id: racer.id,
            name: racer.name,
            colour: racer.colour,
            dash: context.dash(racer),
            x: value.values,
            y: middle,
            low,
            high,
          })),
          rules: [
            ...stable(drawn),
            ...drawn.flatMap(({ racer }) => {
              const { lr } = racer.settings;
              return typeof lr === "number"
                ? [{ axis: /** @type {const} */ ("x"), at: lr, text: "", colour: racer.colour }]
                : [];
            }),
          ],
          marks: drawn
            .filter(({ value }) => value.best.loss !== null)
            .map(({ racer, value }) => ({
              ...{ x: value.best.value, y: above(value.best.loss), colour: racer.colour },
              text: sentence(racer, value, (loss) => lossText(above(loss), cut, 2)),
            })),
        },
        `Final loss against learning rate of ${drawn.map(({ racer }) => racer.name).join(", ")}; the numbers are in the table.`,
      );
      frame.showLegend(
        drawn.map(({ racer, value }) => ({
          colour: racer.colour,
          dash: context.dash(racer),
          text: sentence(racer, value, (loss) => lossText(above(loss), cut, 2)),
        })),
      );
      frame.say(
        "Dots mark the best rate, thin lines the rate that runs on the map. Press the chart to set the selected racer's.",
      );
      frame.showNumbers({
        caption: "Final loss by learning rate",
        columns: ["racer", "learning rate", "10 %", "median", "90 %", "diverged"],
        rows: drawn.flatMap(({ racer, value, low, middle, high }) =>
          value.values.map((/** @type {number} */ rate, /** @type {number} */ k) => [
            racer.name,
            rate,
            ...[low[k], middle[k], high[k]].map((loss) => lossText(loss, cut)),
            `${Math.round(value.diverged[k] * REPEATS) || 0} of ${REPEATS}`,
          ]),
        ),
      });
    }

    return {
      update(state, changed) {
        if (changed.size === 1 && (changed.has("step") || changed.has("playing"))) return;
        answers.want(
          new Map(
            state.racers.filter(mayRun).map((racer) => {
              // The rate is what varies: moving the slider changes only the line that marks it.
              const { lr: _, ...settings } = racer.settings;
              return [
                racer.id,
                {
                  ...runOf(state),
                  racer: { ...racerOf(racer), settings },
                  hyper: "lr",
                  count: COUNT,
                  repeats: REPEATS,
                },
              ];
            }),
          ),
        );
      },
      dispose() {
        answers.close();
        chart.dispose();
      },
    };
  },
};

/**
 * From the best loss to where the start was: what ends worse than a hundred times the start is at the border.
 * @param {{low: number[], middle: number[], high: number[]}[]} drawn
 * @param {number} first the highest loss at a start
 * @param {boolean} log
 * @returns {{domain?: [number, number]}}
 */
function domain(drawn, first, log) {
  const finite = drawn.flatMap(({ low, middle }) => [...low, ...middle]).filter(Number.isFinite);
  const least = Math.min(...finite);
  if (finite.length === 0 || !Number.isFinite(first)) return {};
  if (!log) return { domain: [least - (first - least) * 0.05, first + (first - least) * 0.1] };
  return first > 0 ? { domain: [Math.min(least, first / 10) / 2, first * 100] } : {};
}

/** @param {{value: any}[]} drawn */
function stable(drawn) {
  const at = drawn.find(({ value }) => value.stable_lr)?.value.stable_lr;
  return at ? [{ axis: /** @type {const} */ ("x"), at, text: "2/λ: gradient descent’s limit", strong: true }] : [];
}

/**
 * @param {Racer} racer
 * @param {any} value
 * @param {(loss: number) => string} shown
 */
function sentence(racer, value, shown) {
  const { value: rate, loss } = value.best;
  return loss === null
    ? `${racer.name}: every rate diverges`
    : `${racer.name}: best at ${numberText(rate, 2)}, ${shown(loss)}`;
}
