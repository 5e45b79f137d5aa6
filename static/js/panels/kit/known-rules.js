/** What is known about racers' rules and about the ground, asked once for each. */

/** @typedef {import("../../python/studio.js").Studio} Studio */
/** @typedef {import("../../pages/playground/contract.js").Racer} Racer */
/** @typedef {import("../../pages/playground/contract.js").Ground} Ground */
/** @typedef {import("../../pages/playground/catalog.js").Rule} RuleInfo */
/** @typedef {{title: string, window: [[number, number], [number, number]], start: number[], minima: number[][], least: number | null, dim: number, stable_lr: number | null}} GroundInfo */

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
 * @param {Pick<import("../../pages/playground/contract.js").Context, "studio" | "catalogue">} context
 * @param {Racer} racer
 * @returns {Promise<RuleInfo | null>}
 */
export async function ruleOf({ studio, catalogue }, racer) {
  const known = catalogue.ruleOf(racer);
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
 * @param {Ground} ground
 * @returns {Promise<GroundInfo | null>}
 */
export function groundOf(studio, ground) {
  return once(studio, "studio.ground", { ground, columns: 2, rows: 2 });
}
