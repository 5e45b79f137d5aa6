/**
 * Tells a learning management system (SCORM 1.2) how a problem went. The system offers its `API` in one of the windows around
 * this one or in the one that opened it; where there is none the page works as it would anywhere.
 *
 * The best share of tests that passed, in per cent, is the score; the problem is passed when all of them pass.
 */

/**
 * @typedef {object} ScormApi
 * @property {(text: string) => string} LMSInitialize
 * @property {(text: string) => string} LMSFinish
 * @property {(name: string) => string} LMSGetValue
 * @property {(name: string, value: string) => string} LMSSetValue
 * @property {(text: string) => string} LMSCommit
 */

/** Windows around windows that are looked at, as the standard suggests. */
const MOST_WINDOWS = 7;

/**
 * The system's API, in this window or in those around it.
 * @param {Window | null} start
 * @returns {ScormApi | null}
 */
function around(start) {
  let here = start;
  for (let number = 0; here && number < MOST_WINDOWS; number++) {
    try {
      const api = /** @type {any} */ (here).API;
      if (api) return api;
    } catch {
      return null; // a window of another site
    }
    if (here.parent === here) return null;
    here = here.parent;
  }
  return null;
}

/** @param {ScormApi} api */
function report(api) {
  if (api.LMSInitialize("") !== "true") return;
  let best = Number(api.LMSGetValue("cmi.core.score.raw")) || 0;
  if (["", "not attempted"].includes(api.LMSGetValue("cmi.core.lesson_status"))) {
    api.LMSSetValue("cmi.core.lesson_status", "incomplete");
    api.LMSCommit("");
  }
  document.documentElement.dataset.scorm = "reporting";
  document.addEventListener("judged", (event) => {
    const { passed, total } = /** @type {CustomEvent<{passed: number, total: number}>} */ (event).detail;
    if (total === 0) return;
    best = Math.max(best, Math.floor((100 * passed) / total));
    api.LMSSetValue("cmi.core.score.min", "0");
    api.LMSSetValue("cmi.core.score.max", "100");
    api.LMSSetValue("cmi.core.score.raw", String(best));
    if (best === 100) api.LMSSetValue("cmi.core.lesson_status", "passed");
    api.LMSCommit("");
  });
  addEventListener("pagehide", () => api.LMSFinish(""), { once: true });
}

const api = around(window) ?? around(window.opener);
if (api) report(api);
