/** The glossary: typing leaves the terms that hold every word. */

import { searchList } from "../base/word-search.js";

const search = searchList("[data-term]");
// A link to a term shows it, whatever was typed before.
addEventListener("hashchange", () => {
  search("");
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
