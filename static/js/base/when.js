/** Points in time as a person says them, in the time of this machine. */

const DAY = { day: "numeric", month: "short", year: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false };

/**
 * "today 00:16", "yesterday 18:02" or "3 Nov 2026".
 * @param {number} seconds since 1970
 * @param {Date} [now]
 */
export function whenText(seconds, now = new Date()) {
  const at = new Date(seconds * 1000);
  const clock = at.toLocaleTimeString("en-GB", /** @type {Intl.DateTimeFormatOptions} */ (CLOCK));
  if (at.toDateString() === now.toDateString()) return `today ${clock}`;
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (at.toDateString() === before.toDateString()) return `yesterday ${clock}`;
  return at.toLocaleDateString("en-GB", /** @type {Intl.DateTimeFormatOptions} */ (DAY));
}

/**
 * Fills in every `<time data-created>` below `root`.
 * @param {ParentNode} root
 */
export function tellTimes(root) {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (root.querySelectorAll("time[data-created]"))) {
    const seconds = Number(time.dataset.created);
    time.textContent = whenText(seconds);
    time.dateTime = new Date(seconds * 1000).toISOString();
  }
}
