/** A plot with everything that belongs to it: legend, caption, its numbers, its files and the code that redraws it. */

import { element } from "../../base/dom.js";
import { download } from "../../base/download.js";
import { sample } from "../../draw/series-style.js";
import { figureTools, keyed } from "../../elements/figure-tools.js";
import { PlotFigure } from "../../elements/plot-figure.js";
import { signed } from "./csv.js";

/** @typedef {import("../../plots/figure-look.js").Look} Look */
/** @typedef {import("../../plots/figure-look.js").Figure} Drawn */

/**
 * @typedef {object} Setting what is the same for every figure of the page
 * @property {string} words the settings of the comparison in one line
 * @property {string} madeWith versions, device and date in one line
 * @property {string} name the beginning of the names of its files
 * @property {string} code the Python that redraws a plot
 * @property {string} plotly the address of the library
 * @property {Map<string, PlotFigure>} figures those of the page by key: each stays when what it shows changes
 * @property {Map<string, Point>} pressed of each figure the point whose runs are listed
 * @property {boolean} smooth whether losses are drawn smooth
 * @property {string} axis what curves are drawn against
 * @property {string} target whose running times are shown; empty for the usual one
 * @property {Set<string>} hidden labels of the series that are hidden
 */

/** @typedef {{ label: string, x: number }} Point of a series, by its place across */

/**
 * @typedef {object} Figure
 * @property {string} key names the figure, among those of the page
 * @property {(look: Look, pressed: Point | null) => Drawn} make
 * @property {(point: Point) => { title: string, table: Node } | null} [runs] those of a point; null where it has none
 * @property {string} label what it shows, in a few words
 * @property {{ label: string, look: number, said?: string, beside?: boolean }[]} legend one per series
 * @property {string} caption
 * @property {string} csv
 * @property {string} flags of the code for this plot
 * @property {Node} table
 * @property {boolean} [open] whether the table stands open beneath the plot
 */

/**
 * @param {Figure} figure
 * @param {Setting} setting
 * @returns {Node[]}
 */
export function figure({ key, make, label, legend, caption, csv, flags, table, open = false, runs }, setting) {
  const file = `${setting.name}-${key}`;
  const words = `${caption} ${setting.words} ${setting.madeWith}`.trim();
  const command = ["python redraw.py", `${file}.csv`, flags, `--out ${file}.svg`].filter(Boolean).join(" ");
  const shown = setting.figures.get(key) ?? new PlotFigure(setting.plotly);
  setting.figures.set(key, shown);
  shown.hide(setting.hidden);
  const listed = runs ? pressable(shown, { key, make, label, runs }, setting.pressed) : null;
  if (!runs) shown.show((look) => make(look, null), label);
  const keys = legend.map((each) => ({ ...each, sample: sample(each.look) }));
  const entries = keys.map((each) =>
    element("li", { class: each.beside ? "beside" : null }, toggle(each, shown, setting.hidden)),
  );
  return [
    element(
      "figure",
      {},
      shown.node,
      element("ul", { class: "legend", "aria-label": "Series: press one to hide or show it" }, ...entries),
      listed,
      element("figcaption", {}, words),
      element(
        "p",
        { class: "saves", role: "group", "aria-label": "This plot" },
        ...figureTools(shown, { key, file: () => file, words: () => words, csv: signed(csv, setting.madeWith) }),
      ),
    ),
    open ? table : fold(`${key}-data`, "The numbers", table),
    fold(
      `${key}-code`,
      "The code",
      element(
        "p",
        { class: "note" },
        "Save the CSV and this program in one folder, then: ",
        element("code", {}, command),
      ),
      element(
        "p",
        { class: "saves" },
        keyed("redraw.py", `${key}-redraw`, () => download("redraw.py", setting.code)),
      ),
      element("pre", { class: "listing", tabindex: "0", "aria-label": "redraw.py" }, element("code", {}, setting.code)),
    ),
  ];
}

/**
 * Where the runs of a point stand once it was pressed; pressed again, or by Escape, it lets go of them.
 * @param {PlotFigure} shown
 * @param {Required<Pick<Figure, "key" | "make" | "label" | "runs">>} figure
 * @param {Setting["pressed"]} pressed
 */
function pressable(shown, { key, make, label, runs }, pressed) {
  const place = element("div", { class: "pressed-runs" });
  const hint =
    "Press a point to see its single runs; with the keyboard, Enter on one that the arrow keys have reached.";
  const draw = () => {
    const point = pressed.get(key);
    const found = point ? runs(point) : null;
    if (!found) pressed.delete(key);
    const close = keyed("Close", `${key}-runs-close`, () => {
      shown.pressed(null);
      shown.host.focus();
    });
    place.replaceChildren(
      ...(found
        ? [element("p", { class: "saves" }, element("strong", {}, found.title), close), found.table]
        : [element("p", { class: "note" }, hint)]),
    );
    shown.show((look) => make(look, found ? (point ?? null) : null), label);
    return found;
  };
  shown.pressed = (point) => {
    const before = pressed.get(key);
    const again = point && before && point.label === before.label && point.x === before.x;
    if (!point && !before) return false;
    if (point && !again) pressed.set(key, point);
    else pressed.delete(key);
    const found = draw();
    shown.said.textContent = found ? `${found.title}, listed below the chart.` : "";
    return true;
  };
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown.pressed(null)) shown.host.focus();
  });
  draw();
  return place;
}

/**
 * A legend entry: a button that hides its series or shows it again.
 * @param {{ label: string, said?: string, sample: SVGSVGElement }} entry
 * @param {PlotFigure} shown
 * @param {Set<string>} hidden
 */
function toggle({ label, said, sample: line }, shown, hidden) {
  const button = element(
    "button",
    { type: "button", class: "key", "data-key": `series ${label}` },
    line,
    said ?? label,
  );
  const apply = () => {
    button.setAttribute("aria-pressed", String(!hidden.has(label)));
  };
  button.addEventListener("click", () => {
    if (!hidden.delete(label)) hidden.add(label);
    apply();
    shown.hide(hidden);
    button.dispatchEvent(new CustomEvent("series-shown", { bubbles: true }));
  });
  apply();
  return button;
}

/**
 * @param {string} key
 * @param {string} title
 * @param {Node[]} within
 */
function fold(key, title, ...within) {
  return element(
    "details",
    { class: "data", "data-key": key },
    element("summary", { "data-key": `${key}-summary` }, title),
    ...within,
  );
}

/**
 * Put new content in place of the old; what was open stays open, what had the focus keeps it.
 * @param {HTMLElement} panel
 * @param {Node[]} content
 */
export function replace(panel, content) {
  const open = [...panel.querySelectorAll("details[open]")].map(
    (each) => /** @type {HTMLElement} */ (each).dataset.key,
  );
  const scrolled = [...panel.querySelectorAll(".scroll")].map((each) => each.scrollTop);
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && panel.contains(active) ? active.dataset.key : null;
  panel.replaceChildren(...content);
  const withKeys = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("[data-key]")]);
  for (const each of withKeys) {
    if (each instanceof HTMLDetailsElement && open.includes(each.dataset.key)) each.open = true;
  }
  for (const [index, each] of [...panel.querySelectorAll(".scroll")].entries()) each.scrollTop = scrolled[index] ?? 0;
  if (focused) withKeys.find((each) => each.dataset.key === focused)?.focus({ preventScroll: true });
}
