/** What the server tells a page: addresses and the page's own facts, in `<script type="application/json" id="config">`. */

/**
 * @typedef {object} PythonAssets
 * @property {string} pyodide the folder of Pyodide's core, ending in a slash
 * @property {string} numpy the NumPy wheel
 * @property {string} descent the archive of the `descent` package
 */

/** The methods that a page calls: those of the judge, or those of the playground. @typedef {"judge" | "studio"} Area */

/**
 * What a page is told on which Python runs.
 * @typedef {object} PythonConfig
 * @property {string} sandbox the sandbox worker's module
 * @property {string} engine the engine worker's module
 * @property {PythonAssets} python
 * @property {Area} area what the page asks of Python
 * @property {boolean} [pack] whether the engine's module is that of a pack's judge
 */

/**
 * @param {string} [id] of the element that holds it
 * @returns {any} as the page's route made it
 */
export function readConfig(id = "config") {
  const element = document.getElementById(id);
  if (!element) throw new Error("this page carries no configuration");
  return JSON.parse(element.textContent ?? "", (_name, value) =>
    // Of a package that lies anywhere; a worker or a module would read it from where it lies itself.
    typeof value === "string" && value.startsWith("../") ? new URL(value, document.baseURI).href : value,
  );
}
