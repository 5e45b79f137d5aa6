"""Makes golden files: `python -m tests.golden.make NAME... [--check] [--folder FOLDER]`, or `--all` for every file.

A file that exists is made from its recorded cases, by the source that each case names; a rule without a file is made
from its recipe, `recipes/NAME.py`. `--check` writes nothing and has a line for every case. Numbers that differ from the
stored ones by more than the case's tolerance are never written over: the command names them and exits with 1.
"""

import argparse
import importlib
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests.golden.make import files, table
from tests.golden.make.case import CannotMake
from tests.golden.make.recipe import Recipe, content
from tests.golden.make.sources import NotInstalled, source, version
from tests.golden.make.verdict import Outcome, Verdict, verdict

RECIPES = "tests.golden.make.recipes"


def recipe(name: str) -> Recipe | None:
    """The recipe of that name, if there is one."""
    if not name.isidentifier() or importlib.util.find_spec(f"{RECIPES}.{name}") is None:
        return None
    found: Recipe = importlib.import_module(f"{RECIPES}.{name}").RECIPE
    return found


def remake(name: str, recorded: Any, check: bool) -> tuple[Counter[Outcome], Any]:
    """The count of outcomes, and the content with the numbers made now wherever they agree with the stored ones."""
    counted: Counter[Outcome] = Counter()
    rule = recorded["rule"] if isinstance(recorded, dict) else name
    for place, case in enumerate(files.cases(recorded)):
        found = verdict(rule, case)
        counted[found.outcome] += 1
        if check or found.outcome in (Outcome.DIFFERS, Outcome.MISSING):
            print(f"{found.outcome} {name} {files.title(case, place)}{f': {found.words}' if found.words else ''}")
        _take(case, found)
    return counted, recorded


def _take(case: dict[str, Any], found: Verdict) -> None:
    """Puts what was made into the case, unless another version made it or it contradicts what is stored."""
    if found.made is None or found.outcome is Outcome.DIFFERS or source(case).stands_in:
        return
    case.update(found.made)
    case["source"]["version"] = version(case)


def run(name: str, check: bool, folder: Path) -> Counter[Outcome]:
    """Makes or checks one file, and prints what came of it; the outcomes of its cases."""
    planned = recipe(name)
    if name in files.names(folder):
        counted, made = remake(name, files.read(name, folder), check)
    elif planned and check:
        raise SystemExit(f"{name} has no golden file yet; make it: python -m tests.golden.make {name}")
    elif planned:
        made = content(name, planned)
        counted = Counter({Outcome.NEW: len(made["cases"])})
    else:
        raise SystemExit(
            f"{name} has neither a golden file nor a recipe, tests/golden/make/recipes/{name}.py; "
            f"tests/golden/README.md shows how to write one. Files: {', '.join(files.names(folder))}"
        )
    said = ", ".join(f"{counted[outcome]} {outcome}" for outcome in Outcome if counted[outcome])
    written = "" if check else "; written" if files.write(name, made, folder) else "; unchanged"
    print(f"{name}: {said}{written}")
    return counted


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 1 where a number differs from the stored one."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.make", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a golden file, or a recipe of a new rule")
    parser.add_argument("--all", action="store_true", help="every golden file")
    parser.add_argument("--check", action="store_true", help="compare only, one line a case")
    parser.add_argument("--folder", type=Path, default=files.FOLDER, help="where the golden files are, or shall be")
    parser.add_argument("--table", action="store_true", help="write the table of sources into the README")
    given = parser.parse_args(arguments)
    if given.table:
        table.write()
        return 0
    names = files.names(given.folder) if given.all else given.names
    if not names:
        parser.error("name a golden file, or give --all")
    total: Counter[Outcome] = Counter()
    try:
        for name in names:
            total += run(name, given.check, given.folder)
    except (CannotMake, NotInstalled) as error:
        raise SystemExit(f"{name}: {error}") from error
    if not given.check and given.folder == files.FOLDER:
        table.write()  # so that a new file does not leave the README behind
    print("in all: " + ", ".join(f"{total[outcome]} {outcome}" for outcome in Outcome if total[outcome]))
    return 1 if total[Outcome.DIFFERS] else 0


if __name__ == "__main__":
    sys.exit(main())
