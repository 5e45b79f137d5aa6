/** `<rule-file data-rule="adam">`: a rule, or a typed racer, as a file to take along: made by Python here, shown, copied, saved. */

import { toClipboard } from "../base/clipboard.js";
import { element } from "../base/dom.js";
import { download } from "../base/download.js";

/** @typedef {import("../python/studio.js").Studio} Studio */

/** What a rule is written for, by the words of a button. */
export const TARGETS = /** @type {[string, string][]} */ ([
  ["torch", "PyTorch optimizer"],
  ["optax", "optax transformation"],
  ["nvidia", "NVIDIA-style function"],
  ["numpy", "NumPy functions"],
  ["latex", "LaTeX formula"],
]);
const TIMEOUT = 60_000;

/**
 * The file of a racer's rule, or a sentence that says why there is none.
 * @param {Studio} studio
 * @param {object} racer
 * @param {string} target
 * @returns {Promise<{name: string, source: string} | string>}
 */
export async function ruleFile(studio, racer, target) {
  const answer = await studio.ask("studio.export", { racer, target }, { key: "export", timeout: TIMEOUT });
  if (answer.outcome === "done") return answer.value;
  return answer.error?.message ?? answer.message ?? "The file could not be made.";
}

/** @param {{name: string, source: string}} file */
export const saveRuleFile = ({ name, source }) => download(name, source, "text/plain");

export class RuleFile extends HTMLElement {
  #says = element("p", { class: "note", role: "status" });
  #listing = element("pre", { class: "listing", tabindex: "0", hidden: true, "aria-label": "The file" });
  #copy = element("button", { type: "button", class: "quiet", hidden: true }, "Copy");
  #save = element("button", { type: "button", class: "quiet", hidden: true }, "Save");
  /** @type {{name: string, source: string} | null} */
  #file = null;
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {object | null} */
  #racer = null;

  connectedCallback() {
    if (this.#buttons.length > 0) return;
    this.#buttons = TARGETS.map(([target, label]) =>
      element("button", { type: "button", disabled: true, "data-target": target, "aria-pressed": "false" }, label),
    );
    this.#copy.addEventListener("click", async () => {
      if (!this.#file) return;
      const done = await toClipboard(this.#file.source);
      this.#says.textContent = done
        ? `${this.#file.name} is on the clipboard.`
        : "The browser does not let the page copy.";
    });
    this.#save.addEventListener("click", () => this.#file && saveRuleFile(this.#file));
    this.replaceChildren(
      element("div", { class: "take-buttons" }, ...this.#buttons, this.#copy, this.#save),
      this.#says,
      this.#listing,
    );
  }

  /** A racer in place of the rule by name; what was written of another one goes. @param {object} racer */
  set racer(racer) {
    this.#racer = racer;
    this.#file = null;
    for (const button of this.#buttons) button.setAttribute("aria-pressed", "false");
    for (const part of [this.#listing, this.#copy, this.#save]) part.hidden = true;
    this.#says.textContent = "";
  }

  /** @param {Studio} studio Python is ready */
  connect(studio) {
    for (const button of this.#buttons) {
      button.disabled = false;
      button.onclick = () => this.#show(studio, button);
    }
  }

  /**
   * @param {Studio} studio
   * @param {HTMLButtonElement} pressed
   */
  async #show(studio, pressed) {
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button === pressed));
    this.#says.textContent = "Writing the file …";
    const made = await ruleFile(studio, this.#racer ?? { rule: this.dataset.rule ?? "" }, pressed.dataset.target ?? "");
    if (pressed.getAttribute("aria-pressed") !== "true") return;
    this.#file = typeof made === "string" ? null : made;
    const there = this.#file !== null;
    for (const part of [this.#listing, this.#copy, this.#save]) part.hidden = !there;
    this.#says.textContent = typeof made === "string" ? made : made.name;
    this.#listing.textContent = this.#file?.source ?? "";
  }
}

customElements.define("rule-file", RuleFile);
