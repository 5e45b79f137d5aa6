"""Runs all cases of all golden files in a folder: `python -m tests.golden.check <folder> [--xp numpy|torch]`.

One line per failure, naming file and case; advisory cases are run and named but counted in neither sum. The last line
is `N passed, N failed`; the exit status is 1 where any failed or none was found.
"""

import argparse
import importlib
import importlib.util
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

NAMESPACES = {"numpy": "numpy", "torch": "array_api_compat.torch"}

LISTED = {"schedule": "schedules", "fn": "grad_clip"}
"""What every entry of a plain list has -> the map of such a list."""


def namespace(name: str) -> Any:
    """The array namespace of that name."""
    return importlib.import_module(NAMESPACES[name])


def cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a golden file; a file that is a plain list gets ids from its entries' names and places."""
    return read(path)[1]


def read(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """The name of the map, and the cases, of a golden file.

    A file says itself what it holds: its `rule`, or, as a plain list, entries that are schedules or clipping functions.
    The file's name decides only where it does not say.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(content, dict):
        listed: list[dict[str, Any]] = content["cases"]
        return str(content.get("rule", path.stem)), listed
    kinds = {key for entry in content for key in LISTED if key in entry}
    stem = LISTED[kinds.pop()] if len(kinds) == 1 else path.stem
    numbered = [
        {"case": f"{entry.get('schedule') or entry.get('fn')}/{place}"} | entry for place, entry in enumerate(content)
    ]
    return stem, numbered


def mismatches(stem: str, case: dict[str, Any], xp: Any) -> list[str]:
    """What is wrong with a case; an exception of its map is a mismatch too."""
    if not stem.isidentifier() or importlib.util.find_spec(f"tests.golden.maps.{stem}") is None:
        return [f"no map for {stem}"]
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("error")
            found: list[str] = importlib.import_module(f"tests.golden.maps.{stem}").run(case, xp)
            return found
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def advisory(case: dict[str, Any]) -> bool:
    """Whether the case is run for information only."""
    extra = case.get("extra")
    return bool(case.get("advisory") or (isinstance(extra, dict) and extra.get("advisory")))


def check(folder: Path, xp: Any) -> Iterator[tuple[str, str, bool, list[str]]]:
    """(file, case, advisory, mismatches) of every case in the folder's golden files."""
    for path in sorted(folder.glob("*.json")):
        try:
            stem, listed = read(path)
            listed = list(listed)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            yield path.stem, "-", False, [f"cannot be read: {type(error).__name__}: {error}"]
            continue
        for case in listed:
            if not isinstance(case, dict) or "case" not in case:
                yield path.stem, "-", False, ["a case without an id"]
                continue
            yield path.stem, str(case["case"]), advisory(case), mismatches(stem, case, xp)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--xp", choices=sorted(NAMESPACES), default="numpy")
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    passed = failed = 0
    for stem, case, is_advisory, found in check(given.folder, namespace(given.xp)):
        if is_advisory:
            print(f"advisory {stem} {case}: {'; '.join(found) or 'agrees'}")
        elif found:
            failed += 1
            print(f"FAILED {stem} {case}: {'; '.join(found)}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
