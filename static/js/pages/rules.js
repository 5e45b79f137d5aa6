/** The list of rules: typing leaves those that hold every word. */

import { searchList } from "../base/word-search.js";

searchList("[data-rule]", "[data-family]");
