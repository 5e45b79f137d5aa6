/** What the landscape is: its title, its formula and a remark, as the landscape changes. */

import { element } from "../../base/dom.js";
import { shapeWords } from "./transforms.js";

/** @typedef {import("../../panels/kit/types.js").Landscape} Landscape */
/** @typedef {import("./racing.js").Racing} Racing */

/**
 * @param {HTMLElement} host filled by the server for the first landscape
 * @param {string} address where the formulas are, as MathML by landscape
 * @param {{racing: Racing}} parts
 */
export function landscapeText(host, address, { racing }) {
  let shown = keyOf(racing.drawn);
  /** @type {Promise<Record<string, string>> | null} */
  let formulas = null;
  const shape = element("p", { class: "note", hidden: true, "data-shaped": true });
  if (crossesText(racing.facts)) {
    const note = host.querySelector(".note") ?? host.appendChild(element("p", { class: "note" }));
    note.textContent = noteOf(racing.facts);
  }
  host.append(shape);
  const show = async () => {
    // What is drawn, not what is asked for: a formula with an error leaves the map as it is.
    const { drawn: landscape } = racing;
    const words = shapeWords(landscape);
    shape.textContent = `Here: ${words.join("; ")}.`;
    shape.hidden = words.length === 0;
    const heading = host.querySelector(".about-title");
    if (heading) heading.textContent = racing.facts.title;
    const key = keyOf(landscape);
    if (key === shown && landscape.expression === undefined) return;
    shown = key;
    const { title, typed } = racing.facts;
    const place = element("div", { class: "about-formula" });
    host.replaceChildren(
      element("p", { class: "about-title" }, title),
      place,
      element("p", { class: "note" }, noteOf(racing.facts)),
      shape,
    );
    if (landscape.expression !== undefined) return place.append(element("code", {}, formulaText(typed)));
    formulas ??= fetch(address).then((response) => (response.ok ? response.json() : {}));
    /** @type {Record<string, string>} */
    const known = await formulas.catch(() => ({}));
    if (shown !== key) return;
    // Markup of our own server; a parsed document runs nothing.
    const parsed = new DOMParser().parseFromString(known[key] ?? "", "text/html");
    place.replaceChildren(...parsed.body.childNodes);
  };
  racing.subscribe((what) => {
    if (what === "landscape") void show();
  });
}

/**
 * What the crosses on the map are.
 * @param {import("./racing.js").LandscapeFacts} facts
 */
export function crossesText({ minima, local_minima: others, searched }) {
  if (others.length === 0 && (!searched || minima.length === 0)) return "";
  if (others.length === 0)
    return minima.length === 1 ? "The cross is a minimum found by search." : "The crosses are minima found by search.";
  const small = `${others.length === 1 ? "The small cross is a local minimum" : `The ${others.length} small crosses are local minima`} found by search.`;
  if (minima.length === 0) return `${small} The window has lower points at its edge.`;
  return `${minima.length === 1 ? "The large cross is the lowest minimum." : "The large crosses are the lowest minima."} ${small}`;
}

/** @param {import("./racing.js").LandscapeFacts} facts */
function noteOf(facts) {
  return [facts.note, crossesText(facts)].filter(Boolean).join(" ");
}

/** A typed formula as it was read. @param {string} typed */
export function formulaText(typed) {
  return typed.startsWith("def ") ? typed : `f(x, y) = ${typed}`;
}

/** @param {Landscape} landscape */
function keyOf({ name, family }) {
  return family === undefined ? `name:${name}` : `family:${family}`;
}
