"""A setting that acts as another number in one statement: in the average and not in the correction, for instance."""

import ast
from collections.abc import Iterator

from descent.judge.edits.edit import Edit
from descent.judge.edits.exchanged import groups
from descent.judge.edits.names import STEP_NAMES, defaults
from descent.judge.edits.program import Program, blocks
from descent.judge.edits.statements import first_line
from descent.judge.edits.wording import Wording


def within_edits(program: Program) -> Iterator[Edit]:
    """Each setting as 1 minus itself, as each other setting and as its default, in each statement that has it twice."""
    for function in program.functions:
        wording = Wording(program, function)
        settings = groups(function)[0]
        own = {name: program.text(value) for name, value in defaults(function).items()}
        for statement in [one for block in blocks(function) for one in block]:
            if not isinstance(statement, ast.Assign | ast.AugAssign | ast.Return):
                continue
            for name in settings:
                places = [node for node in ast.walk(statement) if isinstance(node, ast.Name) and _reads(node, name)]
                if len(places) < 2 or name in STEP_NAMES or own.get(name) == "None":
                    continue
                others = [other for other in settings if other != name and other not in STEP_NAMES]
                for meant in (f"(1 - {name})", *others, *([own[name]] if name in own else [])):
                    source = program.replaced(*((program.span(node), meant) for node in places))
                    target = wording.target(statement) or "one line"
                    yield Edit(
                        f"{name} is {meant} in: {first_line(program, statement)}",
                        source,
                        lambda name=name, meant=meant, target=target: (  # type: ignore[misc]
                            f"Your `{name}` acts as `{meant.strip('()')}` where {target} is worked out."
                        ),
                        mutant=False,
                    )


def _reads(node: ast.Name, name: str) -> bool:
    return node.id == name and isinstance(node.ctx, ast.Load)
