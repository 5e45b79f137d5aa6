/** Twenty paths of 5,000 points on the playground's own map: for a test that counts what is drawn, a benchmark that times it. */

import { Palette } from "scripts:pages/playground/palette.js";
import { LandscapeMap } from "scripts:pages/playground/landscape-map.js";

const PATHS = 20;
const POINTS = 5000;
const FACTS = { dim: 2, window: [[0, 800], [0, 600]], minima: [], start: [0, 0] }; // prettier-ignore

/** Walks of steps of up to 3 pixels, x and y alternating; the same each time. */
function walks() {
  let seed = 1;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: PATHS }, () => {
    const xy = new Float64Array(2 * POINTS);
    let [x, y] = [400 * random(), 300 * random()];
    for (let k = 0; k < POINTS; k += 1) {
      x += 6 * (random() - 0.5);
      y += 6 * (random() - 0.5);
      xy[2 * k] = x;
      xy[2 * k + 1] = y;
    }
    return xy;
  });
}

window.frames = {
  walks: walks(),

  /** A map with the paths; `arrays` are those of a landscape, `library` is what makes contours. */
  stage(arrays = {}, library = null) {
    const racers = this.walks.map((_, k) => ({ id: `r${k}`, name: `racer ${k}`, colour: (k % 6) + 1 }));
    const stop = { kind: "max_steps", sentence: "", step: POINTS - 1 };
    const run = (points, id) => ({ id, points, dim: 2, steps: POINTS - 1, stop, notices: [] });
    const runs = new Map(racers.map(({ id }, k) => [id, run(this.walks[k], id)]));
    const state = { racers, step: 0, steps: POINTS - 1, selected: "r0", start: null, ground: {} };
    const racing = { facts: FACTS, arrays, runs, state: "ready", subscribe() {} };
    const host = document.createElement("div");
    host.style = "position:fixed;inset:0;width:800px;height:600px";
    document.body.append(host);
    const stage = new LandscapeMap(host, { store: { state, subscribe() {} }, racing, palette: new Palette(), library });
    stage.resize();
    const [contours, context] = ["contours", "paths"].map((name) => host.querySelector(`canvas[data-layer=${name}]`).getContext("2d"));
    const at = (step) => {
      state.step = step;
      stage.frame();
    };
    const painted = () => context.getImageData(0, 0, 800, 600).data.filter((value, k) => k % 4 === 3 && value > 0).length;
    return { stage, contours, context, at, painted, close: () => host.remove() };
  },
};
