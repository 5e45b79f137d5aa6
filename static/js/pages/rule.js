/** A rule's page: the finished run that the server drew becomes live when Python is ready. */

import { readConfig } from "../base/config.js";
import { find } from "../base/dom.js";
import { RuleFile } from "../elements/rule-file.js";
import { RuleMiniature } from "../elements/rule-miniature.js";
import { Studio } from "../python/studio.js";
import { pythonOnPage } from "./python-on-page.js";

const miniature = find("rule-miniature", RuleMiniature);
const file = find("rule-file", RuleFile);
const runtime = pythonOnPage(readConfig(), () => {
  miniature.connect(studio);
  file.connect(studio);
});
const studio = new Studio(runtime);

// After the first paint: the page is read before it is played with.
requestAnimationFrame(() => setTimeout(() => runtime.start()));
