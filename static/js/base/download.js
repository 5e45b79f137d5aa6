/** Hands a text to the visitor as a file. */

import { element } from "./dom.js";

/**
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type = "text/x-python") {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  // A browser that asks where to save has taken the text by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
