/**
 * What the engine and the sandbox worker share: one boot message in, then requests over a port of their own.
 *
 * The page sends `{port, assets, area, interrupts, compiled}` once. Everything after that crosses the port, which no global
 * names, so that Python which got hold of `postMessage` would still speak to nobody.
 */

import { boot } from "./boot.js";
import { serve } from "../channel.js";
import { MEMORY_LIMIT, ranOut } from "./memory.js";
import { MOST_BYTES } from "../worker-answer.js";

/** @typedef {import("./boot.js").Python} Python */
/** @typedef {import("../channel.js").Answer} Answer */
/** @typedef {(params: any, emit: (name: string, detail: any) => void) => Answer} Handler */

/** The most characters of an error that are told: Python may be made to write millions. */
const MOST_TEXT = 4000;

const MEMORY = `the ${MEMORY_LIMIT / 2 ** 20} MiB of memory that it may use`;

/**
 * Boots on the page's message and serves what `open` returns; then sends the event `ready` or `failed`.
 * @param {(url: string) => Promise<typeof import("pyodide")>} load imports Pyodide's module
 * @param {(python: Python, area: import("../process.js").Area | undefined) => Record<string, Handler>} open
 */
export function startWorker(load, open) {
  self.onmessage = async ({ data: { port, assets, area, interrupts, compiled } }) => {
    self.onmessage = null;
    /** @type {Record<string, Handler>} */
    const handlers = {};
    const emit = serve(port, handlers, describe);
    try {
      const python = await boot({
        assets,
        load,
        compiled,
        interrupts,
        report: (progress) => emit("progress", progress),
      });
      Object.assign(handlers, open(python, area));
      emit("ready", { compiled: python.module });
    } catch (error) {
      emit("failed", describe(error));
    }
  };
}

/**
 * What the page is told of an error: `crash` when the interpreter is gone for good, `interrupted` when Stop reached
 * Python outside of the visitor's code, else the error's own name.
 * @param {any} error
 * @returns {import("../channel.js").Failure}
 */
function describe(error) {
  const message = String(error?.message ?? error)
    .trim()
    .slice(-MOST_TEXT);
  if (error?.name === "PythonError") {
    if (error.type === "KeyboardInterrupt") return { kind: "interrupted", message: "Python was interrupted." };
    return { kind: error.type, message: message.split("\n").at(-1) ?? "" };
  }
  // Errors of the interpreter itself: a WebAssembly trap, a native stack that ran out, an exit.
  const fatal = error?.pyodide_fatal_error || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
  if (!fatal) return { kind: error?.name ?? "Error", message };
  return { kind: "crash", message: ranOut() ? `${message}, after it had asked for more than ${MEMORY}` : message };
}

/**
 * The bytes of a Python `bytes` object, copied out of the interpreter's memory; the object is let go.
 * @param {any} proxy
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function takeBytes(proxy) {
  const view = proxy.getBuffer("u8");
  try {
    if (view.data.length > MOST_BYTES) throw new TypeError(`its answer is too long: ${view.data.length} bytes.`);
    return view.data.slice();
  } finally {
    view.release();
    proxy.destroy();
  }
}

/**
 * The JSON text and the bytes, if any, of what a door's `call` returned; the tuple is let go.
 * @param {any} answer
 * @returns {{json: string, payload: Uint8Array<ArrayBuffer> | null}}
 */
export function takeAnswer(answer) {
  const [json, bytes] = [answer.get(0), answer.get(1)];
  answer.destroy();
  return { json, payload: bytes ? takeBytes(bytes) : null };
}

/**
 * A function that makes a Python `bytes` object of a `Uint8Array`; the caller destroys what it returns.
 * @param {Python["pyodide"]} pyodide
 * @returns {(bytes: Uint8Array) => any}
 */
export function bytesMaker(pyodide) {
  const { bytes } = pyodide.pyimport("builtins");
  return (data) => {
    const view = pyodide.toPy(data);
    const made = bytes(view);
    view.destroy();
    return made;
  };
}
