/** The interpreter that runs what a visitor typed, on given inputs. It holds no reference, no test and no verdict. */

import { disarm } from "./disarm.js";
import { bytesMaker, startWorker, takeBytes } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide, output }, interrupts) => {
    const { run } = pyodide.pyimport("descent.browser");
    const toBytes = bytesMaker(pyodide);
    disarm(pyodide);

    return {
      /** @param {{source: string, input: Uint8Array}} params */
      run({ source, input }, emit) {
        const given = toBytes(input);
        output.begin((text, cut) => emit("output", { text, cut }));
        // What is left of a Stop that came after the last run had ended.
        if (interrupts) interrupts[0] = 0;
        try {
          const observation = takeBytes(run(source, given));
          return { result: { observation }, transfer: [observation.buffer] };
        } finally {
          output.end();
        }
      },
    };
  },
);
