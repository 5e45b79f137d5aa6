/** The analysis strip: one panel at a time, loaded when its tab is opened. */

import { element } from "../../base/dom.js";
import { centre, moveByArrows } from "../../elements/tab-list.js";
import { panels } from "../../panels/index.js";

/** @typedef {import("../../panels/kit/types.js").Context} Context */
/** @typedef {import("../../panels/kit/types.js").Mounted} Mounted */

/**
 * @param {HTMLElement} host
 * @param {Context} context
 */
export function analysis(host, context) {
  const { store } = context;
  const body = element("div", {
    class: "analysis-body",
    role: "tabpanel",
    id: "analysis-panel",
    tabindex: "-1",
    hidden: true,
  });
  const tabs = new Map(
    panels.map(({ id, title, question }) => {
      const tab = element(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${id}`,
          "aria-controls": "analysis-panel",
          "data-panel-tab": id,
          title: question,
        },
        title,
      );
      tab.addEventListener("click", () => store.set({ panel: store.state.panel === id ? null : id }));
      return [id, tab];
    }),
  );
  const list = element(
    "div",
    { class: "analysis-tabs", role: "tablist", "aria-label": "Look at the same rules in another way" },
    ...tabs.values(),
  );
  host.replaceChildren(element("h2", { class: "visually-hidden" }, "Analysis"), list, body);
  moveByArrows(list, [...tabs.values()]);

  /** @type {string | null} */
  let open = null;
  /** @type {Mounted | null} */
  let mounted = null;
  const close = () => {
    mounted?.dispose();
    mounted = null;
    body.replaceChildren();
  };
  const show = async () => {
    const wanted = tabs.has(store.state.panel ?? "") ? store.state.panel : null;
    for (const [id, tab] of tabs) {
      tab.setAttribute("aria-selected", String(id === wanted));
      tab.tabIndex = id === (wanted ?? panels[0].id) ? 0 : -1;
    }
    const tab = tabs.get(wanted ?? "");
    if (tab) centre(list, tab);
    if (wanted === open) return;
    open = wanted;
    close();
    body.hidden = wanted === null;
    if (wanted === null) return;
    body.setAttribute("aria-labelledby", `tab-${wanted}`);
    const listed = panels.find(({ id }) => id === wanted);
    try {
      const panel = await /** @type {NonNullable<typeof listed>} */ (listed).load();
      if (open !== wanted) return;
      const place = element("div", {});
      body.replaceChildren(element("h3", { class: "panel-question" }, listed?.question ?? ""), place);
      mounted = panel.mount(place, context);
    } catch (error) {
      if (open === wanted)
        body.replaceChildren(
          element(
            "p",
            { class: "racer-says bad" },
            `This panel could not be loaded: ${error instanceof Error ? error.message : error}`,
          ),
        );
    }
  };
  store.subscribe((state, changed) => {
    if (changed.has("panel")) {
      void show().then(() => {
        // Beside a desk that has made way for it a panel begins in sight, and the map stays where it is.
        if (state.panel && body.getBoundingClientRect().top > 0.75 * innerHeight)
          body.scrollIntoView({
            block: "nearest",
            behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
          });
      });
    } else mounted?.update(state, changed);
  });
  void show();
}
