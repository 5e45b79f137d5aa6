/** What there is to choose from, by name. */

/**
 * @typedef {{name: string, title?: string, symbol?: string, default: number, low: number, high: number, scale: "linear" | "log", doc: string}} Hyper
 * @typedef {{name: string, default: any, options: {value: any, text: string}[], doc: string, defective: any[]}} Choice
 * @typedef {{name: string, title: string, scope: string, hypers: Hyper[], choices: Choice[], inputs: string[], plane: boolean, follows?: "gradient" | "rate" | null}} Rule
 * @typedef {{name: string, title: string, hypers: Hyper[], choices: Choice[]}} Modifier
 * @typedef {{name: string, title: string, window: any, start: number[], note: string}} ListedLandscape
 * @typedef {{name: string, title: string, parameters: Record<string, any>, dim: number, note: string}} Family
 * @typedef {{rules: Rule[], landscapes: ListedLandscape[], families: Family[], modifiers: Modifier[], functions: string[], transforms: string[]}} Listing
 */

export class Catalog {
  /** @param {Listing} listing */
  constructor(listing) {
    this.listing = listing;
    this.rules = new Map(listing.rules.map((rule) => [rule.name, rule]));
    this.modifiers = new Map(listing.modifiers.map((one) => [one.name, one]));
    this.landscapes = new Map(listing.landscapes.map((one) => [one.name, one]));
    this.families = new Map(listing.families.map((one) => [one.name, one]));
    /** Typed rules as Python has read them, by source. @type {Map<string, Rule>} */
    this.typed = new Map();
  }

  /**
   * The rule of a racer; null for a typed one that has not been read yet.
   * @param {import("./types.js").Racer} racer
   * @returns {Rule | null}
   */
  ruleOf(racer) {
    if (racer.source !== undefined) return this.typed.get(racer.source) ?? null;
    return this.rules.get(racer.rule ?? "") ?? null;
  }
}
