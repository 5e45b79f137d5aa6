/**
 * What a program prints, on its way to the page: at most 20 messages a second and 64 KiB a run.
 *
 * A program that prints without end must not flood the page with messages nor fill its memory. The first messages go at
 * once, so that what was printed before an endless loop is seen; then they are gathered.
 */

export const MESSAGES_PER_SECOND = 20;
export const BYTES_PER_RUN = 64 * 1024;

/** Half of the messages may go in a burst, the other half are earned over the second: never more than 20 in any one. */
const BURST = MESSAGES_PER_SECOND / 2;

export class Output {
  #encoder = new TextEncoder();
  #decoder = new TextDecoder();
  #text = "";
  #bytes = 0;
  #allowance = BURST;
  #last = 0;
  #cut = false;
  /** @type {(text: string, cut: boolean) => void} */
  #send = () => {};

  /** @param {() => number} [now] the time in milliseconds */
  constructor(now = () => performance.now()) {
    this.now = now;
  }

  /**
   * Starts a run whose output goes to `send`.
   * @param {(text: string, cut: boolean) => void} send
   */
  begin(send) {
    this.#decoder = new TextDecoder();
    this.#text = "";
    this.#bytes = 0;
    this.#cut = false;
    this.#send = send;
  }

  /** Ends the run: what is left is sent, what comes later is dropped. */
  end() {
    if (this.#text) this.#flush();
    this.#send = () => {};
  }

  /**
   * Takes text as the program prints it.
   * @param {string} text
   */
  print(text) {
    if (this.#cut) return;
    const bytes = this.#encoder.encode(text);
    const room = BYTES_PER_RUN - this.#bytes;
    this.#bytes += bytes.length;
    if (bytes.length <= room) {
      this.#text += text;
      if (this.#text && this.#mayEmit()) this.#flush();
      return;
    }
    // The replacement character stands for the half of a character at the cut.
    this.#text += new TextDecoder().decode(bytes.subarray(0, room)).replace(/\ufffd$/, "");
    this.#cut = true;
    this.#flush();
  }

  /**
   * Takes bytes that were written past Python's streams, as UTF-8; the number taken is always all of them.
   * @param {Uint8Array} chunk
   * @returns {number}
   */
  write(chunk) {
    this.print(this.#decoder.decode(chunk, { stream: true }));
    return chunk.length;
  }

  #mayEmit() {
    const now = this.now();
    this.#allowance = Math.min(BURST, this.#allowance + ((now - this.#last) * BURST) / 1000);
    this.#last = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  #flush() {
    const text = this.#text;
    this.#text = "";
    this.#send(text, this.#cut);
  }
}
