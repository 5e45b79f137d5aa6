/** The panels of the analysis strip, in order: the facts of each, and how it is loaded when its tab is opened. */

/** @typedef {import("./kit/types.js").Panel} Panel */
/** @typedef {import("./kit/types.js").Context} Context */
/** @typedef {import("./kit/types.js").Mounted} Mounted */

/**
 * @typedef {object} Listed
 * @property {string} id of the panel in states and links, and its file's name
 * @property {string} title of its tab
 * @property {string} question that it answers, above what it shows
 * @property {() => Promise<{mount: (host: HTMLElement, context: Context) => Mounted}>} load
 */

/** @type {Listed[]} */
export const panels = [
  listed(
    "lr-curve",
    "Learning rate",
    "How much does each rule depend on its learning rate?",
    () => import("./lr-curve.js"),
  ),
  listed("lr-beta", "Rate and momentum", "Which learning rate goes with which momentum?", () => import("./lr-beta.js")),
  listed("basins", "Basins", "Where does each start end?", () => import("./basins.js")),
  listed("measures", "Measures", "What happens along the way?", () => import("./measures.js")),
  listed("look", "Look inside", "What is a step made of?", () => import("./look.js")),
  listed("graph", "Graph", "Who feeds whom in a step?", () => import("./graph.js")),
  listed("hits", "Time to target", "How soon does each rule get there?", () => import("./hits.js")),
  listed(
    "fair",
    "Fair race",
    "Which rule is better over many starts, with every rate tuned alike?",
    () => import("./fair.js"),
  ),
  listed("report", "Report card", "What is a rule good at, and what not?", () => import("./report.js")),
  listed(
    "ecdf",
    "All landscapes",
    "What share of all targets does each rule reach within so many steps?",
    () => import("./ecdf.js"),
  ),
  listed(
    "edge",
    "Edge of stability",
    "How sharp does the ground become where a network trains?",
    () => import("./edge.js"),
  ),
  listed("matrix", "Matrices", "What does a step do to a matrix?", () => import("./matrix.js")),
  listed("recall", "Rare pairs", "Which rule learns what is seldom seen?", () => import("./recall.js")),
];

/**
 * A panel that shows the state as it is from the moment it is mounted, and is told its own id.
 * @param {string} id
 * @param {string} title
 * @param {string} question
 * @param {() => Promise<{panel: Panel}>} fetched
 * @returns {Listed}
 */
function listed(id, title, question, fetched) {
  return {
    id,
    title,
    question,
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
