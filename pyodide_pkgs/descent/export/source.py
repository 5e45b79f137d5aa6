"""Signatures and lists as ruff formats them: on one line, else on one indented line, else one entry a line."""

import re
from collections.abc import Mapping, Sequence

WIDTH = 120


def enclosed(head: str, entries: Sequence[str], tail: str, *, room: int = 0) -> list[str]:
    """`head` + entries + `tail`, as lines that will be moved to the right by `room`."""
    width = WIDTH - room
    whole = f"{head}{', '.join(entries)}{tail}"
    if len(whole) <= width:
        return [whole]
    inner = f"    {', '.join(entries)}"
    if len(inner) <= width and head.endswith("(") and not head.endswith("in ("):
        return [head, inner, tail]
    return [head, *(f"    {entry}," for entry in entries), tail]


def indented(lines: Sequence[str], by: int = 4) -> list[str]:
    """The lines moved to the right; empty ones stay empty."""
    return [f"{' ' * by}{line}" if line else line for line in lines]


def wrapped(text: str, width: int = WIDTH) -> list[str]:
    """Words in lines of at most that width."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def imports(lines: Sequence[str], *groups: Mapping[str, str]) -> list[str]:
    """The imports of those modules, by the name before the point, that some lines use; groups with a line between."""
    found: list[str] = []
    for group in groups:
        used = [text for name, text in group.items() if any(re.search(rf"\b{name}\.", line) for line in lines)]
        found += ["", *used] if used else []
    return found
