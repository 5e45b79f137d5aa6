"""What every script reads from a case and writes into it: arrays, arguments, names of what is recorded."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.golden.options import number

LISTS = ("lrs", "momentum", "out", "norm")
"""The entries of a plain list's case that are made; a schema 1 case has `expect`."""

Expect = list[dict[str, Any]]


class CannotMake(Exception):
    """A case that the script of its source does not know how to run, and why."""


@dataclass(frozen=True)
class Wanted:
    """The names of what a case records after every step, in the order of the file."""

    names: tuple[str, ...]
    states: tuple[str, ...] = ()


def wanted(case: dict[str, Any]) -> Wanted:
    """What the recorded case has recorded."""
    steps = case.get("expect") or []
    names = dict.fromkeys(name for step in steps for name in step)
    states = dict.fromkeys(name for step in steps for name in step.get("state") or {})
    return Wanted(tuple(names), tuple(states))


def made_part(case: dict[str, Any]) -> dict[str, Any]:
    """The entries of the case that a source makes; all others are its inputs."""
    names = ("expect",) if "expect" in case else LISTS
    return {name: case[name] for name in names if case.get(name) is not None}


def entry(case: dict[str, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """The name of the class or function in `source.entry`, and the arguments that stand there in parentheses."""
    written = str(case["source"]["entry"])
    # Words about the run may follow the name, after a comma or a semicolon.
    call, closed, _ = written.split(";")[0].partition(")")
    try:
        tree = ast.parse(call + closed if "(" in call else call.split(",")[0], mode="eval").body
        if not isinstance(tree, ast.Call):
            return ast.unparse(tree), [], {}
        values = [ast.literal_eval(value) for value in tree.args]
        return ast.unparse(tree.func), values, {str(key.arg): ast.literal_eval(key.value) for key in tree.keywords}
    except (SyntaxError, ValueError) as error:
        raise CannotMake(f"the entry {written!r} is no name and no call with literal arguments") from error


def arguments(case: dict[str, Any]) -> dict[str, Any]:
    """The case's hyperparameters as Python values: words become numbers, lists become tuples."""
    return {name: _frozen(number(value)) for name, value in case["hyper"].items()}


def check_known(given: Iterable[str], possible: Iterable[str], what: str) -> None:
    """`CannotMake` where the case sets what the source does not take: a setting is never dropped in silence."""
    possible = list(possible)
    unknown = [name for name in given if name not in possible]
    if unknown:
        raise CannotMake(f"{what} takes no {', '.join(unknown)}; it takes: {', '.join(possible)}")


def listed(value: Any) -> Any:
    """The array as nested lists of Python numbers, the non-finite ones as words; `None` stays."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {name: listed(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [listed(part) for part in value]
    if isinstance(value, float) and value - value != 0:
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    return value


def in_order(found: dict[str, Any], want: Wanted) -> dict[str, Any]:
    """One step's record with the names wanted, in their order; a name that nobody made is `CannotMake`."""
    missing = [name for name in want.names if name not in found]
    if missing:
        raise CannotMake(f"the script records no {', '.join(missing)}; it records: {', '.join(found)}")
    return {name: listed(found[name]) for name in want.names}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
