/**
 * The page of a problem of a pack that was opened in this browser. Its address names the pack and the problem after `#`; the
 * texts are put where the server puts those of its own problems, and then it is a problem page as any other.
 */

import { allowedHtml } from "../base/allowed-html.js";
import { element, find } from "../base/dom.js";
import { keptPack } from "../base/storage/packs.js";

/** @typedef {import("../base/pack.js").Pack} Pack */
/** @typedef {import("../base/pack.js").PackProblem} PackProblem */

const [id, slug] = location.hash.slice(1).split("&")[0].split("/");
const kept = await keptPack(id).catch(() => undefined);
const chosen = kept?.problems.find((one) => one.slug === slug);
if (kept && chosen) {
  put(kept, chosen);
  await import("./problem/page.js");
} else {
  find("#statement .prose", HTMLElement).replaceChildren(
    element("p", {}, "No such problem is open in this browser. Open its pack on the list of problems."),
  );
}
window.addEventListener("hashchange", () => location.reload());

/**
 * @param {Pack} pack
 * @param {PackProblem} problem
 */
function put(pack, problem) {
  document.title = `${problem.title} · Optimizer Playground`;
  find("h1", HTMLElement).textContent = problem.title;
  find(".statement .title", HTMLElement).textContent = problem.title;
  find("[data-pack]", HTMLElement).textContent = pack.title;
  find("[data-level]", HTMLElement).textContent = problem.level;
  find("[data-warning]", HTMLElement).textContent =
    `This pack’s tests are Python by ${pack.author}; they run in your browser, apart from everything else.`;
  find("#statement .prose", HTMLElement).replaceChildren(allowedHtml(problem.statement));
  find("#hints-heading", HTMLElement).after(
    ...problem.hints.map(({ title, text }, place) =>
      element(
        "details",
        { class: "hint", "data-hint": String(place + 1) },
        element("summary", {}, `${place + 1}. ${title}`),
        element("div", { class: "prose" }, allowedHtml(text)),
      ),
    ),
  );
  find("[data-solution]", HTMLElement).dataset.afterTries = String(problem.afterTries);
  find("[data-solution-policy]", HTMLElement).textContent = problem.reveal;
  find("[data-solution-body] .prose", HTMLElement).replaceChildren(allowedHtml(problem.solution));
  if (problem.papers.length > 0)
    find("#statement", HTMLElement).append(
      element(
        "section",
        { class: "aside" },
        element("h2", {}, "Read on"),
        element("ul", { class: "papers" }, ...problem.papers.map((paper) => element("li", {}, paper))),
      ),
    );
  find("code-editor pre code", HTMLElement).textContent = problem.starter;
  find("code-editor", HTMLElement).setAttribute("aria-label", `Your code for ${problem.title}`);
  const config = find("#config", HTMLElement);
  const known = JSON.parse(config.textContent ?? "{}");
  const own = { slug: `${pack.id}/${problem.slug}`, files: problem.files, starterHash: hashOf(problem.starter) };
  config.textContent = JSON.stringify({ ...known, ...own });
}

/** A name for a text, by which a changed one is noticed (FNV-1a). @param {string} text */
function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const letter of new TextEncoder().encode(text)) hash = Math.imul(hash ^ letter, 0x01000193);
  return (hash >>> 0).toString(16);
}
