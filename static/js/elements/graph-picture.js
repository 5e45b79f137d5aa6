/**
 * The graph of a rule as a picture: who feeds whom, with the number of each node at one step. The pointer or the arrow keys
 * take up a node: left and right along its lines, up and down in its column.
 */

import { element, svg } from "../base/dom.js";
import { download } from "../base/download.js";
import { numberText } from "../base/numbers.js";
import { themeColours } from "../draw/theme-colours.js";
import { layered } from "../plots/layered.js";

/** @typedef {import("../python/seam.d.ts").NodeAnswer} GraphNode */

const [WIDTH, HEIGHT, CAPTION] = [144, 42, 16];
const [ACROSS, DOWN, EDGE] = [WIDTH + 48, HEIGHT + CAPTION + 14, 6];
/** Letters that fit beside each other. */
const LETTERS = 16;
/** What is asked of every element's style for a picture that stands alone. */
const KEPT = [
  ...["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight"],
  "text-anchor",
];
const HINT = "Point at a node, or walk with the arrow keys, to see its expression and its numbers.";

export class GraphPicture {
  #scroll = element("div", { class: "graph-scroll" });
  #said = element("p", { class: "graph-said" }, HINT);
  /** @type {SVGSVGElement | null} */
  #drawing = null;
  /** @type {{group: SVGGElement, number: SVGTextElement}[]} */
  #parts = [];
  /** @type {{path: SVGPathElement, from: number, to: number}[]} */
  #lines = [];
  /** @type {import("../plots/layered.js").Spot[]} */
  #spots = [];
  /** @type {readonly GraphNode[]} */
  #nodes = [];
  #drawn = "";
  #step = 0;
  /** @type {number | null} */
  #lit = null;

  constructor() {
    this.node = element("div", { class: "graph-picture" }, this.#scroll, this.#said);
  }

  /**
   * Shows these nodes with their numbers; where only the numbers are new, the picture stays.
   * @param {readonly GraphNode[]} nodes
   * @param {number} step
   * @param {string} label what the picture is of
   */
  show(nodes, step, label) {
    const drawn = JSON.stringify([
      label,
      nodes.map(({ name, text, role, fed, becomes }) => [name, text, role, fed, becomes]),
    ]);
    [this.#nodes, this.#step] = [nodes, step];
    if (drawn !== this.#drawn) this.#draw(label);
    this.#drawn = drawn;
    for (const [place, node] of nodes.entries()) {
      const { group, number } = this.#parts[place];
      number.textContent = shortNumbers(node);
      group.setAttribute("aria-label", this.#sentence(place));
    }
    this.#say();
  }

  /** @param {string} label */
  #draw(label) {
    const nodes = this.#nodes;
    const { spots, lines, columns, rows } = layered(nodes.map(({ fed }) => fed));
    const [width, height] = [columns * ACROSS - (ACROSS - WIDTH) + 2 * EDGE, rows * DOWN + 2 * EDGE];
    const [x, y] = [
      (/** @type {number} */ column) => EDGE + column * ACROSS,
      (/** @type {number} */ row) => EDGE + row * DOWN,
    ];
    this.#lit = null;
    this.#spots = spots;
    this.#lines = lines.map(({ from, to, through }) => {
      const middle = (/** @type {number} */ row) => y(row) + CAPTION + HEIGHT / 2;
      const stops = [
        [x(spots[from].column) + WIDTH, middle(spots[from].row)],
        ...through.flatMap(({ column, row }) => [
          [x(column), middle(row)],
          [x(column) + WIDTH, middle(row)],
        ]),
        [x(spots[to].column), middle(spots[to].row)],
      ];
      return { from, to, path: svg("path", { class: "graph-line", d: curve(stops) }) };
    });
    this.#parts = nodes.map((node, place) => {
      const number = svg("text", { class: "graph-number", x: "8", y: `${CAPTION + 34}` });
      const group = svg(
        "g",
        {
          class: "graph-node",
          role: "img",
          tabindex: place === 0 ? "0" : "-1",
          transform: `translate(${x(spots[place].column)} ${y(spots[place].row).toFixed(1)})`,
          "data-node": node.name,
          "data-role": node.role,
          "data-becomes": node.becomes.join(" ") || null,
        },
        svg("rect", { y: `${CAPTION}`, width: `${WIDTH}`, height: `${HEIGHT}`, rx: "3" }),
        svg("text", { class: "graph-caption", x: "2", y: `${CAPTION - 4}` }, caption(node)),
        svg("text", { class: "graph-name", x: "8", y: `${CAPTION + 17}` }, cut(node.name)),
        number,
      );
      group.addEventListener("pointerenter", () => this.#light(place));
      group.addEventListener("pointerleave", () => this.#light(this.#focused));
      group.addEventListener("focus", () => {
        for (const [at, part] of this.#parts.entries()) part.group.setAttribute("tabindex", at === place ? "0" : "-1");
        this.#light(place);
      });
      group.addEventListener("blur", () => this.#light(null));
      group.addEventListener("keydown", (event) => this.#walk(event, place));
      return { group, number };
    });
    this.#drawing = svg(
      "svg",
      {
        role: "group",
        "aria-label": `${label}: from what comes in on the left to what comes out on the right.`,
        viewBox: `0 0 ${width} ${height.toFixed(0)}`,
      },
      ...this.#lines.map(({ path }) => path),
      ...this.#parts.map(({ group }) => group),
    );
    // In the page's type, of which 14 is the usual size, so that it grows for a class.
    this.#drawing.style.width = `${width / 14}rem`;
    this.#drawing.style.height = `${height / 14}rem`;
    this.#scroll.replaceChildren(this.#drawing);
  }

  get #focused() {
    const place = this.#parts.findIndex(({ group }) => group === document.activeElement);
    return place < 0 ? null : place;
  }

  /** @param {number | null} place */
  #light(place) {
    this.#lit = place;
    for (const [at, { group }] of this.#parts.entries()) group.classList.toggle("lit", at === place);
    for (const { path, from, to } of this.#lines) {
      path.classList.toggle("lit", from === place || to === place);
      if (from === place || to === place) path.parentNode?.insertBefore(path, this.#parts[0].group);
    }
    this.#say();
  }

  #say() {
    const said = this.#lit === null ? HINT : this.#sentence(this.#lit);
    if (this.#said.textContent !== said) this.#said.textContent = said;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} place
   */
  #walk(event, place) {
    const { column, row } = this.#spots[place];
    const nearest = (/** @type {number[]} */ places) =>
      places.sort((one, other) => Math.abs(this.#spots[one].row - row) - Math.abs(this.#spots[other].row - row))[0];
    const beside = (/** @type {(row: number) => boolean} */ wanted) =>
      nearest([...this.#spots.keys()].filter((at) => this.#spots[at].column === column && wanted(this.#spots[at].row)));
    const to = {
      ArrowLeft: () => nearest([...this.#nodes[place].fed]),
      ArrowRight: () => nearest(this.#feeds(place)),
      ArrowUp: () => beside((at) => at < row),
      ArrowDown: () => beside((at) => at > row),
      Home: () => 0,
      End: () => this.#nodes.length - 1,
    }[event.key];
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = to();
    if (next === undefined) return;
    this.#parts[next].group.focus();
  }

  /** @param {number} place */
  #feeds(place) {
    return this.#nodes.flatMap(({ fed }, at) => (fed.includes(place) ? [at] : []));
  }

  /** A node in words. @param {number} place */
  #sentence(place) {
    const node = this.#nodes[place];
    const named = (/** @type {readonly number[]} */ places) =>
      [...new Set(places.map((at) => this.#nodes[at].name))].join(", ");
    const what = node.text ? `${node.name} = ${node.text}` : `${node.name}, ${caption(node)}`;
    const comes = node.text && caption(node) ? `, ${caption(node)}` : "";
    const fed = node.fed.length ? `, fed by ${named(node.fed)}` : "";
    const feeds = this.#feeds(place);
    return `${what}${comes}${fed}${feeds.length ? `; feeds ${named(feeds)}` : ""}. At step ${this.#step}: ${numbers(node)}.`;
  }

  /**
   * Saves the picture as it is seen, as a file that stands alone.
   * @param {string} name
   */
  save(name) {
    if (this.#drawing) download(name, standalone(this.#drawing), "image/svg+xml");
  }
}

/**
 * The source of a picture with the colours and letters that its style sheets give it here.
 * @param {SVGSVGElement} drawing
 */
function standalone(drawing) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const shown = [drawing, ...drawing.querySelectorAll("*")];
  for (const [place, one] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const style = getComputedStyle(shown[place]);
    for (const name of KEPT) one.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "role", "tabindex", "aria-label"]) one.removeAttribute(name);
  }
  const { width, height } = drawing.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  copy.prepend(
    svg("title", {}, drawing.getAttribute("aria-label")),
    svg("rect", { width: "100%", height: "100%", fill: themeColours().ground }),
  );
  return new XMLSerializer().serializeToString(copy);
}

/** What a node is, beside its name. @param {GraphNode} node */
function caption({ role, becomes }) {
  if (role === "next") return becomes[0] === "p" || becomes[0].startsWith("p_") ? "next parameter" : "next state";
  if (role !== "value") return role === "state" ? "state before" : role;
  return [
    ...(becomes.some((one) => one.startsWith("step")) ? ["step"] : []),
    ...(becomes.some((one) => !one.startsWith("step")) ? ["next state"] : []),
  ].join(", ");
}

/** @param {GraphNode} node */
function shortNumbers({ shape, first, norm }) {
  const entries = shape.reduce((product, side) => product * side, 1);
  return entries > 2 ? `norm ${numberText(norm, 3)}` : first.map((one) => entry(one, 3)).join(", ");
}

/** @param {GraphNode} node */
function numbers({ shape, first, norm }) {
  const entries = shape.reduce((product, side) => product * side, 1);
  const more = entries > first.length ? " …" : "";
  const size = entries > 1 ? `; norm ${numberText(norm, 5)}, shape ${shape.join("×")}` : "";
  return `${first.map((one) => entry(one, 5)).join(", ")}${more}${size}`;
}

/**
 * @param {number | boolean | null} one
 * @param {number} digits
 */
const entry = (one, digits) => (typeof one === "boolean" ? String(one) : numberText(one, digits));

/** @param {string} name */
const cut = (name) => (name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name);

/** A line through points, level in each of them. @param {number[][]} stops */
function curve([[x, y], ...rest]) {
  let d = `M${x} ${y.toFixed(1)}`;
  for (const [toX, toY] of rest) {
    const middle = (x + toX) / 2;
    d +=
      y === toY
        ? `L${toX} ${toY.toFixed(1)}`
        : `C${middle} ${y.toFixed(1)} ${middle} ${toY.toFixed(1)} ${toX} ${toY.toFixed(1)}`;
    [x, y] = [toX, toY];
  }
  return d;
}
