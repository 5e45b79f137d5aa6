/** What a link shows until Python has run its race: the landscape's lines, from the server, and the coarse paths that came along. */

import { svg } from "../../base/dom.js";

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("../../plots/map.js").Window} Window */

const [WIDTH, HEIGHT] = [160, 120];

/**
 * The paths of a race as a link carries them; none of code that a visitor typed, which its reader has to run first.
 * @param {State} state
 * @param {Pick<import("./racing.js").Racing, "runs" | "facts">} racing
 * @returns {(import("./coarse-paths.js").Path | null)[] | null} null where there is no map of two coordinates
 */
export function pathsOf({ racers, ground }, { runs, facts }) {
  const [[left, right], [bottom, top]] = facts.dim === 2 ? facts.window : [[0, 0], [0, 0]]; // prettier-ignore
  if (facts.dim !== 2) return null;
  const place = JSON.stringify(ground);
  return racers.map(({ id, source }) => {
    const run = runs.get(id);
    if (!run || run.dim !== 2 || source !== undefined || run.place !== place) return null;
    return Array.from({ length: run.steps + 1 }, (_, step) => [
      (run.points[2 * step] - left) / (right - left),
      (run.points[2 * step + 1] - bottom) / (top - bottom),
    ]);
  });
}

/**
 * Paints a link's picture into the map; the map takes it away once it has drawn its own.
 * @param {HTMLElement} map
 * @param {State} state
 * @param {import("./coarse-paths.js").Path[]} paths one a racer
 * @param {string} pictures where the landscapes' lines are
 */
export function firstPicture(map, { ground, racers }, paths, pictures) {
  const lines = svg("g", { class: "contours" });
  const picture = svg(
    "svg",
    {
      ...{ class: "first", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
      "aria-label": "Paths of this link, coarse until they have been run here",
      "data-first": "",
    },
    lines,
    ...racers.flatMap(({ colour }, place) =>
      paths[place].length ? [svg("path", { class: "path", "data-colour": `${colour}`, d: drawn(paths[place]) })] : [],
    ),
  );
  map.append(picture);
  const value = plain(ground);
  if (value)
    void contours(value, pictures).then(
      (found) => lines.append(...found),
      () => {},
    );
}

/** @param {import("./coarse-paths.js").Path} path */
function drawn(path) {
  return `M${path.map(([x, y]) => `${(x * WIDTH).toFixed(1)} ${((1 - y) * HEIGHT).toFixed(1)}`).join("L")}`;
}

/** The landscape as the menu has it, where it is as the menu has it. @param {State["ground"]} ground */
function plain({ name, family, ...rest }) {
  const changed = Object.values(rest).some((value) => value && Object.keys(value).length !== 0);
  return changed ? null : name ? `name:${name}` : family ? `family:${family}` : null;
}

/** @param {string} value @param {string} pictures */
async function contours(value, pictures) {
  /** @type {import("./landscape-sheet.js").Group[]} */
  const groups = await (await fetch(pictures)).json();
  const found = groups.flatMap(({ landscapes }) => landscapes).find((one) => one.value === value);
  return found ? [svg("path", { d: found.thin }), svg("path", { class: "thick", d: found.thick })] : [];
}
