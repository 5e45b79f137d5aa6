/** One matrix under a rule: entries and singular values of its gradient, momentum and update on the way. */

import { builtInBut, chosen, failureOf, mayRun, racerOf, remarks, waiting } from "./kit/requests.js";
import { menu, offer, slider } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { figureOf, MatrixColumn, PARTS } from "./kit/matrix-column.js";
import { ownRate } from "./kit/own-rate.js";
import { rateOf, ruleOf } from "./kit/known-rules.js";
import { onTheme } from "../draw/theme-colours.js";
import { numberText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("./kit/matrix-column.js").Shown} Shown */

const PROBLEMS = [
  { value: "quadratic", text: "a matrix to be found" },
  { value: "factorised", text: "a product of two matrices" },
];
const CONDITIONS = ["1", "3", "10", "100", "1000"].map((value) => ({ value, text: value }));
const QUIET = 120;
/** Of the menu: the racer that is chosen on the page. */
const CHOSEN = "chosen racer";
/** The rule that is shown first where the chosen racer sees no matrix. */
const SHOWN = "muon";
/** The rule beside it: the usual one, which sees a list of numbers. */
const USUAL = "adam";
/** Of the second menu: no rule beside the first. */
const NONE = "none";
/** Singular values at or below it are noise of the arithmetic. */
const LEAST = 1e-12;

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, figures, dash }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "Rules like Muon and SOAP see a matrix, not a list of numbers. Watch what they do to its singular values; the thick line is the largest.",
    });
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(store.state), QUIET);
    };
    const rule = menu("Rule", [{ value: CHOSEN, text: "" }], later);
    const beside = menu("Beside", [{ value: NONE, text: "nothing" }], later);
    const problem = menu("Learning", PROBLEMS, later);
    const rows = slider("Rows", { low: 2, high: 16, value: 6 }, later);
    const columns = slider("Columns", { low: 2, high: 16, value: 4 }, later);
    const left = menu("Condition, left", CONDITIONS, later);
    const right = menu("right", CONDITIONS, later);
    [left.select.value, right.select.value] = ["10", "3"];
    const rate = ownRate({ low: 1e-6, high: 10 }, later);
    const steps = menu(
      "Steps",
      ["60", "200", "600", "2000"].map((value) => ({ value, text: value })),
      later,
    );
    steps.select.value = "200";
    const scrub = slider("Shown: step", { low: 0, high: 59, value: 59 }, () => entries());
    frame.controls.append(
      ...[rule, beside, problem, rows, columns, left, right, rate, steps, scrub].map((one) => one.element),
    );
    frame.plot.classList.add("several");
    const loss = figureOf(frame, figures, frame.plot, "Loss");
    const both = [new MatrixColumn(frame, figures), new MatrixColumn(frame, figures)];
    const unlisten = onTheme(entries);
    // Most rules of the page see a list of numbers; what a matrix changes is seen on one that sees the matrix.
    let example = builtInBut(
      chosen(store.state),
      ...catalog.listing.rules.filter(isOfMatrices).map(({ name }) => name),
    );
    let followed = store.state.selected;
    let timer = 0;
    let latest = 0;
    let closed = false;
    /** What each of the rules did, the first in the first column. @type {Shown[]} */
    let good = [];

    /** @param {State} state */
    async function ask(state) {
      const mine = (latest += 1);
      const selected = chosen(state);
      const kin = catalog.listing.rules.filter(isOfMatrices);
      const plain = catalog.listing.rules.filter(({ name }) => ["sgd", "momentum", "adam"].includes(name));
      const options = [
        { value: CHOSEN, text: selected ? `${selected.name} (racer)` : "no racer" },
        ...[...kin, ...plain].map(({ name, title }) => ({ value: name, text: title || name })),
      ];
      offer(rule.select, options, example ? SHOWN : rule.select.value);
      offer(
        beside.select,
        [{ value: NONE, text: "nothing" }, ...options.slice(1)],
        example ? USUAL : beside.select.value,
      );
      example = false;
      const racer = rule.select.value === CHOSEN ? selected : undefined;
      if (rule.select.value === CHOSEN && !(racer && mayRun(racer))) {
        frame.failed(racer ? waiting([racer]) : []);
        return frame.blank(racer ? "" : "Add a racer, or choose a rule.");
      }
      const asked = racer
        ? racerOf(racer)
        : { id: rule.select.value, rule: rule.select.value, settings: {}, modifiers: [] };
      const info = racer ? await ruleOf({ studio, catalog }, racer) : (catalog.rules.get(rule.select.value) ?? null);
      if (closed || mine !== latest) return;
      const id = racer?.id ?? rule.select.value;
      const name = racer?.name ?? info?.title ?? rule.select.value;
      rate.follow(id, name, rateOf(info, asked.settings));
      const lr = rate.current();
      frame.drawing();
      const ran = (/** @type {any} */ one, /** @type {string} */ key) =>
        studio.ask(
          "studio.matrix",
          {
            racer: one,
            problem: problem.select.value,
            rows: Number(rows.input.value),
            columns: Number(problem.select.value === "factorised" ? rows.input.value : columns.input.value),
            kappa_left: Number(left.select.value),
            kappa_right: Number(right.select.value),
            steps: Number(steps.select.value),
            seed: state.seed,
          },
          { key },
        );
      const answer = await ran(lr === null ? asked : { ...asked, settings: { ...asked.settings, lr } }, "matrix");
      if (closed || answer.outcome === "superseded") return;
      const failure = failureOf(answer);
      frame.failed(failure ? [{ name, text: failure }] : remarks(name, answer.value));
      if (failure) frame.lacks(id);
      else {
        frame.shows(id);
        const own = lr ?? rateOf(info, asked.settings);
        const one = { name, rate: own, colour: racer?.colour ?? 1, dash: racer ? dash(racer) : [] };
        const found = [{ ...one, value: answer.value, arrays: answer.arrays ?? {} }];
        const other = beside.select.value;
        if (other !== NONE && other !== id) {
          const also = await ran({ id: other, rule: other, settings: {}, modifiers: [] }, "matrix beside");
          if (closed || mine !== latest) return;
          const look = { colour: one.colour === 2 ? 1 : 2, dash: [8, 4] };
          const title = catalog.rules.get(other)?.title ?? other;
          if (!failureOf(also))
            found.push({
              name: title,
              rate: rateOf(catalog.rules.get(other) ?? null, {}),
              ...look,
              value: also.value,
              arrays: also.arrays ?? {},
            });
        }
        good = found;
        draw();
      }
      if (mine === latest) frame.ready();
    }

    function draw() {
      if (good.length === 0) return;
      const [{ value }] = good;
      for (const one of [columns, left, right]) one.element.hidden = problem.select.value === "factorised";
      frame.plot.classList.toggle("paired", good.length > 1);
      loss.chart.show(
        {
          x: { title: "step", tight: true },
          y: { title: "", said: "loss", log: true, floor: 1e-16 },
          series: good.map((one) => ({
            ...{ id: one.name, name: one.name, colour: one.colour, dash: one.dash },
            ...{ x: Float64Array.from(one.arrays.losses.data, (_, k) => k), y: one.arrays.losses.data },
          })),
        },
        `Loss of ${good.map((one) => one.name).join(" and ")} by step.`,
      );
      for (const [place, column] of both.entries()) {
        column.element.hidden = !good[place];
        if (good[place]) column.show(good[place], shared(good));
      }
      scrub.input.max = `${Math.max(value.kept.length - 1, 0)}`;
      if (Number(scrub.input.value) > value.kept.length - 1) scrub.input.value = scrub.input.max;
      scrub.input.disabled = value.kept.length < 2;
      frame.say(
        good
          .map((one, place) => {
            const { data } = one.arrays.losses;
            const stop = one.value.stop.kind === "max_steps" ? "" : ` ${one.value.stop.sentence}`;
            return `${one.name} on ${one.value.title}: loss ${numberText(data[data.length - 1])}.${both[place].spreads}${stop}`;
          })
          .join(" "),
      );
      const listed = good.flatMap((one) =>
        PARTS.filter(({ id }) => one.arrays[`${id}.singular`]).map(({ id }) => ({ ...one, id })),
      );
      frame.showNumbers({
        caption: `Largest and smallest singular values, ${good.map((one) => one.name).join(" and ")}`,
        columns: [
          "step",
          ...listed.flatMap((one) => {
            const of = good.length > 1 ? `${one.name}, ${one.id}` : one.id;
            return [`${of}, largest`, `${of}, smallest`];
          }),
        ],
        rows: value.kept.map((/** @type {number} */ step, /** @type {number} */ k) => [
          step,
          ...listed.flatMap(({ id, arrays }) => {
            const { data, shape } = arrays[`${id}.singular`];
            return [data[k * shape[1]] ?? NaN, data[(k + 1) * shape[1] - 1] ?? NaN];
          }),
        ]),
      });
      entries();
    }

    /** What stands at the step that is shown. */
    function entries() {
      const kept = good[0]?.value.kept ?? [];
      if (kept.length === 0) return;
      const k = Math.min(Number(scrub.input.value), kept.length - 1);
      scrub.element.querySelector("output")?.replaceChildren(`${kept[k]}`);
      for (const [place, column] of both.entries()) if (good[place]) column.entries(k);
      loss.chart.cursor(kept[k]);
    }

    return {
      update(state, changed) {
        if (changed.has("selected") && state.selected !== followed) rule.select.value = CHOSEN;
        followed = state.selected;
        if (["racers", "selected", "seed"].some((part) => changed.has(part))) later();
      },
      dispose() {
        closed = true;
        clearTimeout(timer);
        unlisten();
        loss.chart.dispose();
        for (const column of both) column.dispose();
      },
    };
  },
};

/** @param {{scope: string}} rule */
function isOfMatrices({ scope }) {
  return scope === "matrix";
}

/**
 * From the least to the greatest of the singular values of a part of several rules; nothing where there is but one.
 * @param {Shown[]} shown
 * @returns {(part: string) => [number, number] | undefined}
 */
function shared(shown) {
  return (part) => {
    const values = shown.flatMap(({ arrays }) => Array.from(arrays[`${part}.singular`]?.data ?? []));
    const seen = values.filter((value) => Number.isFinite(value) && value > LEAST);
    if (shown.length < 2 || seen.length === 0) return undefined;
    const [low, high] = [Math.min(...seen), Math.max(...seen)];
    return [low / 1.2, high * 1.2];
  };
}
