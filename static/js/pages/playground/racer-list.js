/** The racers: rows that come and go with the state. */

import { at } from "../../base/address.js";
import { element } from "../../base/dom.js";
import { keepForScale } from "../../base/storage/scale-rules.js";
import { RacerRow } from "./racer-row.js";
import { MOST_RACERS } from "./state.js";
import { suggestedRate } from "./suggested-rate.js";
import { Thresholds } from "./thresholds.js";

/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {import("./racing.js").Racing} Racing */

export class RacerList {
  /** @type {Map<string, RacerRow>} */
  #rows = new Map();

  /**
   * @param {HTMLElement} host
   * @param {{store: Store, racing: Racing, catalog: Catalog, luck: import("./luck.js").Luck, studio: import("../../python/studio.js").Studio, edit: (racer: Racer) => void, removed: (racer: Racer) => void}} parts
   */
  constructor(host, { store, racing, catalog, luck, studio, edit, removed }) {
    this.store = store;
    this.racing = racing;
    this.catalog = catalog;
    this.luck = luck;
    this.edit = edit;
    this.removed = removed;
    this.thresholds = new Thresholds(studio, store, racing, () => this.numbers());
    this.list = element("ul", { class: "racer-list", "data-racers": true });
    this.add = element("button", { type: "button", "data-add": true }, "Add a racer");
    this.add.addEventListener("click", () => this.append({ rule: this.#unused() }));
    const fair = element("button", { type: "button", class: "quiet", "data-fair": true }, "Race them fairly");
    fair.title = "Equal tuning for every racer, many starts and seeds, tuned baselines";
    fair.addEventListener("click", () => store.set({ panel: "fair" }));
    this.scale = element("a", { "data-scale": true });
    this.scale.addEventListener("click", (event) => this.#takeAlong(event));
    this.aside = element("p", { class: "aside-note", hidden: true, role: "status" });
    host.replaceChildren(
      element("h2", {}, "Racers"),
      this.list,
      element("div", { class: "racer-actions" }, this.add, fair),
      element("p", { class: "scale" }, this.scale),
      this.aside,
    );
    store.subscribe((_state, changed) => {
      if (changed.has("racers") || changed.has("selected")) this.update();
      else if (changed.has("step")) this.numbers();
    });
    racing.subscribe((what) => what === "race" && this.numbers());
    luck.subscribe(() => this.#lucks());
    this.update();
  }

  update() {
    const { racers, selected } = this.store.state;
    const ids = new Set(racers.map((racer) => racer.id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.node.remove();
      this.#rows.delete(id);
    }
    for (const racer of racers) {
      const row = this.#rows.get(racer.id) ?? this.#make(racer);
      row.update(racer, racer.id === selected, racers.length === 1);
    }
    this.#lucks();
    this.add.disabled = racers.length >= MOST_RACERS;
    this.#offerScale();
    this.numbers();
  }

  /** The way to large runs: built-in rules go along by name, typed ones as what they compute. */
  #offerScale() {
    const { racers } = this.store.state;
    const rules = [...new Set(racers.flatMap(({ rule }) => (rule ? [rule] : [])))];
    const typed = this.#typed();
    const count = rules.length + typed.length;
    const query = [
      ...(rules.length ? [`rules=${rules.map(encodeURIComponent).join(",")}`] : []),
      ...(typed.length ? ["typed=1"] : []),
    ];
    this.scale.hidden = count === 0;
    this.scale.href = at(`/compare?${query.join("&")}`);
    this.scale.textContent = `Run ${count === 1 ? "this rule" : `these ${count} rules`} at scale`;
    this.aside.textContent = "Of a typed rule its operations go along, never its source.";
    this.aside.hidden = typed.length === 0;
  }

  /** The typed rules that may run, with what stands around each and its settings but for the rate; each once. */
  #typed() {
    const rules = this.store.state.racers.flatMap(({ name, source, trusted, modifiers, settings }) => {
      const { lr: _, ...kept } = settings;
      return source && trusted ? [{ name, source, modifiers, settings: kept }] : [];
    });
    const said = rules.map(({ name: _, ...rest }) => JSON.stringify(rest));
    return rules.filter((_, place) => said.indexOf(said[place]) === place);
  }

  /** @param {MouseEvent} event */
  #takeAlong(event) {
    const typed = this.#typed();
    if (typed.length === 0 || keepForScale(typed)) return;
    event.preventDefault();
    this.aside.textContent =
      "This browser keeps nothing, so a typed rule cannot go along. Save it as a file and use: optimizer-playground compare spec.toml --rule my_rule.py";
  }

  numbers() {
    const { racers, step } = this.store.state;
    for (const { id } of racers) {
      const run = this.racing.runs.get(id);
      this.#rows.get(id)?.show(run, this.racing.troubles.get(id), step, this.thresholds.of(run));
    }
  }

  #lucks() {
    for (const racer of this.store.state.racers)
      this.#rows.get(racer.id)?.lucky(racer.trusted && this.luck.begun, this.luck.of(racer));
  }

  /**
   * Adds a racer beside those there are.
   * @param {Partial<Racer>} wanted
   */
  append(wanted) {
    const { racers } = this.store.state;
    if (racers.length >= MOST_RACERS) return;
    const id = freeId(racers);
    const rule = this.catalog.rules.get(wanted.rule ?? "");
    const lr = rule && !wanted.settings ? suggestedRate(rule, this.racing.facts) : null;
    const settings = lr === null ? {} : { lr };
    const racer = {
      id,
      name: rule?.title ?? "typed rule",
      settings,
      modifiers: [],
      colour: freeColour(racers),
      trusted: true,
      ...wanted,
    };
    this.store.set({ racers: [...racers, racer], selected: id });
    return racer;
  }

  /** @param {Racer} racer */
  #make(racer) {
    const row = new RacerRow(racer, this.catalog, {
      change: (patch) => this.change(racer.id, patch),
      remove: () => this.#remove(racer.id),
      edit: () => this.edit(this.#racer(racer.id)),
      copy: () => {
        const { id: _id, colour: _colour, lost: _lost, ...rest } = this.#racer(racer.id);
        this.append({ ...rest, name: `${rest.name} 2` });
      },
      run: () => this.change(racer.id, { trusted: true }),
      select: () => this.store.set({ selected: racer.id }),
    });
    this.#rows.set(racer.id, row);
    this.list.append(row.node);
    return row;
  }

  /**
   * @param {string} id
   * @param {Partial<Racer>} patch
   * @param {import("../../panels/kit/types.js").Manner} [manner]
   */
  change(id, patch, manner) {
    const racers = this.store.state.racers.map((racer) =>
      // What its link has lost is no longer of interest once it is another one.
      racer.id === id ? without({ ...racer, lost: undefined, ...patch }) : racer,
    );
    this.store.set({ racers }, manner);
  }

  /** Chooses the racer in that place, from 0, and brings its row into view. @param {number} place */
  select(place) {
    const racer = this.store.state.racers[place];
    if (!racer) return;
    this.store.set({ selected: racer.id });
    this.#rows.get(racer.id)?.node.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} id @returns {Racer} */
  #racer(id) {
    return /** @type {Racer} */ (this.store.state.racers.find((racer) => racer.id === id));
  }

  /** @param {string} id */
  #remove(id) {
    const { racers, selected } = this.store.state;
    const gone = this.#racer(id);
    const kept = racers.filter((racer) => racer.id !== id);
    this.store.set({ racers: kept, selected: selected === id ? kept[0].id : selected });
    this.add.focus({ preventScroll: true });
    this.removed(gone);
  }

  /** A rule that does not race yet. */
  #unused() {
    const used = new Set(this.store.state.racers.map((racer) => racer.rule));
    const liked = ["sgd", "adamw", "rmsprop", "nesterov", "adam", "momentum", "lion", "nadam"];
    return liked.find((name) => !used.has(name) && this.catalog.rules.has(name)) ?? "sgd";
  }
}

/** A patch may take the rule or the source away. @param {Racer} racer */
function without(racer) {
  return /** @type {Racer} */ (Object.fromEntries(Object.entries(racer).filter(([, value]) => value !== undefined)));
}

/** @param {Racer[]} racers */
function freeId(racers) {
  const used = new Set(racers.map((racer) => racer.id));
  for (let number = 1; ; number += 1) if (!used.has(`r${number}`)) return `r${number}`;
}

/** @param {Racer[]} racers */
function freeColour(racers) {
  const used = new Set(racers.map((racer) => racer.colour));
  return [1, 2, 3, 4, 5, 6].find((colour) => !used.has(colour)) ?? 1;
}
