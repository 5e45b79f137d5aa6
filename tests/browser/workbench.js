/** The page of these tests: the real runtime with nothing drawn, driven from pytest by `window.workbench`. */

import { Interpreters } from "scripts:python/interpreters.js";
import { Judging } from "scripts:python/judging.js";
import { Runtime } from "scripts:python/runtime.js";

const toBytes = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const toBase64 = (/** @type {Uint8Array} */ bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));

window.workbench = {
  /** Everything the runtime and the judging have said. */
  events: [],

  start(assets, options = {}) {
    const workers = { engine: "scripts:python/workers/engine.worker.js", sandbox: "scripts:python/workers/sandbox.worker.js" };
    this.runtime = new Runtime({ assets, workers, ...options });
    this.runtime.subscribe((event) => this.events.push({ at: performance.now(), ...event }));
    this.judging = new Judging(this.runtime, (event) => this.events.push({ at: performance.now(), ...event }));
    this.runtime.start();
  },

  /** The state once it is no longer `booting`. */
  async settled() {
    while (this.runtime.state === "booting") await pause();
    return { state: this.runtime.state, reason: this.runtime.reason };
  },

  /** From here on every source runs in one interpreter: for the hundreds of sources that are our own. */
  share() {
    const { take } = Interpreters.prototype;
    Interpreters.prototype.take = function () {
      return take.call(this, "ours", false);
    };
  },

  async spare() {
    while (!this.runtime.spareReady) await pause();
  },

  /** When the sandbox last printed much: for a second after that it may hold back what it prints. */
  flooded: -1000,

  /** A run; with `stopOn`, Stop is pressed when it has printed a "line" or too much ("cut"). */
  async run(source, input, { timeout = 200_000, stopOn = null, fresh = false } = {}) {
    const wait = this.flooded + 1000 - performance.now();
    if (wait > 0) await pause(wait);
    const output = [];
    let heard = () => {};
    const due = new Promise((resolve) => (heard = resolve));
    const onOutput = (text, cut) => {
      output.push({ at: performance.now(), text, cut });
      if (cut || (stopOn === "line" && text.includes("\n"))) heard();
    };
    const running = this.runtime.run(source, toBytes(input), { timeout, onOutput, fresh });
    let pressed = performance.now();
    if (stopOn !== null) {
      await Promise.race([due, running]);
      pressed = performance.now();
      this.runtime.stop();
    }
    const result = await running;
    if (output.length > 5) this.flooded = performance.now();
    return {
      ...{ ...result, waited: performance.now() - pressed, output },
      observation: result.observation ? toBase64(result.observation) : null,
    };
  },

  async call(method, args, payload = null) {
    try {
      const answer = await this.runtime.call(method, args, payload === null ? null : toBytes(payload));
      return { value: answer.value, payload: answer.payload ? toBase64(answer.payload) : null };
    } catch (error) {
      return { error: { name: error.name, kind: error.kind, message: error.message } };
    }
  },
};

function pause(milliseconds = 10) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
