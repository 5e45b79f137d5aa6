/** How far a visitor is with a problem, from the runs that this browser remembers. */

/** @typedef {"solved" | "tried" | "new"} Progress */

/**
 * @param {import("./history.js").History} history
 * @param {string} slug
 * @returns {Progress}
 */
export function progressOf(history, slug) {
  const runs = history.read(slug);
  if (runs.some((run) => run.total > 0 && run.passed === run.total)) return "solved";
  return runs.length > 0 ? "tried" : "new";
}

/**
 * What comes next: the first problem that is not solved, in the order of the course; null where all are.
 * @template {{ progress: Progress }} Problem
 * @param {readonly Problem[]} course
 */
export function nextOf(course) {
  return course.find(({ progress }) => progress !== "solved") ?? null;
}
