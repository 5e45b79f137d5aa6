/** The trusted interpreter: rules, problems' references, tests and mistakes. What a visitor typed never runs here. */

import { bytesMaker, startWorker, takeBytes } from "./worker.js";

startWorker(
  (url) => import(url),
  ({ pyodide }) => {
    const door = pyodide.pyimport("descent.browser").Door(pyodide.pyimport("numpy"));
    const toBytes = bytesMaker(pyodide);

    return {
      /** @param {{method: string, args: string, payload: Uint8Array | null}} params `args` is JSON */
      call({ method, args, payload }) {
        const given = payload ? toBytes(payload) : undefined;
        const answer = door.call(method, args, given);
        given?.destroy();
        const [json, bytes] = [answer.get(0), answer.get(1)];
        answer.destroy();
        if (!bytes) return { result: { json, payload: null } };
        const taken = takeBytes(bytes);
        return { result: { json, payload: taken }, transfer: [taken.buffer] };
      },
    };
  },
);
