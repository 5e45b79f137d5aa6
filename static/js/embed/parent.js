/** The page that shows this one in a frame: what it is told, and what it may ask. */

/** Messages of ours, both ways, have a `type` that begins so (docs/embedding.md). */
const OURS = "optimizer-playground:";

/** Whether this page is in a frame at all. */
export const framed = window.parent !== window;

/**
 * Tells the page around this one, if there is any.
 * @param {string} kind
 * @param {Record<string, unknown>} [said]
 * @param {string} [origin] whose page is meant; that of any, where nothing is told but what it sees anyway
 */
export function tell(kind, said = {}, origin = "*") {
  if (framed) window.parent.postMessage({ ...said, type: OURS + kind }, origin);
}

/**
 * Calls `act` when the page around this one asks for that; nobody else is heard, and nothing of a message but its type is read.
 * @param {string} kind
 * @param {(origin: string) => void} act `origin` is whose page asked, for the answer
 */
export function whenAsked(kind, act) {
  window.addEventListener("message", ({ source, origin, data }) => {
    // The origin of a page that has none, such as a sandboxed one, is the text "null", which no answer can be sent to.
    if (framed && source === window.parent && data?.type === OURS + kind) act(origin === "null" ? "*" : origin);
  });
}
