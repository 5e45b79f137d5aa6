/** A map over all starting points: asked for in passes, drawn here and on the page's map, pressed to start there. */

import { CellGrid, painted } from "../../plots/cell-map.js";
import { chosenToRun, racerOf, remarks, runOf } from "./requests.js";
import { CellChart } from "./cell-chart.js";
import { racerMenu, tick } from "./controls.js";
import { Frame } from "./frame.js";
import { landscapeFacts } from "./known-rules.js";
import { LatestJob } from "./latest-job.js";
import { colours, onTheme } from "../../draw/theme-colours.js";
import { rounded } from "../../base/numbers.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./known-rules.js").LandscapeFacts} LandscapeFacts */

const SIDE = 128;
const MOST_LETTERS = 26;
/** Pixels from a minimum to its letter on the page's map. */
const BESIDE = 6;
/** Values of cells whose run diverged. */
export const DIVERGED = -2;

/**
 * @typedef {object} Kind
 * @property {"basins" | "hits"} job
 * @property {string} lead
 * @property {HTMLElement[]} controls
 * @property {(ground: LandscapeFacts) => Record<string, any>} args beyond the run's
 * @property {(grid: CellGrid, facts: any, frame: Frame) => ((value: number, column: number, row: number) => import("../../plots/cell-map.js").Colour)} colouring called for each picture; fills the legend
 * @property {(value: number, facts: any) => string} says what a cell that has not diverged shows
 * @property {(grid: CellGrid, facts: any, frame: Frame, racer: string) => void} conclude words and numbers once all is known
 */

/**
 * @param {HTMLElement} host
 * @param {import("./types.js").Context & {id: string}} context
 * @param {Kind} kind
 */
export function mountByStart(host, { id: panelId, studio, store, figures, overlay }, kind) {
  const frame = new Frame(host, { id: panelId, lead: kind.lead });
  const racers = racerMenu(store);
  const onMap = tick("Also on the map", true, () => show());
  frame.controls.append(racers.element, ...kind.controls, onMap.element);
  const view = new CellChart(frame, figures, (x, y) => store.set({ start: [rounded(x, 4), rounded(y, 4)] }));
  const unlisten = onTheme(show);
  let grid = new CellGrid(SIDE, SIDE);
  /** @type {any} */
  let facts = null;
  /** @type {LandscapeFacts | null} */
  let place = null;
  let [name, id] = ["", ""];
  let fresh = true;
  /** The number of the latest question. */
  let latest = 0;

  const task = new LatestJob(studio, kind.job, {
    onStart() {
      fresh = true;
      frame.drawing();
      frame.running(0);
    },
    onPiece(value, { cells, values, diverged }, progress) {
      if (fresh) grid = new CellGrid(SIDE, SIDE);
      fresh = false;
      facts = value;
      frame.shows(id);
      grid.fill(cells.data, (k) => (diverged.data[k] ? DIVERGED : values.data[k]), value.stride);
      frame.running(progress);
      show();
    },
    onEnd(_answer, failure) {
      frame.running(null);
      frame.failed(failure ? [{ name, text: failure }] : remarks(name, facts));
      if (failure && frame.lacks(id)) nothing();
      if (!failure && facts) kind.conclude(grid, facts, frame, name);
      frame.ready();
    },
  });

  /** @param {State} state */
  async function ask(state) {
    const mine = ++latest;
    racers.show(state);
    const racer = chosenToRun(state, frame, "Add a racer to see its map.");
    if (!racer) {
      task.want(null);
      return nothing();
    }
    const found = await landscapeFacts(studio, state.ground);
    if (mine !== latest) return;
    if (found && found.dim !== 2) {
      task.want(null);
      frame.failed([]);
      nothing();
      return frame.blank(
        `${found.title} has ${found.dim} ${found.dim === 1 ? "coordinate" : "coordinates"}: there is no plane of starts.`,
      );
    }
    if (found) place = found;
    [name, id] = [racer.name, racer.id];
    const { start: _, ...run } = { start: null, ...runOf(state) };
    task.want({ ...run, racer: racerOf(racer), columns: SIDE, rows: SIDE, ...(found ? kind.args(found) : {}) });
  }

  /** Takes the picture away from here and from the map. */
  function nothing() {
    facts = null;
    overlay(panelId, null);
  }

  function show() {
    if (!facts || !place) return;
    const { window } = place;
    const colourOf = kind.colouring(grid, facts, frame);
    const says = (/** @type {number} */ column, /** @type {number} */ row) => {
      const value = grid.values[row * SIDE + column];
      return Number.isNaN(value) ? "not known yet" : value === DIVERGED ? "diverged" : kind.says(value, facts);
    };
    view.show(
      { x: { title: "x", domain: window[0] }, y: { title: "y", domain: window[1] }, marks: marks(place) },
      { columns: SIDE, rows: SIDE, pixels: painted(grid, colourOf), says },
      `${kind.lead} ${name}; the numbers are in the table.`,
    );
    overlay(
      panelId,
      onMap.input.checked ? (context, scales) => onto(context, scales, view.picture, place, frame) : null,
    );
  }

  return {
    /** @param {State} state @param {Set<string>} changed */
    update(state, changed) {
      if (["ground", "racers", "steps", "seed", "selected"].some((part) => changed.has(part))) void ask(state);
    },
    dispose() {
      latest++;
      task.stop();
      overlay(panelId, null);
      unlisten();
      view.dispose();
    },
    again: () => void ask(store.state),
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./types.js").Scales} scales
 * @param {HTMLCanvasElement} picture
 * @param {LandscapeFacts | null} place where the picture lies
 * @param {Frame} frame
 */
function onto(context, scales, picture, place, frame) {
  if (!place) return;
  const [[left, right], [bottom, top]] = place.window;
  context.save();
  context.globalAlpha = 0.6;
  context.imageSmoothingEnabled = false;
  context.drawImage(
    picture,
    scales.x(left),
    scales.y(top),
    scales.x(right) - scales.x(left),
    scales.y(bottom) - scales.y(top),
  );
  context.restore();
  const [ground, ink] = colours(frame.element, ["--ground", "--ink"]).map((parts) => `rgb(${parts.join(" ")})`);
  context.font = `600 ${getComputedStyle(document.documentElement).fontSize} Inter, sans-serif`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = ground;
  context.fillStyle = ink;
  for (const { x, y, text = "" } of marks(place) ?? []) {
    context.strokeText(text, scales.x(x) + BESIDE, scales.y(y) - BESIDE);
    context.fillText(text, scales.x(x) + BESIDE, scales.y(y) - BESIDE);
  }
}

/**
 * A cross at each minimum, with its letter where they are few enough to be told apart.
 * @param {LandscapeFacts} place
 * @returns {import("../../plots/cell-figure.js").CellSpec["marks"]}
 */
function marks({ minima, local_minima: others }) {
  const all = [...minima, ...others];
  const lettered = all.length > 1 && all.length <= MOST_LETTERS;
  return all.map(([x, y], index) => ({
    x,
    y,
    text: lettered ? letter(index) : "",
    kind: index < minima.length ? "minimum" : "local minimum",
  }));
}

/** A, B, ..., Z, A1, ... @param {number} index */
export function letter(index) {
  return String.fromCharCode(65 + (index % 26)) + (index >= 26 ? `${Math.floor(index / 26)}` : "");
}
