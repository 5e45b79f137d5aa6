"""`/typed-rules`: how a rule that somebody types travels, with one to change."""

from descent.graph.proof import STEPS
from descent.graph.table import OPERATIONS
from fastapi import APIRouter, Request, Response

from app.web.page_config import python_config

router = APIRouter(include_in_schema=False)

EXAMPLE = """\
def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    m = beta * s["m"] + (1 - beta) * g
    if t == 1:
        m = g
    m_hat = m / (1 - beta**t)
    return -lr * xp.sign(m_hat), {"m": m}
"""
"""Short, with a state, a branch that is followed both ways, and names that stay."""

SHAPE = (4, 3)
"""The tensor that the example is traced for."""

GROUND = {"family": "matrix_quadratic", "parameters": {"rows": SHAPE[0], "columns": SHAPE[1]}}
STEP = 3
"""Where and at which step the picture has its numbers: a race over matrices of that shape."""


@router.get("/typed-rules")
def typed_rules(request: Request) -> Response:
    """What becomes of a typed rule: where it runs, what may leave, what is made of it."""
    page: Response = request.app.state.pages.render(
        request,
        "typed_rules.html",
        example=EXAMPLE,
        shape=SHAPE,
        steps=STEPS,
        operations=len(OPERATIONS),
        config=python_config(request.app, "studio") | {"shape": SHAPE, "ground": GROUND, "step": STEP},
    )
    return page
