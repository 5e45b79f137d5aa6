/** Puts a text on the clipboard. */

/**
 * @param {string} text
 * @returns {Promise<boolean>} false where the browser does not let the page: over plain HTTP, or in a frame without the permission
 */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
