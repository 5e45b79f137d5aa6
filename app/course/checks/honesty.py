"""What every problem keeps so that nothing in it is typed by hand that should be computed."""

import ast
from collections.abc import Iterator

import numpy
from descent import wire
from descent.judge.case import to_data
from descent.judge.suite import Suite

from app.course import catalog
from app.course.checks.judgements import outcomes, suite_of


def unusual_tolerances_have_a_reason(slug: str) -> Iterator[str]:
    """A tolerance other than the usual one comes with its reason."""
    for test in suite_of(slug, 0).tests.values():
        if (test.rtol, test.atol) != (1e-9, 1e-12) and not test.reason:
            yield f"{test.id} has rtol {test.rtol} and atol {test.atol} without a reason"


def inputs_depend_on_the_seed_alone(slug: str) -> Iterator[str]:
    """The same seed gives the same inputs, another one gives others for at least half the tests."""
    files = catalog.files_for_browser(slug)
    first, again, other = (Suite(files, seed, numpy) for seed in (7, 7, 8))
    drawn = 0
    for test_id in first.tests:
        data = [wire.pack(to_data(suite.case(test_id)), numpy) for suite in (first, again, other)]
        if data[0] != data[1]:
            yield f"{test_id} has other inputs for the same seed"
        drawn += data[0] != data[2]
    if drawn < len(first.tests) / 2:
        yield f"only {drawn} of {len(first.tests)} tests draw their inputs"


def expected_values_follow_the_reference(slug: str) -> Iterator[str]:
    """With a mistake in the reference's place that mistake passes and the true reference fails."""
    files = catalog.files_for_browser(slug)
    true, wrong = files["reference.py"], next(text for name, text in files.items() if name.startswith("mistakes/"))
    suite = Suite({**files, "reference.py": wrong}, 0, numpy)
    compared = [test.id for test in suite.tests.values() if test.kind not in ("property", "raises")]
    mine, theirs = outcomes(suite, wrong), outcomes(suite, true)
    if compared and not all(mine[test_id] == "pass" for test_id in compared):
        yield "expected values do not follow the reference: its replacement does not pass"
    if compared and all(theirs[test_id] != "fail" for test_id in compared):
        yield "expected values do not follow the reference: the true one still passes"


def laws_hold_no_typed_numbers(slug: str) -> Iterator[str]:
    """A property's check uses 0, 1 and 2, positions and tolerances; any other number would be a typed expectation."""
    tree = ast.parse(catalog.files_for_browser(slug)["tests.py"])
    checks = {test.check.__name__ for test in suite_of(slug, 0).tests.values() if test.check}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or function.name not in checks:
            continue
        tolerances = {
            id(node)
            for part in ast.walk(function)
            if isinstance(part, ast.keyword) and part.arg in ("rtol", "atol")
            for node in ast.walk(part)
        }
        for node in ast.walk(function):
            if not isinstance(node, ast.Constant) or type(node.value) not in (int, float) or id(node) in tolerances:
                continue
            if node.value not in (0, 1, 2):
                yield f"{function.name} holds the typed number {node.value!r}"


def signatures_agree(slug: str) -> Iterator[str]:
    """The signature of problem.toml is the one that the starter and the reference have."""
    problem = catalog.problem(slug)
    sources = {"starter.py": problem.starter, "reference.py": catalog.files_for_browser(slug)["reference.py"]}
    for name, source in sources.items():
        if not any(matches(node, problem) for node in ast.walk(ast.parse(source))):
            yield f"{name} does not define {problem.signature}"


def matches(node: ast.AST, problem: catalog.Problem) -> bool:
    """Whether `node` defines the entry of the problem with its signature; for a class, the one of `__init__`."""
    wanted = ast.parse(f"def {problem.signature}: pass").body[0]
    assert isinstance(wanted, ast.FunctionDef)
    if isinstance(node, ast.ClassDef) and node.name == problem.entry:
        made = next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
        if made is None:
            return False
        made.args.args = made.args.args[1:]
        return ast.dump(made.args) == ast.dump(wanted.args)
    return (
        isinstance(node, ast.FunctionDef)
        and node.name == problem.entry
        and ast.dump(node.args) == ast.dump(wanted.args)
    )
