/**
 * Python, started before the page's own script is there: that one is large and needs the document, while interpreters need
 * only their addresses. The page takes it over by `shownOnPage`.
 */

import { readConfig } from "../base/config.js";
import { Runtime } from "../python/runtime.js";

/** @type {import("../base/config.js").PythonConfig} */
const { python, engine, sandbox, area, pack } = readConfig();

export const early = new Runtime({ assets: python, workers: { engine, sandbox }, area, pack });
early.start();
