/** A rule's page: the finished run that the server drew becomes live when Python is ready. */

import { RuleMiniature } from "../elements/rule-miniature.js";
import { PythonStatus } from "../elements/python-status.js";
import { find } from "../base/dom.js";
import { Runtime } from "../python/runtime.js";
import { Studio } from "../python/studio.js";
import { readConfig } from "../base/config.js";

const config = readConfig();
const status = find("python-status", PythonStatus);
const miniature = find("rule-miniature", RuleMiniature);
const runtime = new Runtime({ assets: config.python, workers: { engine: config.engine, sandbox: config.sandbox } });
const studio = new Studio(runtime);

runtime.subscribe((event) => {
  if (event.type === "progress") {
    if (event.worker === "engine") status.progress(event);
    return;
  }
  document.documentElement.dataset.python = event.state;
  if (event.state === "ready") {
    status.ready();
    miniature.connect(studio);
  } else if (event.state === "failed") status.failed(event.reason ?? "", () => runtime.retry());
});
// After the first paint: the page is read before it is played with.
requestAnimationFrame(() => setTimeout(() => runtime.start()));
