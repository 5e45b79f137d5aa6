/**
 * The sentence of a glossary's term on a card beside its link: while it is pointed at or has the focus. A first touch shows
 * the card, a second one follows the link. Without scripts it is a link.
 */

import { element } from "../base/dom.js";

/** Milliseconds in which the pointer may go from the link to its card. */
const LEAVING = 200;
/** Pixels between link and card, and between card and window. */
const GAP = 6;

const says = element("span", { id: "term-says" });
const again = element("span", { class: "term-again", hidden: true }, "Touch again to open the glossary.");
const card = element("div", { class: "term-card", hidden: true }, says, again);

/** @type {HTMLAnchorElement | null} */
let shown = null;
/** @type {HTMLAnchorElement | null} */
let touched = null;
let leaving = 0;

/** @param {EventTarget | null} target */
function termOf(target) {
  const link = target instanceof Element ? target.closest("a.term") : null;
  return link instanceof HTMLAnchorElement ? link : null;
}

/**
 * @param {HTMLAnchorElement} link
 * @param {boolean} byTouch
 */
function show(link, byTouch = false) {
  clearTimeout(leaving);
  if (shown !== link) hide();
  shown = link;
  says.textContent = link.dataset.says ?? "";
  again.hidden = !byTouch;
  link.setAttribute("aria-describedby", says.id);
  card.hidden = false;
  place(link);
}

/** @param {HTMLAnchorElement} link below which the card goes, or above where there is no room */
function place(link) {
  const at = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(at.left, document.documentElement.clientWidth - width - GAP));
  const below = at.bottom + GAP + height <= innerHeight;
  card.style.left = `${left}px`;
  card.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height)}px`;
}

function hide() {
  clearTimeout(leaving);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  card.hidden = true;
}

function hideSoon() {
  clearTimeout(leaving);
  leaving = window.setTimeout(hide, LEAVING);
}

document.body.append(card);
document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const link = termOf(target);
  if (link) show(link);
  else if (target instanceof Node && card.contains(target)) clearTimeout(leaving);
  else if (shown && shown !== document.activeElement) hideSoon();
});
document.addEventListener("focusin", ({ target }) => {
  const link = termOf(target);
  if (link) show(link);
  else hide();
});
document.addEventListener("focusout", hideSoon);
document.addEventListener("pointerdown", ({ target, pointerType }) => {
  const link = termOf(target);
  // The focus comes between a touch and its click: what was shown before the touch decides.
  touched = pointerType === "touch" && link !== shown ? link : null;
  if (!link && !(target instanceof Node && card.contains(target))) hide();
});
document.addEventListener("click", (event) => {
  const link = termOf(event.target);
  if (!link || link !== touched) return;
  event.preventDefault();
  show(link, true);
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") hide();
});
// The focus scrolls its link into view, and the card goes along.
const scrolled = () => (shown && shown === document.activeElement ? place(shown) : hide());
document.addEventListener("scroll", scrolled, { capture: true, passive: true });
