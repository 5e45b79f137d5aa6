/** A rule's page: the finished run that the server drew becomes live when Python is ready. */

import { PythonStatus } from "../elements/python-status.js";
import { find } from "../elements/dom.js";
import { Runtime } from "../py/runtime.js";
import { readConfig } from "../config.js";

const config = readConfig();
const status = find("python-status", PythonStatus);
const runtime = new Runtime({ assets: config.python, workers: { engine: config.engine, sandbox: config.sandbox } });
runtime.subscribe((event) => {
  if (event.type === "progress") return status.progress(event);
  document.documentElement.dataset.python = event.state;
  if (event.state === "ready") status.ready();
  else if (event.state === "failed") status.failed(event.reason ?? "", () => runtime.retry());
});
