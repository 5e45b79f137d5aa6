import assert from "node:assert/strict";
import { test } from "node:test";

import { readState } from "../../../../static/js/pages/playground/state.js";
import { from, usual } from "./catalog.js";

const adam = { rule: "adam", settings: { lr: 0.1 } };

test("a state that is whole loses nothing", () => {
  const racers = [
    { name: "One", rule: "adam", settings: { lr: 0.2, form: null, wd: 0.1 }, modifiers: ["decay"], colour: 3 },
    { name: "Mine", source: "def update(): ...", settings: { anything: 1 }, modifiers: [], colour: 2 },
  ];
  const ground = { family: "quadratic", parameters: { kappa: 5 }, transforms: [{ kind: "rotate", angle: 1 }] };
  const { state, lost } = readState({ ground, racers, steps: 20, start: [1, 2], seed: 3, step: 5 }, from);
  assert.deepEqual(lost, []);
  assert.deepEqual(state.ground, ground);
  assert.deepEqual([state.steps, state.start, state.seed, state.step], [20, [1, 2], 3, 5]);
  assert.deepEqual(
    state.racers.map(({ settings, modifiers, trusted, colour }) => ({ settings, modifiers, trusted, colour })),
    [
      { settings: { lr: 0.2, form: null, wd: 0.1 }, modifiers: ["decay"], trusted: true, colour: 3 },
      { settings: { anything: 1 }, modifiers: [], trusted: false, colour: 2 },
    ],
  );
});

test("what is left out of a state has its usual value and is not said to be lost", () => {
  const { state, lost } = readState({}, from);
  assert.deepEqual(lost, []);
  assert.deepEqual([state.racers, state.ground, state.steps], [usual.racers, usual.ground, usual.steps]);
});

test("what cannot be followed is replaced and said", () => {
  for (const [raw, said] of /** @type {[object, RegExp][]} */ ([
    [{ ground: { name: "nowhere" } }, /No landscape is called “nowhere”; the usual one is shown/],
    [{ ground: { family: "rosenbrock" } }, /No landscape is called “rosenbrock”/],
    [{ ground: { name: "sphere", expression: "x" } }, /landscape cannot be read/],
    [{ ground: null }, /landscape cannot be read/],
    [{ ground: { family: "quadratic", parameters: { angle: 1 } } }, /no parameter “angle”/],
    [{ ground: { name: "sphere", transforms: [{ kind: "melt" }, { kind: "noise" }] } }, /1 of the changes/],
    [{ ground: { name: "sphere", window: [[3, 1], [0, 1]] } }, /window .* was lost/], // prettier-ignore
    [{ ground: { name: "sphere", jitter: { spread: 9 } } }, /jittered was lost/],
    [{ steps: 1e9 }, /steps is a whole number from 1 to 20000, not 1000000000: 300 it is/],
    [{ steps: "many" }, /steps is .* not “many”/],
    [{ seed: -1 }, /seed is a whole number/],
    [{ start: [1, "2"] }, /start .* is no point/],
    [{ racers: 3 }, /racers are no list/],
    [{ racers: [{ rule: "nope" }] }, /Racer 1 was left out: no rule is called “nope”/],
    [{ racers: [null, adam] }, /Racer 1 was left out/],
    [{ racers: Array(7).fill(adam) }, /7 racers are more than 6/],
    [{ racers: [{ source: "x".repeat(50_000) }] }, /its code is longer/],
  ])) {
    const { lost } = readState(raw, from);
    assert.equal(lost.length, 1, JSON.stringify([raw, lost]).slice(0, 300));
    assert.match(lost[0], said);
  }
});

test("a setting or modifier that is lost marks its racer alone", () => {
  const wrong = { name: "Bad", rule: "sgd", settings: { lr: 0.1, beta9: 1, form: "x" }, modifiers: ["nothing"] };
  const { state, lost } = readState(
    { racers: [adam, wrong, { ...adam, settings: { lr: "fast", form: "new" } }] },
    from,
  );
  assert.equal(lost.length, 2);
  assert.match(
    lost[0],
    /^Bad: no modifier is called “nothing”; no setting is called “beta9”; no setting is called “form”/,
  );
  assert.match(lost[1], /^Racer 3: lr is a number, not “fast”; form is one of paper, .*, not “new”/);
  assert.deepEqual(
    state.racers.map(({ settings, lost: own }) => [settings, own === undefined]),
    [
      [{ lr: 0.1 }, true],
      [{ lr: 0.1 }, false],
      [{}, false],
    ],
  );
});
