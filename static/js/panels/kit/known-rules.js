/** What is known about racers' rules and about the landscape, asked once for each. */

/** @typedef {import("../../python/studio.js").Studio} Studio */
/** @typedef {import("./types.js").Racer} Racer */
/** @typedef {import("./types.js").Landscape} Landscape */
/** @typedef {import("./catalog.js").Rule} RuleInfo */
/** @typedef {{title: string, window: [[number, number], [number, number]], start: number[], minima: number[][], local_minima: number[][], least: number | null, dim: number, stable_lr: number | null}} LandscapeFacts */

/** @type {WeakMap<Studio, Map<string, Promise<any>>>} */
const kept = new WeakMap();

/**
 * @param {Studio} studio
 * @param {keyof import("../../python/studio.js").Methods} method
 * @param {Record<string, any>} args
 * @returns {Promise<any>} null where it failed, and then it is asked again next time
 */
function once(studio, method, args) {
  if (!kept.has(studio)) kept.set(studio, new Map());
  const answers = /** @type {Map<string, Promise<any>>} */ (kept.get(studio));
  const asked = `${method} ${JSON.stringify(args)}`;
  const found =
    answers.get(asked) ??
    studio.ask(method, args).then((answer) => {
      if (answer.outcome === "done") return answer.value;
      answers.delete(asked);
      return null;
    });
  answers.set(asked, found);
  return found;
}

/**
 * The racer's rule: a built-in one as the page lists it; a typed one is loaded, so it must be one that may run.
 * @param {Pick<import("./types.js").Context, "studio" | "catalog">} context
 * @param {Racer} racer
 * @returns {Promise<RuleInfo | null>}
 */
export async function ruleOf({ studio, catalog }, racer) {
  const known = catalog.ruleOf(racer);
  if (known || racer.source === undefined) return known;
  return (await once(studio, "studio.check", { source: racer.source }))?.rule ?? null;
}

/**
 * The racer's learning rate; null where its rule has none.
 * @param {RuleInfo | null} rule
 * @param {Record<string, unknown>} settings
 */
export function rateOf(rule, settings) {
  if (typeof settings.lr === "number") return settings.lr;
  return rule?.hypers.find(({ name }) => name === "lr")?.default ?? null;
}

/**
 * @param {Studio} studio
 * @param {Landscape} landscape
 * @returns {Promise<LandscapeFacts | null>}
 */
export function landscapeFacts(studio, landscape) {
  return once(studio, "studio.ground", { ground: landscape, columns: 2, rows: 2 });
}
