/** One HTML file that shows the race without any server: the picture, the settings, the code, and the link back. */

import { escaped, raceSvg, settings } from "./race-svg.js";

/**
 * @param {import("./race-svg.js").Picture} picture
 * @param {string} link
 * @returns {string}
 */
export function standalone(picture, link) {
  const { state, racing } = picture;
  const rows = state.racers.map((racer) => {
    const run = racing.runs.get(racer.id);
    const cells = [
      racer.name,
      racer.rule ?? "typed",
      settings(racer),
      run ? String(run.loss ?? "diverged") : "",
      run?.stop.sentence ?? "",
    ];
    return `<tr>${cells.map((text) => `<td>${escaped(text)}</td>`).join("")}</tr>`;
  });
  const sources = state.racers
    .filter((racer) => racer.source !== undefined)
    .map((racer) => `<h2>${escaped(racer.name)}</h2><pre>${escaped(racer.source ?? "")}</pre>`);
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${escaped(racing.facts.title)}: a race of optimizers</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}svg{max-width:100%;height:auto}
td,th{text-align:left;padding:.25rem 1rem .25rem 0;border-bottom:1px solid #ccc}pre{background:#f4f1ea;padding:1rem;overflow:auto}</style>
<h1>${escaped(racing.facts.title)}</h1>
${raceSvg(picture)}
<table><tr><th>racer</th><th>rule</th><th>settings</th><th>last loss</th><th>end</th></tr>${rows.join("")}</table>
${sources.join("\n")}
<p><a href="${escaped(link)}">Open it in the playground</a></p>
</html>
`;
}
