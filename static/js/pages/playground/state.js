/** A state as it comes from outside, a link or the server, made whole: what is missing or wrong has its usual value. */

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */

export const MOST_RACERS = 6;
export const MOST_STEPS = 20_000;
const LONGEST_SOURCE = 40_000;
const LONGEST_NAME = 40;

/**
 * The state that `raw` describes. Racers whose rule is unknown are left out; typed sources are trusted only where
 * `trusted` says so.
 * @param {any} raw
 * @param {{rules: Set<string>, usual: State, trusted: boolean}} options
 * @returns {State}
 */
export function readState(raw, { rules, usual, trusted }) {
  const given = raw && typeof raw === "object" ? raw : {};
  /** @type {unknown[]} */
  const listed = Array.isArray(given.racers) ? given.racers.slice(0, MOST_RACERS) : [];
  const racers = listed
    .map((racer, place) => readRacer(racer, place, rules, trusted))
    .filter((racer) => racer !== null);
  const steps = whole(given.steps, 1, MOST_STEPS, usual.steps);
  const kept = racers.length ? racers : usual.racers;
  return {
    ground: readLandscape(given.ground) ?? usual.ground,
    racers: kept,
    steps,
    start: pair(given.start),
    seed: whole(given.seed, 0, 2 ** 31 - 1, 0),
    step: whole(given.step, 0, steps, steps),
    playing: false,
    speed: number(given.speed) ? Math.min(Math.max(given.speed, 1), 5000) : Math.max(20, steps / 6),
    panel: typeof given.panel === "string" ? given.panel : null,
    selected: kept.some((racer) => racer.id === given.selected) ? given.selected : kept[0].id,
  };
}

/**
 * @param {any} raw
 * @param {number} place
 * @param {Set<string>} rules
 * @param {boolean} trusted
 * @returns {Racer | null}
 */
function readRacer(raw, place, rules, trusted) {
  if (!raw || typeof raw !== "object") return null;
  const typed = typeof raw.source === "string" && raw.source.length <= LONGEST_SOURCE;
  if (!typed && !rules.has(raw.rule)) return null;
  const settings = Object.fromEntries(
    Object.entries(raw.settings ?? {}).filter(
      ([, value]) => number(value) || typeof value === "string" || typeof value === "boolean",
    ),
  );
  return {
    id: `r${place + 1}`,
    name: typeof raw.name === "string" && raw.name ? raw.name.slice(0, LONGEST_NAME) : (raw.rule ?? "typed rule"),
    ...(typed ? { source: raw.source } : { rule: raw.rule }),
    settings,
    modifiers: (Array.isArray(raw.modifiers) ? raw.modifiers : []).filter(
      (/** @type {unknown} */ one) => typeof one === "string",
    ),
    colour: whole(raw.colour, 1, 6, (place % 6) + 1),
    trusted: !typed || trusted,
  };
}

/**
 * @param {any} raw
 * @returns {Landscape | null}
 */
function readLandscape(raw) {
  if (!raw || typeof raw !== "object") return null;
  const named = ["name", "family", "expression"].filter((key) => typeof raw[key] === "string");
  if (named.length !== 1) return null;
  /** @type {Landscape} */
  const landscape = { [named[0]]: raw[named[0]] };
  if (raw.parameters && typeof raw.parameters === "object") landscape.parameters = raw.parameters;
  if (Array.isArray(raw.transforms))
    landscape.transforms = raw.transforms
      .filter((/** @type {unknown} */ step) => step !== null && typeof step === "object")
      .slice(0, 8);
  if (number(raw.jitter?.spread) && raw.jitter.spread > 0 && raw.jitter.spread <= 1)
    landscape.jitter = { spread: raw.jitter.spread, seed: whole(raw.jitter.seed, 0, 2 ** 31 - 1, 0) };
  const [across, up] = Array.isArray(raw.window) ? raw.window.map(pair) : [];
  if (across && up && across[0] < across[1] && up[0] < up[1]) landscape.window = [across, up];
  return landscape;
}

/**
 * @param {any} value
 * @returns {[number, number] | null}
 */
function pair(value) {
  return Array.isArray(value) && value.length === 2 && value.every(number) ? [value[0], value[1]] : null;
}

/** @param {unknown} value @param {number} low @param {number} high @param {number} otherwise */
function whole(value, low, high, otherwise) {
  return Number.isInteger(value) && Number(value) >= low && Number(value) <= high ? Number(value) : otherwise;
}

/** @param {unknown} value @returns {value is number} */
function number(value) {
  return typeof value === "number" && Number.isFinite(value);
}
