/**
 * The interpreter that judges a problem of a pack: its reference, tests and mistakes are Python of somebody else. It takes
 * the engine's place on that problem's page and is as closed as the sandbox; it holds this one problem and nothing besides.
 */

import { disarm } from "./disarm.js";
import { capFiles } from "./files.js";
import { bytesMaker, startWorker, takeAnswer } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide }, area) => {
    const numpy = pyodide.pyimport("numpy");
    const browser = pyodide.pyimport("descent.browser");
    browser.warm(numpy, area);
    const door = browser.Door(numpy, area);
    const toBytes = bytesMaker(pyodide);
    capFiles(pyodide);
    disarm(pyodide);

    return {
      /** @param {{method: string, args: string, payload: Uint8Array | null}} params `args` is JSON */
      call({ method, args, payload }) {
        const given = payload ? toBytes(payload) : undefined;
        try {
          const taken = takeAnswer(door.call(method, args, given));
          return { result: taken, transfer: taken.payload ? [taken.payload.buffer] : [] };
        } finally {
          given?.destroy();
        }
      },
    };
  },
);
