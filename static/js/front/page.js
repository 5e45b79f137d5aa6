/** The front page: the finished race runs once more when the page opens, and again when asked. */

const DURATION = 5000;

const race = document.querySelector("[data-race]");
const paths = race ? [...race.querySelectorAll("[data-path]")] : [];
const again = document.querySelector("[data-again]");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Draws each path from its start; all arrive together, as steps are counted and not lengths. */
function run() {
  for (const path of paths) {
    if (!(path instanceof SVGGeometryElement)) continue;
    const points = /** @type {string} */ (path.dataset.whole ?? path.getAttribute("d"));
    path.dataset.whole = points;
    const vertices = points.split("L");
    const begun = performance.now();
    const frame = (/** @type {number} */ now) => {
      const share = Math.min((now - begun) / DURATION, 1);
      path.setAttribute("d", vertices.slice(0, Math.max(2, Math.ceil(share * vertices.length))).join("L"));
      if (share < 1) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }
}

if (again instanceof HTMLButtonElement) {
  again.hidden = false;
  again.addEventListener("click", run);
}
if (!still.matches) run();
