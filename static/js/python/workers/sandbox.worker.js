/** The interpreter that runs what a visitor typed, on given inputs. It holds no reference, no test and no verdict. */

import { disarm } from "./disarm.js";
import { bytesMaker, startWorker, takeAnswer, takeBytes } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide, output }) => {
    const sandbox = pyodide.pyimport("descent.browser").Sandbox(pyodide.pyimport("numpy"));
    const toBytes = bytesMaker(pyodide);
    disarm(pyodide);

    /**
     * What `task` gives while the visitor's code may print.
     * @template Result
     * @param {(name: string, detail: any) => void} emit
     * @param {(print: (stream: string, text: string) => void) => Result} task
     */
    const listening = (emit, task) => {
      output.begin((text, cut) => emit("output", { text, cut }));
      try {
        return task((_stream, text) => output.print(text));
      } finally {
        output.end();
      }
    };

    return {
      /** @param {{source: string, input: Uint8Array}} params */
      run({ source, input }, emit) {
        const given = toBytes(input);
        try {
          const observation = listening(emit, (print) => takeBytes(sandbox.run(source, given, print)));
          const { tampered } = JSON.parse(sandbox.report);
          return { result: { observation, tampered }, transfer: [observation.buffer] };
        } finally {
          given.destroy();
        }
      },

      /** @param {{method: string, args: string}} params `args` is JSON */
      call({ method, args }, emit) {
        const answer = listening(emit, (print) => takeAnswer(sandbox.call(method, args, undefined, print)));
        const { tampered } = JSON.parse(sandbox.report);
        return { result: { ...answer, tampered }, transfer: answer.payload ? [answer.payload.buffer] : [] };
      },
    };
  },
);
