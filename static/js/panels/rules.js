/** What is known about racers' rules and about the ground, asked once for each. */

/** @typedef {import("../py/studio.js").Studio} Studio */
/** @typedef {import("../playground/contract.js").Racer} Racer */
/** @typedef {import("../playground/contract.js").Ground} Ground */
/** @typedef {{name: string, default: number, low: number, high: number, scale: "linear" | "log", doc: string}} Hyper */
/** @typedef {{name: string, title: string, scope: string, hypers: Hyper[], choices: any[], plane: boolean, state: Record<string, string>}} RuleInfo */
/** @typedef {{title: string, window: [[number, number], [number, number]], start: number[], minima: number[][], least: number | null, dim: number, stable_lr: number | null}} GroundInfo */

/** @type {WeakMap<Studio, Map<string, Promise<any>>>} */
const kept = new WeakMap();

/**
 * @param {Studio} studio
 * @param {string} method
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
 * @param {Studio} studio
 * @returns {Promise<{rules: RuleInfo[], trials: {name: string, trait: string}[], traits: string[]} | null>}
 */
export function catalogueOf(studio) {
  return once(studio, "studio.catalogue", {});
}

/**
 * The racer's rule; a typed one is loaded, so it must be one that may run.
 * @param {Studio} studio
 * @param {Racer} racer
 * @returns {Promise<RuleInfo | null>}
 */
export async function ruleOf(studio, { rule, source }) {
  if (source !== undefined) return (await once(studio, "studio.check", { source }))?.rule ?? null;
  return (await catalogueOf(studio))?.rules.find(({ name }) => name === rule) ?? null;
}

/**
 * @param {Studio} studio
 * @param {Ground} ground
 * @returns {Promise<GroundInfo | null>}
 */
export function groundOf(studio, ground) {
  return once(studio, "studio.ground", { ground, columns: 2, rows: 2 });
}
