/** Lets the browser handle input and draw a frame before a long script goes on. */

/** @returns {Promise<void>} resolves in a later task */
export function nextTask() {
  const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
  return scheduler?.yield ? scheduler.yield() : new Promise((resolve) => setTimeout(resolve));
}
