"""Products of networks in less than float32: asked for, trained, told, and refused where it means nothing."""

import json

import pytest
import torch
from pydantic import ValidationError

from app.comparisons.errors import BadShard
from app.comparisons.planning import plan
from app.comparisons.results.made_with import COLUMNS, KEYS
from app.comparisons.settings import ComparisonSettings
from app.comparisons.shard import Shard
from app.comparisons.spec import ComparisonSpec
from app.comparisons.training.precision import NO_TF32
from app.comparisons.training.structure import device_of, key_of
from app.workloads import catalog
from app.workloads.workload import Device
from tests.comparisons.doubles import shard, train

RATES = [{"lr": 0.01}, {"lr": 0.03}]
COMPILED = {"backend": "compiled", "device": "cpu"}
ASKED = {"rules": [{"name": "adam"}], "workload": {"name": "mlp_digits"}, "trials": 2, "seeds": 2, "steps": 20}


def test_products_in_bfloat16_train_and_end_elsewhere_than_in_float32():
    plain, _ = train(shard("mlp_digits", "adam", RATES, steps=30, **COMPILED))
    rounded, _ = train(shard("mlp_digits", "adam", RATES, steps=30, precision="bfloat16", **COMPILED))
    assert rounded.train_loss != plain.train_loss
    # Eight bits of a product, not of a parameter: the losses stay near.
    assert rounded.train_loss == pytest.approx(plain.train_loss, rel=0.05)
    assert (plain.made_with["arithmetic"], rounded.made_with["arithmetic"]) == ("float32", "bfloat16")
    assert rounded.notices == ()


@pytest.mark.parametrize("workload", ["mlp_digits", "cnn_digits", "char_transformer", "logistic_digits"])
def test_losses_and_gradients_of_networks_are_float32_and_near_those_of_float32(workload):
    def gradients(precision):
        made = catalog.build(workload, {}, Device(torch.float32, torch.device("cpu"), precision))
        seeds = torch.arange(3)
        params, batch = made.start(seeds), {name: value[0] for name, value in made.batches(seeds, 0, 1).items()}
        return made.gradients(params, batch), made.evaluate(params)

    (losses, grads), metric = gradients("float32")
    (rounded, other), same = gradients("bfloat16")
    assert rounded.dtype == torch.float32
    assert torch.allclose(rounded, losses, rtol=0.02)
    assert not torch.equal(rounded, losses)
    for name, value in grads.items():
        assert other[name].dtype == torch.float32
        assert (other[name] - value).norm() <= 0.05 * value.norm()
    # Judged in float32, whatever trains.
    assert torch.equal(same, metric)


def test_tf32_on_a_processor_is_float32_and_the_result_says_so():
    plain, _ = train(shard("mlp_digits", "sgd", RATES, steps=5, **COMPILED))
    asked, _ = train(shard("mlp_digits", "sgd", RATES, steps=5, precision="tf32", **COMPILED))
    assert asked.train_loss == plain.train_loss
    assert asked.made_with["arithmetic"] == "float32"
    assert asked.notices == (NO_TF32,)


def test_a_precision_has_a_program_and_a_job_of_its_own():
    one, other = (
        shard("mlp_digits", "adam", RATES, steps=5, precision=name, **COMPILED) for name in ("float32", "bfloat16")
    )
    assert key_of(one, device_of(one)) != key_of(other, device_of(other))
    plain, rounded = (ComparisonSpec.model_validate(ASKED | more) for more in ({}, {"precision": "bfloat16"}))
    settings = ComparisonSettings()
    plans = [plan.make(spec, settings) for spec in (plain, rounded)]
    assert plans[0].identity(plain) != plans[1].identity(rounded)
    assert {each.precision for each in plans[1].shards} == {"bfloat16"}
    assert ", products in bfloat16:" in plans[1].sentence
    assert "products" not in plans[0].sentence
    # What was asked before there was a choice has the text that it had, and the job that it had.
    assert "precision" not in plain.canonical()
    assert json.loads(rounded.canonical())["precision"] == "bfloat16"
    assert "precision" not in plans[0].shards[0].to_json()
    assert Shard.from_json(plans[1].shards[0].to_json()) == plans[1].shards[0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"backend": "reference"}, "the reference backend computes in float64"),
        ({"workload": {"name": "landscape"}}, "landscape has no products of matrices"),
        ({"precision": "float16"}, "'float32', 'tf32' or 'bfloat16'"),
    ],
)
def test_a_precision_that_means_nothing_is_refused_with_what_is_possible(more, said):
    with pytest.raises(ValidationError, match=said):
        ComparisonSpec.model_validate(ASKED | {"precision": "bfloat16"} | more)


def test_a_shard_of_the_reference_takes_no_other_precision():
    with pytest.raises(BadShard, match="reference backend is float64, given precision 'tf32'"):
        shard("mlp_digits", "adam", RATES, steps=5, precision="tf32")
    with pytest.raises(BadShard, match="precision is one of float32, tf32, bfloat16"):
        shard("mlp_digits", "adam", RATES, steps=5, precision="int8", **COMPILED)


def test_tables_have_a_column_for_the_arithmetic():
    assert dict(zip(COLUMNS, KEYS, strict=True))["arithmetic"] == "arithmetic"
