"""What earlier versions wrote into the store is read as it was: names in the code may change, stored keys may not.

The texts below and the identity were taken from a store written before names changed.
"""

from app.comparisons.shard import Shard
from app.comparisons.slices.task import SliceTask
from app.comparisons.spec import ComparisonSpec
from tests.comparisons.handing_in import SPEC

SHARD = (
    '{"backend":"reference","choices":{},"decay":null,"device":"auto","evaluate_every":0,"members":[{"hypers":{"lr":0.1},'
    '"index":0,"seed":0}],"options":{"dimension":4},"record_every":1,"rule":"nesterov","steps":20,'
    '"workload":"noisy_quadratic"}'
)
SLICE = (
    '{"cost":{"place":0.0001503772239357318,"step":0.0003654087534340242},"grid":5,"kind":"paths","pieces":['
    '{"label":"Nesterov momentum","recorded":{"evaluation":0.047619047619047616,"train_loss":0.047619047619047616},'
    '"run":0,"seed":0,"settings":{"lr":0.1},"shard":' + SHARD + '}],"points":3,"reach":1.0,"seed":0}'
)


def test_a_stored_shard_is_read_and_written_as_it_was() -> None:
    assert Shard.from_json(SHARD).to_json() == SHARD


def test_a_stored_slice_is_read_and_written_as_it_was() -> None:
    assert SliceTask.from_json(SLICE).to_json() == SLICE


def test_a_comparison_keeps_its_identity() -> None:
    assert ComparisonSpec.model_validate(SPEC).digest().startswith("1e544851daf9a502")
