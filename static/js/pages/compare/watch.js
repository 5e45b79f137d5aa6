/** Progress of one comparison as it comes, across lost connections. */

import { addressOf } from "./client.js";

const AGAIN = 5000;
const HAPPENINGS = ["queued", "started", "part", "retry", "failed", "finished", "cancelling", "cancelled"];

/**
 * @typedef {object} Listener
 * @property {(job: any) => void} progress how the comparison stands
 * @property {(kind: string, message: string) => void} happened
 * @property {() => void} end nothing more will come
 * @property {(there: boolean) => void} connection
 */

/**
 * Listen until the comparison is over. The browser connects again by itself and names the last event it saw; where the
 * server refuses, it is asked again after a while.
 * @param {string} job
 * @param {Listener} listener
 * @returns {() => void} stops listening
 */
export function watch(job, listener) {
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(addressOf(`/${job}/events`));
    source.addEventListener("open", () => listener.connection(true));
    source.addEventListener("progress", (event) => listener.progress(JSON.parse(event.data)));
    for (const kind of HAPPENINGS) {
      source.addEventListener(kind, (event) =>
        listener.happened(kind, JSON.parse(/** @type {MessageEvent} */ (event).data).message),
      );
    }
    source.addEventListener("end", () => {
      source?.close();
      listener.end();
    });
    source.addEventListener("error", () => {
      listener.connection(false);
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
