"""Every rule as an exported optax transformation: the steps of `descent`, and what optax expects of one.

`make peers` runs it, whose environment has jax and optax; `make test` has neither.
"""

import types

import numpy as np
import pytest
from descent import registry
from descent.export import TARGETS, built_in

from tests.descent.export.exported import EXPORTED, cases, run_alone, source
from tests.descent.export.refused import REFUSED, SENSITIVE

jax = pytest.importorskip("jax", reason="jax and optax are in the environment of `make peers`")
optax = pytest.importorskip("optax")
jnp = jax.numpy

WRITTEN = [name for name in EXPORTED if ("optax", name) not in REFUSED]
TURNED = SENSITIVE | {"soap"}
"""Rules whose bases depend on the signs of eigenvectors or QR factors, which jax has otherwise than torch."""
FURTHER = {"sophia": "hessian", "kron_psgd": "noise", "sparse_adam": "rows"}


def made(name, text=None):
    """The function of an exported file that makes the transformation."""
    module = types.ModuleType(f"exported_{name}")
    exec(compile(text or source("optax", name), f"{name}.py", "exec"), vars(module))
    return vars(module)[name]


def parameters(dtype=jnp.float32):
    draw = np.random.default_rng(1)
    return {
        "w": jnp.asarray(draw.standard_normal((4, 3)), dtype),
        "more": [jnp.asarray(draw.standard_normal((2, 5)), dtype)],
    }


def gradients(params, seed=2):
    draw = np.random.default_rng(seed)
    return jax.tree.map(lambda p: jnp.asarray(draw.standard_normal(p.shape), p.dtype), params)


def further(name, params):
    return {FURTHER[name]: jax.tree.map(jnp.ones_like, params)} if name in FURTHER else {}


def walked(make, name, params, steps=3, **settings):
    """The parameters after some steps of a transformation, compiled."""
    transformation = make(**settings)
    step = jax.jit(transformation.update)
    state = transformation.init(params)
    for seed in range(steps):
        updates, state = step(gradients(params, seed), state, params, **further(name, params))
        params = optax.apply_updates(params, updates)
    return params, state


def close(one, other, rtol=1e-6, atol=1e-7):
    same = jax.tree.map(lambda a, b: np.allclose(a, b, rtol=rtol, atol=atol), one, other)
    return jax.tree.all(same)


@pytest.fixture(scope="module")
def trajectories(tmp_path_factory):
    """Rule -> (case, what `descent` has, what the exported file has), all run in one process with 64 bits."""
    listed = [(case, passed) for name in WRITTEN for case, passed in cases("optax", name)]
    sources = {("optax", name): source("optax", name) for name in WRITTEN}
    answers = run_alone(sources, [case for case, _ in listed], tmp_path_factory.mktemp("alone"))
    found = {}
    for (case, want), have in zip(listed, answers, strict=True):
        found.setdefault(case["rule"], []).append((case, want, have))
    return found


@pytest.mark.parametrize("name", WRITTEN)
def test_an_exported_transformation_goes_the_way_of_its_rule(trajectories, name):
    for case, wanted, had in trajectories[name]:
        rounding = registry.rule(name).rounding
        allowed = 1e-12 if case["dtype"] == "float64" else 2e-4 if rounding else 1e-6
        allowed = 0.1 if name in TURNED else allowed
        for step, (want, have) in enumerate(zip(wanted, had, strict=True), 1):
            expected = np.concatenate([p.ravel() for p in want.params])
            assert have["p"].dtype == case["dtype"]
            difference = np.max(np.abs(expected - np.ravel(have["p"]))) / max(1.0, np.max(np.abs(expected)))
            assert difference <= allowed, f"step {step} {case['dtype']} {case['params'][0].shape}"


@pytest.mark.parametrize("name", WRITTEN)
def test_the_state_has_a_tree_for_each_entry_and_counts_in_whole_numbers(name):
    params = parameters()
    state = made(name)().init(params)
    assert state._fields[0] == "count"
    assert state.count.dtype == jnp.int32
    for field in state._fields[1:]:
        kept = getattr(state, field)
        assert (
            jnp.ndim(kept) == 0
            if isinstance(kept, jax.Array)
            else jax.tree.structure(kept) == jax.tree.structure(params)
        )
    _, after = walked(made(name), name, params, 2)
    assert after.count == 2
    assert jax.tree.map(lambda x: x.dtype, state) == jax.tree.map(lambda x: x.dtype, after)
    assert jax.tree.map(jnp.shape, state) == jax.tree.map(jnp.shape, after)


@pytest.mark.parametrize("name", ["adam", "adamw", "lion", "momentum"])
def test_the_state_of_a_rule_by_entries_can_be_mapped_as_optax_maps_it(name):
    params = parameters()
    transformation = made(name)()
    state = transformation.init(params)
    doubled = optax.tree.map_params(transformation, lambda x: x + 1, state)
    assert doubled.count == 0
    for field in state._fields[1:]:
        assert jax.tree.all(jax.tree.map(lambda x: bool((x == 1).all()), getattr(doubled, field)))


@pytest.mark.parametrize("name", WRITTEN)
def test_settings_can_be_injected_and_changed_on_the_way(name):
    make, params = made(name), parameters()
    given = optax.inject_hyperparams(make)()
    state = given.init(params)
    assert "learning_rate" in state.hyperparams
    step = jax.jit(given.update)
    own, state = step(gradients(params), state, params, **further(name, params))
    plain = make()
    updates, _ = plain.update(gradients(params), plain.init(params), params, **further(name, params))
    if name in SENSITIVE:  # in the basis of its own gradient all but the diagonal is rounding, whose sign is the step
        own, updates = (jax.tree.map(jnp.linalg.norm, one) for one in (own, updates))
    assert close(
        own, updates, rtol=0.1 if name in SENSITIVE else 1e-3 if registry.rule(name).rounding else 2e-5, atol=1e-6
    )
    state.hyperparams["learning_rate"] = jnp.asarray(0.0)
    step(gradients(params), state, params, **further(name, params))


@pytest.mark.parametrize("name", ["adam", "adamw", "lion", "momentum", "lamb", "muon"])
def test_a_schedule_is_evaluated_at_the_count_before_the_step(name):
    make, params = made(name), parameters()
    by_schedule, _ = walked(make, name, params, 1, learning_rate=lambda count: 0.5 / (1 + count))
    assert close(by_schedule, walked(make, name, params, 1, learning_rate=0.5)[0])
    assert close(by_schedule, walked(make, name, params, 1, learning_rate=jnp.asarray(0.5))[0])


@pytest.mark.parametrize("name", WRITTEN)
def test_further_arguments_are_ignored_and_small_steps_are_gathered(name):
    make, params = made(name), parameters()
    gathered = optax.MultiSteps(make(), every_k_schedule=2)
    state = gathered.init(params)
    first, state = gathered.update(gradients(params), state, params, value=1.0, **further(name, params))
    assert jax.tree.all(jax.tree.map(lambda x: bool((x == 0).all()), first))
    second, state = gathered.update(gradients(params), state, params, value=1.0, **further(name, params))
    plain = make()
    updates, _ = plain.update(gradients(params), plain.init(params), params, loss=2.0, **further(name, params))
    assert close(second, updates, rtol=1e-3 if name in SENSITIVE else 1e-5, atol=1e-6)


@pytest.mark.parametrize("name", WRITTEN)
def test_updates_have_the_dtype_of_gradients_and_states_their_own(name):
    params = parameters(jnp.bfloat16)
    make = made(name)()
    state = make.init(params)
    wide = jax.tree.map(lambda g: g.astype(jnp.float32), gradients(params))
    for grads in (gradients(params), wide):
        updates, after = make.update(grads, state, params, **further(name, params))
        assert jax.tree.map(lambda x: x.dtype, updates) == jax.tree.map(lambda g: g.dtype, grads)
        assert jax.tree.map(lambda x: x.dtype, after) == jax.tree.map(lambda x: x.dtype, state)


@pytest.mark.parametrize("name", ["adam", "adamw", "lion"])
def test_it_goes_the_way_of_the_one_that_optax_has(name):
    params = parameters()
    settings = {"learning_rate": 0.01, "b1": 0.8, "b2": 0.95}
    own, _ = walked(made(name), name, params, 5, **settings)
    theirs, _ = walked(
        getattr(optax, name),
        name,
        params,
        5,
        **settings,
        **({"weight_decay": 0.01} if name == "adamw" else {"weight_decay": 0.0} if name == "lion" else {}),
    )
    assert close(own, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["adam", "adamw", "lion", "lamb"])
def test_a_program_may_scan_over_steps(name):
    params, transformation = parameters(), made(name)()

    def step(carried, _):
        params, state = carried
        updates, state = transformation.update(gradients(params), state, params)
        return (optax.apply_updates(params, updates), state), None

    (scanned, state), _ = jax.lax.scan(step, (params, transformation.init(params)), length=3)
    assert state.count == 3
    again, state = params, transformation.init(params)
    for _ in range(3):
        (again, state), _ = step((again, state), None)
    assert close(scanned, again, rtol=1e-5)


@pytest.mark.parametrize("name", ["adam", "adamw", "muon", "prodigy"])
def test_what_it_cannot_take_is_refused_with_name_and_value(name):
    make, params = made(name), parameters(jnp.complex64)
    with pytest.raises(ValueError, match="learning_rate is at least 0, given -1"):
        make(learning_rate=-1)
    with pytest.raises(ValueError, match="split_real_and_imaginary"):
        make().update(params, make().init(parameters()), params)
    if name in ("adamw", "prodigy"):  # which look at the parameters
        with pytest.raises(ValueError, match="params"):
            make().update(gradients(parameters()), make().init(parameters()))
    if name == "muon":
        with pytest.raises(ValueError, match=r"takes matrices, given a tensor of shape \(3,\)"):
            make().init({"b": jnp.zeros(3)})


def test_modifiers_and_settings_are_written_into_it():
    text = TARGETS["optax"](built_in("lion", np, numbers={"lr": 0.25}, modifiers=["cautious"]))
    assert "learning_rate=0.25" in text
    params = parameters()
    assert close(walked(made("lion", text), "lion", params, 2)[0], params) is False


@pytest.mark.parametrize("name", ["schedule_free", "asgd"])
def test_the_point_to_evaluate_has_a_function_of_its_own(name):
    module = types.ModuleType("exported")
    exec(compile(source("optax", name), f"{name}.py", "exec"), vars(module))
    params, state = walked(vars(module)[name], name, parameters(), 3, learning_rate=0.1)
    seen = vars(module)[f"{name}_eval_params"](state, params)
    assert jax.tree.structure(seen) == jax.tree.structure(params)
    assert close(seen, params) is (name == "asgd")  # whose average begins later
