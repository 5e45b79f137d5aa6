/** Play, pause, step, scrub, speed: the clock of the race. */

import { element } from "../../base/dom.js";
import { numberBox } from "../../elements/number-box.js";
import { MOST_STEPS } from "./state.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */

const SPEEDS = [5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * @typedef {object} Clock
 * @property {() => void} toggle plays or pauses
 * @property {(count: number) => void} by moves so many steps
 * @property {() => void} restart plays from the start
 */

/**
 * The controls, and the loop that moves the clock while it plays; answers what keys do with it.
 * @param {HTMLElement} host
 * @param {Store} store
 * @returns {Clock}
 */
export function transport(host, store) {
  const play = element("button", { type: "button", class: "primary play", "data-play": true });
  const back = element("button", { type: "button", class: "quiet", "aria-label": "−1, one step back" }, "−1");
  const on = element("button", { type: "button", class: "quiet", "aria-label": "+1, one step on" }, "+1");
  const scrub = element("input", {
    type: "range",
    min: "0",
    step: "1",
    "aria-label": "Step",
    class: "scrub",
    "data-scrub": true,
  });
  const shown = element("output", { class: "clock", "data-step": true });
  const speed = element("select", { "aria-label": "Steps a second" });
  for (const value of SPEEDS) speed.append(element("option", { value: String(value) }, `${value}/s`));
  const steps = numberBox({
    label: "Number of steps",
    value: store.state.steps,
    ...{ low: 1, high: MOST_STEPS, whole: true, kind: "count" },
  });
  host.replaceChildren(play, back, on, scrub, shown, element("div", { class: "field" }, "of ", steps), speed);

  const show = () => {
    const { state } = store;
    play.textContent = state.playing ? "Pause" : "Play";
    play.dataset.playing = String(state.playing);
    scrub.max = String(state.steps);
    scrub.value = String(state.step);
    scrub.setAttribute("aria-valuetext", `step ${state.step} of ${state.steps}`);
    shown.textContent = `step ${state.step}`;
    steps.value = state.steps;
    speed.value = String(
      SPEEDS.reduce((best, one) => (Math.abs(one - state.speed) < Math.abs(best - state.speed) ? one : best)),
    );
  };

  let last = 0;
  let position = 0;
  const tick = (/** @type {number} */ now) => {
    const { state } = store;
    if (!state.playing) return;
    // Somebody moved the clock meanwhile: go on from there.
    if (Math.floor(position) !== state.step) position = state.step;
    // A frame may carry a time from before the press that began it: the clock never goes back.
    position = Math.min(position + (Math.min(Math.max(now - last, 0), 200) / 1000) * state.speed, state.steps);
    last = now;
    store.set({ step: Math.floor(position), playing: position < state.steps });
    requestAnimationFrame(tick);
  };
  const toggle = () => {
    const { playing, step, steps: all } = store.state;
    store.set({ playing: !playing, ...(step >= all && !playing ? { step: 0 } : {}) });
  };
  const by = (/** @type {number} */ count) =>
    store.set({ playing: false, step: Math.min(Math.max(store.state.step + count, 0), store.state.steps) });

  play.addEventListener("click", toggle);
  back.addEventListener("click", () => by(-1));
  on.addEventListener("click", () => by(1));
  scrub.addEventListener("input", () => store.set({ playing: false, step: Number(scrub.value) }));
  speed.addEventListener("change", () => store.set({ speed: Number(speed.value) }));
  steps.addEventListener("take", () => {
    const { step, steps: before } = store.state;
    store.set({ steps: steps.value, step: step === before ? steps.value : Math.min(step, steps.value) });
  });
  store.subscribe((state, changed) => {
    if (changed.has("playing") && state.playing) {
      last = performance.now();
      position = state.step;
      requestAnimationFrame(tick);
    }
    if (["playing", "step", "steps", "speed"].some((name) => changed.has(name))) show();
  });
  show();
  return { toggle, by, restart: () => store.set({ step: 0, playing: true }) };
}
