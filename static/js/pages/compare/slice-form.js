/** The form of a slice: which plane, which runs, how fine. One row per rule, with the setting to draw. */

import { element, find } from "../../base/dom.js";
import { NumberBox } from "../../elements/number-box.js";
import { sample } from "../../draw/series-style.js";
import { settingText } from "./setting-text.js";

const MOST = 6;

/**
 * @typedef {object} Entry a rule of the comparison
 * @property {string} label
 * @property {number} first the number of its first run
 * @property {Record<string, number>[]} settings
 */

/** @typedef {{ box: HTMLInputElement, choice: HTMLSelectElement, entry: Entry }} Row */

export class SliceForm {
  /** @type {Row[]} */
  #rows = [];
  /** The runs picked for paths, while one is picked for a random plane. */
  #before = /** @type {Row[]} */ ([]);

  /**
   * @param {HTMLFormElement} node
   * @param {{ entries: Entry[], seeds: number[], members: number[] }} comparison `members`: what is drawn where nobody chooses
   */
  constructor(node, { entries, seeds, members }) {
    this.node = node;
    this.seeds = seeds.length;
    this.#rows = entries.map((entry, look) => this.#row(entry, look, members));
    find("[data-slice-rows]", HTMLElement, node).replaceChildren(
      ...this.#rows.map(({ box, choice, entry }, look) =>
        element(
          "div",
          { class: "slice-row" },
          element("label", {}, box, sample(look), element("span", {}, entry.label)),
          choice,
        ),
      ),
    );
    this.#field("seed", HTMLSelectElement).replaceChildren(
      ...seeds.map((seed, place) => element("option", { value: String(place) }, String(seed))),
    );
    node.addEventListener("input", () => this.#follow());
    this.#follow();
  }

  /** Whether enough is chosen to ask. */
  get ready() {
    return this.#picked.length > 0;
  }

  get kind() {
    return /** @type {"paths" | "random"} */ (new FormData(this.node).get("kind"));
  }

  /** What is asked of the server. */
  get asked() {
    const seed = Number(this.#field("seed", HTMLSelectElement).value);
    const members = this.#picked.map(({ entry, choice }) => entry.first + Number(choice.value) * this.seeds + seed);
    const grid = Number(this.#field("grid", HTMLSelectElement).value);
    if (this.kind === "paths") return { kind: "paths", members, grid };
    const [reach, directions] = ["reach", "directions"].map(
      (name) => find(`number-box:has([name=${name}])`, NumberBox, this.node).value,
    );
    return { kind: "random", members, grid, reach, seed: directions };
  }

  get #picked() {
    return this.#rows.filter(({ box }) => box.checked);
  }

  /**
   * @param {Entry} entry
   * @param {number} look
   * @param {number[]} members
   * @returns {Row}
   */
  #row(entry, look, members) {
    const mine = members.filter((run) => run >= entry.first && run < entry.first + entry.settings.length * this.seeds);
    const best = mine.length ? Math.floor((mine[0] - entry.first) / this.seeds) : 0;
    const options = entry.settings.map((setting, place) =>
      element(
        "option",
        { value: String(place), selected: place === best },
        words(setting, mine.length > 0 && place === best),
      ),
    );
    const choice = element(
      "select",
      { "aria-label": `Setting of ${entry.label}`, "data-rule": String(look) },
      ...options,
    );
    const box = element("input", { type: "checkbox", name: "member", value: String(look), checked: mine.length > 0 });
    return { box, choice, entry };
  }

  /** Paths: up to six runs. Random: one run, and numbers of its own. */
  #follow() {
    const random = this.kind === "random";
    const type = random ? "radio" : "checkbox";
    if (this.#rows.some(({ box }) => box.type !== type)) {
      const kept = random ? (this.#picked.length ? this.#picked : this.#rows).slice(0, 1) : this.#before;
      if (random) this.#before = this.#picked;
      for (const row of this.#rows) {
        row.box.checked = false;
        row.box.type = type;
      }
      for (const { box } of kept) box.checked = true;
    }
    for (const { box } of this.#rows) box.disabled = !random && !box.checked && this.#picked.length >= MOST;
    for (const part of this.node.querySelectorAll("[data-only]"))
      /** @type {HTMLElement} */ (part).hidden = /** @type {HTMLElement} */ (part).dataset.only !== this.kind;
  }

  /**
   * @template {Element} Kind
   * @param {string} name
   * @param {new () => Kind} kind
   */
  #field(name, kind) {
    return find(`[name=${name}]`, kind, this.node);
  }
}

/**
 * @param {Record<string, number>} setting
 * @param {boolean} best
 */
function words(setting, best) {
  const said = settingText(setting) || "default";
  return best ? `${said} (best)` : said;
}
