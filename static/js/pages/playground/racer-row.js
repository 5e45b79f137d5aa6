/** One racer's row: what it is, how it stands, its sliders, and what can be done with it. */

import { element } from "../../base/dom.js";
import { luckMeter } from "../../elements/luck-meter.js";
import { hyperField } from "./hyper-field.js";
import { gone, troubleSentence } from "./racing.js";
import { swatch } from "./swatch.js";
import { passedSentence } from "./thresholds.js";
import { numberText } from "../../base/numbers.js";

/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */
/** @typedef {import("./racing.js").Run} Run */
/** @typedef {import("./racing.js").Trouble} Trouble */

/**
 * @typedef {object} Actions
 * @property {(patch: Partial<Racer>) => void} change
 * @property {() => void} remove
 * @property {() => void} edit
 * @property {() => void} copy
 * @property {() => void} run a typed rule that came with a link
 * @property {() => void} select
 */

/** How many sliders stand open; the others fold away. */
const OPEN = 2;

export class RacerRow {
  /** @type {Map<string, (value: number) => void>} */
  #sliders = new Map();
  #loss = element("output", { class: "racer-loss" });
  #says = element("p", { class: "racer-says" });
  #luck = element("p", {
    class: "racer-luck",
    hidden: true,
    "data-luck": true,
    title: "The share of random starts that end worse than this one, at the same settings",
  });
  #signature = "";
  #said = "";
  #open = false;

  /**
   * @param {Racer} racer
   * @param {Catalog} catalog
   * @param {Actions} actions
   */
  constructor(racer, catalog, actions) {
    this.catalog = catalog;
    this.actions = actions;
    this.node = element("li", { class: "racer" });
    this.node.addEventListener("pointerdown", () => actions.select());
    this.node.addEventListener("focusin", () => actions.select());
    this.update(racer, false);
  }

  /**
   * @param {Racer} racer
   * @param {boolean} selected
   * @param {boolean} [only] the last racer, which stays
   */
  update(racer, selected, only = false) {
    this.racer = racer;
    this.node.toggleAttribute("data-selected", selected);
    const rule = this.catalog.ruleOf(racer);
    const signature = JSON.stringify([
      racer.rule,
      racer.source,
      racer.name,
      racer.modifiers,
      racer.colour,
      racer.trusted,
      rule?.hypers.length,
      only,
    ]);
    if (signature !== this.#signature) {
      this.#signature = signature;
      this.#build(racer, only);
    }
    for (const [name, show] of this.#sliders) {
      const value = racer.settings[name];
      show(typeof value === "number" ? value : (this.#hypers().find((hyper) => hyper.name === name)?.default ?? 0));
    }
  }

  /**
   * How the racer stands at the step that is shown.
   * @param {Run | undefined} run
   * @param {Trouble | undefined} trouble
   * @param {number} step
   * @param {import("../../python/seam.d.ts").Passed | null} passed which limit the run was above, where that is known
   */
  show(run, trouble, step, passed) {
    const { dataset } = this.node;
    if (run) {
      const at = Math.min(step, run.steps);
      this.#loss.textContent = numberText(run.losses[at]);
      dataset.loss = String(run.loss);
      dataset.steps = String(run.steps);
      dataset.stop = run.stop.kind;
    } else {
      this.#loss.textContent = "";
      for (const name of ["loss", "steps", "stop"]) delete dataset[name];
    }
    dataset.outcome = trouble?.outcome ?? "done";
    const untrusted = this.racer && !this.racer.trusted;
    const [notice] = run?.notices ?? [];
    const said = untrusted
      ? "This code came with the link. Read it, then run it."
      : trouble
        ? troubleSentence(trouble)
        : run && gone(run)
          ? passed
            ? passedSentence(run.stop, passed)
            : `${run.stop.sentence.replace(/\.$/, "")}: step ${run.stop.step}.`
          : (this.racer?.lost ?? notice?.message ?? "");
    const repair = (!untrusted && !trouble && passed?.repair) || null;
    // Written only where it changes: the clock asks sixty times a second, and a button that is written anew loses its press.
    const wanted = JSON.stringify([said, repair]);
    if (wanted !== this.#said) {
      this.#said = wanted;
      this.#says.replaceChildren(said, ...(repair ? [" ", this.#repair(repair)] : []));
    }
    this.#says.hidden = said === "";
    this.#says.classList.toggle("bad", Boolean(trouble ?? this.racer?.lost) || (run !== undefined && gone(run)));
  }

  /** @param {number} rate */
  #repair(rate) {
    const label = `Set ${numberText(rate)}`;
    const button = element("button", { type: "button", class: "repair", "data-repair": true }, label);
    button.addEventListener("click", () => this.#set("lr", rate));
    return button;
  }

  /**
   * How lucky the start is.
   * @param {boolean} wanted
   * @param {{worse: number, count: number} | null} found null while it is being looked for
   */
  lucky(wanted, found) {
    this.#luck.hidden = !wanted;
    this.#luck.replaceChildren(
      element("span", {}, "luck of the start"),
      ...(found ? luckMeter(this.racer?.name ?? "", found) : [" …"]),
    );
  }

  /** @param {Racer} racer @param {boolean} only */
  #build(racer, only) {
    const { actions } = this;
    this.node.dataset.racer = racer.name;
    this.node.dataset.colour = String(racer.colour);
    this.#sliders.clear();
    const name = element("input", {
      class: "racer-name",
      type: "text",
      maxlength: "40",
      value: racer.name,
      "aria-label": "Name of the racer",
      spellcheck: "false",
    });
    name.addEventListener("change", () => actions.change({ name: name.value.trim() || racer.name }));
    const button = (/** @type {string} */ label, /** @type {string} */ spoken, /** @type {() => void} */ act) => {
      const made = element(
        "button",
        { type: "button", class: "quiet", "aria-label": `${spoken} ${racer.name}` },
        label,
      );
      made.addEventListener("click", act);
      return made;
    };
    const remove = button("Remove", "Remove", actions.remove);
    remove.disabled = only;
    if (only) remove.title = "A race needs a racer: add another one before this one goes.";
    const edit = button(
      racer.source === undefined ? "Fork" : "Edit",
      racer.source === undefined ? "Fork and edit the code of" : "Edit the code of",
      actions.edit,
    );
    edit.dataset.edit = "";
    const tools = element(
      "div",
      { class: "racer-tools" },
      this.#ruleMenu(racer),
      edit,
      button("Copy", "Copy", actions.copy),
      remove,
    );
    const hypers = this.#hypers().map((hyper) => this.#slider(hyper));
    const choices = this.#choices(racer);
    const more = [...hypers.slice(OPEN), ...choices, this.#modifiers(racer)];
    const fold = element(
      "details",
      { class: "more" },
      element("summary", {}, this.#summary(racer, more.length)),
      ...more,
    );
    fold.open = this.#open;
    fold.addEventListener("toggle", () => (this.#open = fold.open));
    const run = racer.trusted ? null : button("Run this code", "Run this code of", actions.run);
    run?.classList.replace("quiet", "primary");
    this.node.replaceChildren(
      element("p", { class: "racer-head" }, swatch(racer.colour), name, this.#loss),
      this.#luck,
      this.#says,
      ...(run ? [run] : []),
      ...hypers.slice(0, OPEN),
      fold,
      tools,
    );
  }

  /** @param {Racer} racer @param {number} count */
  #summary(racer, count) {
    const added = racer.modifiers.length ? ` + ${racer.modifiers.join(", ").replaceAll("_", " ")}` : "";
    return count ? `More settings${added}` : `Settings${added}`;
  }

  #hypers() {
    const racer = this.racer;
    if (!racer) return [];
    const added = racer.modifiers.flatMap((name) => this.catalog.modifiers.get(name)?.hypers ?? []);
    return [...(this.catalog.ruleOf(racer)?.hypers ?? []), ...added];
  }

  /** @param {import("../../panels/kit/catalog.js").Hyper} hyper */
  #slider(hyper) {
    const value = this.racer?.settings[hyper.name];
    const now = typeof value === "number" ? value : hyper.default;
    const rule = this.racer?.rule ? this.catalog.rules.get(this.racer.rule) : undefined;
    const made = hyperField(hyper, now, { rule, changed: (chosen) => this.#set(hyper.name, chosen) });
    this.#sliders.set(hyper.name, made.show);
    return made.node;
  }

  /** @param {Racer} racer */
  #choices(racer) {
    const added = racer.modifiers.flatMap((name) => this.catalog.modifiers.get(name)?.choices ?? []);
    return [...(this.catalog.ruleOf(racer)?.choices ?? []), ...added].map((choice) => {
      const select = element("select", { title: choice.doc, "data-choice": choice.name });
      for (const { value, text } of choice.options) {
        const option = element(
          "option",
          { value: JSON.stringify(value) },
          `${value}${choice.defective.includes(value) ? " (known defect)" : ""}`,
        );
        option.title = text;
        select.append(option);
      }
      select.value = JSON.stringify(racer.settings[choice.name] ?? choice.default);
      select.addEventListener("change", () => this.#set(choice.name, JSON.parse(select.value)));
      return element("label", { class: "choice" }, element("span", { title: choice.doc }, choice.name), select);
    });
  }

  /** @param {Racer} racer */
  #modifiers(racer) {
    const boxes = [...this.catalog.modifiers.values()].map((modifier) => {
      const box = element("input", { type: "checkbox", checked: racer.modifiers.includes(modifier.name) });
      box.addEventListener("change", () => {
        const kept = racer.modifiers.filter((name) => name !== modifier.name);
        this.actions.change({ modifiers: box.checked ? [...kept, modifier.name] : kept });
      });
      return element("label", {}, box, modifier.title);
    });
    return element("fieldset", { class: "modifiers" }, element("legend", {}, "Modifiers"), ...boxes);
  }

  /** @param {Racer} racer */
  #ruleMenu(racer) {
    const menu = element("select", { "aria-label": `Rule of ${racer.name}`, class: "rule-menu" });
    if (racer.source !== undefined) menu.append(element("option", { value: "" }, "typed rule"));
    const rules = [...this.catalog.rules.values()];
    const offer = (/** @type {boolean} */ plane) =>
      rules.filter((rule) => rule.plane === plane).map(({ name, title }) => element("option", { value: name }, title));
    menu.append(
      element("optgroup", { label: "On every landscape" }, ...offer(true)),
      element("optgroup", { label: "On landscapes of matrices" }, ...offer(false)),
    );
    menu.value = racer.rule ?? "";
    menu.addEventListener("change", () => {
      const rule = this.catalog.rules.get(menu.value);
      if (rule)
        this.actions.change({ rule: rule.name, source: undefined, settings: {}, name: rule.title, trusted: true });
    });
    return menu;
  }

  /** @param {string} name @param {unknown} value */
  #set(name, value) {
    if (this.racer) this.actions.change({ settings: { ...this.racer.settings, [name]: value } });
  }
}
