"""Writes `seam.d.ts` and `shapes.js` of `static/js/python` and the contract in docs/playground-engine.md.

All follow from the types in `descent`. `--check` only compares: it names each file that is not as it should be and
ends with 1.
"""

import sys
from pathlib import Path

from scripts.seam import markdown, shapes, typescript

COMMAND = ".venv/bin/python -m scripts.seam"
ROOT = Path(__file__).parents[2]
DECLARATIONS = ROOT / "static" / "js" / "python" / "seam.d.ts"
SHAPES = DECLARATIONS.with_name("shapes.js")
DOCUMENT = ROOT / "docs" / "playground-engine.md"


def wanted() -> dict[Path, str]:
    """Each file with the text that it should have."""
    return {
        DECLARATIONS: typescript.declarations(COMMAND),
        SHAPES: shapes.module(COMMAND),
        DOCUMENT: markdown.within(DOCUMENT.read_text(encoding="utf-8"), COMMAND),
    }


def main(arguments: list[str]) -> int:
    """0 if all is as it should be, or has been made so."""
    files = wanted()
    stale = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the types in descent say; run: {COMMAND}")
        return 1 if stale else 0
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
