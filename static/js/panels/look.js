/** The step that is shown, from the inside: gradient, state, preconditioner, and the rule's own lines with their numbers. */

import { element, svg } from "../base/dom.js";
import { arrow, stepPicture } from "../plots/step-picture.js";
import { chosenToRun, failureOf, racerOf, remarks, runOf } from "./kit/requests.js";
import { racerMenu } from "./kit/controls.js";
import { formulaWithNumbers } from "./kit/formula-numbers.js";
import { Frame } from "./kit/frame.js";
import { stepOverlay } from "./kit/step-overlay.js";
import { numberText } from "../base/numbers.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("./kit/types.js").Racer} Racer */

const REACH = 78;
const AXES = ["x", "y"];

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store, catalog, ruleFormulas, overlay, colour }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "The step that is shown on the map, from the inside: its formula and its own lines with this step’s numbers put in.",
    });
    const racers = racerMenu(store);
    frame.controls.append(racers.element);
    frame.plot.classList.add("inside");
    frame.details.open = true;
    /** @type {Awaited<ReturnType<typeof ruleFormulas>>} */
    let formulas = {};
    void ruleFormulas().then((found) => {
      formulas = found;
      if (drawn && !closed) draw(...drawn);
    });
    /** @type {[Racer, any] | null} */
    let drawn = null;
    let asked = "";
    let closed = false;

    /** @param {State} state */
    async function ask(state) {
      racers.show(state);
      const racer = chosenToRun(state, frame, "Add a racer to look inside.");
      if (!racer) {
        asked = "";
        overlay(panelId, null);
        return frame.plot.replaceChildren();
      }
      const { steps, ...run } = runOf(state);
      const args = { ...run, racer: racerOf(racer), step: Math.min(Math.max(state.step, 1), steps) };
      const mine = JSON.stringify(args);
      if (mine === asked) return;
      asked = mine;
      frame.drawing();
      const answer = await studio.ask("studio.look", args, { key: "look" });
      // While the clock runs, each answer shows, though the next question is under way; errors only of the last one.
      const failure = failureOf(answer);
      const latest = mine === asked;
      if (closed || answer.outcome === "superseded" || !(latest || (asked && !failure))) return;
      frame.failed(failure ? [{ name: racer.name, text: failure }] : remarks(racer.name, answer.value));
      if (!failure) draw(racer, answer.value);
      else if (frame.lacks(racer.id)) overlay(panelId, null);
      if (latest) frame.ready();
    }

    /** @param {Racer} racer @param {any} value */
    function draw(racer, value) {
      drawn = [racer, value];
      if (value.loss === null) {
        overlay(panelId, null);
        return frame.blank(
          `${racer.name} is beyond all numbers before step ${value.step}: go back to the steps in which it leaves.`,
        );
      }
      frame.shows(racer.id);
      frame.plot.dataset.colour = `${racer.colour}`;
      const choices = catalog.ruleOf(racer)?.choices ?? [];
      const usual =
        racer.modifiers.length === 0 && choices.every(({ name, default: one }) => value.settings[name] === one);
      const formula = racer.rule === undefined ? undefined : formulas[racer.rule];
      const worked = element(
        "div",
        { class: "beside" },
        ...(formula ? [formulaWithNumbers(formula, value, usual)] : []),
        lines(value.lines),
      );
      frame.plot.replaceChildren(picture(racer.name, value), worked);
      frame.say(
        `${racer.name}, step ${value.step}: loss ${numberText(value.loss)} → ${numberText(value.next_loss)}` +
          (value.cosine === undefined || value.cosine === null
            ? "."
            : `; cosine with steepest descent ${value.cosine.toFixed(3)}, effective rate ${numberText(value.effective_rate)}.`) +
          (value.gradient_at?.length === 2
            ? ` The gradient is that at (${value.gradient_at.map(numberText).join(", ")}), where it is worse.`
            : "") +
          (value.ellipse
            ? ` Ellipse: the step divided by ${value.ellipse.divided_by}, per coordinate: longer where it goes farther for the same ${value.ellipse.divided_by}.`
            : ""),
      );
      frame.showNumbers(numbers(racer.name, value));
      overlay(panelId, value.update && value.point.length === 2 ? stepOverlay(value, colour(racer)) : null);
    }

    return {
      update(state, changed) {
        if (["step", "ground", "racers", "steps", "start", "seed", "selected"].some((part) => changed.has(part)))
          void ask(state);
      },
      dispose() {
        closed = true;
        overlay(panelId, null);
      },
    };
  },
};

/**
 * @param {string} name
 * @param {any} value
 */
function picture(name, { exact_gradient: gradient, update, ellipse }) {
  const flat = gradient.length === 2 && (update === null || update.length === 2);
  if (!flat) return element("p", { class: "panel-words" }, `${gradient.length} coordinates: no picture.`);
  const shapes = stepPicture({ gradient, update, radii: ellipse?.radii ?? null }, REACH);
  const to = (/** @type {[number, number]} */ [x, y]) => /** @type {[number, number]} */ ([100 + x, 100 - y]);
  return svg(
    "svg",
    {
      viewBox: "0 0 200 220",
      role: "img",
      "aria-label": `Directions of steepest descent and of ${name}’s step; the numbers are in the table.`,
    },
    svg("path", { class: "axis", d: "M8 100H192M100 8V192" }),
    shapes.radii &&
      svg("ellipse", { class: "ellipse", cx: "100", cy: "100", rx: `${shapes.radii[0]}`, ry: `${shapes.radii[1]}` }),
    shapes.slope && svg("path", { class: "arrow slope", d: arrow([100, 100], to(shapes.slope)) }),
    shapes.step && svg("path", { class: "arrow", d: arrow([100, 100], to(shapes.step)) }),
    svg("text", { x: "8", y: "202" }, "thick: the step"),
    svg("text", { x: "8", y: "216" }, "dashed: steepest descent"),
  );
}

/** @param {any[]} found */
function lines(found) {
  if (found.length === 0) return element("p", { class: "panel-words" }, "The lines of this rule cannot be watched.");
  return element(
    "ol",
    { tabindex: "0", "aria-label": "The rule’s lines with numbers" },
    ...found.map(({ name, code, numbers: put, value }) =>
      element(
        "li",
        {},
        element("b", {}, name),
        ` = ${code}`,
        ...put.map((/** @type {string} */ text, /** @type {number} */ k) =>
          element("small", {}, `${put.length > 1 ? `${AXES[k] ?? k + 1}: ` : ""}${text} = ${entry(value, k)}`),
        ),
        put.length === 0 && typeof value === "number" ? element("small", {}, numberText(value)) : null,
      ),
    ),
  );
}

/**
 * @param {unknown} value
 * @param {number} k
 */
function entry(value, k) {
  const one = Array.isArray(value) ? (value.length === 1 ? value[0] : value[k]) : value;
  return numberText(typeof one === "number" ? one : null, 5);
}

/**
 * @param {string} name
 * @param {any} value
 * @returns {import("./kit/frame.js").Table}
 */
function numbers(name, value) {
  const rows = [
    ["point", "", value.point],
    ["gradient", "as the rule was given it", value.gradient],
    ["exact gradient", "", value.exact_gradient],
    ["step", "what is added to the point", value.update],
    ["rate", "step over gradient", value.rates],
    ["next point", "", value.next],
    ...(value.ellipse
      ? [["ellipse", `step over ${value.ellipse.divided_by}, without its sign`, value.ellipse.radii]]
      : []),
    ...value.state.flatMap((/** @type {any} */ one) => [
      [`${one.name} before`, one.doc, one.before],
      [`${one.name} after`, one.doc, one.after],
    ]),
  ];
  const width = Math.min(value.point.length, 8);
  return {
    caption: `${name} at step ${value.step}${value.point.length > width ? `, the first ${width} of ${value.point.length} coordinates` : ""}`,
    columns: [
      "",
      "what",
      ...Array.from({ length: width }, (_, k) => (value.point.length === 2 ? AXES[k] : `${k + 1}`)),
    ],
    rows: rows.map(([label, doc, entries]) => {
      const flat = (Array.isArray(entries) ? entries : [entries]).flat(3);
      return [label, doc, ...Array.from({ length: width }, (_, k) => (typeof flat[k] === "number" ? flat[k] : null))];
    }),
  };
}
