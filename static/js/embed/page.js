/** What every page in a frame does: says how tall it is, and leads to the same page in a tab of its own. */

import { find } from "../base/dom.js";
import { tell } from "./parent.js";

/** As tall as what it holds, to its last pixel: the document's own height is never less than the frame's. */
const height = () => Math.max(Math.ceil(document.body.getBoundingClientRect().height), document.body.scrollHeight);

let told = 0;
new ResizeObserver(() => {
  if (height() === told) return;
  told = height();
  tell("size", { height: told });
}).observe(document.body);

const whole = find("[data-whole]", HTMLAnchorElement);
/** The playground keeps what it shows in its address. */
const follow = () => (whole.hash = location.hash);
for (const before of ["pointerdown", "focus", "click"]) whole.addEventListener(before, follow);
