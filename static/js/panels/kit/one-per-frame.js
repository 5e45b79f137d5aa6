/** Runs several drawings, one in each animation frame, so that a slider that is being dragged stays smooth. */

export class OnePerFrame {
  #frame = 0;

  /** Drops what is left of earlier ones and begins with these. @param {(() => void)[]} drawings */
  run(drawings) {
    this.stop();
    const left = [...drawings];
    const next = () => {
      left.shift()?.();
      this.#frame = left.length ? requestAnimationFrame(next) : 0;
    };
    next();
  }

  get running() {
    return this.#frame !== 0;
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}
