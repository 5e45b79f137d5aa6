import json
from dataclasses import replace

import pytest

from app.comparisons.errors import BadShard
from app.comparisons.shard import Member, Shard

SHARD = Shard(
    workload="landscape",
    rule="adam",
    members=(Member(3, 1, {"lr": 0.1}), Member(4, 2, {"lr": 0.2})),
    steps=10,
    options={"landscape": "rosenbrock"},
    choices={"correct_bias": False},
    decay="l2",
    backend="compiled",
    device="cpu",
)


def test_a_shard_survives_the_journey_through_json():
    assert Shard.from_json(SHARD.to_json()) == SHARD


def test_the_json_of_a_shard_does_not_depend_on_the_order_of_its_hyperparameters():
    one = replace(SHARD, members=(Member(0, 0, {"lr": 0.1, "eps": 0.2}),))
    other = replace(SHARD, members=(Member(0, 0, {"eps": 0.2, "lr": 0.1}),))
    assert one.to_json() == other.to_json()


def test_nan_has_no_place_in_a_shard():
    with pytest.raises(BadShard, match="finite"):
        replace(SHARD, members=(Member(0, 0, {"lr": float("nan")}),)).to_json()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"members": []}, "at least one member"),
        ({"steps": 0}, "steps is a whole number from 1, given 0"),
        ({"steps": True}, "steps is a whole number from 1, given True"),
        ({"record_every": 1.5}, "record_every is a whole number"),
        ({"backend": "fast"}, "one of reference, compiled"),
        ({"backend": "reference", "device": "cuda"}, "runs on the CPU"),
        ({"decay": "cubic"}, "one of decoupled"),
        ({"colour": "red"}, "not a shard"),
        ({"members": [{"index": 0, "seed": 0}, {"index": 0, "seed": 1}]}, "index of its own"),
    ],
)
def test_what_is_not_a_shard_says_why(change, message):
    with pytest.raises(BadShard, match=message):
        Shard.from_json(json.dumps(json.loads(SHARD.to_json()) | change))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"members": 3}'])
def test_what_is_not_even_an_object_of_members_is_refused(text):
    with pytest.raises(BadShard, match="not a shard"):
        Shard.from_json(text)
