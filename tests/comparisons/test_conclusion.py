"""The first line of a comparison says what its tests say, and no more."""

from typing import Any

import pytest

from app.comparisons.results.conclusion import conclusion

INSIDE: dict[str, int] = {}


def pair(first: str, second: str, p: float, better: str | None = None, undecided: str | None = None) -> dict[str, Any]:
    return {"first": first, "second": second, "p_holm": p, "better": better, "undecided": undecided}


def edges(**ends: int) -> dict[str, dict[str, int]]:
    return {label: {"lr": end} if end else INSIDE for label, end in ends.items()}


@pytest.mark.parametrize(
    ("tests", "at", "said"),
    [
        ([], edges(a=0), ""),
        ([pair("a", "b", 0.75)], edges(a=0, b=0), "a and b cannot be told apart (p = 0.75)."),
        (
            [pair("a", "b", 1), pair("a", "c", 1), pair("b", "c", 1)],
            edges(a=0, b=0, c=0),
            "a, b and c cannot be told apart (p = 1).",
        ),
        (
            [pair("a", "b", 0.75), pair("a", "c", 1.0), pair("b", "c", 0.8)],
            edges(a=0, b=0, c=0),
            "a, b and c cannot be told apart (p ≥ 0.75).",
        ),
        (
            [pair("a", "b", 0.03, "b"), pair("a", "c", 1.0), pair("b", "c", 0.01, "b")],
            edges(a=0, b=0, c=0),
            "b is better than a and c (p ≤ 0.03).",
        ),
        (
            [pair("a", "b", 0.03, "a"), pair("a", "c", 0.4), pair("b", "c", 0.2)],
            edges(a=0, b=0, c=0),
            "a is better than b (p = 0.03). a and c cannot be told apart (p = 0.4).",
        ),
        (
            [pair("a", "b", 0.001, None, "at the edge"), pair("a", "c", 0.75), pair("b", "c", 1, None, "at the edge")],
            edges(a=0, b=1, c=0),
            "a and c cannot be told apart (p = 0.75). b is not decided: its best lr is the largest tried.",
        ),
        (
            [pair("a", "b", 0.001, None, "at the edge")],
            edges(a=0, b=-1),
            "b is not decided: its best lr is the smallest tried.",
        ),
        (
            [pair("a", "b", 0.01, None, "a wins on more seeds, but its median is not the better one")],
            edges(a=0, b=0),
            "a and b are not decided: a wins on more seeds, but its median is not the better one.",
        ),
        # Many rules are compared with the baselines alone.
        (
            [pair("a", "base", 0.5), pair("b", "base", 0.5)],
            edges(a=0, b=0, base=0),
            "Of a, b and base none is shown to be better than another.",
        ),
    ],
)
def test_the_conclusion_is_what_the_tests_say(
    tests: list[dict[str, Any]], at: dict[str, dict[str, int]], said: str
) -> None:
    assert conclusion(tests, at, seeds=8) == said


def test_too_few_seeds_say_so_instead_of_nothing_found() -> None:
    said = "With 4 seeds and 1 pair of rules no difference can be shown."
    assert conclusion([pair("a", "b", 0.3)], edges(a=0, b=0), 4, said) == said


def test_one_seed_ranks_nothing() -> None:
    assert conclusion([], edges(a=0, b=0), seeds=1) == "One seed: nothing is ranked."


def test_of_a_search_the_end_of_its_space_is_named() -> None:
    at = {"a": {"lr": 1, "beta1": -1}, "b": INSIDE}
    said = conclusion([pair("a", "b", 0.001, None, "at the edge")], at, 10, None, ["a"])
    assert said == (
        "a is not decided: its best lr lies at the upper end of its space and beta1 lies at the lower end of its space."
    )
