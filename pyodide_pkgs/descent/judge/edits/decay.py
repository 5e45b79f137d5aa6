"""Weight decay that goes through the averages, in one line or in all, alone or as well as beside them."""

import ast
from collections.abc import Iterator

from descent.judge.edits.edit import Edit
from descent.judge.edits.names import elements, loops, parameters
from descent.judge.edits.program import Program
from descent.judge.edits.statements import first_line
from descent.judge.edits.wording import Wording

DECAY = "weight_decay"


def decay_edits(program: Program) -> Iterator[Edit]:
    """The decay added to the gradient where one statement reads it, or to the gradient itself."""
    for function in program.functions:
        if DECAY not in parameters(function):
            continue
        wording = Wording(program, function)
        for loop in loops(function):
            names = {of: name for name, of in elements(function).items()}
            if "params" not in names or "grads" not in names:
                continue
            p, g = names["params"], names["grads"]
            pulled = f"({g} + {DECAY} * {p})"
            beside = [
                (program.span(node), "0.0")
                for node in ast.walk(loop)
                if isinstance(node, ast.Name) and node.id == DECAY
            ]
            if not beside:
                continue
            for gone, also in ((beside, ""), ([], " as well as beside the step")):
                place = also or " and nowhere else"
                for statement in loop.body:
                    reads = [
                        (program.span(node), pulled)
                        for node in ast.walk(statement)
                        if isinstance(node, ast.Name) and node.id == g and isinstance(node.ctx, ast.Load)
                    ]
                    if not reads or any(span in [at for at, _ in gone] for span, _ in reads):
                        continue
                    target = wording.target(statement) or f"`{first_line(program, statement)}`"
                    yield Edit(
                        f"decay in: {first_line(program, statement)}{also}",
                        program.replaced(*gone, *reads),
                        lambda target=target, place=place: (  # type: ignore[misc]
                            f"Your code acts as if the gradient had `weight_decay * params` in it where {target} is "
                            f"worked out{place}."
                        ),
                        mutant=False,
                    )
                first = program.before(loop.body[0], f"{g} = {pulled}")
                yield Edit(
                    f"decay in the gradient{also}",
                    program.replaced(*gone, first),
                    lambda place=place: (  # type: ignore[misc]
                        f"Your code acts as if `weight_decay * params` were added to the gradient{place}: it goes "
                        "through all that is made of the gradient."
                    ),
                    mutant=False,
                )
