"""`row_norm`: rows of unit length."""

from typing import Any

from descent.matrices.rows import row_norm

from tests.golden.functions import Pieces, function_runner
from tests.golden.options import Options
from tests.golden.replay import array


def compute(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    x = array(case["grads"][0][0], case, xp)
    return {"update": row_norm(x, xp, center_rows=options.take("center_rows"), eps=options.take("eps"))}


run = function_runner(compute)
