/** What the server tells a page: addresses and the page's own facts, in `<script type="application/json" id="config">`. */

/**
 * @typedef {object} PythonAssets
 * @property {string} pyodide the folder of Pyodide's core, ending in a slash
 * @property {string} numpy the NumPy wheel
 * @property {string} descent the archive of the `descent` package
 */

/**
 * @typedef {object} Config
 * @property {string} editor the bundled editor module
 * @property {string} sandbox the sandbox worker's module
 * @property {string} engine the engine worker's module
 * @property {PythonAssets} python
 * @property {string} slug
 * @property {string} files where the problem's files for the engine are
 * @property {string} starterHash names the starter's content
 */

/** @returns {Config} */
export function readConfig() {
  const element = document.getElementById("config");
  if (!element) throw new Error("this page carries no configuration");
  return JSON.parse(element.textContent ?? "");
}
