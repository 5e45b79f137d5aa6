/** A turn for everybody else: what comes after it is a task of its own, so that input and frames need not wait for all. */

/** @returns {Promise<void>} resolves in a later task */
export function turn() {
  const { scheduler } = /** @type {{scheduler?: {yield?: () => Promise<void>}}} */ (globalThis);
  return scheduler?.yield ? scheduler.yield() : new Promise((resolve) => setTimeout(resolve));
}
