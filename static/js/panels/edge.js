/** The edge of stability: a small network trains while its sharpness is held against 2/lr. */

import { element } from "../base/dom.js";
import { builtInBut, chosen, chosenToRun, racerOf, remarks } from "./kit/requests.js";
import { Chart } from "./kit/chart.js";
import { menu, racerMenu, runButton } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { EXAMPLE, RATES, edgeButtons } from "./kit/edge-rates.js";
import { ownRate } from "./kit/own-rate.js";
import { rateOf, ruleOf } from "./kit/known-rules.js";
import { LatestJob } from "./kit/latest-job.js";
import { numberText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */

const PROBLEMS = [
  { value: "network", text: "a network of 337 weights" },
  { value: "linear", text: "a deep linear network" },
];
const HEIGHT = 220;
/** How many times its first loss a run may have before it counts as lost. */
const LOST = 1000;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, figures, announce }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "A small network trains on all of its data. Where does its sharpness, the largest curvature of its loss, go? Gradient descent is stable up to 2/lr.",
    });
    // Another rule's edge is elsewhere, and most rates lie far from it: the picture is that of gradient descent.
    let example = builtInBut(chosen(store.state), EXAMPLE.rule);
    const racers = racerMenu(store, { value: EXAMPLE.id, text: `${EXAMPLE.name}, as an example` }, (taken) => {
      example = taken;
      void ask(store.state);
    });
    const problem = menu("Training", PROBLEMS, () => void ask(store.state));
    const rate = ownRate({ low: 1e-5, high: 10 }, () => void ask(store.state));
    const length = menu(
      "Steps",
      ["500", "1000", "2000", "5000"].map((value) => ({ value, text: value })),
      () => void ask(store.state),
    );
    length.select.value = "1000";
    const run = runButton(
      "Train again",
      () => void ask(store.state, true),
      () => {
        task.stop();
        end();
      },
    );
    const rates = edgeButtons(() => problem.select.value, rate.set);
    frame.controls.append(racers.element, problem.element, rate.element, rates, length.element, run.element);
    frame.plot.classList.add("several");
    const gauge = element("meter", {
      min: "0",
      max: "2",
      low: "0.9",
      high: "1.1",
      optimum: "0",
      value: "0",
      "aria-label": "Sharpness as a share of 2/lr",
    });
    const reading = element("output", {});
    frame.plot.before(element("p", { class: "gauge across" }, "Sharpness over 2/lr ", gauge, " ", reading));
    const charts = ["Loss", "Sharpness"].map((title) => {
      const figure = element("figure", {}, element("figcaption", {}, element("strong", {}, title)));
      frame.plot.append(figure);
      return new Chart(frame, figures, { place: figure, height: HEIGHT });
    });
    /** @type {number[]} */
    let losses = [];
    /** @type {number[]} */
    let steps = [];
    /** @type {number[]} */
    let sharpness = [];
    /** @type {any} */
    let facts = null;
    let [name, id] = ["", ""];
    let colour = 1;
    let selected = store.state.selected;
    /** The number of the latest question. */
    let latest = 0;

    const task = new LatestJob(studio, "edge", {
      onStart() {
        [losses, steps, sharpness, facts] = [[], [], [], null];
        run.show(true);
        frame.drawing();
        frame.running(0);
      },
      onPiece(value, arrays, progress) {
        facts = value;
        frame.shows(id);
        losses.push(...arrays.losses.data);
        steps.push(...arrays.steps.data);
        sharpness.push(...arrays.sharpness.data);
        frame.running(progress);
        draw();
      },
      onEnd(_answer, failure) {
        frame.failed(failure ? [{ name, text: failure }] : remarks(name, facts));
        end();
        if (failure) frame.lacks(id);
        if (failure || !facts) return;
        frame.showNumbers({
          caption: `${name}: loss and sharpness`,
          columns: ["step", "loss", "sharpness", "over 2/lr"],
          rows: steps.map((step, k) => [
            step,
            losses[step],
            sharpness[k],
            facts.limit ? sharpness[k] / facts.limit : null,
          ]),
        });
        announce(frame.words.textContent ?? "");
      },
    });

    /** @param {State} state @param {boolean} [again] */
    async function ask(state, again = false) {
      const mine = ++latest;
      racers.show(state, example);
      const at = RATES[problem.select.value].at;
      const racer = example
        ? { ...EXAMPLE, settings: { lr: at }, modifiers: [], colour: 1, trusted: true }
        : chosenToRun(state, frame, "Add a racer to train with it.");
      if (!racer) return void task.want(null);
      rates.hidden = racer.rule !== EXAMPLE.rule;
      const rule = await ruleOf({ studio, catalog }, racer);
      if (mine !== latest) return;
      if (again) task.stop();
      rate.follow(racer.id, racer.name, rateOf(rule, racer.settings));
      [name, id, colour] = [racer.name, racer.id, racer.colour];
      const { settings, ...rest } = racerOf(racer);
      task.want({
        racer: { ...rest, settings: rate.current() === null ? settings : { ...settings, lr: rate.current() } },
        problem: problem.select.value,
        steps: Number(length.select.value),
        seed: state.seed,
      });
    }

    function end() {
      frame.running(null);
      run.show(false);
      frame.ready();
    }

    function draw() {
      const { limit, title, stop } = facts;
      const from = lost();
      const [shown, until] =
        from < 0
          ? [losses, steps.length]
          : [[...losses.slice(0, from), Infinity], steps.filter((step) => step < from).length];
      const found = sharpness.slice(0, until);
      const most = Number(length.select.value);
      const x = { title: "step", tight: true, domain: /** @type {[number, number]} */ ([0, most]) };
      charts[0].show(
        {
          x,
          y: { title: "", said: "loss", log: true },
          series: [{ id: "loss", name, colour, x: shown.map((_, k) => k), y: shown }],
        },
        `Loss of ${title} by step.`,
      );
      const top = Math.max(...found.filter(Number.isFinite), limit ?? 0) * 1.1;
      charts[1].show(
        {
          x,
          y: { title: "", said: "sharpness", domain: [0, top] },
          series: [{ id: "sharpness", name, colour, x: steps.slice(0, until), y: found }],
          rules: limit ? [{ axis: "y", at: limit, text: `2/lr = ${numberText(limit)}`, strong: true }] : [],
        },
        `Sharpness of ${title} by step.`,
      );
      const last = found[found.length - 1] ?? 0;
      const share = limit ? last / limit : 0;
      gauge.value = Math.min(share, 2);
      reading.textContent = `${share.toFixed(2)}`;
      const where = share > 1.15 ? "above 2/lr" : share > 0.85 ? "at 2/lr" : "below 2/lr";
      frame.say(
        `${name} on ${title}: ${from < 0 ? `loss ${numberText(losses[losses.length - 1])}, sharpness ${numberText(last)}, ${where}.` : `it diverges from step ${from} on; before that its sharpness was ${numberText(last)}, ${where}.`}${from < 0 && stop && stop.kind !== "max_steps" ? ` ${stop.sentence}` : ""}${rates.hidden ? " 2/lr is the limit of plain gradient descent; this rule’s is another." : ""}`,
      );
    }

    /** The step from which on the loss is beyond a thousand times its first; -1 for a run that stays. */
    function lost() {
      return losses.findIndex((loss) => !(loss <= LOST * Math.max(losses[0], 1e-9)));
    }

    return {
      update(state, changed) {
        if (changed.has("selected") && state.selected !== selected) example = false;
        selected = state.selected;
        if (["racers", "selected", "seed"].some((part) => changed.has(part))) void ask(state);
      },
      dispose() {
        latest++;
        task.stop();
        for (const chart of charts) chart.dispose();
      },
    };
  },
};
