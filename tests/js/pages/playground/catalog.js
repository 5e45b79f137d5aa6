/** A small catalog, and the state with which a page opens. */

const hyper = (name) => ({ name, default: 0.1, low: 0, high: 1, scale: "linear", doc: "" });
const choice = (name, ...values) => ({ name, default: values[0], options: values.map((value) => ({ value })) });
const named = (...entries) => new Map(entries.map((entry) => [entry.name, entry]));

export const catalog = {
  rules: named(
    { name: "adam", hypers: [hyper("lr"), hyper("beta1")], choices: [choice("form", "paper", null)] },
    { name: "sgd", hypers: [hyper("lr")], choices: [] },
  ),
  modifiers: named(
    { name: "cautious", hypers: [], choices: [] },
    { name: "decay", hypers: [hyper("wd")], choices: [] },
  ),
  landscapes: named({ name: "rosenbrock" }, { name: "sphere" }),
  families: named({ name: "quadratic", parameters: { kappa: 10 } }),
  listing: { transforms: ["rotate", "noise"] },
};

export const usual = {
  ground: { name: "rosenbrock" },
  racers: [{ id: "r1", name: "Adam", rule: "adam", settings: { lr: 0.1 }, modifiers: [], colour: 1, trusted: true }],
  ...{ steps: 300, start: null, seed: 0, step: 300, playing: false, speed: 50, panel: null, selected: "r1" },
};

export const from = { catalog, usual, trusted: false };
