/** Hints open one by one, with tries or a recognised mistake; the solution by the problem's policy. Reading is free. */

/**
 * Locks and unlocks the page's hints and solution.
 * @param {object} state
 * @param {number} state.tries runs that did not pass
 * @param {boolean} state.passed whether any run passed
 * @param {boolean} state.recognised whether a mistake was recognised
 */
export function reveal({ tries, passed, recognised }) {
  const open = passed ? Infinity : tries + (recognised ? 1 : 0);
  for (const hint of document.querySelectorAll("details[data-hint]")) {
    const number = Number(/** @type {HTMLElement} */ (hint).dataset.hint);
    lock(
      /** @type {HTMLDetailsElement} */ (hint),
      number > Math.max(open, 1),
      `Hint ${number} opens after ${number} tries.`,
    );
  }
  const solution = document.querySelector("[data-solution]");
  const body = document.querySelector("[data-solution-body]");
  if (!(solution instanceof HTMLElement) || !(body instanceof HTMLDetailsElement)) return;
  const after = Number(solution.dataset.afterTries);
  const left = after - tries;
  lock(
    body,
    !passed && left > 0,
    `Opens after ${left === 1 ? "one more try" : `${left} more tries`}, or when you pass.`,
  );
}

/**
 * @param {HTMLDetailsElement} details
 * @param {boolean} locked
 * @param {string} why
 */
function lock(details, locked, why) {
  details.toggleAttribute("data-locked", locked);
  const summary = details.querySelector("summary");
  if (!summary) return;
  if (locked) {
    details.open = false;
    summary.setAttribute("aria-disabled", "true");
    summary.title = why;
    summary.onclick = (event) => event.preventDefault();
  } else {
    summary.removeAttribute("aria-disabled");
    summary.removeAttribute("title");
    summary.onclick = null;
  }
}
