"""Each check of problems finds the fault that it is there for: the Adam problem with one thing broken."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from descent.judge.suite import Suite

from app.course import catalog, mutants
from app.course.checks import all_checks, honesty, judgements, mistakes, mutation, ranges, solutions, written

SLUG = "adam-step"
Files = dict[str, str]


def swap(name: str, old: str, new: str) -> Callable[[Files], Files]:
    """Files with `old` replaced by `new` in one of them."""

    def change(files: Files) -> Files:
        assert old in files[name], (name, old)
        return {**files, name: files[name].replace(old, new)}

    return change


def without(*names: str) -> Callable[[Files], Files]:
    return lambda files: {name: text for name, text in files.items() if name not in names}


def with_mistake(source: str) -> Callable[[Files], Files]:
    return lambda files: {**files, "mistakes/planted.py": source}


REFERENCE = catalog.files_for_browser(SLUG)["reference.py"]
MESSAGE = '"""Your numbers are those of a planted mistake that no test of this problem can ever catch."""\n'
NUDGED = MESSAGE + REFERENCE.replace("lr *", "lr * (1 + 3e-9) *", 1)
NO_EXAMPLE = {"statement": "No example."}

LOOSE = "from functools import partial\n\nTest = partial(Test, rtol=1e-3)\n\n"
ONLY_IDLE = without(
    *(name for name in catalog.files_for_browser(SLUG) if name.startswith("mistakes/") and "nothing" not in name)
)

FAULTS = {
    mistakes.enough_mistakes: without("mistakes/does_nothing.py"),
    mistakes.each_mistake_is_caught_and_recognised: with_mistake(MESSAGE + REFERENCE),
    mistakes.each_mistake_fails_at_every_seed: with_mistake(MESSAGE + REFERENCE),
    mistakes.each_mistake_has_a_message: with_mistake('"""Short."""\n' + REFERENCE),
    mistakes.no_mistake_near_the_tolerance: with_mistake(NUDGED),
    mistakes.each_test_catches_a_mistake: ONLY_IDLE,
    mistakes.pages_are_told_of_mistakes: without("mistakes/table_of_examples.py"),
    solutions.reference_and_alternates_pass: swap("reference.py", "beta1", "beta2"),
    solutions.correct_styles_agree: swap("reference.py", "beta1**t", "beta1**(t + 1e-9)"),
    ranges.every_argument_has_a_range: swap("problem.toml", "[ranges]", "[ranges]\nrate = { text = true }"),
    ranges.inputs_stay_in_their_ranges: swap("tests.py", '{"lr": 0.3,', '{"lr": -0.3,'),
    ranges.ranges_are_reached: swap("tests.py", "corner_tests(FUNCTION, RANGES)", "()"),
    ranges.late_steps_are_taken: swap(
        "tests.py", "corner_tests(FUNCTION, RANGES)", "corner_tests(FUNCTION, RANGES, ('late-steps',))"
    ),
    honesty.unusual_tolerances_have_a_reason: swap("tests.py", "TESTS = (", LOOSE + "TESTS = ("),
}


@pytest.fixture
def broken(monkeypatch):
    """Puts changed files in the place of the problem's own, and forgets what was remembered of them."""

    def put(change=None, **fields):
        if change is not None:
            files = change(catalog.files_for_browser(SLUG))
            monkeypatch.setattr(catalog, "files_for_browser", lambda _slug: dict(files))
        if fields:
            problem = replace(catalog.problem(SLUG), **fields)
            monkeypatch.setattr(catalog, "problem", lambda _slug: problem)
        forget()

    yield put
    monkeypatch.undo()
    forget()


def forget():
    judgements.forget()
    ranges.forget()


@pytest.mark.parametrize("check", FAULTS, ids=lambda check: check.__name__)
def test_a_check_finds_its_fault(broken, check):
    broken(FAULTS[check])
    assert list(check(SLUG))


def test_fewer_mistakes_than_the_problem_asks_for_are_found(broken):
    there = len(judgements.suite_of(SLUG, 0).mistakes)
    assert catalog.problem(SLUG).fewest_mistakes == 15
    broken(fewest_mistakes=there + 1)
    assert f"{there} mistakes; at least {there + 1} are wanted" in list(mistakes.enough_mistakes(SLUG))


def test_a_signature_that_is_not_the_code_s_is_found(broken):
    broken(signature="adam_step(params, grads)")
    assert len(list(honesty.signatures_agree(SLUG))) == 2


def test_a_starter_that_passes_is_found(broken):
    broken(starter=REFERENCE)
    assert any("starter passes" in said for said in solutions.unfinished_code_fails_readably(SLUG))


def test_a_shown_solution_that_fails_is_found(broken):
    broken(solution="```python\npass\n```")
    assert list(solutions.shown_solution_passes(SLUG))


def test_a_statement_without_an_example_is_found(broken):
    broken(**NO_EXAMPLE)
    assert list(solutions.examples_come_from_the_reference(SLUG))


def test_a_problem_without_alternates_is_found(monkeypatch):
    monkeypatch.setattr(catalog, "alternates", lambda _slug: {})
    assert list(solutions.alternates_in_several_styles(SLUG))


def test_inputs_that_do_not_depend_on_the_seed_are_found(broken):
    broken(lambda files: {**files, "tests.py": files["tests.py"] + FIXED_SEED})
    assert list(honesty.inputs_depend_on_the_seed_alone(SLUG))


WIDER = {
    "a choice": ("t = {", "t = { none = true,", "t is never None"),
    "sizes": ("sizes = [1e-200,", "sizes = [1e-280,", "v has entries from"),
    "a dtype": (
        '"params, grads, m" = {',
        '"params, grads, m" = { dtypes = ["float64", "float32"],',
        "m is never an array of float32",
    ),
    "a form": ("t = {", 't = { forms = ["int", "float"],', "t is never a float"),
}


@pytest.mark.parametrize("what", WIDER)
def test_what_a_range_promises_and_no_test_passes_is_found(broken, what):
    old, new, said = WIDER[what]
    broken(swap("problem.toml", old, new))
    assert any(said in sentence for sentence in ranges.ranges_are_reached(SLUG))


def test_ends_of_ranges_that_no_test_passes_are_found(broken):
    broken(swap("tests.py", 'counted="t",', 'counted="t",\n    fixed=("lr", "beta2"),'))
    said = list(ranges.ranges_are_reached(SLUG))
    assert "lr is never 1000, where its range ends" in said
    assert "beta2 is never 0, where its range begins" in said


def test_arrays_in_all_their_forms_are_asked_for(broken):
    broken(swap("tests.py", "corner_tests(FUNCTION, RANGES)", "corner_tests(FUNCTION, RANGES, ('limits', 'views'))"))
    said = list(ranges.ranges_are_reached(SLUG))
    assert [f"params is never an array with {kind}" for kind in ("no axis", "no entry", "a view")] == [
        sentence for sentence in said if sentence.startswith("params")
    ]


def test_a_statement_without_its_ranges_is_found(broken):
    broken(statement="No ranges.")
    assert list(ranges.the_statement_shows_the_ranges(SLUG))


def test_a_default_that_every_test_passes_over_is_found(monkeypatch):
    gathered = ranges._gathered(SLUG, 0)
    assert not list(ranges.defaults_are_left_to_the_code(SLUG))
    monkeypatch.setattr(gathered["eps"], "left_out", 0)
    assert list(ranges.defaults_are_left_to_the_code(SLUG)) == [
        "eps is passed by every test, so that no test sees its default"
    ]
    ranges.forget()


def test_expected_values_from_elsewhere_than_the_reference_are_found(monkeypatch):
    """As if they were typed: whatever the reference says, the suite expects what it always did."""

    class Typed(Suite):
        def __init__(self, files, seed, xp):
            super().__init__({**files, "reference.py": REFERENCE}, seed, xp)

    monkeypatch.setattr(honesty, "Suite", Typed)
    said = list(honesty.expected_values_follow_the_reference(SLUG))
    assert [sentence.split(": ")[1] for sentence in said] == [
        "its replacement does not pass",
        "the true one still passes",
    ]


FIXED_SEED = """

from dataclasses import replace as _replace


def _fixed(make):
    return lambda rng, xp: make(xp.random.default_rng(0), xp)


TESTS = tuple(_replace(test, make=_fixed(test.make)) for test in TESTS)
"""


def test_a_law_with_a_typed_number_is_found(broken):
    law = "\n\ndef law(seen, reference, case, xp):\n    return None if 0.123 else 'no'\n"
    planted = 'TESTS += (Test("law", "a law", TESTS[0].make, "named", kind="property", check=law),)\n'
    broken(lambda files: {**files, "tests.py": files["tests.py"] + law + planted})
    assert list(honesty.laws_hold_no_typed_numbers(SLUG)) == ["law holds the typed number 0.123"]


def test_verdicts_that_change_are_found(broken):
    flaky = (
        '"""Whatever."""\nimport numpy as np\n\ndef adam_step(params, *rest, **more):\n    params[0][...] = np.nan\n'
    )
    broken(lambda files: {**files, "mistakes/does_nothing.py": flaky, "tests.py": files["tests.py"] + BY_SEED})
    assert list(solutions.same_verdicts_every_time(SLUG))


BY_SEED = """

from dataclasses import replace as _once
from descent.judge.case import Case


def _sometimes(make):
    def made(rng, xp):
        case = make(rng, xp)
        return case if rng.random() < 0.5 else Case(case.objects, ())

    return made


TESTS = tuple(_once(test, make=_sometimes(test.make)) for test in TESTS)
"""


def test_a_mutant_that_no_test_catches_is_found(broken):
    broken(swap("tests.py", "TESTS = (", "TESTS = (lambda *tests: tests[:1])("))
    said = list(mutation.mutants_are_caught(SLUG))
    assert said[0].startswith("no test catches ")
    assert said[-1].startswith("... and ")


def test_a_line_about_a_mutant_that_is_caught_is_found(monkeypatch):
    monkeypatch.setattr(mutants, "equal", lambda _slug: {"reference: never made": "a reason that is long enough"})
    assert list(mutation.mutants_are_caught(SLUG))[-1] == (
        "equal.toml lists reference: never made, which is caught or no longer made"
    )


def test_a_survey_that_is_not_what_a_sample_shows_is_found(monkeypatch):
    names = [mutant.name for mutant in mutants.sample(SLUG, 2)]
    monkeypatch.setattr(mutants, "current", lambda _slug: {"fingerprint": "", "mutants": 200, "survivors": names})
    said = list(mutation.a_sample_of_mutants_fares_as_surveyed(SLUG))
    assert said[:2] == [f"{name} is caught, and the survey says otherwise" for name in names]


def test_every_check_is_among_those_that_run():
    modules = (solutions, mistakes, mutation, honesty, ranges, written)
    there = {
        function
        for module in modules
        for function in vars(module).values()
        if callable(function)
        and getattr(function, "__module__", "") == module.__name__
        and not function.__name__.startswith("_")
        and function not in (honesty.matches, ranges.forget, mutation.no_mutant_survives_unlisted)
    }
    assert there == set(all_checks.CHECKS)
