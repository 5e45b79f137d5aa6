/** The graph of the chosen rule, typed or built in: who feeds whom, with the numbers of the step that is shown. */

import { GraphPicture } from "../elements/graph-picture.js";
import { button, racerMenu } from "./kit/controls.js";
import { Frame } from "./kit/frame.js";
import { chosenToRun, failureOf, racerOf, remarks, runOf } from "./kit/requests.js";

/** @typedef {import("./kit/types.js").State} State */
/** @typedef {import("./kit/types.js").Racer} Racer */
/** @typedef {import("../python/seam.d.ts").NodesAnswer} NodesAnswer */

/** @type {import("./kit/types.js").Panel} */
export const panel = {
  mount(host, { id: panelId, studio, store }) {
    const frame = new Frame(host, {
      id: panelId,
      lead: "What the rule computes, by its author’s names, modifiers included: each node with its number at the step that is shown on the map.",
    });
    const racers = racerMenu(store);
    const picture = new GraphPicture();
    let name = "rule";
    const save = button("Save as SVG", () => picture.save(`${name}-graph.svg`));
    save.disabled = true;
    frame.controls.append(racers.element, save);
    frame.plot.classList.add("whole");
    frame.plot.append(picture.node);
    let asked = "";
    let closed = false;

    /** @param {State} state */
    async function ask(state) {
      racers.show(state);
      const racer = chosenToRun(state, frame, "Add a racer to see its graph.");
      if (!racer) {
        asked = "";
        save.disabled = true;
        return;
      }
      const { steps, ...run } = runOf(state);
      const args = { ...run, racer: racerOf(racer), step: Math.min(Math.max(state.step, 1), steps) };
      const mine = JSON.stringify(args);
      if (mine === asked) return;
      asked = mine;
      frame.drawing();
      const answer = await studio.ask("studio.nodes", args, { key: panelId });
      // While the step is dragged each answer shows, though the next question is under way; errors only of the last one.
      const failure = failureOf(answer) ?? refusal(answer.value);
      const latest = mine === asked;
      if (closed || answer.outcome === "superseded" || !(latest || (asked && !failure))) return;
      frame.failed(failure ? [{ name: racer.name, text: failure }] : remarks(racer.name, answer.value));
      if (failure || !answer.value) frame.blank();
      else show(racer, answer.value);
      save.disabled = Boolean(failure);
      if (latest && !failure) frame.ready();
    }

    /** @param {Racer} racer @param {NodesAnswer} value */
    function show(racer, value) {
      if (value.nodes.length === 0)
        return frame.blank(`${racer.name} has ${value.count} nodes, too many for a picture that can be read.`);
      frame.shows(racer.id);
      frame.plot.dataset.colour = `${racer.colour}`;
      name = racer.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      picture.show(value.nodes, value.step, `The graph of ${racer.name}`);
      frame.say(
        value.finite
          ? `${racer.name}, step ${value.step}: ${value.count} nodes.`
          : `${racer.name} is beyond all numbers before step ${value.step}: go back to the steps in which it leaves.`,
      );
      frame.showNumbers(numbers(racer.name, value));
    }

    return {
      update(state, changed) {
        if (["step", "ground", "racers", "steps", "start", "seed", "selected"].some((part) => changed.has(part)))
          void ask(state);
      },
      dispose() {
        closed = true;
      },
    };
  },
};

/** Why there is no graph, if so. @param {NodesAnswer | undefined} value */
function refusal(value) {
  if (!value?.refused) return null;
  const { line, message } = value.refused;
  return line === null ? message : `line ${line}: ${message}`;
}

/**
 * @param {string} name
 * @param {NodesAnswer} value
 * @returns {import("./kit/frame.js").Table}
 */
function numbers(name, { nodes, step }) {
  const width = Math.max(...nodes.map(({ first }) => first.length));
  return {
    caption: `${name} at step ${step}`,
    columns: ["node", "what", ...Array.from({ length: width }, (_, k) => `${k + 1}`), "norm"],
    rows: nodes.map(({ name: own, text, role, first, norm }) => [
      own,
      text || role,
      ...Array.from({ length: width }, (_, k) =>
        typeof first[k] === "boolean" ? String(first[k]) : (first[k] ?? null),
      ),
      norm,
    ]),
  };
}
