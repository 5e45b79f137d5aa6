/**
 * Takes from a worker, once Python is loaded, what a visitor's code could reach storage, the network or the page with.
 *
 * Nothing in Python leads to JavaScript any longer (`descent.sandbox.doors`); whoever finds a way all the same meets a worker
 * without globals that reach out of it, whose prototypes cannot be changed, and whose own Content-Security-Policy
 * refuses connections and code made from strings. The engine judges arrays whatever the sandbox says.
 */

/** Globals of a worker that reach out of it. */
const GLOBALS = [
  ...["postMessage", "MessageChannel", "BroadcastChannel", "close", "name"],
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts"],
  ...["indexedDB", "caches", "cookieStore", "navigator", "Worker", "SharedWorker", "FontFace", "fonts"],
  ...["webkitRequestFileSystem", "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL"],
  ...["webkitResolveLocalFileSystemSyncURL", "location", "FileReaderSync", "Notification", "PressureObserver"],
];

/** What code gives an object of its own by plain assignment, although the object's prototype has it too. */
const ASSIGNED = new Set(["constructor", "toString", "toLocaleString", "valueOf", "name", "message", "stack", "cause"]);

/** @param {import("pyodide").PyodideInterface} pyodide */
export function disarm(pyodide) {
  const doors = pyodide.pyimport("descent.sandbox.doors");
  for (const name of ["pyodide_js", "js"]) pyodide.unregisterJsModule(name);
  doors.close_doors();
  for (const name of GLOBALS) {
    for (let owner = globalThis; owner; owner = Object.getPrototypeOf(owner)) Reflect.deleteProperty(owner, name);
  }
  fix(WebAssembly.Memory.prototype);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const made = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    if (typeof made !== "function" || typeof made.prototype !== "object") continue;
    for (let proto = made.prototype; proto && !Object.isFrozen(proto); proto = Object.getPrototypeOf(proto)) fix(proto);
  }
}

/**
 * Freezes a prototype. What is assigned to objects made of it still becomes their own: a property that is merely read-only in
 * the prototype could not be assigned to any of them.
 * @param {any} proto
 */
function fix(proto) {
  for (const [name, { value, writable, configurable }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
    if (!ASSIGNED.has(name) || !writable || !configurable) continue;
    Object.defineProperty(proto, name, {
      configurable: false,
      get: () => value,
      /** @this {any} @param {unknown} own */
      set(own) {
        if (this === proto) throw new TypeError(`${name} of a prototype cannot be replaced here`);
        Object.defineProperty(this, name, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  }
  Object.freeze(proto);
}
