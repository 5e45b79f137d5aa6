/** What a comparison is doing right now: in words, by the clock, in the browser's tab, and as a notice at its end. */

import { find } from "../../base/dom.js";
import { durationText } from "../../base/numbers.js";
import { isOver } from "./client.js";

const TICK = 1000;

/** @typedef {{ label: string, state: string, step: number, steps: number }} Shard */
/** @typedef {{ state: string, started: number | null, seconds_left: number | null, done: number, total: number }} Progress */

/**
 * Which rule is being trained, and how far it is; empty where none is. Pure.
 * @param {Shard[]} shards
 */
export function doingText(shards) {
  const at = shards.flatMap((shard, place) => (shard.state === "running" ? [place] : []));
  return at
    .map((place) => {
      const { label, step, steps } = shards[place];
      const which = `${label} (${place + 1} of ${shards.length})`;
      return step > 0 ? `Training ${which}: step ${step} of ${steps}` : `Preparing ${which}: data, weights, compiling`;
    })
    .join("; ");
}

/**
 * How long it has run, beside what was planned until there is a rate to say what is left. Pure.
 * @param {Progress} now
 * @param {number | null} planned seconds; null in plans of earlier versions
 * @param {number} clock seconds since 1970
 */
export function clockText({ state, started, seconds_left }, planned, clock) {
  if (state !== "running" || started === null) return "";
  const sofar = `${durationText(Math.max(0, clock - started))} so far`;
  return seconds_left === null && planned !== null ? `${sofar}, planned for about ${durationText(planned)}` : sofar;
}

/**
 * The title of the browser's tab: how far it is; once over the outcome, until somebody has seen it. Pure.
 * @param {Progress} now
 * @param {string} called
 * @param {boolean} unseen whether it ended while nobody looked
 */
export function tabTitle({ state, done, total }, called, unseen) {
  const share = total ? `${Math.floor((100 * done) / total)} %` : state;
  const how = state === "running" ? share : state === "finished" && !unseen ? "" : state;
  return `${how}${how ? " · " : ""}${called} · Optimizer Playground`;
}

export class Running {
  /** @type {Progress | null} */
  #now = null;
  #unseen = false;

  /**
   * @param {number | null} planned seconds
   * @param {() => string} called what the comparison is called
   */
  constructor(planned, called) {
    this.planned = planned;
    this.called = called;
    this.clock = find("[data-clock]", HTMLElement);
    this.ask = find("[data-notify]", HTMLButtonElement);
    this.ask.addEventListener("click", () => void Notification.requestPermission().then(() => this.#offer()));
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#unseen = false;
      this.name();
    });
    setInterval(() => this.#tick(), TICK);
  }

  /** @param {Progress} now */
  show(now) {
    const ended = this.#now !== null && !isOver(this.#now.state) && isOver(now.state);
    this.#now = now;
    if (ended && document.hidden) this.#unseen = true;
    if (ended && "Notification" in globalThis && Notification.permission === "granted")
      new Notification(`${now.state}: ${this.called()}`);
    this.#offer();
    this.#tick();
    this.name();
  }

  /** @param {Shard[]} shards */
  doing(shards) {
    const said = this.#now?.state === "running" ? doingText(shards) : "";
    const place = find("[data-doing]", HTMLElement);
    if (place.textContent !== said) place.textContent = said;
  }

  /** The browser's tab says how far it is, so that somebody at work in another one sees the end. */
  name() {
    if (this.#now) document.title = tabTitle(this.#now, this.called(), this.#unseen);
  }

  #tick() {
    if (this.#now) this.clock.textContent = clockText(this.#now, this.planned, Date.now() / 1000);
  }

  #offer() {
    const open = this.#now !== null && !isOver(this.#now.state);
    this.ask.hidden = !(open && "Notification" in globalThis && Notification.permission === "default");
  }
}
