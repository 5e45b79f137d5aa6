"""All edits among which a name is looked for: those that tests must catch, and after them the rarer ones."""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import replace

from descent.judge.edits.all_edits import edits
from descent.judge.edits.decay import decay_edits
from descent.judge.edits.edit import Edit
from descent.judge.edits.formula import Slip, in_text
from descent.judge.edits.further import further
from descent.judge.edits.names import STEP_NAMES, Argument, arguments, defaults, loops
from descent.judge.edits.program import Function, Program
from descent.judge.edits.rebound import rebound_edits
from descent.judge.edits.settings import DECAYS, changed
from descent.judge.edits.statements import first_line
from descent.judge.edits.wording import Wording


def searched_edits(source: str, known: frozenset[str]) -> Iterator[Edit]:
    """Every edit of a correct program, each source and each name once; `known` are the functions that tests call."""
    sources, names = {source}, set()
    program = Program(source)
    rarer = (rebound_edits(program), decay_edits(program), rarer_settings(program, known), short_loops(program))
    for edit in itertools.chain(edits(source, known), *rarer, further_edits(program)):
        if edit.source in sources:
            continue
        sources.add(edit.source)
        name, number = edit.name, 2
        while name in names:
            name, number = f"{edit.name} ({number})", number + 1
        names.add(name)
        yield replace(edit, name=name)


def further_edits(program: Program) -> Iterator[Edit]:
    """The rarer slips in a formula, expression by expression."""
    wordings: dict[Function, Wording] = {}
    for node in program.expressions():
        function, statement = program.function_of(node), program.statement_of(node)
        if function is None or statement is None or in_text(program, node):
            continue
        for text in dict.fromkeys(further(program, node)):
            slip = Slip(program, wordings.setdefault(function, Wording(program, function)), node, text)
            name = f"{slip.name}: {first_line(program, statement)}"
            yield Edit(name, program.replaced(slip.change), slip.sentence, mutant=False)


def rarer_settings(program: Program, known: frozenset[str]) -> Iterator[Edit]:
    """A step that is counted one too few but never 0; decays as people take them for settings of other names."""
    for argument in arguments(program, known):
        if argument.name in STEP_NAMES:
            meant = f"max({argument.shown} - 1, 1)"
            source = changed(program, (argument, argument.set_to(meant)))
            if source is not None:
                said = f"Your `{argument.shown}` acts as `{meant}`."
                yield Edit(f"{argument.shown} is {meant}", source, lambda said=said: said, mutant=False)  # type: ignore[misc]
        elif argument.name.startswith("decay"):
            yield from other_defaults(program, argument)


def other_defaults(program: Program, argument: Argument) -> Iterator[Edit]:
    """Another decay where none is passed."""
    places = [given for function in program.functions if (given := defaults(function).get(argument.name))]
    for value in DECAYS if places else ():
        said = f"Where `{argument.shown}` is not passed, yours acts as {value}. Its default is {argument.default}."
        source = program.replaced(*((program.span(given), value) for given in places))
        yield Edit(f"{argument.shown} is {value} by default", source, lambda said=said: said, mutant=False)  # type: ignore[misc]


def short_loops(program: Program) -> Iterator[Edit]:
    """A loop that ends before its last turn."""
    for function in program.functions:
        for loop in loops(function):
            if isinstance(loop.body[-1], ast.Return):
                continue
            over = " ".join(program.text(loop.iter).split())
            said = f"Your code acts as if the loop over `{over}` in `{function.name}` ended before its last turn."
            source = program.replaced((program.span(loop.iter), f"list({program.text(loop.iter)})[:-1]"))
            yield Edit(f"no last turn: {first_line(program, loop)}", source, lambda said=said: said, mutant=False)  # type: ignore[misc]
