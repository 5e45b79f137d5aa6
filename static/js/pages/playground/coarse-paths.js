/**
 * Paths so coarse that a link can carry them beside its state: what is painted until Python has run the race.
 *
 * A racer is a byte with the number of its points, then two bytes a coordinate: shares of the window, from -0.5 to 1.5.
 * Base64 in the letters of URLs. A racer without a path has no points.
 */

const MOST_POINTS = 40;
const MOST_PATHS = 6;
const [LOW, HIGH] = [-0.5, 1.5];
const LEVELS = 2 ** 16 - 1;
const LETTERS = /^[\w-]+$/;
/** Letters of the longest text that there can be. */
const LONGEST = Math.ceil((MOST_PATHS * (1 + 4 * MOST_POINTS) * 4) / 3) + 2;

/** @typedef {[number, number][]} Path points in shares of the window, from its lower left corner */

/**
 * @param {(Path | null)[]} paths one a racer
 * @returns {string}
 */
export function packPaths(paths) {
  const bytes = paths.slice(0, MOST_PATHS).flatMap((path) => {
    const kept = thinned(path ?? []);
    return [kept.length, ...kept.flatMap((point) => point.flatMap(coded))];
  });
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * The paths again; null for anything that this page would not have written for so many racers.
 * @param {string | null} text
 * @param {number} racers
 * @returns {Path[] | null}
 */
export function readPaths(text, racers) {
  if (!text || text.length > LONGEST || !LETTERS.test(text) || racers > MOST_PATHS) return null;
  let bytes;
  try {
    bytes = Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
  /** @type {Path[]} */
  const paths = [];
  let at = 0;
  while (at < bytes.length) {
    const count = bytes[at];
    const end = at + 1 + 4 * count;
    if (count > MOST_POINTS || count === 1 || end > bytes.length) return null;
    const share = (/** @type {number} */ from) => LOW + ((256 * bytes[from] + bytes[from + 1]) / LEVELS) * (HIGH - LOW);
    paths.push(Array.from({ length: count }, (_, k) => [share(at + 1 + 4 * k), share(at + 3 + 4 * k)]));
    at = end;
  }
  return paths.length === racers && paths.some((path) => path.length) ? paths : null;
}

/**
 * At most so many points, the first and the last among them, about as far from each other along the way.
 * @param {Path} path
 * @returns {Path}
 */
function thinned(path) {
  const end = path.findIndex((point) => !point.every(Number.isFinite));
  const points = end < 0 ? path : path.slice(0, end);
  if (points.length < 2) return [];
  const along = [0];
  for (let k = 1; k < points.length; k += 1)
    along.push(along[k - 1] + Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]));
  const whole = along[along.length - 1];
  let kept = 0;
  return points.filter((_, k) => {
    if (k !== 0 && k !== points.length - 1 && along[k] < (kept * whole) / (MOST_POINTS - 1)) return false;
    if (k === points.length - 1) return true;
    kept = Math.max(kept + 1, Math.floor((along[k] / (whole || 1)) * (MOST_POINTS - 1)) + 1);
    return true;
  });
}

/** Two bytes of a share. @param {number} share */
function coded(share) {
  const level = Math.round(((Math.min(Math.max(share, LOW), HIGH) - LOW) / (HIGH - LOW)) * LEVELS);
  return [level >> 8, level & 255];
}
