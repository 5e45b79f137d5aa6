/**
 * Starts Python in a worker: Pyodide, NumPy and the `descent` package, with staged progress.
 *
 * Pyodide itself is imported by the worker that calls this, which hands over the import.
 */

import { place } from "./archive.js";
import { Downloads } from "./download.js";
import { MEMORY_LIMIT, capMemory } from "./memory.js";
import { Output } from "./output.js";

/**
 * Where the files are; all from the page's own origin.
 * @typedef {object} Assets
 * @property {string} pyodide the folder of Pyodide's core, ending in a slash
 * @property {string} numpy the NumPy wheel
 * @property {string} descent the archive of the `descent` package
 * @property {number} [bytes] the size of all files unpacked, where the page knows it
 */

/** @typedef {"download" | "python" | "numpy" | "descent" | "ready"} Stage */
/** @typedef {{stage: Stage, loaded: number, total: number | null}} Progress */
/** @typedef {import("pyodide").PyodideInterface} Pyodide */
/** @typedef {{pyodide: Pyodide, output: Output, module: WebAssembly.Module | null}} Python */

/**
 * @typedef {object} BootRequest
 * @property {Assets} assets
 * @property {(url: string) => Promise<typeof import("pyodide")>} load imports Pyodide's module
 * @property {WebAssembly.Module | null} compiled Pyodide's code, compiled by an earlier worker
 * @property {Uint8Array | null} interrupts the shared buffer through which the page interrupts a run
 * @property {(progress: Progress) => void} report
 */

/** Milliseconds between two reports of the same stage. */
const PROGRESS_INTERVAL = 50;

/**
 * Python, ready: NumPy and `descent` can be imported, which is checked. Rejects with the reason otherwise.
 * @param {BootRequest} request
 * @returns {Promise<Python>}
 */
export async function boot({ assets, load, compiled, interrupts, report }) {
  capMemory(MEMORY_LIMIT);
  /** @type {Stage} */
  let stage = "download";
  let told = 0;
  const tell = () => {
    told = performance.now();
    const total = assets.bytes ?? downloads.total;
    report({ stage, loaded: downloads.loaded, total: total >= downloads.loaded && total > 0 ? total : null });
  };
  /** @param {Stage} next */
  const enter = (next) => {
    stage = next;
    tell();
  };
  const downloads = new Downloads(() => performance.now() - told > PROGRESS_INTERVAL && tell());
  tell();

  const archives = Promise.all([downloads.file(assets.numpy), downloads.file(assets.descent)]);
  archives.catch(() => {}); // told through downloads.failure
  const core = loadCore(assets.pyodide, load, compiled, downloads, () => enter("python"));
  const { pyodide, module } = await Promise.race([core, downloads.failure]);

  const output = new Output();
  const writer = { write: (/** @type {Uint8Array} */ bytes) => output.write(bytes), isatty: false };
  pyodide.setStdout(writer);
  pyodide.setStderr(writer);
  // Whoever reads past Python's own streams is at the end of the input: there is no keyboard to wait for.
  pyodide.setStdin({ read: () => 0, isatty: false });

  enter("numpy");
  const [numpy, descent] = await archives;
  const site = pyodide.pyimport("site").getsitepackages().get(0);
  unpack(pyodide, "numpy", numpy, site);
  importable(pyodide, "numpy");
  enter("descent");
  unpack(pyodide, "descent", descent, site);
  importable(pyodide, "descent.browser");
  if (interrupts) pyodide.setInterruptBuffer(interrupts);
  enter("ready");
  return { pyodide, output, module };
}

/**
 * Pyodide without packages. While it loads, its files are fetched through `downloads`, and code that is already compiled
 * is neither fetched nor compiled again.
 * @param {string} folder
 * @param {BootRequest["load"]} load
 * @param {WebAssembly.Module | null} compiled
 * @param {Downloads} downloads
 * @param {() => void} onCode called when the code is there and Python starts
 * @returns {Promise<{pyodide: Pyodide, module: WebAssembly.Module | null}>}
 */
async function loadCore(folder, load, compiled, downloads, onCode) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  let module = compiled;
  globalThis.fetch = async (request, options) => {
    const url = String(request instanceof Request ? request.url : request);
    if (compiled && url.endsWith(".wasm")) return new Response();
    return downloads.open(request, options);
  };
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const made = compiled
      ? { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) }
      : await instantiateStreaming(source, imports);
    module = made.module;
    onCode();
    return made;
  };
  try {
    const { loadPyodide } = await load(`${folder}pyodide.mjs`);
    // An empty object in the place of the worker's globals: `import js` finds nothing.
    const pyodide = await loadPyodide({ indexURL: folder, jsglobals: {}, args: [], packages: [] });
    return { pyodide, module };
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/**
 * Puts the archive of the package `name` where Python imports from.
 * @param {Pyodide} pyodide
 * @param {string} name
 * @param {ArrayBuffer} archive
 * @param {string} site
 */
function unpack(pyodide, name, archive, site) {
  try {
    place(pyodide.FS, archive, site);
    pyodide.pyimport("importlib").invalidate_caches();
  } catch (error) {
    throw new Error(`${name} cannot be unpacked: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Throws unless `name` can be imported.
 * @param {Pyodide} pyodide
 * @param {string} name
 */
function importable(pyodide, name) {
  try {
    pyodide.pyimport(name).destroy();
  } catch (error) {
    const last = String(error).trim().split("\n").at(-1);
    throw new Error(`${name} cannot be imported: ${last}`);
  }
}
