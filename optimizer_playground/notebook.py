"""A race of the playground in JupyterLab, marimo and other notebooks, and its traces as arrays.

from optimizer_playground.notebook import Race
race = Race("rosenbrock", ["sgd", {"rule": "adam", "settings": {"lr": 0.1}}], steps=300)
race                        # shows it; what is changed there changes race.traces
race.run()["Adam"].points   # the same without a browser
"""

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from app.places import STATIC
from optimizer_playground.state import LandscapeText, RuleText, address, state
from optimizer_playground.traces import Trace, computed, received

try:
    import anywidget
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "a race in a notebook needs anywidget: pip install 'optimizer-playground[notebook]'", name=error.name
    ) from error

SERVER = "http://127.0.0.1:8123"
"""Where `optimizer-playground serve` and `make serve` listen unless told otherwise."""

EMBED = STATIC / "js" / "embed"
IMPORT = 'import { framed } from "./framed.js";\n'


def script() -> str:
    """The widget's module for the browser. A notebook is given one text: what it imports stands before it."""
    framed, notebook = ((EMBED / name).read_text(encoding="utf-8") for name in ("framed.js", "notebook.js"))
    return framed + notebook.replace(IMPORT, "")


class Race(anywidget.AnyWidget):  # type: ignore[misc]
    """Rules on a landscape, raced in a frame; `traces` follows what is raced there, or what `run` computed.

    `landscape` and `rules` are as `optimizer_playground.state` has them. `server` is where the page comes from, as the
    browser reaches it: a running `optimizer-playground serve`, or an exported site. Watch the traces with
    `race.observe(act, "traces")`. What is wrong with them is said as there.
    """

    _esm = script()

    traces = traitlets.Dict(help="The trace of every racer, by its name.")
    address = traitlets.Unicode(help="The page in the frame.").tag(sync=True)
    height = traitlets.Int(600, help="Pixels, until the page has said how tall it is.").tag(sync=True)
    sent = traitlets.List(help="What the page has sent, as `traces.received` reads it.").tag(sync=True)

    def __init__(
        self,
        landscape: LandscapeText = "rosenbrock",
        rules: Sequence[RuleText] = ("sgd", "adam"),
        *,
        steps: int = 200,
        start: Sequence[float] | None = None,
        seed: int = 0,
        server: str = SERVER,
        height: int = 600,
    ):
        self._state = state(landscape, rules, steps=steps, start=start, seed=seed)
        super().__init__(address=address(server, self._state), height=height)
        self.observe(self._take, "sent")

    def run(self) -> dict[str, Trace]:
        """The traces, computed in this process; the page is not needed, and what was changed there does not count."""
        self.traces = computed(self._state)
        return dict(self.traces)

    def _take(self, change: Mapping[str, Any]) -> None:
        self.traces = received(change["new"])
