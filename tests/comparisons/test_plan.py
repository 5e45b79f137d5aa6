import itertools
import math
from dataclasses import replace

import pytest
from pydantic import ValidationError

from app.comparisons.errors import TooLarge
from app.comparisons.grid import Range
from app.comparisons.planning import cost, plan, sentences
from app.comparisons.planning.cost import SLACK, observed, stored
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec
from app.workloads.card import costs
from tests.stored import assert_fresh

SPEC = {
    "rules": [{"name": "nesterov"}],
    "workload": {"name": "noisy_quadratic"},
    "trials": 4,
    "seeds": 3,
    "steps": 100,
}


def spec(**changes: object) -> ComparisonSpec:
    return ComparisonSpec.model_validate(SPEC | changes)


def make(settings: ComparisonSettings | None = None, **changes: object) -> plan.Plan:
    return plan.make(spec(**changes), settings or ComparisonSettings())


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
    made = make(ComparisonSettings(members_per_shard=5))
    assert [len(shard.members) for shard in made.shards] == [4, 4, 4] * 3
    assert {(shard.rule, shard.workload, shard.backend) for shard in made.shards[:3]} == {
        ("nesterov", "noisy_quadratic", "compiled")
    }


def test_cost_grows_with_runs_steps_and_parameters() -> None:
    settings = ComparisonSettings(seconds_per_shard=0, seconds_per_start=0, members_per_shard=1000)
    base = make(settings).seconds
    assert make(settings, steps=200).seconds == pytest.approx(2 * base, rel=1e-3)
    few, many, more = (make(settings, seeds=seeds).seconds for seeds in (3, 103, 203))
    assert few < many < more
    assert more - many == pytest.approx(many - few, rel=0.01)
    wide = {"name": "noisy_quadratic", "options": {"dimension": 500}}
    assert make(settings, workload=wide, seeds=203).seconds > 3 * more
    costly = make(settings, rules=[{"name": "soap"}], workload={"name": "mlp_digits"}).seconds
    assert costly > make(settings, rules=[{"name": "adam"}], workload={"name": "mlp_digits"}).seconds


def test_every_workload_and_every_rule_that_can_train_a_network_has_its_costs() -> None:
    assert_fresh("costs")


@pytest.mark.parametrize("absent", [{"rules"}, {"workloads"}, {"rules", "workloads"}])
def test_what_has_not_been_measured_is_planned_with_a_guess_that_is_called_one(
    absent: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {"rules": [{"name": "lion"}], "workload": {"name": "mlp_digits"}}
    measured = make(**asked)
    assert "guess" not in measured.sentence
    names = {"rules": "lion", "workloads": "mlp_digits"}
    fewer = {
        table: {name: cost for name, cost in known.items() if table not in absent or name != names[table]}
        for table, known in costs().items()
    }
    monkeypatch.setattr(cost, "costs", lambda: fewer)
    guessed = make(**asked)
    lacking = [names[table] for table in ("workloads", "rules") if table in absent]
    verb = "has" if len(lacking) == 1 else "have"
    assert guessed.sentence.endswith(f" (a guess: {' and '.join(lacking)} {verb} not been measured)")
    assert measured.seconds / 5 < guessed.seconds < measured.seconds * 5


def test_what_was_measured_here_corrects_the_stored_costs() -> None:
    settings = ComparisonSettings(seconds_per_shard=0, seconds_per_start=0)
    made = make(settings)
    slow = observed([(shard, 7 * stored(shard) + 6 * SLACK) for shard in made.shards])
    assert plan.make(spec(), settings, slow).seconds == pytest.approx(7 * made.seconds)
    # Another size, another number of steps and another rule are corrected too; another workload by what is known.
    other = {"steps": 1000, "seeds": 64, "rules": [{"name": "lion"}]}
    assert plan.make(spec(**other), settings, slow).seconds == pytest.approx(7 * make(settings, **other).seconds)
    network = spec(workload={"name": "mlp_digits"})
    assert plan.make(network, settings, slow).seconds == pytest.approx(7 * plan.make(network, settings).seconds)


def test_one_part_that_was_slow_and_an_old_workload_do_not_lead_the_plan_astray() -> None:
    shards = make().shards
    seconds = [(stored(shard) + SLACK) * factor - SLACK for shard, factor in zip(shards, (400, 2, 2), strict=True)]
    gone = replace(shards[0], workload="of an earlier version")
    assert observed([(gone, 1.0), *zip(shards, seconds, strict=True)]).of(shards[0]) == pytest.approx(2)
    assert observed([]).of(shards[0]) == 1


@pytest.mark.parametrize(
    ("limit", "part"),
    [
        ({"max_members": 35}, "36 runs are too many; possible: at most 35"),
        ({"max_values": 400}, "432 recorded numbers are too many; possible: at most 400"),
        ({"max_seconds": 1.0}, "s are too long; possible: at most 1 s"),
        ({"max_shard_bytes": 100}, "of memory; possible: at most 100"),
    ],
)
def test_each_limit_says_what_was_asked_and_what_is_possible(limit: dict[str, float], part: str) -> None:
    with pytest.raises(TooLarge, match=part):
        make(ComparisonSettings(**limit))
    make(ComparisonSettings())


def test_the_digest_is_that_of_the_meaning_and_not_of_the_text() -> None:
    text = (
        '{"steps": 100, "seeds":3,"trials":4,"rules":[{"name":"nesterov", "grid": {}}],'
        '"workload":{"options":{},"name":"noisy_quadratic"},"record_every":10}'
    )
    same = ComparisonSpec.model_validate_json(text)
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
    assert [sentences.duration(seconds) for seconds in (0.2, 40, 600, 9000)] == ["1 s", "40 s", "10 min", "2.5 h"]
