/**
 * The worked examples of a pack's statement. Its author wrote the arguments; the reference works them out, in the interpreter
 * that judges the pack, because no server runs it.
 */

import { element } from "../../base/dom.js";

/**
 * Puts each example in the place of its arguments.
 * @param {import("../../python/runtime.js").Runtime} runtime
 * @param {Promise<{files: Record<string, string>}>} problem
 */
export async function workExamples(runtime, problem) {
  const blocks = [...document.querySelectorAll("pre[data-example]")];
  const given = blocks.map((block) => block.textContent ?? "");
  if (blocks.length === 0) return;
  for (const block of blocks) block.replaceChildren(element("code", {}, "Worked out as soon as Python is ready."));
  try {
    const { files } = await problem;
    /** @type {{value: import("../../python/seam.d.ts").Methods["judge.examples"]["answer"]}} */
    const { value } = await runtime.call("judge.examples", { problem: files, examples: given });
    for (const [place, block] of blocks.entries()) {
      block.replaceChildren(element("code", {}, value.examples[place] ?? ""));
      block.removeAttribute("data-example");
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    for (const block of blocks)
      block.replaceChildren(element("code", {}, `This example could not be worked out: ${why}`));
  }
}
