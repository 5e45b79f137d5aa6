"""What this release is: version, licence and how to cite it, from the metadata of the package that is installed."""

import re
from functools import cache
from importlib import metadata
from typing import NamedTuple

PACKAGE = "optimizer-playground"
TITLE = "Optimizer Playground"


class Release(NamedTuple):
    """What pages say of the program itself."""

    version: str
    licence: str
    """Its name, as in SPDX."""
    licence_text: str
    year: str
    """Of the copyright."""
    author: str

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX."""
        lines = [
            f"title = {{{TITLE}}}",
            f"author = {{{{{self.author}}}}}",
            f"year = {{{self.year}}}",
            f"version = {{{self.version}}}",
            f"license = {{{self.licence}}}",
        ]
        return "@software{optimizer_playground,\n  " + ",\n  ".join(lines) + "\n}"


@cache
def release() -> Release:
    """The release that runs."""
    found = metadata.distribution(PACKAGE)
    text = found.read_text("licenses/LICENSE") or ""
    rights = re.search(r"Copyright \(c\) (\d{4}) (.+)", text)
    year, author = rights.groups() if rights else ("", f"The {TITLE} contributors")
    return Release(found.version, found.metadata["License-Expression"], text, year, author)
