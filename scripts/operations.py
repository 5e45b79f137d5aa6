"""The table of operations in `docs/graph.md`, from the table in the code: `python -m scripts.operations`."""

from pathlib import Path

from descent.graph.table import OPERATIONS

DOCUMENT = Path(__file__).parent.parent / "docs" / "graph.md"
BEGIN, END = "<!-- operations: made by python -m scripts.operations -->", "<!-- end of operations -->"


def table() -> str:
    """One line for each operation: its name, how many values it takes, its attributes, what comes out."""
    lines = ["| operation | values | attributes | what comes out |", "|---|---|---|---|"]
    for name, one in OPERATIONS.items():
        least, most = one.takes
        values = f"{least}" if least == most else f"{least} to {most}"
        attrs = ", ".join(f"`{attr}`" for attr in one.attrs)
        words = one.words.replace("|", "\\|")
        lines.append(f"| `{name}` | {values} | {attrs} | {words} |")
    return "\n".join(lines)


def written(text: str) -> str:
    """The document with the table of today."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
