/**
 * Python, started before the page's own script is there: that one is large and needs the document, while interpreters need
 * only their addresses. The page takes it over by `shownOnPage`. Where this runs on the page before it, that page holds the
 * configuration of the one that comes (`next-page.js`).
 */

import { readConfig } from "../base/config.js";
import { Runtime } from "../python/runtime.js";

/** @type {import("../base/config.js").PythonConfig} */
const { python, engine, sandbox, area, pack } = readConfig(
  document.getElementById("next-config") ? "next-config" : "config",
);

export const early = new Runtime({ assets: python, workers: { engine, sandbox }, area, pack });
early.start();
