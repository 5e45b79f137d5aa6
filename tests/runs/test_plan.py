import itertools
import math

import pytest
from pydantic import ValidationError

from app.contracts import Range, RunSpec
from app.runs import plan
from app.runs.plan import TooLarge
from app.runs.settings import RunSettings

SPEC = {
    "rules": [{"name": "nesterov"}],
    "workload": {"name": "noisy_quadratic"},
    "trials": 4,
    "seeds": 3,
    "steps": 100,
}


def spec(**changes: object) -> RunSpec:
    return RunSpec.model_validate(SPEC | changes)


def make(settings: RunSettings | None = None, **changes: object) -> plan.Plan:
    return plan.make(spec(**changes), settings or RunSettings())


def test_every_rule_gets_the_same_number_of_settings_and_every_seed() -> None:
    made = make(rules=[{"name": "nesterov"}, {"name": "adam", "grid": {"beta1": [0.8, 0.9]}}])
    assert [len(entry.settings) for entry in made.entries] == [4, 4, 4, 4]
    members = [member for shard in made.shards for member in shard.members]
    assert [member.index for member in members] == list(range(made.runs))
    for entry in made.entries:
        own = members[entry.first : entry.first + 12]
        assert [member.seed for member in own] == [0, 1, 2] * 4
        assert [dict(member.hypers) for member in own[::3]] == [dict(setting) for setting in entry.settings]


def test_baselines_are_added_only_where_they_lack_and_keep_their_label_apart() -> None:
    labels = [entry.label for entry in make().entries]
    assert labels == ["Nesterov momentum", "SGD with momentum", "AdamW"]
    own = make(rules=[{"name": "momentum"}, {"name": "sgd", "label": "AdamW"}])
    assert [(entry.label, entry.baseline) for entry in own.entries] == [
        ("Momentum", False), ("AdamW", False), ("AdamW (baseline)", True),
    ]  # fmt: skip


def test_shards_hold_runs_of_one_structure_and_are_bounded_and_even() -> None:
    made = make(RunSettings(members_per_shard=5))
    assert [len(shard.members) for shard in made.shards] == [4, 4, 4] * 3
    assert {(shard.rule, shard.workload, shard.backend) for shard in made.shards[:3]} == {
        ("nesterov", "noisy_quadratic", "compiled")
    }


def test_cost_grows_with_runs_steps_and_parameters() -> None:
    settings = RunSettings(seconds_per_shard=1e-9, seconds_per_step=1e-12)
    base = make(settings).seconds
    assert make(settings, seeds=6).seconds == pytest.approx(2 * base, rel=1e-3)
    assert make(settings, steps=200).seconds == pytest.approx(2 * base, rel=1e-3)
    wide = {"name": "noisy_quadratic", "options": {"dimension": 500}}
    assert make(settings, workload=wide).seconds == pytest.approx(10 * base, rel=1e-3)
    assert make(settings, backend="reference").seconds == pytest.approx(2 * base, rel=1e-3)


def test_what_was_measured_here_replaces_the_cost_model() -> None:
    settings = RunSettings(seconds_per_shard=1.0)
    known = {("noisy_quadratic", "compiled", 50): 100.0, ("noisy_quadratic", "reference", 50): 1.0}
    assert plan.make(spec(), settings, known).seconds == 3 * (1.0 + 12 * 100 / 100.0)
    other = spec(workload={"name": "noisy_quadratic", "options": {"dimension": 51}})
    assert plan.make(other, settings, known).seconds == plan.make(other, settings).seconds


@pytest.mark.parametrize(
    ("limit", "part"),
    [
        ({"max_members": 35}, "36 runs are too many; possible: at most 35"),
        ({"max_values": 400}, "432 recorded numbers are too many; possible: at most 400"),
        ({"max_seconds": 1.0}, "about 12 s are too long; possible: at most 1 s"),
        ({"max_shard_bytes": 100}, "of memory; possible: at most 100"),
    ],
)
def test_each_limit_says_what_was_asked_and_what_is_possible(limit: dict[str, float], part: str) -> None:
    with pytest.raises(TooLarge, match=part):
        make(RunSettings(**limit))
    make(RunSettings())


def test_the_digest_is_that_of_the_meaning_and_not_of_the_text() -> None:
    text = (
        '{"steps": 100, "seeds":3,"trials":4,"rules":[{"name":"nesterov", "grid": {}}],'
        '"workload":{"options":{},"name":"noisy_quadratic"},"record_every":10}'
    )
    same = RunSpec.model_validate_json(text)
    assert same.digest() == spec().digest()
    assert spec(steps=101).digest() != spec().digest()


def test_a_range_has_its_ends_exactly_and_even_steps() -> None:
    assert Range(low=1e-3, high=1.0, points=4).values() == [0.001, 0.01, 0.1, 1.0]
    assert Range(low=0.0, high=1.0, points=3, scale="linear").values() == [0.0, 0.5, 1.0]
    assert Range(low=0.3, high=0.9, points=1).values() == [0.3]
    values = Range(low=1e-5, high=3e-1, points=9).values()
    ratios = [math.log(b / a) for a, b in itertools.pairwise(values)]
    assert max(ratios) - min(ratios) < 1e-4


@pytest.mark.parametrize("given", [{"low": 1.0, "high": 0.5, "points": 2}, {"low": -1.0, "high": 1.0, "points": 3}])
def test_a_range_without_values_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Range.model_validate(given)


def test_durations_are_said_as_a_person_says_them() -> None:
    assert [plan.duration(seconds) for seconds in (0.2, 40, 600, 9000)] == ["1 s", "40 s", "10 min", "2.5 h"]
