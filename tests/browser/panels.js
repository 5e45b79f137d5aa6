/** The page of the panels' tests: a store, Python and one panel at a time, in place of the playground around them. */

import { panels } from "scripts:panels/index.js";
import { Catalog } from "scripts:panels/kit/catalog.js";
import { Luck } from "scripts:pages/playground/luck.js";
import { Runtime } from "scripts:python/runtime.js";
import { Studio } from "scripts:python/studio.js";

const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]];

window.harness = {

  /** What was announced, and what is drawn on the map. */
  announced: [],
  overlays: {},
  /** The methods and kinds of jobs that were asked for, and how often with typed source. */
  asked: [],
  typed: 0,

  async start(assets, state) {
    // What the playground's own page is told.
    const page = new DOMParser().parseFromString(await (await fetch("/playground")).text(), "text/html");
    this.config = JSON.parse(page.querySelector("#config").textContent);
    this.catalog = new Catalog(this.config.catalogue);
    const workers = { engine: "scripts:python/workers/engine.worker.js", sandbox: "scripts:python/workers/sandbox.worker.js" };
    this.runtime = new Runtime({ assets, workers });
    this.runtime.start();
    this.studio = new Studio(this.runtime);
    const { studio } = this;
    for (const name of ["ask", "start"]) {
      const original = studio[name].bind(studio);
      studio[name] = (method, args, options) => {
        this.asked.push(method);
        if (args.source ?? args.racer?.source ?? args.racers?.find(({ source }) => source)) this.typed++;
        return original(method, args, options);
      };
    }
    const listeners = new Set();
    this.store = {
      state,
      set(patch) {
        this.state = { ...this.state, ...patch };
        for (const listener of listeners) listener(this.state, new Set(Object.keys(patch)));
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    this.luck = new Luck(studio, this.store, () => false);
    this.store.subscribe((now, changed) => this.mounted?.update(now, changed));
  },

  async open(id) {
    this.mounted?.dispose();
    const panel = await panels.find((one) => one.id === id).load();
    const host = document.querySelector("main");
    this.mounted = panel.mount(host, {
      studio: this.studio,
      store: this.store,
      luck: this.luck,
      catalog: this.catalog,
      figures: this.config.figures,
      ruleFormulas: async () => (await fetch("/api/rule-formulas")).json(),
      colour: ({ colour }) => getComputedStyle(document.documentElement).getPropertyValue(`--racer-${colour}`),
      dash: ({ colour }) => DASHES[colour - 1],
      announce: (text) => this.announced.push(text),
      overlay: (name, draw) => {
        if (draw) this.overlays[name] = draw;
        else delete this.overlays[name];
      },
    });
  },

  /** What each figure of the panel shows, from the top. */
  get drawn() {
    return [...document.querySelectorAll(".plot-figure:not([hidden] *) .plot-host")].map(({ data, layout }) => ({ data, layout }));
  },

  close() {
    this.mounted?.dispose();
    this.mounted = null;
  },
};
