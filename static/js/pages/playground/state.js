/** A state as it comes from outside, a link or the server, made whole: what is missing or wrong has its usual value. */

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */
/** @typedef {import("../../panels/kit/catalog.js").Catalog} Catalog */

export const MOST_RACERS = 6;
export const MOST_STEPS = 20_000;
const LONGEST_SOURCE = 40_000;
const LONGEST_NAME = 40;
const MOST_TRANSFORMS = 8;

/**
 * Where a state is read from.
 * @typedef {object} From
 * @property {Pick<Catalog, "rules" | "modifiers" | "landscapes" | "families" | "listing">} catalog what is known here
 * @property {State} usual
 * @property {boolean} trusted whether its typed sources may run
 */

/**
 * The state that `raw` describes, and a sentence for each part of it that was lost. What concerns one racer stands with that
 * racer too, as `lost`.
 * @param {any} raw
 * @param {From} from
 * @returns {{state: State, lost: string[]}}
 */
export function readState(raw, { catalog, usual, trusted }) {
  /** @type {string[]} */
  const lost = [];
  const given = raw && typeof raw === "object" ? raw : {};
  const racers = readRacers(given.racers, catalog, trusted, lost);
  const kept = racers.length ? racers : usual.racers;
  const whole = (
    /** @type {string} */ name,
    /** @type {[number, number]} */ [low, high],
    /** @type {number} */ otherwise,
  ) => {
    const value = given[name];
    if (isWhole(value, low, high)) return value;
    if (value !== undefined)
      lost.push(`${name} is a whole number from ${low} to ${high}, not ${shown(value)}: ${otherwise} it is.`);
    return otherwise;
  };
  const steps = whole("steps", [1, MOST_STEPS], usual.steps);
  const start = pair(given.start);
  if (given.start && !start)
    lost.push(`The start ${shown(given.start)} is no point of the plane; it is the landscape’s own.`);
  const state = {
    ground: readLandscape(given.ground, catalog, lost) ?? usual.ground,
    racers: kept,
    steps,
    start,
    seed: whole("seed", [0, 2 ** 31 - 1], 0),
    step: isWhole(given.step, 0, steps) ? given.step : steps,
    playing: false,
    speed: isNumber(given.speed) ? Math.min(Math.max(given.speed, 1), 5000) : Math.max(20, steps / 6),
    panel: typeof given.panel === "string" ? given.panel : null,
    selected: kept.some((racer) => racer.id === given.selected) ? given.selected : kept[0].id,
  };
  return { state, lost };
}

/**
 * @param {unknown} raw
 * @param {From["catalog"]} catalog
 * @param {boolean} trusted
 * @param {string[]} lost
 */
function readRacers(raw, catalog, trusted, lost) {
  if (raw !== undefined && !Array.isArray(raw)) lost.push("Its racers are no list; the usual ones race.");
  const listed = Array.isArray(raw) ? raw : [];
  if (listed.length > MOST_RACERS)
    lost.push(`${listed.length} racers are more than ${MOST_RACERS}; the rest was left out.`);
  return listed
    .slice(0, MOST_RACERS)
    .flatMap((racer, place) => readRacer(racer, place, { catalog, trusted, lost }) ?? []);
}

/**
 * @param {any} raw
 * @param {number} place
 * @param {{catalog: From["catalog"], trusted: boolean, lost: string[]}} from
 * @returns {Racer | null}
 */
function readRacer(raw, place, { catalog, trusted, lost }) {
  const given = raw && typeof raw === "object" ? raw : {};
  const name = typeof given.name === "string" && given.name ? given.name.slice(0, LONGEST_NAME) : null;
  const who = name ?? `Racer ${place + 1}`;
  const typed = typeof given.source === "string";
  if (typed && given.source.length > LONGEST_SOURCE) {
    lost.push(`${who} was left out: its code is longer than ${LONGEST_SOURCE} characters.`);
    return null;
  }
  if (!typed && !catalog.rules.has(given.rule)) {
    lost.push(`${who} was left out: no rule is called ${shown(given.rule)}.`);
    return null;
  }
  /** @type {string[]} */
  const missed = [];
  const modifiers = (Array.isArray(given.modifiers) ? given.modifiers : []).filter((/** @type {any} */ one) => {
    if (catalog.modifiers.has(one)) return true;
    missed.push(`no modifier is called ${shown(one)}`);
    return false;
  });
  const known = typed ? null : settingsOf(catalog, given.rule, modifiers);
  const settings = Object.fromEntries(
    Object.entries(given.settings ?? {}).filter(([key, value]) => {
      const wrong = wrongSetting(key, value, known);
      if (wrong) missed.push(wrong);
      return wrong === null;
    }),
  );
  if (missed.length) lost.push(`${who}: ${missed.join("; ")}.`);
  return {
    id: `r${place + 1}`,
    name: name ?? given.rule ?? "typed rule",
    ...(typed ? { source: given.source } : { rule: given.rule }),
    settings,
    modifiers,
    colour: isWhole(given.colour, 1, 6) ? given.colour : (place % 6) + 1,
    trusted: !typed || trusted,
    ...(missed.length ? { lost: `Its link could not be followed in full: ${missed.join("; ")}.` } : {}),
  };
}

/**
 * The hyperparameters (null) and the choices (their values) that a rule with these modifiers has.
 * @param {From["catalog"]} catalog
 * @param {string} rule
 * @param {string[]} modifiers
 * @returns {Map<string, any[] | null>}
 */
function settingsOf(catalog, rule, modifiers) {
  const parts = [catalog.rules.get(rule), ...modifiers.map((name) => catalog.modifiers.get(name))];
  return new Map(
    parts.flatMap((part) => [
      ...(part?.hypers ?? []).map(({ name }) => /** @type {[string, any[] | null]} */ ([name, null])),
      ...(part?.choices ?? []).map(
        ({ name, options }) => /** @type {[string, any[] | null]} */ ([name, options.map(({ value }) => value)]),
      ),
    ]),
  );
}

/**
 * @param {string} key
 * @param {unknown} value
 * @param {Map<string, any[] | null> | null} known null: of a typed rule, which says later what it takes
 * @returns {string | null}
 */
function wrongSetting(key, value, known) {
  if (known === null)
    return isNumber(value) || ["string", "boolean"].includes(typeof value) ? null : `${key} ${shown(value)}`;
  const possible = known.get(key);
  if (possible === undefined) return `no setting is called ${shown(key)}`;
  if (possible === null) return isNumber(value) ? null : `${key} is a number, not ${shown(value)}`;
  return possible.includes(value) ? null : `${key} is one of ${possible.join(", ")}, not ${shown(value)}`;
}

/**
 * @param {any} raw
 * @param {From["catalog"]} catalog
 * @param {string[]} lost
 * @returns {Landscape | null}
 */
function readLandscape(raw, catalog, lost) {
  if (raw === undefined) return null;
  const given = raw && typeof raw === "object" ? raw : {};
  const named = ["name", "family", "expression"].filter((key) => typeof given[key] === "string");
  if (named.length !== 1) return (lost.push("Its landscape cannot be read; the usual one is shown."), null);
  const [kind] = named;
  const there = { name: catalog.landscapes, family: catalog.families, expression: null }[kind];
  if (there && !there.has(given[kind]))
    return (lost.push(`No landscape is called ${shown(given[kind])}; the usual one is shown.`), null);
  /** @type {Landscape} */
  const landscape = { [kind]: given[kind] };
  const parameters = readParameters(given, catalog, lost);
  if (parameters) landscape.parameters = parameters;
  if (Array.isArray(given.transforms)) {
    const known = new Set(catalog.listing.transforms);
    const steps = given.transforms.slice(0, MOST_TRANSFORMS).filter((/** @type {any} */ step) => known.has(step?.kind));
    if (steps.length < given.transforms.length)
      lost.push(`${given.transforms.length - steps.length} of the changes to its landscape were lost.`);
    landscape.transforms = steps;
  }
  if (isNumber(given.jitter?.spread) && given.jitter.spread > 0 && given.jitter.spread <= 1) {
    const seed = isWhole(given.jitter.seed, 0, 2 ** 31 - 1) ? given.jitter.seed : 0;
    landscape.jitter = { spread: given.jitter.spread, seed };
  } else if (given.jitter) lost.push("How its start is jittered was lost.");
  const [across, up] = Array.isArray(given.window) ? given.window.map(pair) : [];
  if (across && up && across[0] < across[1] && up[0] < up[1]) landscape.window = [across, up];
  else if (given.window)
    lost.push(`The window ${shown(given.window)} was lost: two ranges are needed, the lower border first.`);
  return landscape;
}

/**
 * @param {any} given
 * @param {From["catalog"]} catalog
 * @param {string[]} lost
 */
function readParameters({ family, parameters }, catalog, lost) {
  if (!parameters || typeof parameters !== "object") return null;
  const known = catalog.families.get(family)?.parameters ?? {};
  const kept = Object.entries(parameters).filter(([name]) => name in known);
  for (const name of Object.keys(parameters))
    if (!(name in known)) lost.push(`Its landscape has no parameter ${shown(name)}.`);
  return kept.length ? Object.fromEntries(kept) : null;
}

/**
 * @param {any} value
 * @returns {[number, number] | null}
 */
function pair(value) {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber) ? [value[0], value[1]] : null;
}

/** @param {unknown} value @param {number} low @param {number} high */
function isWhole(value, low, high) {
  return Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
}

/** @param {unknown} value @returns {value is number} */
function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** What somebody else wrote, short. @param {unknown} value */
function shown(value) {
  const text = typeof value === "string" ? `“${value}”` : (JSON.stringify(value) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
