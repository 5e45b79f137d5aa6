/** The front page: the finished race runs once more when the page opens, and again when asked. */

const DURATION = 5000;

const race = document.querySelector("[data-race]");
const paths = race ? [...race.querySelectorAll("[data-path]")] : [];
const heads = race ? [...race.querySelectorAll("[data-head]")] : [];
const again = document.querySelector("[data-again]");
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Draws each path from its start; all arrive together, as steps are counted and not lengths. */
function run() {
  for (const [index, path] of paths.entries()) {
    if (!(path instanceof SVGGeometryElement)) continue;
    const points = /** @type {string} */ (path.dataset.whole ?? path.getAttribute("d"));
    path.dataset.whole = points;
    const vertices = points.split("L");
    const begun = performance.now();
    const frame = (/** @type {number} */ now) => {
      const share = Math.min((now - begun) / DURATION, 1);
      const shown = vertices.slice(0, Math.max(2, Math.ceil(share * vertices.length)));
      path.setAttribute("d", shown.join("L"));
      heads[index]?.setAttribute("transform", `translate(${shown[shown.length - 1]})`);
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
