"""Scripts and what they import, as pages ask for them."""

from app.places import STATIC
from app.web.module_graph import ModuleGraph, resolved
from app.web.static_files import Assets

SOURCE = """
/** Not one: import("./comment.js") */
import "./alone.js";
import { one } from "../up.js";
import {
  many,
  more,
} from "./deep/many.js";
export { two } from "./two.js";
const later = import("./later.js");
const text = 'from "./text.js"';
"""


def test_static_imports_are_read_in_every_form_and_others_are_not():
    assert list(resolved("js/a/b.js", SOURCE)) == ["js/a/alone.js", "js/up.js", "js/a/deep/many.js", "js/a/two.js"]


def test_the_graph_of_every_script_of_ours_holds_each_module_once():
    assets = Assets("assets", STATIC, skip=frozenset({"vendor", "compiled"}))
    graph = ModuleGraph(assets)
    scripts = [name for name in assets.files if name.endswith(".js")]
    for name in scripts:
        found = graph.of(name)
        assert found[0] == assets.url(name)
        assert len(set(found)) == len(found)
    early = graph.of("js/pages/early-python.js")
    assert assets.url("js/python/runtime.js") in early
    assert assets.url("js/python/channel.js") in early, "what is imported by what is imported"
