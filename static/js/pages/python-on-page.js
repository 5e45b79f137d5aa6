/** Python on a page: as its configuration says, and told in its `<python-status>` and in `data-python` of the document. */

import { find } from "../base/dom.js";
import { untilLeft } from "../base/shown.js";
import { PythonStatus } from "../elements/python-status.js";
import { Runtime } from "../python/runtime.js";

/**
 * A runtime that is yet to be started.
 * @param {import("../base/config.js").PythonConfig} config
 * @param {() => void} [onReady] called whenever Python has become ready
 */
export function pythonOnPage({ python, engine, sandbox, area, pack }, onReady = () => {}) {
  return shownOnPage(new Runtime({ assets: python, workers: { engine, sandbox }, area, pack }), onReady);
}

/**
 * The runtime, whose state the page shows from now on, whatever it was before.
 * @param {Runtime} runtime
 * @param {() => void} [onReady] called whenever Python has become ready, also where it is by now
 */
export function shownOnPage(runtime, onReady = () => {}) {
  const status = find("python-status", PythonStatus);
  /** @param {import("../python/runtime.js").State} state @param {string | null} reason */
  const show = (state, reason) => {
    document.documentElement.dataset.python = state;
    if (state === "ready") {
      status.ready();
      onReady();
    } else if (state === "failed") status.failed(reason ?? "", () => runtime.retry());
  };
  const unsubscribe = runtime.subscribe((event) => {
    if (event.type === "state") show(event.state, event.reason);
    else if (event.worker === "engine") status.progress(event);
  });
  untilLeft().addEventListener("abort", unsubscribe);
  if (runtime.state !== "booting") show(runtime.state, runtime.reason);
  else if (runtime.progress) status.progress(runtime.progress);
  return runtime;
}
