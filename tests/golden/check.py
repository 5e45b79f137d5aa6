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


def namespace(name: str) -> Any:
    """The array namespace of that name."""
    return importlib.import_module(NAMESPACES[name])


def cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a golden file; a file that is a plain list gets ids from its entries' names and places."""
    content = json.loads(path.read_text())
    if isinstance(content, dict):
        listed: list[dict[str, Any]] = content["cases"]
        return listed
    return [
        entry | {"case": f"{entry.get('schedule') or entry.get('fn')}/{place}"} for place, entry in enumerate(content)
    ]


def mismatches(stem: str, case: dict[str, Any], xp: Any) -> list[str]:
    """What is wrong with a case; an exception of its map is a mismatch too."""
    if importlib.util.find_spec(f"tests.golden.maps.{stem}") is None:
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
    return bool(case.get("advisory") or (case.get("extra") or {}).get("advisory"))


def check(folder: Path, xp: Any) -> Iterator[tuple[str, str, bool, list[str]]]:
    """(file, case, advisory, mismatches) of every case in the folder's golden files."""
    for path in sorted(folder.glob("*.json")):
        try:
            listed = cases(path)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield path.stem, "-", False, [f"cannot be read: {type(error).__name__}: {error}"]
            continue
        for case in listed:
            if not isinstance(case, dict) or "case" not in case:
                yield path.stem, "-", False, ["a case without an id"]
                continue
            yield path.stem, str(case["case"]), advisory(case), mismatches(path.stem, case, xp)


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
