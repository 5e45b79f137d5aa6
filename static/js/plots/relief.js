/** The landscape in three dimensions with the paths on it: data to a Plotly figure. */

/**
 * @typedef {object} ReliefPath
 * @property {string} name
 * @property {string} colour
 * @property {"solid" | "dash" | "dot" | "dashdot" | "longdash"} dash
 * @property {ArrayLike<number>} points x and y alternating
 * @property {ArrayLike<number>} losses
 */

const MOST_POINTS = 600;

/**
 * @param {object} relief
 * @param {{data: ArrayLike<number>, shape: number[]}} relief.heights as `studio.ground` gives them
 * @param {[[number, number], [number, number]]} relief.window
 * @param {boolean} relief.logScale whether heights are logarithms of the loss above `least`
 * @param {number | null} relief.least
 * @param {ReliefPath[]} relief.paths
 * @param {Record<string, any>} relief.colours
 */
export function relief({ heights: { data, shape }, window, logScale, least, paths, colours }) {
  const [rows, columns] = shape;
  const [[left, right], [bottom, top]] = window;
  const centres = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ count) =>
    Array.from({ length: count }, (_, k) => low + ((k + 0.5) * (high - low)) / count);
  const z = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => data[row * columns + column]),
  );
  const highest = z.flat().reduce((a, b) => Math.max(a, b), -Infinity);
  const lowest = z.flat().reduce((a, b) => Math.min(a, b), Infinity);
  const height = (/** @type {number} */ loss) =>
    logScale ? Math.log10(Math.max(loss - (least ?? 0), 0) + 1e-9) : loss;
  // The surface has a grid and the path none: it ends where the surface does.
  const shown = (/** @type {number} */ loss) => Math.min(Math.max(height(loss), lowest), highest);
  const surface = {
    type: "surface",
    ...{ x: centres(left, right, columns), y: centres(bottom, top, rows), z },
    colorscale: [
      [0, colours.groundRaised],
      [1, colours.contour],
    ],
    ...{ showscale: false, hoverinfo: "x+y+z", opacity: 0.96 },
    contours: { z: { show: true, color: colours.lineStrong, width: 1 } },
  };
  const lines = paths.map(({ name, colour, dash, points, losses }) => {
    const every = Math.ceil(losses.length / MOST_POINTS);
    const kept = Array.from({ length: losses.length }, (_, step) => step).filter(
      (step) =>
        step % every === 0 &&
        points[2 * step] >= left &&
        points[2 * step] <= right &&
        points[2 * step + 1] >= bottom &&
        points[2 * step + 1] <= top,
    );
    return {
      ...{ type: "scatter3d", mode: "lines", name },
      x: kept.map((step) => points[2 * step]),
      y: kept.map((step) => points[2 * step + 1]),
      z: kept.map((step) => shown(losses[step])),
      line: { color: colour, width: 6, dash },
    };
  });
  const axis = { color: colours.inkFaint, gridcolor: colours.line, showbackground: false };
  const layout = {
    ...{
      paper_bgcolor: colours.groundRaised,
      font: { family: "Inter, sans-serif", color: colours.inkSoft },
      margin: { l: 0, r: 0, t: 0, b: 0 },
      showlegend: false,
    },
    scene: {
      xaxis: { ...axis, title: { text: "x" } },
      yaxis: { ...axis, title: { text: "y" } },
      zaxis: { ...axis, title: { text: logScale ? "log loss" : "loss" } },
      aspectmode: "cube",
    },
    uirevision: "camera",
  };
  return { data: [surface, ...lines], layout };
}
