"""Two programs as one: lines that both have stand once, the others in `if` and `else`."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from descent.export.source import WIDTH, indented


def branched(condition: str, yes: Sequence[str], no: Sequence[str]) -> list[str]:
    """Lines that do what `yes` does where the condition holds, and else what `no` does."""
    lines: list[str] = []
    matcher = SequenceMatcher(None, yes, no, autojunk=False)
    for what, from_yes, to_yes, from_no, to_no in matcher.get_opcodes():
        if what == "equal":
            lines += yes[from_yes:to_yes]
            continue
        one, other = list(yes[from_yes:to_yes]), list(no[from_no:to_no])
        short = _ternary(condition, one, other)
        if short is not None:
            lines.append(short)
            continue
        if one:
            lines += [f"if {condition}:", *indented(one)]
            lines += ["else:", *indented(other)] if other else []
        else:
            lines += [f"if not {condition}:" if " " not in condition else f"if not ({condition}):", *indented(other)]
    return lines


def _ternary(condition: str, yes: list[str], no: list[str]) -> str | None:
    """`name = a if condition else b`, where that is all and fits on a line."""
    if len(yes) != 1 or len(no) != 1:
        return None
    (name, _, one), (other_name, _, other) = yes[0].partition(" = "), no[0].partition(" = ")
    if name != other_name or " if " in one or " if " in other:
        return None
    text = f"{name} = {one} if {condition} else {other}"
    return text if len(text) <= WIDTH - 4 else None
