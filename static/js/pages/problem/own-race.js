/** "Race your code in the playground": the learner's function as an update rule, among the rules that it is compared with. */

import { at } from "../../base/address.js";
import { packText } from "../../base/packed-text.js";
import { noteOwn } from "../../base/storage/own-code.js";

/**
 * @typedef {object} OwnRace as the server says it (`app/course/races.py`)
 * @property {string} code what makes a rule of a solution, put after it
 * @property {{racers: Record<string, unknown>[], [key: string]: unknown}} state the race that it joins, in place of its first racer
 */

/**
 * The racer's whole source, and the state of the race with it, as a link of the playground carries it.
 * @param {string} typed
 * @param {OwnRace} race
 */
export function ownRace(typed, { code, state }) {
  const source = `${typed.trimEnd()}\n${code}`;
  const [first, ...others] = state.racers;
  const racers = [{ ...first, name: "Your code", source }, ...others].map((racer, place) => ({
    ...{ modifiers: [], colour: place + 1 },
    ...racer,
  }));
  return { source, state: { v: 1, ...state, racers, selected: "r1" } };
}

/**
 * Where the code races; noted as the visitor's own, it does so without being asked about there.
 * @param {string} typed
 * @param {OwnRace} race
 * @param {Storage | null} storage
 */
export async function ownRaceLink(typed, race, storage) {
  const { source, state } = ownRace(typed, race);
  noteOwn(storage, source);
  return at(`/playground#s=${await packText(JSON.stringify(state))}`);
}
