/** The race as a table: one row per racer and step. */

/** @typedef {import("../../panels/kit/types.js").State} State */
/** @typedef {import("./racing.js").Racing} Racing */

/**
 * @param {{state: State, racing: Racing}} picture
 * @returns {string}
 */
export function raceCsv({ state, racing }) {
  const dims = Math.max(0, ...[...racing.runs.values()].map((run) => run.dim));
  const axes = dims <= 2 ? ["x", "y"].slice(0, dims) : Array.from({ length: dims }, (_, axis) => `x${axis + 1}`);
  const rows = [["racer", "step", ...axes, "loss"].join(",")];
  for (const racer of state.racers) {
    const run = racing.runs.get(racer.id);
    if (!run) continue;
    for (let step = 0; step <= run.steps; step += 1) {
      const point = Array.from(axes, (_, axis) => run.points[step * run.dim + axis]);
      rows.push([quoted(racer.name), step, ...point, run.losses[step]].join(","));
    }
  }
  return `${rows.join("\n")}\n`;
}

/** A name that a spreadsheet takes for a formula is made a text. @param {string} text */
function quoted(text) {
  return `"${text.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`;
}
