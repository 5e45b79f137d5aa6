"""Which modules a script needs, so that a page can ask for all of them at once.

A browser learns of a module's imports only once it has the module: each floor of them is one more journey.
"""

import posixpath
import re
from collections.abc import Iterator

from app.web.static_files import Assets

IMPORTED = re.compile(r'^\s*(?:import|export)\b[^"\';]*?"(\.[^"]+)"', re.MULTILINE)
"""Static imports: at the start of a line, as prettier writes them; `import()` is asked for when it is needed."""


class ModuleGraph:
    """The imports of the application's own scripts, read when a page first needs them."""

    def __init__(self, assets: Assets):
        self._assets = assets
        self._imports: dict[str, tuple[str, ...]] = {}

    def of(self, *entries: str) -> list[str]:
        """The addresses of these scripts and of all that they import, each once, those that are needed first first."""
        found: dict[str, None] = {}
        waiting = list(entries)
        for name in waiting:
            if name not in found:
                found[name] = None
                waiting += self._imported(name)
        return [self._assets.url(name) for name in found]

    def _imported(self, name: str) -> tuple[str, ...]:
        if name not in self._imports:
            source = (self._assets.folder / name).read_text(encoding="utf-8")
            self._imports[name] = tuple(resolved(name, source))
        return self._imports[name]


def resolved(name: str, source: str) -> Iterator[str]:
    """The names of what a script imports."""
    for path in IMPORTED.findall(source):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
