/** Whose turn it is to draw: one figure in each animation frame, so that what is dragged meanwhile stays smooth. */

let last = Promise.resolve();

/** Waits until nothing else has been drawn in this frame. */
export function turn() {
  const mine = last;
  last = mine.then(() => new Promise((resolve) => requestAnimationFrame(() => resolve())));
  return mine;
}
