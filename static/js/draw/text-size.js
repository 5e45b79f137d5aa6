/** How large letters on a canvas or in a figure are; they grow with the page's type, as on a projector. */

/** What the last row of a class can read, in pixels. */
const PROJECTOR = 20;

/**
 * @param {number} usual pixels where the page's type has its usual 14
 */
export function textSize(usual) {
  const root = document.documentElement;
  const size = Math.round((usual * Number.parseFloat(getComputedStyle(root).fontSize)) / 14);
  return root.hasAttribute("data-projector") ? Math.max(size, PROJECTOR) : size;
}
