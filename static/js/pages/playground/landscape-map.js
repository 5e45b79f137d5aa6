/** The map as the stage: contours, what panels lay over them, the paths, and the racers where they stand now. */

import { textSize } from "../../draw/text-size.js";
import { contourLines, drawContours, drawMinima, mapScales, shareScales } from "../../plots/map.js";
import { drawHeights, heightLabels } from "../../plots/height-labels.js";
import { line, stroke, vertexAt } from "../../plots/paths.js";
import { element } from "../../base/dom.js";
import { drawNames, drawRacer } from "./map-racers.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("../../panels/kit/types.js").Scales} Scales */
/** @typedef {import("../../panels/kit/types.js").Racer} Racer */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {(context: CanvasRenderingContext2D, scales: Scales) => void} Overlay */

/** For how long contours are made at a stretch, and how old those that are drawn may grow, in milliseconds. */
const [SLICE, STALE] = [12, 100];
const LAYERS = /** @type {const} */ (["contours", "over", "paths", "now"]);

export class LandscapeMap {
  /** @type {Scales} */
  scales = mapScales(
    [
      [-1, 1],
      [-1, 1],
    ],
    1,
    1,
  );
  /** The piece of the window that is in sight; null: the whole. @type {import("../../plots/map.js").Window | null} */
  view = null;
  /** Whether each racer's name stands at the end of its path: where no list tells whose it is. */
  named = false;
  /** @type {Map<string, Overlay>} */
  #overlays = new Map();
  /** @type {import("../../plots/map.js").Contour[]} */
  #contours = [];
  /** @type {Map<string, import("../../plots/paths.js").Line>} */
  #lines = new Map();
  /** How far each path is drawn on the layer of paths; null: not at all. @type {Map<string, number>} */
  #drawn = new Map();
  /** @type {Record<typeof LAYERS[number], CanvasRenderingContext2D>} */
  #layers;
  /** Which round of contours was begun last, which was drawn last, and when. */
  #rounds = { begun: 0, drawn: 0, at: 0 };

  /**
   * @param {HTMLElement} host
   * @param {{store: Store, racing: Racing, palette: Palette, library: Promise<import("../../plots/map.js").ContourLibrary>}} parts
   */
  constructor(host, { store, racing, palette, library }) {
    this.host = host;
    this.store = store;
    this.racing = racing;
    this.palette = palette;
    this.library = library;
    const made = LAYERS.map((name) => {
      const canvas = element("canvas", { "data-layer": name, "aria-hidden": "true" });
      host.append(canvas);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("this browser draws no canvas");
      return [name, context];
    });
    this.#layers = Object.fromEntries(made);
    this.says = element("p", { class: "no-map", hidden: true });
    host.append(this.says);
    new ResizeObserver(() => this.resize()).observe(host);
    palette.subscribe(() => this.resize());
    racing.subscribe((what) => {
      if (what === "landscape") void this.contour();
      if (what === "race") this.paths();
      host.dataset.state = racing.state;
    });
    store.subscribe((_state, changed) => {
      if (changed.has("step")) this.frame();
      if (changed.has("selected")) this.frame(true);
    });
  }

  /** Draws everything anew for the size that the map has now. */
  resize() {
    const { width, height } = this.host.getBoundingClientRect();
    if (width < 2 || height < 2) return;
    const ratio = devicePixelRatio || 1;
    for (const { canvas } of Object.values(this.#layers)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    for (const context of Object.values(this.#layers)) context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.scales = mapScales(this.window, width, height);
    this.#drawLandscape();
    this.drawOverlays();
    this.paths();
  }

  /** Of one coordinate the map shows its value, upwards, against the step. @returns {[[number, number], [number, number]]} */
  get window() {
    const { dim, window } = this.racing.facts;
    const { steps } = this.store.state;
    if (dim === 1) return [[-0.03 * steps, 1.03 * steps], window[0]];
    return dim === 2
      ? (this.view ?? window)
      : [
          [0, 1],
          [0, 1],
        ];
  }

  /** The contour lines of the landscape that is known now, a level at a time, so that nothing waits long. */
  async contour() {
    const round = (this.#rounds.begun += 1);
    this.host.dataset.contours = "drawing";
    // A newer round ends this one, unless that would let a dragged slider keep the map from ever being drawn.
    const over = () =>
      round < this.#rounds.drawn || (round < this.#rounds.begun && performance.now() - this.#rounds.at < STALE);
    const { heights, levels, level_values: values, thick } = this.racing.arrays;
    /** @type {import("../../plots/map.js").Contour[]} */
    const found = [];
    if (heights && this.racing.facts.dim === 2) {
      const library = await this.library;
      let since = performance.now();
      for (const [place, level] of levels.data.entries()) {
        if (over()) return;
        const lines = contourLines(library, heights, level);
        found.push({ lines, thick: thick?.data[place] === 1, value: values?.data[place] ?? level });
        if (performance.now() - since < SLICE) continue;
        await new Promise((resolve) => setTimeout(resolve));
        since = performance.now();
      }
    }
    if (over()) return;
    Object.assign(this.#rounds, { drawn: round, at: performance.now() });
    this.#contours = found;
    if (round === this.#rounds.begun) this.host.dataset.contours = "ready";
    this.host.querySelector("[data-first]")?.remove();
    const { dim } = this.racing.facts;
    this.say(dim > 2 ? `${dim} coordinates have no map. The loss beside it tells how they fare.` : "");
    this.resize();
  }

  /** @param {string} words in place of a map; none takes them away */
  say(words) {
    this.says.textContent = words;
    this.says.hidden = words === "";
  }

  /** The contour lines, the lowest first. */
  get contours() {
    return this.#contours;
  }

  /**
   * @param {string} id
   * @param {Overlay | null} draw
   */
  overlay(id, draw) {
    if (draw) this.#overlays.set(id, draw);
    else this.#overlays.delete(id);
    this.drawOverlays();
  }

  drawOverlays() {
    const context = this.#cleared("over");
    // The numbers of the axes stay legible over what panels lay on the map.
    const upwards = [...this.#overlays].sort(([one], [other]) => Number(one === "ticks") - Number(other === "ticks"));
    for (const [, draw] of upwards) {
      context.save();
      draw(context, this.scales);
      context.restore();
    }
  }

  /** The paths anew, as the runs are now. */
  paths() {
    const { scales } = this;
    if (this.racing.facts.dim === 1) this.scales = mapScales(this.window, scales.width, scales.height);
    this.#lines.clear();
    for (const { id } of this.store.state.racers) {
      const run = this.racing.runs.get(id);
      if (run) this.#lines.set(id, this.#line(run));
    }
    // The first picture has done its work once there are paths of our own and nothing of its map is missing.
    const none = this.#lines.size === 0 && !this.#contours.length;
    if (none) return this.frame(true);
    if (!this.host.querySelector("[data-first]") || this.#contours.length)
      this.host.querySelector("[data-first]")?.remove();
    else for (const path of this.host.querySelectorAll("[data-first] .path")) path.remove();
    this.frame(true);
  }

  /**
   * The paths up to the step that is shown: only what is new of them, unless the clock went back.
   * @param {boolean} [afresh]
   */
  frame(afresh = false) {
    const { step, racers, selected } = this.store.state;
    const back = [...this.#drawn].some(
      ([id, vertex]) => this.#lines.has(id) && vertexAt(/** @type {any} */ (this.#lines.get(id)), step) < vertex,
    );
    const context = this.#layers.paths;
    if (afresh || back) {
      this.#cleared("paths");
      this.#drawn.clear();
    }
    const now = this.#cleared("now");
    now.font = `500 ${textSize(12)}px Inter, sans-serif`;
    /** @type {import("./map-racers.js").Standing[]} */
    const standing = [];
    for (const racer of racers) {
      const path = this.#lines.get(racer.id);
      if (!path?.count) continue;
      const vertex = vertexAt(path, step);
      const look = {
        colour: this.palette.colour(racer),
        dash: this.palette.dash(racer),
        width: racer.id === selected ? 2.5 : 1.75,
      };
      stroke(context, path, this.#drawn.get(racer.id) ?? 0, vertex, look);
      this.#drawn.set(racer.id, vertex);
      const [x, y] = path.xy.subarray(2 * vertex);
      const one = { racer, run: this.racing.runs.get(racer.id), x, y, step };
      if (drawRacer(now, one, this.scales, this.palette)) standing.push(one);
    }
    if (this.named) drawNames(now, standing, this.scales, this.palette);
    this.#drawStart(now);
  }

  /** @param {CanvasRenderingContext2D} context */
  #drawStart(context) {
    const { dim } = this.racing.facts;
    // A jittered start is where the paths begin.
    const run = this.store.state.ground.jitter && this.racing.runs.values().next().value;
    const start = run && run.dim === dim ? Array.from({ length: dim }, (_, axis) => run.points[axis]) : this.start;
    if (!start || dim > 2 || !this.says.hidden) return;
    const [x, y] =
      dim === 1 ? [this.scales.x(0), this.scales.y(start[0])] : [this.scales.x(start[0]), this.scales.y(start[1])];
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.strokeStyle = this.palette.colours.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /** Where the racers start. */
  get start() {
    return this.store.state.start ?? this.racing.facts.start;
  }

  #drawLandscape() {
    const context = this.#cleared("contours");
    const { colours } = this.palette;
    const { dim, minima, window, above = 0 } = this.racing.facts;
    if (dim === 1) {
      context.strokeStyle = colours.contour;
      for (const [x] of minima) {
        context.beginPath();
        context.moveTo(0, this.scales.y(x));
        context.lineTo(this.scales.width, this.scales.y(x));
        context.stroke();
      }
    }
    if (dim !== 2) return;
    const shares = shareScales(window, this.scales);
    drawContours(context, this.#contours, shares, colours.contour);
    context.font = `${textSize(10)}px Inter, sans-serif`;
    const { groundRaised: ground, inkSoft } = colours;
    drawHeights(context, heightLabels(this.#contours, shares, above), { ground, inkSoft });
    drawMinima(context, this.racing.facts, this.scales, colours.ink);
  }

  /** @param {import("./racing.js").Run} run */
  #line({ points, dim, steps }) {
    const { scales } = this;
    if (dim > 2) return line(0, () => {});
    return line(steps + 1, (place, out) => {
      out[0] = dim === 1 ? scales.x(place) : scales.x(points[2 * place]);
      out[1] = dim === 1 ? scales.y(points[place]) : scales.y(points[2 * place + 1]);
    });
  }

  /** @param {typeof LAYERS[number]} name */
  #cleared(name) {
    const context = this.#layers[name];
    context.clearRect(0, 0, this.scales.width + 1, this.scales.height + 1);
    return context;
  }
}
