import json

import numpy as np
from descent import registry
from descent.playground.answers import json_and_bytes

from tests.descent.conftest import Ask, unpacked


def test_numbers_that_json_lacks_become_null():
    value, payload = json_and_bytes(
        ({"a": float("nan"), "b": [1.0, float("inf")], "c": np.float64(2.5), "d": True}, {}), np
    )
    assert payload is None
    assert json.dumps(value, allow_nan=False) == '{"a": null, "b": [1.0, null], "c": 2.5, "d": true}'


def test_arrays_come_back_as_they_were_and_begin_at_multiples_of_eight():
    arrays = {
        "bytes": np.asarray([True, False, True]),
        "wide": np.arange(6.0).reshape(2, 3),
        "whole": np.asarray([[1, -2]]),
        "thin": np.asarray([1.5], dtype=np.float32),
    }
    value, payload = json_and_bytes(({}, arrays), np)
    assert all(offset % 8 == 0 for _, _, offset in value["arrays"].values())
    _, found = unpacked(json.dumps(value), payload)
    for name, array in arrays.items():
        assert np.array_equal(found[name], array), name


def test_the_catalog_names_everything_there_is(ask: Ask):
    value, _ = ask("studio.catalogue")
    assert [rule["name"] for rule in value["rules"]] == list(registry.rule_names())
    assert [one["name"] for one in value["landscapes"]] == list(registry.landscape_names())
    assert [one["name"] for one in value["families"]] == list(registry.family_names())
    assert "weight_decay" in [one["name"] for one in value["modifiers"]]
    for one in value["families"]:
        shown, _ = ask("studio.ground", ground={"family": one["name"], "parameters": one["parameters"]})
        assert "error" not in shown, (one["name"], shown)
