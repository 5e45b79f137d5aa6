/**
 * One answer per racer, asked again only where its arguments changed and a moment after the last change; the last good
 * answer stays while a new one is computed and after one that failed.
 */

import { failureOf, mayRun, remarks, waiting } from "./requests.js";

/** @typedef {import("../../python/studio.js").Answer} Answer */
/** @typedef {{asked: string, good: Answer | null, failure: string | null, pending: boolean}} Entry */

/** The race itself, which a visitor looks at while he drags, is asked first. */
const QUIET = 150;

export class RacerAnswers {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  /** @type {Map<string, any>} */
  #wanted = new Map();
  /** Counts the answers that came: what is drawn of them need not be drawn again while it stays. */
  version = 0;
  #timer = 0;
  #frame = 0;
  #closed = false;

  /**
   * @param {(id: string, args: any) => Promise<Answer>} ask never rejects
   * @param {() => void} onChange called once for all that happens between two frames
   */
  constructor(ask, onChange) {
    this.ask = ask;
    this.onChange = onChange;
  }

  /** @param {Map<string, any>} wanted arguments by racer; those of other racers are forgotten */
  want(wanted) {
    this.#wanted = wanted;
    for (const id of this.entries.keys()) if (!wanted.has(id) && this.entries.delete(id)) this.version++;
    clearTimeout(this.#timer);
    if ([...wanted].some(([id, args]) => this.entries.get(id)?.asked !== JSON.stringify(args))) {
      this.#timer = setTimeout(() => this.#send(), this.entries.size ? QUIET : 0);
    }
    this.#changed();
  }

  /** Whether every racer's answer is to the latest question. */
  get settled() {
    return [...this.#wanted].every(([id, args]) => {
      const entry = this.entries.get(id);
      return entry && !entry.pending && entry.asked === JSON.stringify(args);
    });
  }

  /**
   * What went wrong and what Python remarks, by racer.
   * @param {import("./types.js").Racer[]} racers
   * @param {(good: Answer) => any} valueOf what an answer says of its racer
   */
  failures(racers, valueOf) {
    return racers.flatMap((racer) => {
      if (!mayRun(racer)) return waiting([racer]);
      const { failure = null, good = null } = this.entries.get(racer.id) ?? {};
      return failure ? [{ name: racer.name, text: failure }] : remarks(racer.name, good && valueOf(good));
    });
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #changed() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.onChange();
    });
  }

  #send() {
    for (const [id, args] of this.#wanted) {
      const asked = JSON.stringify(args);
      const entry = this.entries.get(id) ?? { asked: "", good: null, failure: null, pending: false };
      if (entry.asked === asked) continue;
      Object.assign(entry, { asked, pending: true });
      this.entries.set(id, entry);
      void this.ask(id, args).then((answer) => {
        if (this.#closed || entry.asked !== asked || this.entries.get(id) !== entry) return;
        entry.pending = false;
        entry.failure = failureOf(answer);
        if (answer.outcome === "done") entry.good = answer;
        else if (answer.outcome === "superseded") entry.asked = "";
        this.version++;
        this.#changed();
      });
    }
    this.#changed();
  }
}
