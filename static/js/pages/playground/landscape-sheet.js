/** Landscapes to choose from by their looks: a sheet of small maps, grouped by trait. Fetched when it is first opened. */

import { element, svg } from "../../base/dom.js";

/** @typedef {{value: string, title: string, thin: string, thick: string}} Pictured */
/** @typedef {{trait: string, landscapes: Pictured[]}} Group */

/** The box in which the lines are drawn. */
const BOX = "0 0 160 120";
/** How far each key goes, in pictures; up and down go by a row. */
const AHEAD = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 });
const DOWN = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 });

/** @type {Map<string, Promise<Group[]>>} */
const fetched = new Map();

/**
 * Opens the sheet. Esc, Close and a press beside it close it, and the focus goes back to where it was.
 * @param {string} address where the pictures are
 * @param {string} current the landscape that is shown, as the menu has it
 * @param {(value: string) => void} choose
 */
export function openLandscapeSheet(address, current, choose) {
  const close = element("button", { type: "button", class: "quiet" }, "Close");
  const heading = element("h2", { id: "landscapes-heading" }, "Landscapes");
  const body = element(
    "div",
    { class: "landscape-groups" },
    element("p", { role: "status" }, "Fetching the pictures."),
  );
  const dialog = element(
    "dialog",
    { class: "sheet landscape-sheet", "aria-labelledby": heading.id, "data-landscapes": true },
    element("div", { class: "sheet-head" }, heading, close),
    body,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => walk(dialog, event));
  document.body.append(dialog);
  dialog.showModal();
  const chosen = (/** @type {string} */ value) => {
    dialog.close();
    choose(value);
  };
  pictures(address).then(
    (groups) => {
      body.replaceChildren(
        ...groups.flatMap(({ trait, landscapes }) => [
          element("h3", {}, trait),
          element("ul", {}, ...landscapes.map((one) => element("li", {}, card(one, one.value === current, chosen)))),
        ]),
        element("p", { class: "note" }, "Those of many coordinates, and your own formula, are in the menu."),
      );
      const shown = dialog.querySelector("[aria-pressed=true]") ?? dialog.querySelector("[data-landscape]");
      if (shown instanceof HTMLElement) shown.focus();
    },
    () => {
      body.textContent = "The pictures could not be fetched. The menu has every landscape by name.";
    },
  );
}

/**
 * @param {string} address
 * @returns {Promise<Group[]>}
 */
function pictures(address) {
  const known = fetched.get(address);
  if (known) return known;
  const asked = fetch(address).then((response) => {
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  });
  fetched.set(address, asked);
  asked.catch(() => fetched.delete(address)); // the next opening tries again
  return asked;
}

/**
 * @param {Pictured} one
 * @param {boolean} shown
 * @param {(value: string) => void} chosen
 */
function card({ value, title, thin, thick }, shown, chosen) {
  const picture = svg(
    "svg",
    { viewBox: BOX, "aria-hidden": "true" },
    svg("path", { d: thin }),
    svg("path", { class: "thick", d: thick }),
  );
  const button = element(
    "button",
    { type: "button", "data-landscape": value, "aria-pressed": `${shown}` },
    ...(thin || thick ? [picture] : []),
    element("span", {}, title),
  );
  button.addEventListener("click", () => chosen(value));
  return button;
}

/**
 * Arrow keys go from picture to picture.
 * @param {HTMLDialogElement} dialog
 * @param {KeyboardEvent} event
 */
function walk(dialog, event) {
  const cards = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("[data-landscape]")]);
  const place = cards.findIndex((one) => one === document.activeElement);
  if (place < 0 || !(event.key in AHEAD || event.key in DOWN)) return;
  event.preventDefault();
  event.stopPropagation();
  const next =
    event.key in AHEAD
      ? place + AHEAD[event.key]
      : besideIn(
          cards.map((one) => one.getBoundingClientRect()),
          place,
          DOWN[event.key],
        );
  cards[next]?.focus();
}

/**
 * Which of the boxes, laid out in rows, is in the next row, the nearest across; the last one itself.
 * @param {{left: number, top: number}[]} boxes
 * @param {number} place
 * @param {number} way 1 for down, -1 for up
 */
export function besideIn(boxes, place, way) {
  const from = boxes[place];
  const rows = boxes.map(({ top }) => top).filter((top) => way * (top - from.top) > 1);
  const row = way > 0 ? Math.min(...rows) : Math.max(...rows);
  const across = (/** @type {number} */ k) => Math.abs(boxes[k].left - from.left);
  return boxes.reduce(
    (best, { top }, k) => (top === row && (best === place || across(k) < across(best)) ? k : best),
    place,
  );
}
