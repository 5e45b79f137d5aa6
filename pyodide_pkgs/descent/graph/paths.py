"""Every way through a function that branches on the step or on settings, joined to one by `where`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from descent.graph.names import listening
from descent.graph.refusal import Refused
from descent.graph.symbol import current
from descent.graph.tape import MAX_PATHS, Tape
from descent.graph.tree import leaves, structure


@dataclass
class Way:
    """One call: which way each branch went, what came out by name, and its form."""

    taken: list[tuple[int, bool]]
    out: dict[str, int]
    form: Any
    value: Any


def explored(tape: Tape, call: Callable[[], Any]) -> tuple[dict[str, int], Any]:
    """The numbers of the values that come out, by name, and one answer of the function; `Refused` as it may be.

    A way that ends in an exception is one that the author refuses; the graph goes the others.
    """
    ways, left, failure = [], [[]], None  # type: ignore[var-annotated]
    while left:
        if len(ways) >= MAX_PATHS:
            raise tape.refusal(
                f"these branches make more than {MAX_PATHS} ways; write them as one formula, or with xp.where"
            )
        given = left.pop()
        tape.begin(given)
        try:
            with listening(tape):
                value = call()
            way = Way(list(tape.taken), {}, structure(value), value)
            way.out = {name: current(tape, leaf) for name, leaf in leaves(value)}
            ways.append(way)
        except Refused as error:
            raise (tape.refused or error) from None
        except Exception as error:
            if tape.refused is not None:
                raise tape.refused from None
            failure = failure or error
        if tape.refused is not None:
            raise tape.refused
        for place in range(len(given), len(tape.taken)):
            condition, went = tape.taken[place]
            left.append([*tape.taken[:place], (condition, not went)])
    if not ways:
        assert failure is not None
        raise failure
    for way in ways[1:]:
        if way.form != ways[0].form:
            raise Refused(
                "the branches return states of different forms; both sides of a branch return the same names"
            ).placed(*_place(tape, ways))
    return _joined(tape, ways, 0), ways[0].value


def _place(tape: Tape, ways: list[Way]) -> tuple[str | None, int | None]:
    for way in ways:
        for condition, _ in way.taken:
            if tape.values[condition].line is not None:
                return next(iter(tape.files), None), tape.values[condition].line
    return None, None


def _joined(tape: Tape, ways: list[Way], depth: int) -> dict[str, int]:
    """One value for each output: `where` on the condition on which these ways part."""
    if len(ways) == 1 and len(ways[0].taken) <= depth:
        return ways[0].out
    condition = ways[0].taken[depth][0]
    yes = [way for way in ways if way.taken[depth][1]]
    no = [way for way in ways if not way.taken[depth][1]]
    if not yes or not no:
        return _joined(tape, yes or no, depth + 1)
    one, other = _joined(tape, yes, depth + 1), _joined(tape, no, depth + 1)
    found = {}
    for name, index in one.items():
        found[name] = index if index == other[name] else tape.add("where", [condition, index, other[name]])
        written = tape.values[found[name]]
        names = [tape.values[way].name for way in (index, other[name]) if tape.values[way].name]
        # After `if t == 1: m = g` the entry m of the state is called m, not g.
        entry = name.rpartition(".")[2]
        written.name = written.name or (entry if entry in names else next(iter(names), None))
    return found
