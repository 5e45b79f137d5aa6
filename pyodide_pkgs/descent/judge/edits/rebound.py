"""Several arrays at once of which new ones are made, in the place of numbers written into those of the caller."""

import ast
from collections.abc import Iterator
from itertools import combinations

from descent.judge.edits.edit import Edit
from descent.judge.edits.program import Program, blocks
from descent.judge.edits.wording import Wording

MOST = 4
"""Of blocks that write into more arrays than this only pairs are taken."""


def rebound_edits(program: Program) -> Iterator[Edit]:
    """For every block: two or more of its `m_i[...] = ` as `m_i = `, but never all, which changes nothing at all."""
    for function in program.functions:
        wording = Wording(program, function)
        for block in blocks(function):
            writing = [
                (statement, statement.targets[0])
                for statement in block
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript)
            ]
            writing = [(one, target) for one, target in writing if isinstance(target.value, ast.Name)]
            most = len(writing) if len(writing) <= MOST else 3
            for size in range(2, most):
                for some in combinations(writing, size):
                    source = program.replaced(
                        *((program.span(target), program.text(target.value)) for _, target in some)
                    )
                    targets = [wording.target(statement) or "an array" for statement, _ in some]
                    names = ", ".join(targets[:-1]) + f" and {targets[-1]}"
                    yield Edit(
                        f"new arrays: {names}",
                        source,
                        lambda names=names: (  # type: ignore[misc]
                            f"Your code acts as if it worked out {names} and wrote them into new arrays: those that "
                            "were passed in stay as they were."
                        ),
                        mutant=False,
                    )
