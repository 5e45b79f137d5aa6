"""The table in the README: for every golden file its sources, their scripts, and what cannot be made again."""

from collections import Counter
from pathlib import Path
from typing import Any

from tests.golden.make import files
from tests.golden.make.sources import SOURCES, source, why_not

README = files.FOLDER / "README.md"
BEGIN, END = "<!-- table: python -m tests.golden.make --table -->\n", "<!-- end of table -->\n"


def lines() -> list[str]:
    """The table of files, then the reasons, as Markdown."""
    found = ["| File | Cases | Made by | Cannot be made again |", "|---|---|---|---|"]
    for name in files.names():
        cases = files.cases(files.read(name))
        scripts = Counter(_script(case) for case in cases if not why_not(case))
        lost = Counter(_short(case) for case in cases if why_not(case))
        found.append(f"| `{name}` | {len(cases)} | {_counts(scripts) or '-'} | {_counts(lost) or '-'} |")
    reasons = [f"- `{lib}`: {named.why_not}." for lib, named in SOURCES.items() if named.why_not]
    return [*found, "", "Why not:", "", *reasons]


def text() -> str:
    """The README with the table as it is now."""
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n" + "\n".join(lines()) + "\n\n" + END + after


def write(readme: Path = README) -> None:
    """Puts the table of now into the README."""
    readme.write_text(text(), encoding="utf-8")


def _script(case: dict[str, Any]) -> str:
    named = source(case)
    return f"`{named.script}`{' (confirmed by a release)' if named.stands_in else ''}"


def _short(case: dict[str, Any]) -> str:
    lib: str = case["source"]["lib"]
    return f"`{lib}`"


def _counts(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counted.items()))
