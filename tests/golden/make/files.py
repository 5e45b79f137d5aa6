"""Golden files on disk: read, and written so that a reader never meets half a file."""

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent
"""Where the golden files are."""


def names(folder: Path = FOLDER) -> list[str]:
    """The names of all golden files, sorted."""
    return sorted(path.stem for path in folder.glob("*.json"))


def read(name: str, folder: Path = FOLDER) -> Any:
    """The content of the file: an object with `cases`, or a plain list."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def cases(content: Any) -> list[dict[str, Any]]:
    """The cases in the content, in their order; changing one changes the content."""
    found: list[dict[str, Any]] = content["cases"] if isinstance(content, dict) else content
    return found


def title(case: dict[str, Any], place: int) -> str:
    """The case's id; an entry of a plain list is called by its name and place."""
    return str(case.get("case") or f"{case.get('schedule') or case.get('fn')}/{place}")


def text(content: Any) -> str:
    """The content as the files hold it: one line, every number the shortest that reads back to the same bits."""
    return json.dumps(content, separators=(",", ":"), allow_nan=False)


def write(name: str, content: Any, folder: Path = FOLDER) -> bool:
    """Puts the file in place whole, and says whether that changed anything."""
    path, new = folder / f"{name}.json", text(content)
    if path.exists() and path.read_text(encoding="utf-8").rstrip("\n") == new:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_text(new, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return True
