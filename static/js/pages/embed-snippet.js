/** The two lines by which a page of somebody else shows one of ours (docs/embedding.md). */

import { at } from "../base/address.js";

/**
 * What is said once they are on the clipboard, with what the server says of whose pages may use them.
 * @param {HTMLElement} host
 */
export function copiedSentence({ dataset: { embeddedBy = "" } }) {
  return `The two lines that show this in another page are on the clipboard. ${embeddedBy}`.trim();
}

/**
 * @param {string} link to the playground or to a problem, as it would be shared
 * @returns {string} HTML; a link's own characters need no escapes there
 */
export function embedSnippet(link) {
  const script = new URL(at("/embed/element.js"), location.href);
  return `<script src="${script.href}" async></script>\n<optimizer-playground src="${link}"></optimizer-playground>\n`;
}
