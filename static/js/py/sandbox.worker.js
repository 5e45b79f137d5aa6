/** The interpreter that runs what a visitor typed, on given inputs. It holds no reference, no test and no verdict. */

import { disarm } from "./disarm.js";
import { bytesMaker, startWorker, takeBytes } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide, output }) => {
    const sandbox = pyodide.pyimport("descent.browser").Sandbox(pyodide.pyimport("numpy"));
    const toBytes = bytesMaker(pyodide);
    disarm(pyodide);

    return {
      /** @param {{source: string, input: Uint8Array}} params */
      run({ source, input }, emit) {
        const given = toBytes(input);
        output.begin((text, cut) => emit("output", { text, cut }));
        try {
          const print = (/** @type {string} */ _stream, /** @type {string} */ text) => output.print(text);
          const observation = takeBytes(sandbox.run(source, given, print));
          const { tampered } = JSON.parse(sandbox.report);
          return { result: { observation, tampered }, transfer: [observation.buffer] };
        } finally {
          output.end();
          given.destroy();
        }
      },
    };
  },
);
