/** The runs of the race, told to the page that shows this one in a frame, once it has asked for them. */

import { tell, whenAsked } from "../../embed/parent.js";

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("./racing.js").Racing} Racing */

/**
 * What is told of each racer that ran here and did not fail since. Plain numbers: no code, no text but names.
 * @param {Pick<State, "racers">} state
 * @param {Pick<Racing, "runs" | "troubles">} racing
 * @returns {import("../../embed/framed.js").Run[]}
 */
export function runsOf({ racers }, { runs, troubles }) {
  /** @type {Set<string>} */
  const taken = new Set();
  return racers.flatMap(({ id, name }) => {
    const run = runs.get(id);
    // What the page opened with was rounded on its way from the server.
    if (!run || run.question === undefined || troubles.has(id)) return [];
    const { dim, steps, stop } = run;
    const label = freeName(name, taken);
    // Copies: what a message holds is sent with all the memory that it is a part of.
    const [points, losses] = [Float64Array.from(run.points), Float64Array.from(run.losses)];
    return [{ label, dim, steps, stop: stop.kind, points, losses }];
  });
}

/** A name that no racer before has. @param {string} name @param {Set<string>} taken */
function freeName(name, taken) {
  let label = name;
  for (let count = 2; taken.has(label); count += 1) label = `${name} (${count})`;
  taken.add(label);
  return label;
}

/**
 * Tells of every race from the first question on.
 * @param {{store: import("../../panels/kit/types.js").Store, racing: Racing}} parts
 */
export function tellRaces({ store, racing }) {
  /** @type {string | null} */
  let asker = null;
  const say = () => {
    if (asker === null || racing.state !== "ready") return;
    tell("race", { racers: runsOf(store.state, racing) }, asker);
  };
  racing.subscribe((what) => {
    if (what === "race") say();
  });
  whenAsked("watch", (origin) => {
    asker = origin;
    if (runsOf(store.state, racing).length) say();
  });
  tell("ready");
}
