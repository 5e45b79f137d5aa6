/**
 * The words that the playground's page and its analysis panels share.
 *
 * @typedef {import("../../python/studio.js").Studio} Studio
 */

/**
 * Where a run is: a built-in landscape, one of a family, or a typed one (docs/playground-engine.md).
 * @typedef {object} Landscape
 * @property {string} [name]
 * @property {string} [family]
 * @property {Record<string, unknown>} [parameters] of the family
 * @property {string} [expression]
 * @property {[[number, number], [number, number]]} [window] of a typed landscape
 * @property {[number, number]} [start]
 * @property {Record<string, unknown>[]} [transforms] applied in order
 * @property {{spread: number, seed: number}} [jitter] how far the start is moved at random, as a share of half the window
 */

/**
 * One racer. `trusted` says that its typed source may run: it was typed here, or the visitor chose to run it.
 * @typedef {object} Racer
 * @property {string} id
 * @property {string} name
 * @property {string} [rule] a built-in rule
 * @property {string} [source] a typed rule, in place of `rule`
 * @property {Record<string, unknown>} settings hyperparameters and choices that differ from their defaults
 * @property {string[]} modifiers names, in any order
 * @property {number} colour 1 to 6: `--racer-1` ...
 * @property {boolean} trusted
 * @property {string} [lost] what of its link could not be read
 */

/**
 * Everything that a link of the playground reproduces, and where the clock stands.
 * @typedef {object} State
 * @property {Landscape} ground
 * @property {Racer[]} racers
 * @property {number} steps how many steps a race has
 * @property {[number, number] | null} start null: the landscape's
 * @property {number} seed
 * @property {number} step the step that is shown, 0 to `steps`
 * @property {boolean} playing
 * @property {number} speed steps per second
 * @property {string | null} panel the analysis panel that is open
 * @property {string} selected the id of a racer
 */

/**
 * How a state is changed: `follows` says that it is a consequence of the last change, and undone with that.
 * @typedef {{follows?: boolean}} Manner
 * @typedef {(state: State, changed: Set<string>, manner?: Manner) => void} Listener
 */

/**
 * @typedef {object} Store
 * @property {State} state read only: change it with `set`
 * @property {(patch: Partial<State>, manner?: Manner) => void} set
 * @property {(listener: Listener) => () => void} subscribe answers how to unsubscribe
 */

/** @typedef {import("../../plots/map.js").Scales} Scales */

/**
 * How lucky each racer's start is; looked for from `begin` on.
 * @typedef {object} Luck
 * @property {boolean} begun
 * @property {() => void} begin
 * @property {(racer: Racer) => {worse: number, count: number} | null} of null before the first starts have been tried
 * @property {(listener: () => void) => () => void} subscribe answers how to unsubscribe
 */

/**
 * What a panel is given. `overlay` draws on the map, above the contours and below the paths; null takes it away again.
 * @typedef {object} Context
 * @property {Studio} studio
 * @property {Store} store
 * @property {import("./catalog.js").Catalog} catalog what there is to choose from
 * @property {string} figures the address of the library that draws figures
 * @property {(racer: Racer) => string} colour a CSS colour, of the theme that is shown
 * @property {(racer: Racer) => number[]} dash for `setLineDash`; [] is a solid line
 * @property {Luck} luck how lucky each start is
 * @property {() => Promise<Record<string, {formula: string, numbers: string[]}>>} ruleFormulas of built-in rules, as MathML of our server
 * @property {(text: string) => void} announce says it in the live region
 * @property {(id: string, draw: ((context: CanvasRenderingContext2D, scales: Scales) => void) | null) => void} overlay
 */

/**
 * @typedef {object} Mounted
 * @property {(state: State, changed: Set<string>) => void} update
 * @property {() => void} dispose
 */

/**
 * One panel of the analysis strip; it is loaded when it is opened and computes only while it is open.
 * @typedef {object} Panel
 * @property {(host: HTMLElement, context: Context & {id: string}) => Mounted} mount `id` is its own, as the index lists it
 */

export {};
