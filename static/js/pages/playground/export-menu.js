/** What can be done with the whole page: share it, take it along, show it to a class. */

import { toClipboard } from "../../base/clipboard.js";
import { element } from "../../base/dom.js";
import { download } from "../../base/download.js";
import { ruleFile, saveRuleFile, TARGETS } from "../../elements/rule-file.js";
import { linkTo } from "./address.js";
import { packPaths } from "./coarse-paths.js";
import { pathsOf } from "./first-picture.js";
import { raceCsv } from "./race-csv.js";
import { GROUNDS, pictureOn, pngOf } from "./race-picture.js";
import { fullScreen, showProjector, toggleProjector } from "./projector.js";
import { standalone } from "./standalone.js";

/** @typedef {import("../../panels/kit/types.js").Store} Store */
/** @typedef {import("./racing.js").Racing} Racing */
/** @typedef {import("./palette.js").Palette} Palette */
/** @typedef {import("./landscape-map.js").LandscapeMap} LandscapeMap */
/** @typedef {import("../../python/studio.js").Studio} Studio */

/**
 * @param {HTMLElement} host
 * @param {{store: Store, racing: Racing, landscapeMap: LandscapeMap, palette: Palette, catalog: import("../../panels/kit/catalog.js").Catalog, studio: Studio, qr: string, notice: (text: string, detail?: string) => void}} parts
 */
export function exportMenu(host, { store, racing, landscapeMap, palette, catalog, studio, qr, notice }) {
  const picture = () => ({ state: store.state, racing, contours: landscapeMap.contours, colours: palette.colours });
  const ground = element(
    "select",
    { "data-ground": true },
    ...GROUNDS.map(({ value, text }) => element("option", { value }, text)),
  );
  const drawn = () => pictureOn(picture(), ground.value);
  const actions = /** @type {[string, string, () => void | Promise<void>][]} */ ([
    ["svg", "Picture (SVG)", () => download("race.svg", drawn(), "image/svg+xml")],
    ["png", "Picture (PNG)", async () => download("race.png", await pngOf(drawn()), "image/png")],
    ...(globalThis.ClipboardItem && navigator.clipboard
      ? [
          [
            "copy-picture",
            "Copy picture",
            async () => {
              // The promise stands in the item: a browser lets a page write only while the press is fresh.
              const item = new ClipboardItem({ "image/png": pngOf(drawn()) });
              await navigator.clipboard.write([item]).then(
                () => notice("The picture is on the clipboard."),
                () => notice("The browser does not let the page copy the picture; save it as PNG."),
              );
            },
          ],
        ]
      : []),
    ["csv", "Numbers (CSV)", () => download("race.csv", raceCsv(picture()), "text/csv")],
    [
      "html",
      "Page that stands alone (HTML)",
      async () => download("race.html", standalone(picture(), await linkTo(store)), "text/html"),
    ],
    [
      "script",
      "Copy as NumPy script",
      async () => {
        const { ground: landscape, racers, steps, start, seed } = store.state;
        const entries = racers.filter(({ trusted }) => trusted).map((racer) => entryOf(racer, catalog));
        const waiting = racers.filter(({ trusted }) => !trusted).map(({ name }) => name);
        const answer = await studio.ask("studio.script", {
          ground: landscape,
          ...(start ? { start } : {}),
          entries,
          steps,
          seed,
        });
        if (answer.outcome !== "done")
          return notice(answer.error?.message ?? answer.message ?? "The script could not be made.");
        const without = waiting.length
          ? ` Without ${waiting.join(", ")}: code from a link is copied once it has been run here.`
          : "";
        await copied(
          answer.value.script,
          `The script is on the clipboard; it needs NumPy alone, and Matplotlib for its picture.${without}`,
          notice,
        );
      },
    ],
  ]);
  for (const [target, label] of TARGETS)
    actions.push([
      `rule-${target}`,
      `Selected rule: ${label}`,
      async () => {
        const { racers, selected } = store.state;
        const racer = racers.find(({ id }) => id === selected) ?? racers[0];
        if (!racer.trusted) return notice(`${racer.name}: code from a link is taken along once it has been run here.`);
        const { rule, source, settings, modifiers } = racer;
        const asked = source === undefined ? { rule, settings, modifiers } : { source, settings, modifiers };
        const made = await ruleFile(studio, asked, target);
        if (typeof made === "string") return notice(`${racer.name}: ${made}`);
        saveRuleFile(made);
        notice(`${racer.name} is saved as ${made.name}, with its settings; it imports nothing of this site.`);
      },
    ]);
  const share = element("button", { type: "button", class: "quiet", "data-share": true }, "Share");
  share.setAttribute("aria-haspopup", "dialog");
  share.addEventListener("click", async () => {
    const { openShareSheet } = await import("./share-sheet.js");
    const paths = pathsOf(store.state, racing);
    await openShareSheet(store.state, {
      qr,
      paths: paths && packPaths(paths),
      embeddedBy: host.dataset.embeddedBy ?? "",
    });
  });
  const list = element("div", { class: "menu-list", role: "group", "aria-label": "Export" });
  list.append(element("label", { class: "menu-choice" }, "Ground of the picture", ground));
  const fold = element("details", { class: "menu" }, element("summary", {}, "Export"), list);
  for (const [name, label, act] of actions) {
    const button = element("button", { type: "button", class: "quiet", "data-export": name }, label);
    button.addEventListener("click", async () => {
      fold.open = false;
      await act();
    });
    list.append(button);
  }
  fold.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && fold.contains(event.relatedTarget))) fold.open = false;
  });
  fold.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold.open = false;
  });
  const projector = element(
    "button",
    { type: "button", class: "quiet", "data-projector-button": true, "aria-pressed": "false" },
    "Projector",
  );
  projector.addEventListener("click", toggleProjector);
  const whole = element("button", { type: "button", class: "quiet", "data-full-screen-button": true }, "Full screen");
  whole.addEventListener("click", () => void fullScreen());
  host.append(share, fold, projector, ...(document.fullscreenEnabled ? [whole] : []));
  showProjector();
}

/**
 * A racer as a script is asked for it; of a typed rule with what it was found to take, since the script is made without running it.
 * @param {import("../../panels/kit/types.js").Racer} racer
 * @param {import("../../panels/kit/catalog.js").Catalog} catalog
 */
function entryOf({ id, name, rule, source, settings, modifiers }, catalog) {
  const shared = { id, name, settings, modifiers };
  if (source === undefined) return { ...shared, rule };
  const read = catalog.typed.get(source);
  const defaults = (/** @type {{name: string, default: any}[]} */ listed) =>
    Object.fromEntries(listed.map((one) => [one.name, one.default]));
  return {
    ...shared,
    typed: source,
    ...(read ? { known: { hypers: defaults(read.hypers), choices: defaults(read.choices) } } : {}),
  };
}

/**
 * @param {string} text
 * @param {string} done
 * @param {(text: string, detail?: string) => void} notice
 */
async function copied(text, done, notice) {
  if (await toClipboard(text)) notice(done);
  else notice("The browser does not let the page copy; here it is:", text);
}
