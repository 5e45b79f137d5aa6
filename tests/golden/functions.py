"""Golden cases of functions: no steps, named results of one call to compare."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.golden.compare import mismatch
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import CASE_KEYS, bare

Pieces = Mapping[str, Any]


def function_runner(compute: Callable[[Options, dict[str, Any], Any], Pieces]) -> Callable[..., list[str]]:
    """The function `run(case, xp) -> mismatches` of a map whose `compute(options, case, xp)` names the results.

    A result is an array with a run axis; what the case lists under its name is one tensor in a list, or the tensor.
    """

    def run(case: dict[str, Any], xp: Any) -> list[str]:
        try:
            options = Options(case)
            pieces = compute(options, case, xp)
        except NotUnderstood as error:
            return [str(error)]
        unread = options.leftovers() + [f"entry {name!r} of the case" for name in case if name not in CASE_KEYS]
        if unread:
            return unread
        if len(case["expect"]) != 1:
            return [f"{len(case['expect'])} expectations for one call"]
        expected = case["expect"][0]
        if set(expected) != set(pieces):
            return [f"lists {sorted(expected)}, computed {sorted(pieces)}"]
        found: list[str] = []
        for name, result in pieces.items():
            have = bare(result)
            want = expected[name]
            single = isinstance(want, list) and len(want) == 1 and _depth(want) > have.ndim
            found += mismatch(name, want[0] if single else want, have, case["tol"])
        return found

    return run


def _depth(values: Any) -> int:
    """How many lists are nested."""
    return 1 + _depth(values[0]) if isinstance(values, list) else 0
