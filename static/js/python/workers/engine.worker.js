/** The trusted interpreter: rules, problems' references, tests and mistakes. What a visitor typed never runs here. */

import { bytesMaker, startWorker, takeAnswer } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide }, area) => {
    const door = pyodide.pyimport("descent.browser").Door(pyodide.pyimport("numpy"), area);
    const toBytes = bytesMaker(pyodide);

    return {
      /** @param {{method: string, args: string, payload: Uint8Array | null}} params `args` is JSON */
      call({ method, args, payload }) {
        const given = payload ? toBytes(payload) : undefined;
        const answer = door.call(method, args, given);
        given?.destroy();
        const taken = takeAnswer(answer);
        return { result: taken, transfer: taken.payload ? [taken.payload.buffer] : [] };
      },
    };
  },
);
