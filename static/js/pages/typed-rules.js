/** How a typed rule travels: the example is traced whenever it was changed, and shown as what would leave. */

import { readConfig } from "../base/config.js";
import { find } from "../base/dom.js";
import { CodeEditor } from "../elements/code-editor.js";
import { GraphPicture } from "../elements/graph-picture.js";
import { RuleFile } from "../elements/rule-file.js";
import { Studio } from "../python/studio.js";
import { lines, sentence } from "./compare/graph-text.js";
import { pythonOnPage } from "./python-on-page.js";

const PAUSE = 400;
const TIMEOUT = 20_000;

const config = readConfig();
const editor = find("code-editor", CodeEditor);
const says = find("[data-says]", HTMLElement);
const forms = find("[data-forms]", HTMLElement);
const file = find("[data-files]", RuleFile);
const picture = new GraphPicture();
find("[data-picture]", HTMLElement).append(picture.node);
let timer = 0;

const runtime = pythonOnPage(config, () => {
  file.connect(studio);
  void trace();
});
const studio = new Studio(runtime);

async function trace() {
  const source = editor.value;
  const asked = { source, shapes: [config.shape], matrices: [config.shape] };
  const answer = await studio.ask("studio.graphs", asked, { key: "trace", timeout: TIMEOUT });
  if (source !== editor.value) return;
  if (answer.outcome !== "done") return refuse(answer.error?.message ?? answer.message ?? "It was stopped.", []);
  const { refused, graphs, remarks } = answer.value;
  if (refused) return refuse(`Line ${refused.line}: ${refused.message}.`, [refused]);
  editor.mark([]);
  const read = graphs.map((text) => JSON.parse(text));
  says.dataset.state = "traced";
  says.textContent = [`${sentence(read)}.`, ...remarks.map(({ line, message }) => `Line ${line}: ${message}.`)].join(
    " ",
  );
  find("[data-lines]", HTMLElement).textContent = lines(read[0]).join("\n");
  find("[data-json]", HTMLElement).textContent = graphs.join("\n");
  file.racer = { source };
  forms.hidden = false;
  void draw(source);
}

/** The picture, with the numbers of an early step of a race over the matrices that the page speaks of. @param {string} source */
async function draw(source) {
  const asked = { ground: config.ground, racer: { source }, step: config.step };
  const answer = await studio.ask("studio.nodes", asked, { key: "nodes", timeout: TIMEOUT });
  const there = answer.outcome === "done" && answer.value.nodes.length > 0;
  if (there) picture.show(answer.value.nodes, answer.value.step, "The graph of this rule");
  if (answer.outcome !== "superseded") find("[data-drawn]", HTMLElement).hidden = !there;
}

/**
 * @param {string} why
 * @param {{line: number, message: string}[]} places
 */
function refuse(why, places) {
  says.dataset.state = "refused";
  says.textContent = why;
  forms.hidden = true;
  editor.mark(places);
}

editor.addEventListener("edit", () => {
  clearTimeout(timer);
  timer = setTimeout(() => runtime.state === "ready" && trace(), PAUSE);
});

// After the first paint: the page is read before it is tried.
requestAnimationFrame(() => setTimeout(() => runtime.start()));
