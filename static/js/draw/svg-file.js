/** A drawn SVG as a file that needs no style sheet: what the page's styles say stands in its own attributes. */

import { svg } from "../base/dom.js";

const PROPERTIES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "text-anchor",
];
const ROW = 20;

/**
 * The text of an SVG file: the plot, under it its legend and its caption.
 * @param {SVGSVGElement} plot in the page
 * @param {{ sample: SVGSVGElement, label: string }[]} legend in the page
 * @param {string[]} caption lines
 */
export function svgFile(plot, legend, caption) {
  const { width, height } = plot.viewBox.baseVal;
  const page = getComputedStyle(document.body);
  const words = { "font-family": "sans-serif", "font-size": "12", fill: page.color };
  const keys = legend.map(({ sample, label }, index) => {
    const line = styled(sample);
    line.removeAttribute("class");
    for (const [name, value] of Object.entries({
      x: "8",
      y: String(height + index * ROW + 4),
      width: "40",
      height: "10",
    }))
      line.setAttribute(name, value);
    return [line, svg("text", { ...words, x: "56", y: String(height + index * ROW + 13) }, label)];
  });
  const below = height + legend.length * ROW + 8;
  const lines = caption.map((line, index) =>
    svg("text", { ...words, x: "8", y: String(below + (index + 1) * 16) }, line),
  );
  const whole = below + caption.length * 16 + 12;
  const file = svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${whole}`,
      width: String(width),
      height: String(whole),
    },
    svg("title", {}, plot.getAttribute("aria-label") ?? ""),
    svg("desc", {}, caption.join(" ")),
    svg("rect", { width: String(width), height: String(whole), fill: page.backgroundColor }),
    ...styled(plot).children,
    ...keys.flat(),
    ...lines,
  );
  return new XMLSerializer().serializeToString(file);
}

/**
 * A copy with the computed styles as attributes.
 * @template {SVGElement} Kind
 * @param {Kind} drawn
 * @returns {Kind}
 */
function styled(drawn) {
  const copy = /** @type {Kind} */ (drawn.cloneNode(true));
  const [from, to] = [drawn, copy].map((root) => /** @type {SVGElement[]} */ ([root, ...root.querySelectorAll("*")]));
  for (const [index, each] of from.entries()) {
    const style = getComputedStyle(each);
    for (const name of PROPERTIES) {
      const value = style.getPropertyValue(name);
      if (value && value !== "normal") to[index].setAttribute(name, value);
    }
    to[index].removeAttribute("class");
    if (each.classList.contains("hidden")) to[index].remove();
  }
  return copy;
}

/**
 * Words in lines of about so many letters.
 * @param {string} words
 * @param {number} letters
 */
export function folded(words, letters) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
