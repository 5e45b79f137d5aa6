/** A frame with a page of the playground, for pages of others: as tall as that page says, and told of its races. */

const OURS = "optimizer-playground:";
/** Pixels between which a page may choose its height. */
const [LOWEST, HIGHEST] = [80, 20_000];
const MOST_RACERS = 24;

/**
 * One racer's run, whole.
 * @typedef {object} Run
 * @property {string} label
 * @property {number} dim coordinates of a point
 * @property {number} steps
 * @property {string} stop why it ended: `max_steps`, `converged`, `diverged`, `left_window`
 * @property {Float64Array} points `steps + 1` points, one after another
 * @property {Float64Array} losses `steps + 1`
 */

/**
 * @param {string} address of a page below `/embed/`
 * @param {{title: string, height: number, onReady?: () => void, onRace?: (runs: Run[]) => void}} options `onRace` hears
 *     of every race that the page has run, and again whenever anything of it has changed
 * @returns {{frame: HTMLIFrameElement, dispose: () => void}} a frame that is yet to be put somewhere
 */
export function framed(address, { title, height, onReady, onRace }) {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.loading = "lazy";
  frame.allow = "cross-origin-isolated; clipboard-write";
  frame.style.cssText = `display: block; width: 100%; height: ${height}px; border: 0`;
  frame.src = address;
  const { origin } = new URL(address);
  /** @param {MessageEvent} event */
  const hear = (event) => {
    if (event.source === null || event.source !== frame.contentWindow || event.origin !== origin) return;
    const said = event.data;
    if (said?.type === `${OURS}size` && Number.isFinite(said.height))
      frame.style.height = `${Math.min(Math.max(said.height, LOWEST), HIGHEST)}px`;
    else if (said?.type === `${OURS}ready`) {
      onReady?.();
      if (onRace) frame.contentWindow.postMessage({ type: `${OURS}watch` }, origin);
    } else if (said?.type === `${OURS}race`) {
      const runs = readRuns(said.racers);
      if (runs) onRace?.(runs);
    }
  };
  window.addEventListener("message", hear);
  const dispose = () => {
    window.removeEventListener("message", hear);
    frame.remove();
  };
  return { frame, dispose };
}

/**
 * The runs of a message; null where they are not what they should be.
 * @param {any} said
 * @returns {Run[] | null}
 */
function readRuns(said) {
  if (!Array.isArray(said) || said.length > MOST_RACERS) return null;
  const sound = said.every(
    (run) =>
      typeof run?.label === "string" &&
      typeof run.stop === "string" &&
      [run.dim, run.steps].every((count) => Number.isSafeInteger(count) && count >= 0) &&
      run.points instanceof Float64Array &&
      run.losses instanceof Float64Array &&
      run.points.length === (run.steps + 1) * run.dim &&
      run.losses.length === run.steps + 1,
  );
  if (!sound) return null;
  return said.map(({ label, dim, steps, stop, points, losses }) => ({ label, dim, steps, stop, points, losses }));
}
