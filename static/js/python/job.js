/**
 * A long computation in pieces: this side asks for each piece, so that others may be answered in between, it shows how
 * far it is, and it can be ended at any piece.
 */

/** @typedef {import("./studio.js").Answer} Answer */
/** @typedef {import("./arrays.js").Named} Named */
/** @typedef {(value: any, arrays: Record<string, Named>, progress: number) => void} OnPiece */
/** @typedef {(method: string, args: object, signal: AbortSignal) => Promise<Answer>} Ask */

/** @type {Answer} */
const STOPPED = { outcome: "stopped", message: "You stopped it." };

export class Job {
  /** From 0 to 1. */
  progress = 0;
  /** How it ended; for `done` with the last piece. Never rejects. @type {Promise<Answer>} */
  ended;
  #abort = new AbortController();

  /**
   * @param {Ask} ask
   * @param {object} args of `studio.job.open`, `kind` among them
   * @param {OnPiece} onPiece
   */
  constructor(ask, args, onPiece) {
    this.ended = this.#run(ask, args, onPiece);
  }

  /** Ends the job after the piece that is being computed; a typed rule is interrupted at once. */
  cancel() {
    this.#abort.abort();
  }

  /**
   * @param {Ask} ask
   * @param {object} args
   * @param {OnPiece} onPiece
   * @returns {Promise<Answer>}
   */
  async #run(ask, args, onPiece) {
    const { signal } = this.#abort;
    const started = performance.now();
    const opened = await ask("studio.job.open", args, signal);
    if (opened.outcome !== "done") return opened;
    const { job } = opened.value;
    for (;;) {
      if (signal.aborted) {
        void ask("studio.job.close", { job }, new AbortController().signal);
        return STOPPED;
      }
      const piece = await ask("studio.job.next", { job }, signal);
      if (piece.outcome !== "done") return signal.aborted ? STOPPED : piece;
      if (signal.aborted) continue;
      this.progress = piece.value.progress;
      onPiece(piece.value, piece.arrays ?? {}, this.progress);
      if (piece.value.done) return { ...piece, milliseconds: performance.now() - started };
    }
  }
}
