import numpy as np
import pytest
from descent import registry, stepper
from descent.trace.pace import pace


@pytest.mark.parametrize("name", ["adam", "lamb", "prodigy", "schedule_free", "sparse_adam", "momentum"])
@pytest.mark.parametrize("plain", [True, False])
def test_a_pace_takes_the_steps_of_the_stepper_bit_for_bit(name: str, plain: bool):
    rule = registry.rule(name)
    settings = {} if plain else {rule.hypers[0].name: np.asarray([0.01, 0.02, 0.03])}
    points = np.cos(np.arange(6.0)).reshape(3, 2)
    mine, theirs = pace(rule, [points], settings, np), stepper.begin(rule, [points], settings, np)
    for step in range(5):
        gradient = np.sin(points + step)
        theirs = stepper.advance(rule, theirs, [gradient], settings, np)
        found = mine.advance([gradient], {})
        assert np.array_equal(found[0], theirs.params[0])
        assert np.array_equal(mine.shown()[0], stepper.view(rule, theirs, settings, np)[0])
