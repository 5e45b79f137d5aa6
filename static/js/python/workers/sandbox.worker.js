/** The interpreter that runs what a visitor typed, on given inputs. It holds no reference, no test and no verdict. */

import { disarm } from "./disarm.js";
import { capFiles } from "./files.js";
import { bytesMaker, startWorker, takeAnswer, takeBytes } from "./worker.js";

// Pyodide calls the death of its interpreter a fault to be reported. In here it is the program's, and the page says so. Before
// Pyodide is loaded, because it keeps the function.
console.error = console.debug;

startWorker(
  (url) => import(url),
  ({ pyodide, output }, area) => {
    const numpy = pyodide.pyimport("numpy");
    const door = pyodide.pyimport("descent.browser");
    door.warm(numpy, area);
    const sandbox = door.Sandbox(numpy);
    const screen = pyodide.pyimport("descent.sandbox.output").to_screen;
    const toBytes = bytesMaker(pyodide);
    capFiles(pyodide);
    disarm(pyodide);

    /**
     * What `task` gives while the visitor's code may print.
     * @template Result
     * @param {(name: string, detail: any) => void} emit
     * @param {() => Result} task
     */
    const listening = (emit, task) => {
      output.begin((text, cut) => emit("output", { text, cut }));
      try {
        return task();
      } finally {
        output.end();
      }
    };

    return {
      /** @param {{source: string, input: Uint8Array}} params */
      run({ source, input }, emit) {
        const given = toBytes(input);
        try {
          const observation = listening(emit, () => takeBytes(sandbox.run(source, given, screen)));
          return { result: { observation, tampered: tampered(sandbox) }, transfer: [observation.buffer] };
        } finally {
          given.destroy();
        }
      },

      /** @param {{method: string, args: string}} params `args` is JSON */
      call({ method, args }, emit) {
        const answer = listening(emit, () => takeAnswer(sandbox.call(method, args, undefined, screen)));
        return {
          result: { ...answer, tampered: tampered(sandbox) },
          transfer: answer.payload ? [answer.payload.buffer] : [],
        };
      },
    };
  },
);

/** The most names that are told of what a run replaced, and the most characters of each. */
const MOST_NAMES = 100;
const MOST_CHARACTERS = 200;

/**
 * The names of what the last run replaced outside of itself.
 * @param {any} sandbox
 * @returns {string[]}
 */
function tampered(sandbox) {
  const names = JSON.parse(sandbox.report).tampered;
  return names.slice(0, MOST_NAMES).map((/** @type {unknown} */ name) => String(name).slice(0, MOST_CHARACTERS));
}
