/** The links that the Share sheet makes of one race: as it is seen here, for students, for the projector, for a frame elsewhere. */

/** @typedef {"seen" | "students" | "projector" | "embed"} Audience */

/** The parts of the page that a link can leave out, as `?controls=` names them, and what the sheet calls them. */
export const PARTS = /** @type {const} */ ([
  ["landscape", "Landscape"],
  ["racers", "Racers and their sliders"],
  ["play", "Play, steps and seed"],
  ["side", "Formula and tables"],
  ["analysis", "Analysis"],
  ["lessons", "Lessons"],
]);

/** Among `?controls=` it takes away the ways to the code of a rule, Fork and Edit. */
export const NO_CODE = "no-code";

/** What the sheet offers to hide: a word of its own and its name. */
export const HIDEABLE = /** @type {readonly (readonly [string, string])[]} */ ([
  ...PARTS,
  ["code", "Code: Fork and Edit"],
]);

/** What is hidden first: nothing of a class's race but what leads elsewhere; in a frame what a frame never showed. */
export const USUALLY_HIDDEN = { students: ["lessons"], embed: ["analysis", "lessons"] };

/**
 * What `?controls=` says so that these are not seen; null where all are.
 * @param {Iterable<string>} hidden words of `HIDEABLE`
 * @returns {string | null}
 */
export function controlsWithout(hidden) {
  const gone = new Set(hidden);
  if (gone.size === 0) return null;
  /** @type {string[]} */
  const shown = PARTS.map(([part]) => part).filter((part) => !gone.has(part));
  // Without the racers there is no way to their code.
  if (gone.has("code") && !gone.has("racers")) shown.push(NO_CODE);
  return shown.join(",") || "none";
}

/** A link with coarse paths has at most so many letters; a longer one goes without them. */
const LONGEST = 2000;

/**
 * The address with the coarse paths of the race, which are painted until it has been run.
 * @param {string} address that holds the race
 * @param {string | null} paths
 * @returns {string}
 */
export function withPaths(address, paths) {
  const longer = `${address}&p=${paths}`;
  return paths && longer.length <= LONGEST ? longer : address;
}

/**
 * The address of a race for those who are to see it.
 * @param {Audience} audience
 * @param {object} what
 * @param {string} what.page the playground's own address, without query and fragment
 * @param {string} what.packed the race as it stands behind `#s=`
 * @param {string | null} what.lesson the lesson that is shown beside it
 * @param {{controls: string | null, projector: boolean}} what.seen how the page is seen here
 * @param {Iterable<string>} what.hidden words of `HIDEABLE`, for students and frames
 * @returns {string}
 */
export function sharedLink(audience, { page, packed, lesson, seen, hidden }) {
  const chosen = audience === "students" || audience === "embed";
  const controls = chosen ? controlsWithout(hidden) : audience === "seen" ? seen.controls : null;
  const projector = audience === "projector" || (audience === "seen" && seen.projector);
  const query = [
    lesson === null ? "" : `lesson=${encodeURIComponent(lesson)}`,
    projector ? "projector" : "",
    // A frame hides some parts where nothing is named, so that all have to be.
    controls === null
      ? audience === "embed"
        ? `controls=${PARTS.map(([part]) => part).join(",")}`
        : ""
      : `controls=${controls}`,
  ].filter(Boolean);
  return `${page}${query.length ? `?${query.join("&")}` : ""}#s=${packed}`;
}
