/** The playground: wires the parts together; each part knows only its own work. */

import { readConfig } from "../../base/config.js";
import { find } from "../../base/dom.js";
import { nextTask } from "../../base/next-task.js";
import { openStorage } from "../../base/storage/drafts.js";
import { isOwn } from "../../base/storage/own-code.js";
import { noteLesson } from "../../base/storage/opened-lessons.js";
import { Studio } from "../../python/studio.js";
import { early } from "../early-python.js";
import { shownOnPage } from "../python-on-page.js";
import { landscapeText } from "./landscape-text.js";
import { fromAddress, mirror, onOtherLink } from "./address.js";
import { analysis } from "./analysis.js";
import { Catalog } from "../../panels/kit/catalog.js";
import { EditorDrawer } from "./editor-drawer.js";
import { RESET_KEYS } from "./hyper-field.js";
import { landscapePicker } from "./landscape-picker.js";
import { lossFigure } from "./loss-figure.js";
import { LossView } from "./loss-view.js";
import { Luck } from "./luck.js";
import { readPaths } from "./coarse-paths.js";
import { exportMenu } from "./export-menu.js";
import { notices } from "./notices.js";
import { Palette } from "./palette.js";
import { RacerList } from "./racer-list.js";
import { tellRaces } from "./race-message.js";
import { Racing } from "./racing.js";
import { reliefView } from "./relief-view.js";
import { LandscapeMap } from "./landscape-map.js";
import { mapScale } from "./map-scale.js";
import { firstSteps } from "./first-steps.js";
import { firstPicture } from "./first-picture.js";
import { mapZoom, ZOOM_KEYS } from "./map-zoom.js";
import { START_KEYS, startHandle } from "./start-handle.js";
import { shortcuts } from "./shortcuts.js";
import { readState } from "./state.js";
import { createStore } from "./store.js";
import { lossCell, numbersTable, positionCell } from "./race-tables.js";
import { transport } from "./transport.js";
import { Undo, wholeDrags } from "./undo.js";
import { offerBack, undoButtons } from "./undo-buttons.js";

const config = readConfig();
const lesson = document.querySelector("[data-lesson]");
if (lesson instanceof HTMLElement && lesson.dataset.lesson) noteLesson(openStorage(), lesson.dataset.lesson);
const catalog = new Catalog(config.catalogue);
const palette = new Palette();
const library = import(config.contours);

const { opening } = config;
const address = await fromAddress();
const from = { catalog, usual: opening.state, trusted: false };
const linked = address?.said ? readState(address.said, from) : null;
// What was typed in this browser, on the page of a problem, is not asked about again.
for (const racer of linked?.state.racers ?? [])
  if (racer.source !== undefined && isOwn(openStorage(), racer.source)) racer.trusted = true;
const store = createStore(linked?.state ?? opening.state);

const runtime = shownOnPage(early);
const studio = new Studio(runtime);
const racing = new Racing(studio, store, linked ? null : opening);
const luck = new Luck(studio, store, () => racing.state === "drawing");

const map = find("[data-plot=map]", HTMLElement);
if (linked) map.querySelector("[data-first]")?.remove();
const landscapeMap = new LandscapeMap(map, { store, racing, palette, library });
startHandle(map, landscapeMap, store);
mapScale(map, landscapeMap, studio);
const LATER = "The race of this link runs here as soon as Python has loaded.";
const brought = linked && readPaths(address?.paths ?? null, linked.state.racers.length);
if (brought) firstPicture(map, linked.state, brought, config.landscapes);
if (linked) landscapeMap.say(LATER);
reliefView(map, config.plotly, { store, racing, palette });
mapZoom(map, landscapeMap);
const plain = !lesson && !address && document.documentElement.dataset.embedded === undefined;
if (plain && location.search === "") firstSteps(map, store, openStorage());
await nextTask();
new LossView(find("[data-plot=loss]", HTMLElement), find("[data-loss-note]", HTMLElement), { store, racing, palette });
const clock = transport(find("[data-part=play]", HTMLElement), store);
landscapePicker(find("[data-part=landscape]", HTMLElement), { store, racing, catalog, pictures: config.landscapes });
const notice = notices(find("[data-notices]", HTMLElement));
const liveRegion = find("[data-announce]", HTMLElement);
const announce = (/** @type {string} */ text) => void (liveRegion.textContent = text);
const undo = new Undo(store);
wholeDrags(undo);
const backAndForth = undoButtons(find("[data-part=undo]", HTMLElement), undo, announce);
const offer = offerBack(undo, notice, backAndForth.back);
const drawer = new EditorDrawer(find("[data-drawer]", HTMLElement), find(".desk", HTMLElement), {
  studio,
  store,
  racing,
  catalog,
  module: config.editor,
  names: config.numpyNames,
  notice,
  restart: () => {
    runtime.restart();
    racing.again();
  },
});
// Each typed racer has its own interpreter, and dragging the start runs them in turn.
const keepInterpreters = () => runtime.keep(store.state.racers.flatMap(({ source }) => source ?? []));
store.subscribe(keepInterpreters);
keepInterpreters();
const edit = (/** @type {import("../../panels/kit/types.js").Racer} */ racer) => void drawer.open(racer);
const removed = (/** @type {import("../../panels/kit/types.js").Racer} */ { name }) => offer(`${name} removed`);
drawer.list = new RacerList(find("[data-part=racers]", HTMLElement), {
  store,
  racing,
  catalog,
  luck,
  studio,
  edit,
  removed,
});
shortcuts(find("[data-part=undo]", HTMLElement), {
  clock,
  undo: backAndForth,
  select: (place) => drawer.list?.select(place),
  elsewhere: [
    { where: "On the map", table: [...START_KEYS, ...ZOOM_KEYS] },
    { where: "On the slider of a hyperparameter", table: RESET_KEYS },
  ],
});
// Whose path is whose, wherever the list of racers is not shown: by a link's controls, to a class, in a frame.
new ResizeObserver(([{ contentRect }]) => {
  landscapeMap.named = contentRect.height < 1;
  landscapeMap.frame(true);
}).observe(find("[data-part=racers]", HTMLElement));
const menu = document.querySelector("[data-menu]");
if (menu instanceof HTMLElement)
  exportMenu(menu, { store, racing, landscapeMap, palette, catalog, studio, qr: config.qr, notice });
await nextTask();
numbersTable(find("[data-table=map]", HTMLDetailsElement), "Positions", { store, racing }, positionCell);
lossFigure(find("[data-figure=loss]", HTMLDetailsElement), config.figures, { store, racing, palette });
numbersTable(find("[data-table=loss]", HTMLDetailsElement), "Losses", { store, racing }, lossCell);
/** @type {Promise<any> | null} */
let ruleFormulas = null;
analysis(find("[data-analysis]", HTMLElement), {
  studio,
  store,
  catalog,
  figures: config.figures,
  luck,
  ruleFormulas: () =>
    (ruleFormulas ??= fetch(config.ruleFormulas).then(
      (response) => (response.ok ? response.json() : {}),
      () => ({}),
    )),
  colour: (racer) => palette.colour(racer),
  dash: (racer) => palette.dash(racer),
  announce,
  overlay: (id, draw) => landscapeMap.overlay(id, draw),
});
await nextTask();
landscapeText(find("[data-about]", HTMLElement), config.formulas, { racing });
mirror(store);
const openUnread = () => {
  const unread = store.state.racers.find((racer) => !racer.trusted);
  if (unread) void drawer.open(unread);
};
const tellLost = (/** @type {string[]} */ lost) => {
  if (lost.length) notice(`Not all of this link could be followed. ${lost.join(" ")}`, undefined, true);
};
const CUT = "This link cannot be read: it was cut or changed on its way.";
openUnread();
if (linked) tellLost(linked.lost);
else if (address) notice(`${CUT} Here is the usual race.`, undefined, true);
onOtherLink((said) => {
  if (!said) return notice(`${CUT} The race stays as it is.`, undefined, true);
  const other = readState(said, from);
  drawer.close();
  racing.forget();
  store.set(other.state);
  if (runtime.state !== "ready") landscapeMap.say(LATER);
  openUnread();
  tellLost(other.lost);
});

if (document.documentElement.dataset.embedded !== undefined) tellRaces({ store, racing });
void racing.askLandscape();
void racing.askRace();
