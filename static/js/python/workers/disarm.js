/**
 * Takes from a worker, once Python is loaded, what a visitor's code could reach storage, the network or the page with.
 *
 * This is the third of four fences. `import js` is empty (`jsglobals`), the worker's own Content-Security-Policy refuses
 * connections and code made from strings, and the engine judges arrays whatever the sandbox says. None of them alone is
 * enough: Pyodide's own modules hand out JavaScript objects from which much can be reached.
 */

/** Python modules that are doors to JavaScript. */
const MODULES = ["pyodide_js"];

/** Globals of a worker that reach out of it. */
const GLOBALS = [
  ...["postMessage", "MessageChannel", "BroadcastChannel", "close", "name"],
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts"],
  ...["indexedDB", "caches", "cookieStore", "navigator", "Worker", "SharedWorker", "FontFace", "fonts"],
  ...["webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL"],
  ...["webkitResolveLocalFileSystemSyncURL", "location", "FileReaderSync", "Notification", "PressureObserver"],
];

/** @param {import("pyodide").PyodideInterface} pyodide */
export function disarm(pyodide) {
  const loaded = pyodide.pyimport("sys").modules;
  for (const name of MODULES) {
    pyodide.unregisterJsModule(name);
    if (loaded.has(name)) loaded.delete(name);
  }
  loaded.destroy();
  for (const name of GLOBALS) {
    for (let owner = globalThis; owner; owner = Object.getPrototypeOf(owner)) Reflect.deleteProperty(owner, name);
  }
}
