"""`lbfgs`: torch's, on the Rosenbrock function; the file lists the point, the loss before and what was spent."""

from typing import Any

from descent import lbfgs

from tests.golden.compare import mismatch
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import CASE_KEYS, array, bare

OBJECTIVE = "(1-x)^2 + 100 (y-x^2)^2"


def run(case: dict[str, Any], xp: Any) -> list[str]:
    try:
        settings = read(case)
    except NotUnderstood as error:
        return [str(error)]

    def objective(point: Any) -> tuple[Any, Any]:
        x, y = point[:, 0], point[:, 1]
        gradient = [-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)]
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2, xp.stack(gradient, axis=1)

    progress = lbfgs.begin(array(case["params"][0], case, xp))
    for index, expected in enumerate(case["expect"]):
        progress = lbfgs.advance(objective, progress, settings, xp)
        actual = {"params": [bare(progress.x)], "loss_at_start": progress.value}
        actual |= {"func_evals": progress.evaluations, "n_iter": progress.iterations}
        if set(expected) != set(actual):
            return [f"lists {sorted(expected)}, known are {sorted(actual)}"]
        found = [line for name in actual for line in mismatch(name, expected[name], actual[name], case["tol"])]
        if found:
            return [f"step {index + 1}: {line}" for line in found]
    return [] if case["expect"] else ["lists no steps"]


def read(case: dict[str, Any]) -> dict[str, Any]:
    """The settings of the case; `NotUnderstood` for anything unknown."""
    options = Options(case)
    if options.further("objective") != OBJECTIVE:
        raise NotUnderstood(f"objective {options.further('objective')!r}")
    names = ("lr", "max_iter", "max_eval", "tolerance_grad", "tolerance_change", "history_size")
    settings = {name: options.take(name, default=None) for name in names}
    settings = {name: value for name, value in settings.items() if value is not None}
    settings["line_search"] = options.take("line_search_fn", default=None) or "none"
    unread = options.leftovers() + [name for name in case if name not in CASE_KEYS]
    if unread or len(case["params"]) != 1:
        raise NotUnderstood("; ".join(unread) or "several tensors")
    return settings
