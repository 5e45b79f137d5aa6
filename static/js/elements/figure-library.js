/** The library that draws figures: fetched once a page, when nothing else is to be done. */

import { element } from "../base/dom.js";

/** @typedef {any} Plotly */

/** @type {Map<string, Promise<Plotly>>} */
const fetched = new Map();

/**
 * Plotly at `address`. Its evaluation holds the page for as long as half a second on a slow machine, so it waits until
 * the page is idle, at most for a second.
 * @param {string} address
 * @returns {Promise<Plotly>}
 */
export function plotly(address) {
  const known = fetched.get(address);
  if (known) return known;
  const asked = idle().then(() => load(address));
  fetched.set(address, asked);
  asked.catch(() => fetched.delete(address)); // the next figure tries again
  return asked;
}

function idle() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(null), { timeout: 1000 });
    else setTimeout(() => resolve(null), 50);
  });
}

/** @param {string} address @returns {Promise<Plotly>} */
function load(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    // Two bundles have the same global name: each caller keeps the one that it asked for.
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).Plotly));
    script.addEventListener("error", () =>
      reject(new Error("Plotly could not be fetched; reload the page to try again")),
    );
    document.head.append(script);
  });
}
