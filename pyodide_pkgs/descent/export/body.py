"""The lines of a function for tensors of every shape, and how each of its outputs is written after them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from descent.export.branching import branched
from descent.export.folding import folded
from descent.export.reading import formula_of
from descent.export.sizes import named_sizes
from descent.export.source import indented
from descent.export.spelling import Spelling
from descent.export.statements import Statements
from descent.export.subject import PARTITIONS, PROBES, NotExported, Subject
from descent.export.uniting import Differ, united
from descent.export.value import Formula
from descent.graph.graph import Graph, Section


@dataclass(frozen=True)
class Body:
    """Lines, and the texts of the outputs behind them."""

    lines: tuple[str, ...]
    outputs: Mapping[str, str]
    plain: frozenset[str]
    """The outputs that are Python numbers."""
    inputs: frozenset[str]
    """The inputs that are used."""
    numbers: frozenset[str]
    """The outputs that are one number for the tensor."""
    parts: tuple[tuple[str, "Body"], ...] = ()
    """Where outputs differ by the tensor: the bodies with their conditions, the last without one."""

    @property
    def sizes(self) -> set[str]:
        """Which of `rows`, `columns` and `size` it uses; an input of that name is no size."""
        own = {name.split(".")[-1] for name in self.inputs}
        return named_sizes([*self.lines, *self.outputs.values()]) - own


def body(
    subject: Subject,
    section: Callable[[Graph], Section | None],
    spelling: Spelling,
    given: Callable[[str], str],
    *,
    last: Callable[[Formula], Formula] = lambda formula: formula,
    named: Callable[[str], str] = lambda output: output.split(".", 1)[-1],
) -> Body:
    """The body for all kinds of shapes; `NotExported` where two shapes of a kind have different formulas.

    `last` changes the simplified formula, as `applied` does; `named` gives outputs their names.
    """
    formulas: dict[str, list[Formula]] = {}
    for kind, graphs in subject.graphs.items():
        sections = [section(graph) for graph in graphs]
        found = [formula_of(one, subject.scope == "model") for one in sections if one is not None]
        formulas[kind] = [_in_words(one, subject.words) for one in found]
    why = ""
    for parts in PARTITIONS[subject.scope]:
        try:
            written = []
            for prefer in (False, True) if len(parts) > 1 else (False,):
                whole = [_united(subject, formulas, kinds, prefer) for kinds, _ in parts]
                simple = [last(folded(one)) for one in whole]
                bodies = [_written(one, spelling, given, named) for one in simple]
                written.append(_joined(bodies, [how for _, how in parts]))
        except Differ as error:
            why = str(error)
            continue
        return min(written, key=lambda one: len(one.lines))
    raise NotExported(f"{subject.name} has a formula of its own for every shape of a tensor ({why})")


def completed(one: Body, write: Callable[[Body], list[str]]) -> list[str]:
    """The lines of the inside of a function; `write` gives those of one body with its return."""
    if not one.parts:
        return write(one)
    lines: list[str] = []
    for condition, part in one.parts:
        inside = completed(part, write)
        lines += [f"if {condition}:", *indented(inside)] if condition else inside
    return lines


def _in_words(formula: Formula, words: Mapping[str, str]) -> Formula:
    """The formula with the settings called as the target calls them."""
    names = {f"hyper.{own}": f"hyper.{word}" for own, word in words.items()}
    if not names:
        return formula
    for value in formula.values():
        if value.op == "input" and value.attrs["name"] in names:
            value.name = names[value.attrs["name"]]
            value.attrs = {**value.attrs, "name": value.name}
    return replace(formula, inputs=tuple(names.get(name, name) for name in formula.inputs))


def _united(subject: Subject, formulas: Mapping[str, list[Formula]], kinds: Sequence[str], prefer: bool) -> Formula:
    """The one formula of all shapes of some kinds."""
    shapes = [shape for kind in kinds for shape in PROBES[subject.scope][kind]]
    return united([formula for kind in kinds for formula in formulas[kind]], shapes, prefer)


def _written(formula: Formula, spelling: Spelling, given: Callable[[str], str], named: Callable[[str], str]) -> Body:
    inputs = {name: given(name) for name in formula.inputs}
    statements = Statements(formula, spelling, {name: named(name) for name in formula.outputs}, inputs)
    lines = statements.written()
    outputs = {name: statements.text_of(name) for name in formula.outputs}
    plain = frozenset(name for name in outputs if statements.plain_output(name))
    used = frozenset(value.attrs["name"] for value in formula.values() if value.op == "input")
    numbers = frozenset(name for name, value in formula.outputs.items() if not value.shape)
    return Body(tuple(lines), outputs, plain, used, numbers)


def _joined(bodies: Sequence[Body], conditions: Sequence[str]) -> Body:
    """One body: the first where its condition holds, else the next."""
    if len(bodies) == 1:
        return bodies[0]
    yes, no = bodies[0], _joined(bodies[1:], conditions[1:])
    everything = yes.inputs | no.inputs
    if set(yes.outputs) != set(no.outputs):
        parts = ((conditions[0], yes), ("", no))
        return Body((), {**yes.outputs, **no.outputs}, frozenset(), everything, frozenset(), parts)
    lines = branched(conditions[0], *_closed(yes, no))
    outputs = {name: text if no.outputs[name] == text else name.split(".")[-1] for name, text in yes.outputs.items()}
    return Body(tuple(lines), outputs, yes.plain & no.plain, everything, yes.numbers & no.numbers)


def _closed(yes: Body, no: Body) -> tuple[list[str], list[str]]:
    """The lines of both, with a last one for outputs that they call differently."""
    lines = list(yes.lines), list(no.lines)
    for name, text in yes.outputs.items():
        if no.outputs[name] != text:
            own = name.split(".")[-1]
            for written, output in zip(lines, (text, no.outputs[name]), strict=True):
                if output != own:
                    written.append(f"{own} = {output}")
    return lines
