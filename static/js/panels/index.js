/** The panels of the analysis strip, in order: the facts of each, and how it is loaded when its tab is opened. */

/** @typedef {import("./kit/types.js").Panel} Panel */
/** @typedef {import("./kit/types.js").Context} Context */
/** @typedef {import("./kit/types.js").Mounted} Mounted */

/**
 * @typedef {object} Listed
 * @property {string} id of the panel in states and links, and its file's name
 * @property {string} title of its tab
 * @property {() => Promise<{mount: (host: HTMLElement, context: Context) => Mounted}>} load
 */

/** @type {Listed[]} */
export const panels = [
  listed("lr-curve", "Learning rate", () => import("./lr-curve.js")),
  listed("lr-beta", "Rate and momentum", () => import("./lr-beta.js")),
  listed("basins", "Basins", () => import("./basins.js")),
  listed("measures", "Measures", () => import("./measures.js")),
  listed("look", "Look inside", () => import("./look.js")),
  listed("hits", "Time to target", () => import("./hits.js")),
  listed("fair", "Fair race", () => import("./fair.js")),
  listed("report", "Report card", () => import("./report.js")),
  listed("ecdf", "All landscapes", () => import("./ecdf.js")),
  listed("edge", "Edge of stability", () => import("./edge.js")),
  listed("matrix", "Matrices", () => import("./matrix.js")),
];

/**
 * A panel that shows the state as it is from the moment it is mounted, and is told its own id.
 * @param {string} id
 * @param {string} title
 * @param {() => Promise<{panel: Panel}>} fetched
 * @returns {Listed}
 */
function listed(id, title, fetched) {
  return {
    id,
    title,
    async load() {
      const { panel } = await fetched();
      return {
        mount(host, context) {
          const mounted = panel.mount(host, { ...context, id });
          const { state } = context.store;
          mounted.update(state, new Set(Object.keys(state)));
          return mounted;
        },
      };
    },
  };
}
