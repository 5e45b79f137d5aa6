/** The state of the page in one place, and who wants to know when it changes. */

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../panels/kit/types.js").Store} Store */

/**
 * A store that holds `state`. Listeners hear once for each `set` that changed anything, with the names of what changed.
 * @param {State} state
 * @returns {Store}
 */
export function createStore(state) {
  /** @type {Set<import("../../panels/kit/types.js").Listener>} */
  const listeners = new Set();
  const store = {
    state,
    /** @param {Partial<State>} patch @param {import("../../panels/kit/types.js").Manner} [manner] */
    set(patch, manner) {
      const names = /** @type {(keyof State)[]} */ (Object.keys(patch));
      const changed = new Set(names.filter((name) => patch[name] !== store.state[name]));
      if (changed.size === 0) return;
      store.state = { ...store.state, ...patch };
      for (const listener of [...listeners]) listener(store.state, /** @type {Set<string>} */ (changed), manner);
    },
    /** @param {import("../../panels/kit/types.js").Listener} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}
