"""All checks that a problem passes, in the order in which an author wants to hear of them."""

from collections.abc import Callable, Iterator

from app.course.checks import honesty, mistakes, mutation, ranges, solutions, written

Check = Callable[[str], Iterator[str]]

CHECKS: tuple[Check, ...] = (
    written.everything_is_written,
    honesty.signatures_agree,
    solutions.reference_and_alternates_pass,
    solutions.alternates_in_several_styles,
    solutions.unfinished_code_fails_readably,
    solutions.correct_styles_agree,
    solutions.same_verdicts_every_time,
    solutions.shown_solution_passes,
    solutions.examples_come_from_the_reference,
    mistakes.enough_mistakes,
    mistakes.each_mistake_has_a_message,
    mistakes.each_mistake_is_caught_and_recognised,
    mistakes.each_mistake_fails_at_every_seed,
    mistakes.pages_are_told_of_mistakes,
    mistakes.each_test_catches_a_mistake,
    mistakes.no_mistake_near_the_tolerance,
    mutation.mutants_are_caught,
    mutation.a_sample_of_mutants_fares_as_surveyed,
    honesty.unusual_tolerances_have_a_reason,
    honesty.inputs_depend_on_the_seed_alone,
    ranges.the_statement_shows_the_ranges,
    ranges.every_argument_has_a_range,
    ranges.inputs_stay_in_their_ranges,
    ranges.ranges_are_reached,
    ranges.late_steps_are_taken,
    ranges.defaults_are_left_to_the_code,
    honesty.expected_values_follow_the_reference,
    honesty.laws_hold_no_typed_numbers,
)
