/** The panels of the analysis strip, in order: what a tab needs to know, and how each is loaded when it is opened. */

/** @typedef {import("./kit/types.js").Panel} Panel */
/** @typedef {(() => Promise<{panel: Panel}>) & Pick<Panel, "id" | "title" | "needs">} Listed */

/** @type {Listed[]} */
export const panels = [
  listed("lr-curve", "Learning rate", "plane", () => import("./lr-curve.js")),
  listed("lr-beta", "Rate and momentum", "plane", () => import("./lr-beta.js")),
  listed("basins", "Basins", "plane", () => import("./basins.js")),
  listed("measures", "Measures", "plane", () => import("./measures.js")),
  listed("look", "Look inside", "plane", () => import("./look.js")),
  listed("hits", "Time to target", "plane", () => import("./hits.js")),
  listed("fair", "Fair race", "plane", () => import("./fair.js")),
  listed("report", "Report card", "plane", () => import("./report.js")),
  listed("ecdf", "All landscapes", "plane", () => import("./ecdf.js")),
  listed("edge", "Edge of stability", "any", () => import("./edge.js")),
  listed("matrix", "Matrices", "matrix", () => import("./matrix.js")),
];

/**
 * @param {string} id
 * @param {string} title
 * @param {Panel["needs"]} needs
 * @param {() => Promise<{panel: Panel}>} load
 * @returns {Listed}
 */
function listed(id, title, needs, load) {
  return Object.assign(async () => ({ panel: begun((await load()).panel) }), { id, title, needs });
}

/**
 * The panel, which shows the state as it is from the moment it is mounted.
 * @param {Panel} panel
 * @returns {Panel}
 */
function begun(panel) {
  return {
    ...panel,
    mount(host, context) {
      const mounted = panel.mount(host, context);
      const { state } = context.store;
      mounted.update(state, new Set(Object.keys(state)));
      return mounted;
    },
  };
}
