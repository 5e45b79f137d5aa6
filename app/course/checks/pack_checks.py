"""What the problems of a pack keep: less than the course asks for, so that a teacher can write one in an evening.

What is promised to whoever solves it stays: correct code passes, every known mistake is caught and named, verdicts do
not depend on luck. What makes tests thorough is `ADVICE`: printed, and failing nothing.
"""

from collections.abc import Iterator

from app.course import catalog
from app.course.checks import honesty, mistakes, mutation, ranges, solutions, written
from app.course.checks.all_checks import Check
from app.course.checks.judgements import suite_of

FEWEST_MISTAKES = 3


def some_mistakes(slug: str) -> Iterator[str]:
    """There are three known mistakes or more, and a test whose inputs a learner sees."""
    suite = suite_of(slug, 0)
    if len(suite.mistakes) < FEWEST_MISTAKES:
        yield f"{len(suite.mistakes)} mistakes; at least {FEWEST_MISTAKES} are wanted"
    if not any(test.visibility == "public" for test in suite.tests.values()):
        yield "no test is public"


def another_style(slug: str) -> Iterator[str]:
    """There is at least one other correct style."""
    if not catalog.alternates(slug):
        yield "alternates/ is empty; write the solution in one other way"


PACK_CHECKS: tuple[Check, ...] = (
    written.everything_is_written,
    honesty.signatures_agree,
    solutions.reference_and_alternates_pass,
    another_style,
    solutions.unfinished_code_fails_readably,
    solutions.correct_styles_agree,
    solutions.shown_solution_passes,
    some_mistakes,
    mistakes.each_mistake_has_a_message,
    mistakes.each_mistake_is_caught_and_recognised,
    mistakes.each_mistake_fails_at_every_seed,
    mistakes.no_mistake_near_the_tolerance,
    honesty.unusual_tolerances_have_a_reason,
    honesty.inputs_depend_on_the_seed_alone,
)

ADVICE: tuple[Check, ...] = (
    solutions.examples_come_from_the_reference,
    mistakes.each_test_catches_a_mistake,
    mutation.no_mutant_survives_unlisted,
)

RANGE_CHECKS: tuple[Check, ...] = (
    ranges.the_statement_shows_the_ranges,
    ranges.every_argument_has_a_range,
    ranges.inputs_stay_in_their_ranges,
    ranges.ranges_are_reached,
    ranges.defaults_are_left_to_the_code,
)
"""Asked of a problem that says by `[ranges]` what may be passed."""


def checks_of(slug: str) -> tuple[Check, ...]:
    """The checks that a problem of a pack must pass."""
    return PACK_CHECKS + (RANGE_CHECKS if catalog.problem(slug).ranges else ())
