/**
 * The front page: the finished race runs once more when the page opens and when asked, and its first path bends with a
 * slider. All paths were made on the server: nothing of Python is needed here.
 */

import { readConfig } from "../base/config.js";
import { find } from "../base/dom.js";
import { preparesNext } from "../base/next-page.js";
import { openStorage } from "../base/storage/drafts.js";
import { History } from "../base/storage/history.js";
import { openedLessons } from "../base/storage/opened-lessons.js";
import { nextOf, progressOf } from "../base/storage/progress.js";

const DURATION = 5000;

/**
 * `bent` has the first path for each place of the slider, with its rate and what it ends with; `usual` is the place at
 * which the page opens.
 * @type {{bent: {lr: number, path: string, said: string}[], usual: number, steps: number, course: {slug: string, title: string, address: string}[], lessons: {name: string, title: string, address: string}[]}}
 */
const config = readConfig();
const race = find("[data-race]", SVGSVGElement);
const heads = [...race.querySelectorAll("[data-head]")];
const step = find("[data-step]", HTMLElement);
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The paths in full, as lists of vertices. */
const paths = [...race.querySelectorAll("[data-path]")].map((drawn) => ({ drawn, vertices: vertices(drawn) }));
/** Counts the runs, so that an older one ends where a newer begins. */
let runs = 0;

/** @param {Element} drawn */
function vertices(drawn) {
  return (drawn.getAttribute("d") ?? "").split("L");
}

/**
 * Draws all paths up to that share of the race: they keep step, as steps are counted and not lengths.
 * @param {number} share
 */
function show(share) {
  for (const [place, { drawn, vertices: all }] of paths.entries()) {
    const shown = all.slice(0, Math.max(2, Math.ceil(share * all.length)));
    drawn.setAttribute("d", shown.join("L"));
    heads[place]?.setAttribute("transform", `translate(${shown[shown.length - 1]})`);
  }
  step.textContent = `step ${Math.round(share * config.steps)} of ${config.steps}`;
}

function run() {
  const mine = ++runs;
  const begun = performance.now();
  const frame = (/** @type {number} */ now) => {
    if (mine !== runs) return;
    const share = Math.min(Math.max(now - begun, 0) / DURATION, 1);
    show(share);
    if (share < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** @param {number} place of the slider */
function bend(place) {
  const { lr, path, said } = config.bent[place];
  paths[0].vertices = path.split("L");
  runs += 1;
  show(1);
  find("[data-rate-said]", HTMLOutputElement).textContent = `${lr}: ${said === "diverged" ? said : `loss ${said}`}`;
  find("[data-first-rate]", HTMLElement).textContent = String(lr);
}

const again = find("[data-again]", HTMLButtonElement);
again.hidden = false;
again.addEventListener("click", run);
const rate = find("[data-rate]", HTMLInputElement);
rate.value = String(config.usual);
rate.addEventListener("input", () => bend(rate.valueAsNumber));
if (!still.matches) run();

/** Whoever was here before is told what comes next: in the course, or else among the lessons. */
function goOn() {
  const storage = openStorage();
  const history = new History(storage);
  const course = config.course.map((problem) => ({ ...problem, progress: progressOf(history, problem.slug) }));
  const opened = openedLessons(storage);
  const begun = course.some(({ progress }) => progress !== "new");
  const problem = begun ? nextOf(course) : null;
  const last = config.lessons.findIndex(({ name }) => name === opened.at(-1));
  const lesson = last >= 0 ? config.lessons[last + 1] : undefined;
  const next = problem ?? lesson;
  if (!next) return;
  const link = find("[data-go-on-link]", HTMLAnchorElement);
  link.href = new URL(next.address, document.baseURI).href;
  link.textContent = next.title;
  find("[data-go-on]", HTMLElement).hidden = false;
}
goOn();

preparesNext("/problems/", "/playground");
