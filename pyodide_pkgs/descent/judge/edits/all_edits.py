"""All edits of a program, those that say it best in front."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

from descent.judge.edits.edit import Edit
from descent.judge.edits.formula import formula_edits
from descent.judge.edits.program import Program
from descent.judge.edits.settings import setting_edits
from descent.judge.edits.statements import statement_edits
from descent.judge.edits.twice import twice_edits
from descent.judge.edits.within import within_edits


def edits(source: str, known: frozenset[str]) -> Iterator[Edit]:
    """Every edit of a correct program, each source and each name once; `known` are the functions that tests call."""
    program = Program(source)
    sources, names = {source}, set()
    kinds = (
        setting_edits(program, known),
        statement_edits(program),
        formula_edits(program),
        within_edits(program),
        twice_edits(program),
    )
    for edit in itertools.chain(*kinds):
        if edit.source in sources:
            continue
        sources.add(edit.source)
        name, number = edit.name, 2
        while name in names:
            name, number = f"{edit.name} ({number})", number + 1
        names.add(name)
        yield replace(edit, name=name)
