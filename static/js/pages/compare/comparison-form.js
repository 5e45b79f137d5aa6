/** The form of a comparison: what it holds, presets, and which rules can train the chosen workload. */

import { find } from "../../base/dom.js";
import { NumberBox } from "../../elements/number-box.js";
import { AcrossField, outside } from "./across-field.js";
import { findRules, showChips } from "./rule-chips.js";

/** @typedef {{ rules: string[], workload: string, trials: number, seeds: number, steps: number, options: Record<string, unknown>, backend: string, schedule: string, scheduleSettings: Record<string, any>, around: Record<string, string[]>, tuning: import("./spec.js").Tuning, spaces: Record<string, import("./space-text.js").Spaces>, across: Record<string, number[]> }} Preset */

export class ComparisonForm {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, Record<string, string>>} impossible by workload and rule the reason
   * @param {import("./modifier-rows.js").ModifierRows} around
   * @param {import("./schedule-fields.js").ScheduleFields} schedule
   * @param {import("./search-spaces.js").SearchSpaces} spaces
   */
  constructor(form, impossible, around, schedule, spaces) {
    this.spaces = spaces;
    this.across = new AcrossField(form);
    this.schedule = schedule;
    this.form = form;
    this.around = around;
    this.impossible = impossible;
    this.boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[name=rules]")]);
    findRules(
      find("[data-find-rule]", HTMLInputElement, form),
      this.boxes,
      find("[data-found-rules]", HTMLElement, form),
    );
  }

  /** @returns {import("./spec.js").Filled} */
  get filled() {
    const workload = this.workload;
    const shared = this.select("grid").value === "shared";
    const across = this.across.value;
    const options = this.options(workload);
    for (const name of Object.keys(across ?? {})) delete options[name];
    return {
      rules: this.picked.map((box) => box.value),
      workload,
      options,
      across,
      trials: this.number("trials"),
      seeds: this.number("seeds"),
      steps: this.number("steps"),
      range: shared ? [this.number("low"), this.number("high")] : null,
      around: Object.fromEntries(this.picked.map((box) => [box.value, this.around.marks(box.value)])),
      tuning: this.tuning,
      spaces: this.tuning === "grid" ? {} : this.searched,
      schedule: this.select("schedule").value,
      scheduleSettings: this.schedule.values,
      backend: this.select("backend").value,
    };
  }

  /**
   * What can be seen to be wrong without asking the server, which checks everything again.
   * @param {number} typed how many typed rules take part
   * @returns {{ place: string, message: string }[]}
   */
  wrong(typed) {
    const found = this.picked.length + typed > 0 ? [] : [{ place: "body.rules", message: "Pick at least one rule." }];
    const { range, spaces = {}, across } = this.filled;
    for (const [name, values] of Object.entries(across ?? {})) {
      if (values.length < 2 || values.some((value) => !Number.isFinite(value))) {
        const message = `Two numbers or more for ${name}, with commas between.`;
        found.push({ place: "body.across", message });
        continue;
      }
      const message = outside(find(`[data-options=${this.workload}] [data-option=${name}]`, HTMLInputElement), values);
      if (message) found.push({ place: "body.across", message: `${name} is ${message}` });
    }
    for (const box of this.picked) {
      const own = spaces[box.value];
      if (own && Object.keys(own).length === 0) {
        const message = `Tick something to search of ${box.dataset.title}, or choose learning rates alone.`;
        found.push({ place: "body.search", message });
      }
    }
    if (range && !(range[0] > 0 && range[1] >= range[0])) {
      const message = `Two numbers above 0, the smaller first, given: ${range.join(" and ")}.`;
      found.push({ place: "body.grid", message });
    }
    return found;
  }

  /** The boxes that are ticked and possible. */
  get picked() {
    return this.boxes.filter((box) => box.checked && !box.disabled);
  }

  /** The titles of the rules picked. */
  get titles() {
    return this.picked.map((box) => box.dataset.title ?? box.value);
  }

  /** @returns {import("./spec.js").Tuning} */
  get tuning() {
    const { value } = this.select("grid");
    return value === "search" || value === "beside" ? value : "grid";
  }

  /** By rule picked what is searched; null where that is the usual. */
  get searched() {
    return Object.fromEntries(this.picked.map((box) => [box.value, this.spaces.spaces(box.value)]));
  }

  get workload() {
    return find("input[name=workload]:checked", HTMLInputElement, this.form).value;
  }

  /**
   * Fill in a preset: everything that the form holds, so that the same preset is always the same comparison.
   * @param {Preset} preset
   */
  take(preset) {
    for (const box of this.boxes) box.checked = preset.rules.includes(box.value);
    for (const family of this.form.querySelectorAll("details:has(input[name=rules]:checked)"))
      family.toggleAttribute("open", true);
    find(`input[name=workload][value=${preset.workload}]`, HTMLInputElement, this.form).checked = true;
    for (const name of /** @type {const} */ (["trials", "seeds", "steps"])) this.box(name).value = preset[name];
    this.select("grid").value = preset.tuning === "grid" ? "own" : preset.tuning;
    this.spaces.take(preset.spaces);
    this.across.take(preset.across);
    this.select("backend").value = preset.backend;
    this.select("schedule").value = preset.schedule;
    this.schedule.show(preset.schedule, preset.scheduleSettings);
    this.around.clear();
    for (const option of this.form.querySelectorAll("[data-option]")) {
      const own = option.closest(`[data-options=${preset.workload}]`) !== null;
      if (!(option instanceof HTMLSelectElement || option instanceof HTMLInputElement)) continue;
      put(option, (own ? preset.options[option.dataset.option ?? ""] : undefined) ?? option.dataset.default ?? "");
    }
    this.fit();
  }

  /** Show the options of the chosen workload; close off rules that cannot train it, with the reason. */
  fit() {
    const workload = this.workload;
    for (const options of /** @type {NodeListOf<HTMLElement>} */ (this.form.querySelectorAll("[data-options]"))) {
      options.hidden = options.dataset.options !== workload;
    }
    for (const range of /** @type {NodeListOf<HTMLElement>} */ (this.form.querySelectorAll("[data-range]"))) {
      range.hidden = this.select("grid").value !== "shared";
    }
    this.schedule.show(this.select("schedule").value);
    this.across.fit(this.numeric(workload));
    const reasons = this.impossible[workload] ?? {};
    for (const box of this.boxes) {
      box.disabled = box.value in reasons;
      if (box.parentElement) box.parentElement.title = reasons[box.value] ?? "";
    }
    const closed = this.boxes.filter((box) => box.checked && box.disabled).map((box) => reasons[box.value]);
    const named = this.picked.map((box) => ({ value: box.value, title: box.dataset.title ?? box.value }));
    this.around.show(named);
    this.spaces.show(this.tuning === "grid" ? [] : named);
    find("[data-spaces]", HTMLElement, this.form).hidden = this.tuning === "grid";
    showChips(find("[data-picked]", HTMLElement, this.form), this.picked);
    find("[data-left-out]", HTMLElement, this.form).textContent = closed
      .map((reason) => `Left out: ${reason}.`)
      .join(" ");
  }

  /**
   * @param {string} workload
   * @returns {Record<string, string | number | boolean>}
   */
  options(workload) {
    /** @type {Record<string, string | number | boolean>} */
    const found = {};
    for (const option of this.form.querySelectorAll(`[data-options=${workload}] [data-option]`)) {
      if (!(option instanceof HTMLInputElement || option instanceof HTMLSelectElement)) continue;
      const { option: name = "", default: usual = "" } = option.dataset;
      const box = option.closest("number-box");
      if (box instanceof NumberBox) {
        if (box.value !== Number(usual)) found[name] = box.value;
      } else if (option instanceof HTMLInputElement) {
        if (option.checked !== (usual === "true")) found[name] = option.checked;
      } else if (option.value !== usual) found[name] = option.value;
    }
    return found;
  }

  /**
   * The options of a workload that are numbers.
   * @param {string} workload
   */
  numeric(workload) {
    const boxes = /** @type {NodeListOf<HTMLElement>} */ (
      this.form.querySelectorAll(`[data-options=${workload}] number-box [data-option]`)
    );
    return [...boxes].map((box) => box.dataset.option ?? "");
  }

  /** @param {string} name */
  box(name) {
    return find(`number-box:has([name=${name}])`, NumberBox, this.form);
  }

  /** @param {string} name */
  select(name) {
    return find(`select[name=${name}]`, HTMLSelectElement, this.form);
  }

  /** @param {string} name */
  number(name) {
    return this.box(name).value;
  }
}

/**
 * Put a value into an option of a workload.
 * @param {HTMLSelectElement | HTMLInputElement} option
 * @param {unknown} value
 */
function put(option, value) {
  const box = option.closest("number-box");
  if (box instanceof NumberBox) box.value = Number(value);
  else if (option instanceof HTMLInputElement && option.type === "checkbox") option.checked = String(value) === "true";
  else option.value = String(value);
}
