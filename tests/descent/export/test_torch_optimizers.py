"""What users of torch expect of an optimizer, of the exported ones: saving, groups, closures, schedulers, dtypes."""

import copy
import io
import pickle
import sys
import types
import warnings

import pytest
import torch
from descent import registry

from tests.descent.export.exported import source, subject

ELEMENT = [name for name in registry.rule_names() if registry.rule(name).scope == "element"]
PLAIN = [name for name in ELEMENT if not subject(name).inputs or name == "sparse_adam"]
ALL = [name for name in registry.rule_names() if name not in ("sophia", "kron_psgd")]


@pytest.fixture
def optimizer_of(monkeypatch):
    """The class in the exported file of a rule, in a module that can be found again by pickle."""

    def made(name):
        module = types.ModuleType(f"exported_{name}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(source("torch", name), f"{name}.py", "exec"), vars(module))
        (found,) = (one for one in vars(module).values() if isinstance(one, type))
        return found

    return made


def parameters(dtype=torch.float32, shape=(4, 3)):
    generator = torch.Generator().manual_seed(1)
    return [torch.nn.Parameter(torch.randn(shape, generator=generator).to(dtype)) for _ in range(2)]


def walk(optimizer, params, steps, seed=2):
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        for p in params:
            p.grad = torch.randn(p.shape, generator=generator).to(p.dtype)
        optimizer.step()


def same(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", ALL)
def test_saved_and_loaded_it_continues_bit_for_bit(optimizer_of, name):
    make, params = optimizer_of(name), parameters()
    optimizer = make(params)
    walk(optimizer, params, 2)
    kept, file = [torch.nn.Parameter(p.detach().clone()) for p in params], io.BytesIO()
    torch.save(optimizer.state_dict(), file)
    file.seek(0)
    again = make(kept)
    again.load_state_dict(torch.load(file, weights_only=True))
    walk(optimizer, params, 2, seed=3)
    walk(again, kept, 2, seed=3)
    assert same(params, kept)


@pytest.mark.parametrize("name", PLAIN)
def test_copies_by_deepcopy_and_pickle_go_the_same_way(optimizer_of, name):
    params = parameters()
    optimizer = optimizer_of(name)(params)
    walk(optimizer, params, 2)
    for again in (copy.deepcopy(optimizer), pickle.loads(pickle.dumps(optimizer))):
        own = again.param_groups[0]["params"]
        walk(again, own, 1, seed=3)
        expected = copy.deepcopy(optimizer)
        walk(expected, expected.param_groups[0]["params"], 1, seed=3)
        assert same(own, expected.param_groups[0]["params"])


@pytest.mark.parametrize("name", PLAIN)
def test_a_learning_rate_that_is_a_tensor_gives_the_same_numbers(optimizer_of, name):
    make, params, others = optimizer_of(name), parameters(), parameters()
    lr = registry.rule(name).defaults["lr"]
    walk(make(params, lr=lr), params, 3)
    walk(make(others, lr=torch.tensor(lr, dtype=torch.float64)), others, 3)
    assert same(params, others)


@pytest.mark.parametrize("name", PLAIN)
def test_a_closure_is_called_with_gradients_and_its_value_comes_back(optimizer_of, name):
    params = parameters()
    optimizer = optimizer_of(name)(params)

    def closure():
        optimizer.zero_grad()
        loss = sum((p**2).sum() for p in params)
        loss.backward()
        return loss

    assert optimizer.step(closure).item() == pytest.approx(sum((p**2).sum().item() for p in parameters()))


@pytest.mark.parametrize("name", PLAIN)
def test_a_parameter_without_gradient_is_left_alone_and_groups_have_their_own_settings(optimizer_of, name):
    params = parameters()
    before = params[1].detach().clone()
    optimizer = optimizer_of(name)([{"params": [params[0]]}, {"params": [params[1]], "lr": 0.0}])
    params[0].grad = torch.ones_like(params[0])
    optimizer.step()
    assert torch.equal(params[1], before)
    assert not optimizer.state[params[1]]
    assert next(iter(optimizer.state[params[0]])) == "step"
    assert optimizer.state[params[0]]["step"].dtype == torch.float32


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", PLAIN)
def test_parameters_of_sixteen_bits_are_stepped_in_single_precision(optimizer_of, name, dtype):
    params, wide = parameters(dtype), parameters()
    for p, w in zip(params, wide, strict=True):
        w.data.copy_(p.data)
    for own in (params, wide):
        for p in own:
            p.grad = torch.full_like(p, 0.5)
        optimizer_of(name)(own, lr=0.05).step()
    for p, w in zip(params, wide, strict=True):
        assert p.dtype == dtype
        torch.testing.assert_close(p, w.to(dtype), rtol=2e-2, atol=2e-2)


@pytest.mark.parametrize("name", PLAIN)
def test_memory_in_another_order_changes_nothing(optimizer_of, name):
    make, params, others = optimizer_of(name), parameters(), parameters()
    others = [torch.nn.Parameter(p.detach().t().contiguous().t()) for p in others]
    walk(make(params), params, 3)
    walk(make(others), others, 3)
    assert all(torch.allclose(a, b, rtol=1e-6, atol=1e-7) for a, b in zip(params, others, strict=True))


@pytest.mark.parametrize("name", ["adamw", "momentum", "lion", "muon"])
def test_schedulers_of_torch_drive_it(optimizer_of, name):
    schedules = torch.optim.lr_scheduler
    for make in (
        lambda one: schedules.StepLR(one, 1, gamma=0.5),
        lambda one: schedules.CosineAnnealingLR(one, 5),
        lambda one: schedules.OneCycleLR(one, 0.1, total_steps=9, cycle_momentum="betas" in one.defaults),
        lambda one: schedules.LambdaLR(one, lambda step: 1 / (1 + step)),
    ):
        params = parameters()
        optimizer = optimizer_of(name)(params, lr=0.1)
        scheduler = make(optimizer)
        for _ in range(3):
            walk(optimizer, params, 1)
            scheduler.step()
        assert optimizer.param_groups[0]["lr"] != 0.1
        assert all(torch.isfinite(p).all() for p in params)


@pytest.mark.parametrize("name", PLAIN)
def test_what_it_cannot_take_is_refused_with_name_and_value(optimizer_of, name):
    make, params = optimizer_of(name), parameters()
    with pytest.raises(ValueError, match=r"lr is at least 0, given -1"):
        make(params, lr=-1.0)
    if "betas" in make(params).defaults:
        count = len(make(params).defaults["betas"])
        with pytest.raises(ValueError, match="and less than 1, given"):
            make(params, betas=(1.0,) * count)
    params[0].grad = torch.ones_like(params[0]).to_sparse()
    with pytest.raises(RuntimeError, match="sparse gradients"):
        make(params).step()


@pytest.mark.parametrize("name", ALL)
def test_every_setting_is_held_to_what_its_hyperparameter_may_be(optimizer_of, name):
    make, valid = optimizer_of(name), subject(name).valid
    defaults = make(parameters()).defaults
    for setting in (one for one in valid if one in defaults and valid[one].low > -float("inf")):
        with pytest.raises(ValueError, match=f"{setting} is .*, given {valid[setting].low - 1:g}"):
            make(parameters(), **{setting: valid[setting].low - 1})


@pytest.mark.parametrize("name", ["adam", "adamw", "lion", "schedule_free", "radam"])
def test_the_step_of_all_tensors_is_one_program_for_the_compiler(optimizer_of, name):
    make, params, others = optimizer_of(name), parameters(), parameters()
    module = sys.modules[make.__module__]
    vars(module)["_compiled"] = lambda: torch.compile(vars(module)["_steps"], backend="eager", fullgraph=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        walk(make(params, compile=True), params, 3)
    walk(make(others), others, 3)
    assert all(torch.allclose(a, b, rtol=1e-6, atol=1e-7) for a, b in zip(params, others, strict=True))


@pytest.mark.parametrize("name", ["schedule_free", "asgd"])
def test_the_point_to_evaluate_is_exchanged_and_back(optimizer_of, name):
    params = parameters()
    optimizer = optimizer_of(name)(params, lr=0.1)
    walk(optimizer, params, 3)
    stepped = [p.detach().clone() for p in params]
    optimizer.eval()
    optimizer.eval()
    assert same(params, stepped) is (name == "asgd")  # whose average begins later
    with pytest.raises(RuntimeError, match=r"train\(\)"):
        optimizer.step()
    optimizer.train()
    optimizer.train()
    assert same(params, stepped)
