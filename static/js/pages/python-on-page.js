/** Python on a page: as its configuration says, and told in its `<python-status>` and in `data-python` of the document. */

import { find } from "../base/dom.js";
import { PythonStatus } from "../elements/python-status.js";
import { Runtime } from "../python/runtime.js";

/**
 * A runtime that is yet to be started.
 * @param {import("../base/config.js").PythonConfig} config
 * @param {import("../python/process.js").Area} area what the page asks of it
 * @param {() => void} [onReady] called whenever Python has become ready
 */
export function pythonOnPage({ python, engine, sandbox, pack }, area, onReady = () => {}) {
  const status = find("python-status", PythonStatus);
  const runtime = new Runtime({ assets: python, workers: { engine, sandbox }, area, pack });
  runtime.subscribe((event) => {
    if (event.type === "progress") {
      if (event.worker === "engine") status.progress(event);
      return;
    }
    document.documentElement.dataset.python = event.state;
    if (event.state === "ready") {
      status.ready();
      onReady();
    } else if (event.state === "failed") status.failed(event.reason ?? "", () => runtime.retry());
  });
  return runtime;
}
