/** Hands something to the visitor as a file. */

import { element } from "./dom.js";

/**
 * @param {string} name
 * @param {string | Blob} content
 * @param {string} type
 */
export function download(name, content, type = "text/x-python") {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: address, download: name }).click();
  // A browser that asks where to save has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
