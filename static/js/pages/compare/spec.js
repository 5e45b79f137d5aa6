/** From what the form holds to a comparison, and from a complaint to the field it is about. Pure. */

import { searchOf } from "./space-text.js";

/** @typedef {"grid" | "search" | "beside"} Tuning a grid of learning rates, a search, each rule once so and once so */

/**
 * @typedef {object} Filled
 * @property {string[]} rules
 * @property {{ label?: string }[]} [typed] typed rules as a comparison takes them, after the others
 * @property {string} workload
 * @property {Record<string, string | number | boolean>} options those that differ from the default
 * @property {Record<string, number[]> | null} [across] the option that has several values, with them
 * @property {number} trials NaN where the field is empty
 * @property {number} seeds
 * @property {number} steps
 * @property {[number, number] | null} range of learning rates for all rules, baselines included; null: placed, rule by rule
 * @property {Record<string, string[]>} around by rule the marks of what stands around it: `cautious`, `decay-l2`, `sam-plain`
 * @property {Tuning} [tuning]
 * @property {Record<string, import("./space-text.js").Spaces | null>} [spaces] by rule what is searched; null: the usual
 * @property {string} schedule its name, `constant` for none
 * @property {Record<string, any>} [scheduleSettings] those that are not the usual ones
 * @property {string} backend with the precision of products behind a dash, where there is another
 */

const RECORDS = 50;

/**
 * The comparison as the server takes it; NaN becomes null there, which it answers with the place.
 * @param {Filled} filled
 */
export function spec({
  rules,
  typed = [],
  workload,
  options,
  across = null,
  trials,
  seeds,
  steps,
  range,
  around,
  tuning = "grid",
  spaces = {},
  schedule,
  scheduleSettings = {},
  backend,
}) {
  const plain = rules.map((name) => ({ name, ...asked(around[name] ?? []) }));
  return {
    rules: [
      ...tuned(tuning, plain, (rule) => ({ ...rule, search: searchOf(spaces[rule.name]) })),
      ...tuned(tuning, typed, (rule) => ({ ...rule, label: searchedLabel(tuning, rule), search: {} })),
    ],
    workload: { name: workload, options },
    across,
    lr: range ? { low: range[0], high: range[1], points: trials, scale: "log" } : null,
    schedule: scheduleOf(schedule, scheduleSettings),
    trials,
    seeds,
    steps,
    record_every: Math.max(1, Math.ceil((steps || 1) / RECORDS)),
    ...arithmetic(backend),
  };
}

/**
 * The backend and, where it is not float32, the precision of products, of the form's one choice `compiled-bfloat16`.
 * @param {string} choice
 * @returns {{ backend: string, precision?: string }}
 */
function arithmetic(choice) {
  const [backend, precision] = choice.split("-");
  return precision ? { backend, precision } : { backend };
}

/**
 * Rules as they are tuned: as they are, each searched, or all as they are and then each searched.
 * @template Rule
 * @param {Tuning} tuning
 * @param {Rule[]} rules
 * @param {(rule: Rule) => Rule} searched
 */
export function tuned(tuning, rules, searched) {
  return [...(tuning === "search" ? [] : rules), ...(tuning === "grid" ? [] : rules.map(searched))];
}

/**
 * What a typed rule that is searched is called: another label where the rule stands there with a grid, too.
 * @param {Tuning} tuning
 * @param {{ label?: string }} rule
 */
function searchedLabel(tuning, { label = "" }) {
  return tuning === "beside" ? `${label.slice(0, 30)}, searched` : label;
}

/**
 * A schedule as the server takes it: the constant rate without settings is none.
 * @param {string} name
 * @param {Record<string, any>} settings
 */
function scheduleOf(name, settings) {
  const usual = Object.keys(settings).length === 0;
  if (usual) return name === "constant" ? null : { name };
  return { name, settings };
}

/**
 * What the fields of one rule are called by the server.
 * @param {string[]} marks
 */
function asked(marks) {
  /** @type {{ modifiers?: string[], decay?: string, sam?: string }} */
  const found = {};
  const modifiers = marks.filter((mark) => !mark.includes("-"));
  if (modifiers.length > 0) found.modifiers = modifiers;
  for (const name of /** @type {const} */ (["decay", "sam"])) {
    const form = marks.find((mark) => mark.startsWith(`${name}-`));
    if (form) found[name] = form.slice(name.length + 1);
  }
  return found;
}

/**
 * The values of fields that are set, each once.
 * @param {string[]} values
 */
export function marksOf(values) {
  return [...new Set(values.filter((value) => value !== ""))];
}

/**
 * The field beside which a complaint belongs.
 * @param {string} place as the server names it, `body.rules.0.grid.lr`
 * @returns {"rules" | "workload" | "trials" | "seeds" | "steps" | "grid" | "spaces" | "schedule" | "across" | "all"}
 */
export function field(place) {
  const parts = place.split(".");
  if (parts.includes("search")) return "spaces";
  if (parts.includes("grid") || parts[1] === "lr") return "grid";
  for (const name of /** @type {const} */ (["rules", "workload", "trials", "seeds", "steps", "schedule", "across"])) {
    if (parts[1] === name) return name;
  }
  return "all";
}

/**
 * The sentence for a person: which rule it is about, where it is about one.
 * @param {{ place: string, message: string }} complaint
 * @param {string[]} titles of the rules, in the order of the comparison
 */
export function sentence({ place, message }, titles) {
  const at = /^body\.rules\.(\d+)/.exec(place);
  const about = at ? titles[Number(at[1])] : null;
  return about && !message.includes(about) ? `${about}: ${message}` : message;
}

/**
 * The address that opens the form with these choices.
 * @param {Filled} filled
 * @param {boolean} [typed] whether typed rules take part, which this browser keeps
 */
export function address(
  {
    rules,
    workload,
    across = null,
    trials,
    seeds,
    steps,
    around,
    tuning = "grid",
    spaces = {},
    schedule,
    scheduleSettings = {},
  },
  typed = false,
) {
  const query = new URLSearchParams({ rules: rules.join(","), ...(typed ? { typed: "1" } : {}), workload });
  for (const [name, value] of Object.entries({ trials, seeds, steps }))
    if (Number.isFinite(value)) query.set(name, String(value));
  if (Object.keys(across ?? {}).length > 0) query.set("across", JSON.stringify(across));
  query.set("schedule", schedule);
  if (Object.keys(scheduleSettings).length > 0) query.set("schedule_settings", JSON.stringify(scheduleSettings));
  const marked = rules.filter((name) => around[name]?.length).map((name) => [name, ...around[name]].join("."));
  if (marked.length > 0) query.set("around", marked.join(","));
  if (tuning !== "grid") {
    query.set("tuning", tuning);
    const own = rules.filter((name) => spaces[name]).map((name) => [name, spaces[name]]);
    if (own.length > 0) query.set("spaces", JSON.stringify(Object.fromEntries(own)));
  }
  return `?${query.toString().replaceAll("%2C", ",")}`;
}
