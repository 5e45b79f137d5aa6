/** Which page this document shows: it can show one after the other (`next-page.js`). */

let path = location.pathname;
let left = new AbortController();

/** Aborted when this document goes on to another page: what a page listens for on window and document ends with it. */
export function untilLeft() {
  return left.signal;
}

/** The page that was shown is left. */
export function leave() {
  left.abort();
  left = new AbortController();
}

/** The document shows what is at its address now. */
export function shownHere() {
  path = location.pathname;
}

// Back and forward change the address alone where one document showed both pages: then the page is asked for.
window.addEventListener("popstate", () => {
  if (location.pathname !== path) location.reload();
});
