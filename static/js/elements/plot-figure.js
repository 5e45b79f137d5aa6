/**
 * A figure in the page: draws what a pure function makes of the page's colours and its width, and draws it anew when
 * these change; zoom by dragging, the whole again by a double click, points by the arrow keys. Out of sight it is drawn
 * once, and anew when it comes into sight or is printed. After each drawing its node hears a `figure-drawn`.
 */

import { element } from "../base/dom.js";
import { textSize } from "../draw/text-size.js";
import { onTheme, themeColours } from "../draw/theme-colours.js";
import { numbered } from "../plots/figure-axis.js";
import { turn } from "./draw-turn.js";
import { plotly } from "./figure-library.js";
import { PointWalk } from "./point-walk.js";

/** @typedef {import("../plots/figure-look.js").Figure} Figure */
/** @typedef {import("../plots/figure-look.js").Look} Look */

const CONFIG = { displayModeBar: false, responsive: false, doubleClick: "reset", showTips: false };
/** What part of the page's type the letters of a figure are. */
const LETTERS = 12;

export class PlotFigure {
  /** @type {((look: Look) => Figure) | null} */
  #make = null;
  /** @type {Figure | null} */
  #figure = null;
  #hidden = new Set();
  #width = 0;
  #drawing = false;
  #again = false;
  #wired = false;
  #seen = false;
  #over = false;
  #ends;

  /**
   * @param {string} library the address of Plotly
   * @param {number} [height] pixels that it will have, where that is known
   */
  constructor(library, height) {
    this.library = library;
    this.host = element("div", { class: "plot-host", tabindex: "0", role: "application" });
    this.said = element("p", { class: "visually-hidden", role: "status" });
    this.node = element("div", { class: "plot-figure", "data-state": "loading" }, this.host, this.said);
    if (height) this.node.style.setProperty("--height", `${height}px`);
    this.walk = new PointWalk(this);
    const sizes = new ResizeObserver(([{ contentRect }]) => this.#resize(contentRect.width));
    sizes.observe(this.node);
    const sight = new IntersectionObserver((entries) => this.#look(entries.at(-1)?.isIntersecting ?? false));
    sight.observe(this.node);
    const theme = onTheme(() => void this.#draw());
    const printed = () => this.#look(true);
    addEventListener("beforeprint", printed);
    this.#ends = () => {
      sizes.disconnect();
      sight.disconnect();
      removeEventListener("beforeprint", printed);
      theme();
    };
  }

  /**
   * Hears of a point that was pressed, or walked to and taken by Enter; of none at Escape. Whether there was something to do.
   * @type {(point: {label: string, x: number} | null) => boolean}
   */
  pressed = () => false;

  /** What is drawn: null before. */
  get figure() {
    return this.#figure;
  }

  /**
   * @param {(look: Look) => Figure} make
   * @param {string} label what the figure shows, in a sentence
   */
  show(make, label) {
    this.#make = make;
    this.host.setAttribute("aria-label", `${label}. Arrow keys walk along the points.`);
    void this.#draw();
  }

  /** Hides the series of these labels. @param {Iterable<string>} labels */
  hide(labels) {
    this.#hidden = new Set(labels);
    void this.#draw();
  }

  /** The whole again, after a zoom. */
  reset() {
    void this.#draw(true);
  }

  /** Over the whole screen; Escape ends it. */
  enlarge() {
    void this.node.requestFullscreen?.();
  }

  dispose() {
    this.#over = true;
    this.#ends();
    this.node.remove();
  }

  /**
   * The figure as it would be drawn now; `least` is the width that it has at least.
   * @returns {Figure | null}
   */
  made(least = 0) {
    if (!this.#make) return null;
    const width = Math.max(this.#width, least);
    const look = { colours: /** @type {any} */ (themeColours()), width, text: textSize(LETTERS) };
    const { data, layout } = this.#make(look);
    return {
      data: data.filter((trace) => !this.#hidden.has(trace.legendgroup)),
      layout: {
        ...layout,
        width,
        height: document.fullscreenElement === this.node ? this.node.clientHeight : layout.height,
        // With a finger, dragging scrolls the page.
        dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
        annotations: (layout.annotations ?? []).filter((/** @type {any} */ one) => !this.#hidden.has(one.name)),
      },
    };
  }

  /** @param {number} width */
  #resize(width) {
    if (width < 1 || Math.abs(width - this.#width) < 1) return;
    this.#width = width;
    void this.#draw();
  }

  /** @param {boolean} seen */
  #look(seen) {
    this.#seen = seen;
    if (seen && this.node.dataset.state === "stale") void this.#draw();
  }

  /** Draws once at a time; what came meanwhile is drawn after it. */
  async #draw(whole = false) {
    if (!this.#make || this.#width < 1) return;
    if (this.#drawing) return void (this.#again = true);
    if (this.#figure) this.node.dataset.state = this.#seen ? "drawing" : "stale";
    if (this.#figure && !this.#seen) return;
    this.#drawing = true;
    try {
      const library = await plotly(this.library);
      do {
        await turn();
        if (this.#over) return;
        this.#again = false;
        const figure = /** @type {Figure} */ (this.made());
        // A zoom lasts as long as the axes are what they were.
        const axes = JSON.stringify([figure.layout.xaxis, figure.layout.yaxis]);
        figure.layout.uirevision = whole ? `${axes} ${performance.now()}` : axes;
        await library.react(this.host, figure.data, figure.layout, CONFIG);
        this.#figure = figure;
        this.#wire(library);
        this.#tell();
      } while (this.#again);
      this.node.dataset.state = "ready";
    } catch (error) {
      this.node.dataset.state = "failed";
      this.said.classList.remove("visually-hidden");
      this.said.textContent = `The figure cannot be drawn: ${error instanceof Error ? error.message : error}.`;
    }
    this.#drawing = false;
  }

  #tell() {
    this.node.dispatchEvent(new CustomEvent("figure-drawn"));
  }

  /** @param {import("./figure-library.js").Plotly} library */
  #wire(library) {
    if (this.#wired) return;
    this.#wired = true;
    this.walk.begin(library);
    const host = /** @type {any} */ (this.host);
    host.on("plotly_relayout", (/** @type {Record<string, any>} */ change) => {
      const moved = Object.keys(change).some((key) => /^[xy]axis\.(range|autorange)/.test(key));
      if (moved && this.#figure) void library.relayout(this.host, renumbered(host.layout, this.#figure.layout));
    });
    host.on("plotly_relayout", () => this.#tell());
    host.on("plotly_click", (/** @type {any} */ { points: [{ data, x }] }) =>
      this.pressed({ label: data.legendgroup, x }),
    );
  }
}

/**
 * The numbers on the axes as they are after a zoom.
 * @param {Record<string, any>} now
 * @param {Record<string, any>} drawn
 */
function renumbered(now, drawn) {
  /** @type {Record<string, any>} */
  const change = {};
  for (const name of ["xaxis", "yaxis"]) {
    const { type, range, fixedrange } = now[name];
    if (fixedrange) continue;
    const { tickvals, ticktext } = numbered(type === "log", range, Math.max(4, drawn[name].tickvals.length));
    change[`${name}.tickvals`] = tickvals;
    change[`${name}.ticktext`] = ticktext;
  }
  return change;
}
