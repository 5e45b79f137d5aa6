"""What every problem must keep to, in CPython; a new folder under `app/problems` is covered by being there."""

import pytest

from app import catalog
from app.authoring.rules import RULES


<<<<<<< HEAD
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_problem_keeps_the_rule(slug, rule):
    assert list(rule(slug)) == []
=======
@cache
def suite_of(slug, seed):
    return Suite(catalog.files_for_browser(slug), seed, np)


def run(suite, source, test_id):
    """What a fresh run of `source`, which is our own, shows on a test; `judged` runs code as a visitor's is run."""
    return observe(source, suite.case(test_id), np, trusted=True)


def outcomes(suite, source):
    """The outcome of every test, from fresh runs of `source`."""
    return {test_id: suite.outcome(test_id, run(suite, source, test_id))[0] for test_id in suite.tests}


@cache
def mistake_outcomes(slug, seed):
    suite = suite_of(slug, seed)
    return {
        name: {test_id: suite.outcome(test_id, suite.mistake(name, test_id))[0] for test_id in suite.tests}
        for name in suite.mistakes
    }


def judged(slug, source, seed=0):
    """The summary and the verdicts by way of the door, bytes and all, as the page gets them."""
    door, sandbox = Door(np), Sandbox(np)
    opened, _ = door.call("judge.open", json.dumps({"problem": catalog.files_for_browser(slug), "seed": seed}))
    verdicts = []
    for test in json.loads(opened)["tests"]:
        given = json.dumps({"id": test["id"]})
        _, case = door.call("judge.case", given)
        said, _ = door.call("judge.verdict", given, sandbox.run(source, case))
        verdicts.append(json.loads(said))
    summary, _ = door.call("judge.close")
    return json.loads(summary), verdicts


def correct_sources(slug):
    return {"reference": catalog.files_for_browser(slug)["reference.py"], **catalog.alternates(slug)}


def test_the_reference_and_every_alternate_pass(slug):
    for name, source in correct_sources(slug).items():
        summary, _ = judged(slug, source)
        assert summary["passed"], (name, summary["tests"])
        assert summary["mistake"] is None


def test_there_are_alternates_in_several_styles(slug):
    assert len(catalog.alternates(slug)) >= 4


@pytest.mark.parametrize("what", ["starter", "empty", "raise"])
def test_what_is_no_solution_fails_readably(slug, what):
    source = {"starter": catalog.problem(slug).starter, "empty": "", "raise": "raise ValueError('not yet')"}[what]
    summary, verdicts = judged(slug, source)
    assert not summary["passed"]
    assert not any(verdict["outcome"] == "pass" for verdict in verdicts)
    for verdict in verdicts:
        assert verdict["sentence"], verdict
        assert "Traceback" not in verdict["sentence"]
    if what == "empty":
        assert catalog.problem(slug).entry in verdicts[0]["sentence"]
    else:
        assert verdicts[0]["error"]["frames"][-1]["line"] > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_each_mistake_is_recognised(slug, seed):
    suite, outcomes_of = suite_of(slug, seed), mistake_outcomes(slug, seed)
    for name, source in suite.mistakes.items():
        assert set(outcomes_of[name].values()) - {"pass"}, f"no test catches {name}"
        seen = {test_id: run(suite, source, test_id) for test_id in suite.tests}
        found = recognise(suite, seen, outcomes_of[name])
        assert found is not None, name
        assert found.name == name
        assert found.exact


def test_each_mistake_says_in_a_sentence_or_two_what_was_recognised(slug):
    for name, source in suite_of(slug, 0).mistakes.items():
        message = ast.get_docstring(ast.parse(source))
        assert message, name
        assert 40 <= len(message) <= 320, name
        assert message.rstrip()[-1] in ".?", name


def test_there_are_mistakes_enough_and_the_two_that_always_belong(slug):
    mistakes = suite_of(slug, 0).mistakes
    assert len(mistakes) >= FEWEST_MISTAKES.get(slug, 8)
    public = [test.id for test in suite_of(slug, 0).tests.values() if test.visibility == "public"]
    assert public
    found = mistake_outcomes(slug, 0)
    assert all(found["table_of_examples"][test_id] == "pass" for test_id in public)
    assert "does_nothing" in mistakes


def test_every_test_catches_what_no_public_example_catches(slug):
    suite, found = suite_of(slug, 0), mistake_outcomes(slug, 0)
    public = [test.id for test in suite.tests.values() if test.visibility == "public"]
    hidden = [name for name, seen in found.items() if all(seen[test_id] == "pass" for test_id in public)]
    idle = [
        test.id
        for test in suite.tests.values()
        if not test.contract and all(found[name][test.id] == "pass" for name in hidden)
    ]
    assert idle == []


def test_a_test_of_the_contract_still_catches_something(slug):
    found = mistake_outcomes(slug, 0)
    for test_id in suite_of(slug, 0).tests:
        assert any(seen[test_id] != "pass" for seen in found.values()), test_id


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mistake_lies_near_the_tolerance(slug, seed):
    suite = suite_of(slug, seed)
    for name in suite.mistakes:
        for test in suite.tests.values():
            if test.kind in ("property", "raises"):
                continue
            distance = closeness(suite.mistake(name, test.id), suite.reference(test.id), suite.measure(test.id), np)
            assert not 0.1 < distance < 10, (name, test.id, distance)


@pytest.mark.parametrize("seed", SEEDS)
def test_correct_styles_agree_far_within_the_tolerance(slug, seed):
    suite = suite_of(slug, seed)
    for name, source in catalog.alternates(slug).items():
        for test in suite.tests.values():
            if test.kind in ("property", "raises"):
                continue
            seen = run(suite, source, test.id)
            distance = closeness(seen, suite.reference(test.id), suite.measure(test.id), np)
            assert distance < 0.1, (name, test.id, distance)


def test_an_unusual_tolerance_has_a_reason(slug):
    for test in suite_of(slug, 0).tests.values():
        assert (test.rtol == 1e-9 and test.atol == 1e-12) or test.reason, test.id


def test_three_seeds_and_five_runs_give_the_same_verdicts(slug):
    files = catalog.files_for_browser(slug)
    correct = correct_sources(slug)
    for source in (*correct.values(), catalog.problem(slug).starter, files["mistakes/does_nothing.py"]):
        seen = [outcomes(suite_of(slug, seed), source) for seed in SEEDS for _ in range(RUNS)]
        assert all(one == seen[0] for one in seen)
    by_seed = [mistake_outcomes(slug, seed) for seed in SEEDS]
    assert by_seed[0] == by_seed[1] == by_seed[2]


def test_inputs_depend_on_the_seed_and_on_nothing_else(slug):
    files = catalog.files_for_browser(slug)
    first, again, other = (Suite(files, seed, np) for seed in (7, 7, 8))
    drawn = 0
    for test_id in first.tests:
        data = [wire.pack(to_data(suite.case(test_id)), np) for suite in (first, again, other)]
        assert data[0] == data[1], test_id
        drawn += data[0] != data[2]
    assert drawn >= len(first.tests) / 2


def test_expected_values_follow_the_reference(slug):
    """Another reference, another verdict: with a mistake in its place, that mistake passes and the true one fails."""
    files = catalog.files_for_browser(slug)
    true, wrong = files["reference.py"], next(text for name, text in files.items() if name.startswith("mistakes/"))
    suite = Suite({**files, "reference.py": wrong}, 0, np)
    compared = [test.id for test in suite.tests.values() if test.kind not in ("property", "raises")]
    mine, theirs = outcomes(suite, wrong), outcomes(suite, true)
    assert all(mine[test_id] == "pass" for test_id in compared)
    assert any(theirs[test_id] == "fail" for test_id in compared)


def test_laws_hold_no_typed_numbers(slug):
    """A check may use 0, 1 and 2, positions and tolerances; any other number would be a typed expectation."""
    tree = ast.parse(catalog.files_for_browser(slug)["tests.py"])
    checks = {test.check.__name__ for test in suite_of(slug, 0).tests.values() if test.check}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or function.name not in checks:
            continue
        allowed = {
            id(node)
            for part in ast.walk(function)
            if isinstance(part, ast.keyword) and part.arg in ("rtol", "atol")
            for node in ast.walk(part)
        }
        typed = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, int | float)
            and not isinstance(node.value, bool)
            and node.value not in (0, 1, 2)
            and id(node) not in allowed
        ]
        assert typed == [], function.name


def test_the_worked_examples_come_from_the_reference(slug):
    problem = catalog.problem(slug)
    text = problem_text.statement(problem)
    assert "```example" in problem.statement
    assert "```example" not in text
    wrong = problem_text.statement(problem, catalog.files_for_browser(slug)["mistakes/does_nothing.py"])
    assert wrong != text


def test_the_solution_that_is_shown_passes(slug):
    solution = catalog.problem(slug).solution
    source = solution.split("```python\n")[1].split("```")[0]
    assert judged(slug, source)[0]["passed"]


def test_the_signature_is_the_one_that_starter_and_reference_have(slug):
    problem = catalog.problem(slug)
    wanted = ast.dump(ast.parse(f"def {problem.signature}: pass").body[0].args)
    for source in (problem.starter, catalog.files_for_browser(slug)["reference.py"]):
        functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
        assert any(ast.dump(function.args) == wanted for function in functions if function.name == problem.entry)
>>>>>>> problems-a
