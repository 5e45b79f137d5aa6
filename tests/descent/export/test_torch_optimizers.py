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
from descent.export.torch_names import SETTINGS
from descent.export.validity import WORDS

from tests.descent.export.exported import source, subject
from tests.sweeps import taking

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
    with pytest.raises(ValueError, match=r"Invalid learning rate: -1\.0, not at least 0"):
        make(params, lr=-1.0)
    if "betas" in make(params).defaults:
        count = len(make(params).defaults["betas"])
        with pytest.raises(ValueError, match=r"Invalid beta(1 value| parameter at index 0): 1\.0, not"):
            make(params, betas=(1.0,) * count)
    params[0].grad = torch.ones_like(params[0]).to_sparse()
    with pytest.raises(RuntimeError, match="sparse gradients"):
        make(params).step()


@pytest.mark.parametrize("name", ALL)
def test_every_setting_is_held_to_what_its_hyperparameter_may_be(optimizer_of, name):
    make, words = optimizer_of(name), SETTINGS.get(name, {})
    valid = {words.get(setting, setting): interval for setting, interval in subject(name).valid.items()}
    defaults = make(parameters()).defaults
    for setting in (one for one in valid if one in defaults and valid[one].low > -float("inf")):
        with pytest.raises(ValueError, match=f"Invalid {WORDS.get(setting, setting)}.*: {valid[setting].low - 1:g}"):
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


def eager(make):
    """The class with its compiled step in one graph, which nothing has to translate."""
    names = vars(sys.modules[make.__module__])
    own = names["_update"] if "_steps" not in names else names["_steps"]
    names["_compiled"] = lambda: torch.compile(own, backend="eager", fullgraph=True)
    return make


@pytest.mark.parametrize("word", ["foreach", "fused"])
@pytest.mark.parametrize("name", taking(lambda name: name in ("adamw", "muon", "prodigy"), ALL))
def test_foreach_and_fused_take_the_same_step_compiled(optimizer_of, name, word):
    make, params, others = eager(optimizer_of(name)), parameters(), parameters()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        walk(make(params, **{word: True}), params, 3)
    walk(make(others, **{word: False}), others, 3)
    assert all(torch.allclose(a, b, rtol=1e-5, atol=1e-6) for a, b in zip(params, others, strict=True))


@pytest.mark.parametrize("name", ALL)
def test_words_that_exclude_each_other_are_refused_as_torch_refuses_them(optimizer_of, name):
    make = optimizer_of(name)
    with pytest.raises(RuntimeError, match="`fused` and `foreach` cannot be `True` together"):
        make(parameters(), fused=True, foreach=True)
    for word in ("fused", "foreach", "compile"):
        with pytest.raises(RuntimeError, match="`fused` does not support `differentiable`"):
            make(parameters(), differentiable=True, **{word: True})
    with pytest.raises(ValueError, match="Tensor lr must be 1-element"):
        make(parameters(), lr=torch.tensor([0.1, 0.2]))


@pytest.mark.parametrize("name", ALL)
def test_capturable_and_differentiable_change_no_number(optimizer_of, name):
    make, params, others = optimizer_of(name), parameters(), parameters()
    walk(make(params), params, 3)
    walk(make(others, capturable=True), others, 3)
    assert same(params, others)
    leaves = parameters()
    moved = [p.clone() for p in leaves]
    optimizer = make(moved, differentiable=True)
    walk(optimizer, moved, 3)
    assert all(torch.allclose(a, b, rtol=1e-6, atol=1e-7) for a, b in zip(params, moved, strict=True))
    found = torch.autograd.grad(sum(p.sum() for p in moved), leaves)
    # DoG divides by the root of a distance that begins at zero.
    assert name == "dog" or all(torch.isfinite(one).all() for one in found)


@pytest.mark.parametrize("name", ["adam", "adamw", "momentum", "rmsprop", "lamb", "nadam"])
def test_a_differentiable_step_has_the_derivatives_that_differences_have(optimizer_of, name):
    make = optimizer_of(name)
    draw = torch.Generator().manual_seed(1)
    start, first, second = (torch.randn(3, generator=draw, dtype=torch.float64, requires_grad=True) for _ in range(3))
    lr = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)

    def stepped(start, first, second, lr):
        p = start.clone()
        optimizer = make([p], lr=lr, differentiable=True)
        for g in (first, second):
            p.grad = g
            optimizer.step()
        return p

    assert torch.autograd.gradcheck(stepped, (start, first, second, lr))


@pytest.mark.parametrize("name", PLAIN)
def test_complex_parameters_go_as_pairs_of_real_numbers(optimizer_of, name):
    make, draw = optimizer_of(name), torch.Generator().manual_seed(3)
    whole = [torch.nn.Parameter(torch.randn(shape, dtype=torch.complex64, generator=draw)) for shape in ((3, 2), ())]
    pairs = [torch.nn.Parameter(torch.view_as_real(p.detach()).clone()) for p in whole]
    optimizers = make(whole), make(pairs)
    for _ in range(3):
        for p, pair in zip(whole, pairs, strict=True):
            p.grad = torch.randn(p.shape, dtype=p.dtype, generator=draw)
            pair.grad = torch.view_as_real(p.grad)
        for optimizer in optimizers:
            optimizer.step()
    assert same([torch.view_as_real(p) for p in whole], pairs)


@pytest.mark.parametrize("name", [name for name in ALL if name not in ELEMENT])
def test_complex_parameters_of_other_rules_are_refused(optimizer_of, name):
    p = torch.nn.Parameter(torch.ones((3, 2), dtype=torch.complex64))
    p.grad = torch.ones_like(p)
    with pytest.raises((RuntimeError, ValueError), match="complex parameters"):
        optimizer_of(name)([p]).step()


@pytest.mark.parametrize("name", ALL)
def test_what_has_nothing_to_step_is_left_alone(optimizer_of, name):
    make = optimizer_of(name)
    still = [torch.nn.Parameter(p.detach(), requires_grad=False) for p in parameters()]
    before = [p.clone() for p in still]
    make(still).step()
    assert same(still, before)
    empty = [torch.nn.Parameter(torch.empty((0, 3))), *parameters()]
    optimizer = make(empty)
    walk(optimizer, empty, 2)
    assert str(optimizer).startswith(make.__name__)
    assert all(torch.isfinite(p).all() for p in empty)


@pytest.mark.parametrize("name", ALL)
def test_a_scaler_of_gradients_undoes_its_scale_and_leaves_out_what_is_not_finite(optimizer_of, name):
    make, params, others = optimizer_of(name), parameters(), parameters()
    optimizer, plain, scaler = make(params), make(others), torch.amp.GradScaler("cpu", init_scale=1024.0)
    draw = torch.Generator().manual_seed(5)
    for _ in range(3):
        for p, other in zip(params, others, strict=True):
            g = torch.randn(p.shape, generator=draw)
            p.grad, other.grad = scaler.scale(g), g.clone()
        scaler.step(optimizer)
        plain.step()
        scaler.update()
    assert same(params, others)
    assert not any(map(torch.equal, params, parameters()))
    for p in params:
        p.grad = torch.full_like(p, float("inf"))
    scaler.step(optimizer)
    assert same(params, others)


def test_hooks_are_called_around_a_step_and_around_saving(optimizer_of):
    params, called = parameters(), []
    optimizer = optimizer_of("adamw")(params)
    optimizer.register_step_pre_hook(lambda *_: called.append("before"))
    optimizer.register_step_post_hook(lambda *_: called.append("after"))
    optimizer.register_state_dict_post_hook(lambda *_: called.append("saved"))
    optimizer.register_load_state_dict_pre_hook(lambda *_: called.append("loaded"))
    walk(optimizer, params, 1)
    optimizer.load_state_dict(optimizer.state_dict())
    assert called == ["before", "after", "saved", "loaded"]


@pytest.mark.parametrize(
    ("name", "theirs", "settings"),
    [
        ("adam", "Adam", {}),
        ("adamw", "AdamW", {}),
        ("momentum", "SGD", {"lr": 0.01, "momentum": 0.9}),
        ("adadelta", "Adadelta", {}),
        ("adagrad", "Adagrad", {}),
        ("adamax", "Adamax", {}),
        ("nadam", "NAdam", {}),
        ("radam", "RAdam", {}),
        ("rmsprop", "RMSprop", {"momentum": 0.9}),
        ("rprop", "Rprop", {}),
    ],
)
def test_a_checkpoint_of_torch_is_continued(optimizer_of, name, theirs, settings):
    params = parameters(torch.float64)
    optimizer = getattr(torch.optim, theirs)(params, **settings)
    walk(optimizer, params, 3)
    others = [torch.nn.Parameter(p.detach().clone()) for p in params]
    again = optimizer_of(name)(others)
    again.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    walk(optimizer, params, 2, seed=6)
    walk(again, others, 2, seed=6)
    for p, other in zip(params, others, strict=True):
        torch.testing.assert_close(p, other, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("name", ["adam", "adamw", "lamb", "nadam", "radam", "schedule_free"])
def test_powers_of_the_step_are_taken_once_and_not_for_every_entry(name):
    text = source("torch", name)
    numbers, update = text.index("def _numbers("), text.index("def _update(")
    assert "**step" in text[numbers:update] or "** (step" in text[numbers:update]
    assert "**step" not in text[update : text.index("class ")]
