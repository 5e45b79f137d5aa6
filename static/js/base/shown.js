/** Which address this document shows: a document can show one page after the other (`next-page.js`). */

let path = location.pathname;

/** The document shows what is at its address now. */
export function shownHere() {
  path = location.pathname;
}

// Back and forward change the address alone where one document showed both pages: then the page is asked for.
window.addEventListener("popstate", () => {
  if (location.pathname !== path) location.reload();
});
