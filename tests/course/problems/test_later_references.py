"""References of the later problems against the rules of `descent`: one mathematics, written twice."""

import numpy as np
import pytest
from descent import registry
from descent.modifiers import clipping
from descent.schedules import rates
from descent.stepper import advance, begin, view

from app.course import catalog

STEPS = 6


def reference(slug):
    """The names that a problem's reference defines."""
    names = {}
    exec(catalog.files_for_browser(slug)["reference.py"], names)
    return names


def drawn(seed, *shapes):
    rng = np.random.default_rng(seed)
    params = [rng.normal(size=shape) for shape in shapes]
    gradients = [
        [rng.choice([-1.0, 1.0], size=shape) * 10 ** rng.uniform(-2, 1, size=shape) for shape in shapes]
        for _ in range(STEPS)
    ]
    return params, gradients


def by_rule(name, params, gradients, settings, inputs=None):
    """The tensors after each step of the rule, without the axis of runs, and the last progress."""
    rule = registry.rule(name)
    progress = begin(rule, [p[None] for p in params], settings, np)
    path = []
    for number, grads in enumerate(gradients):
        given = {key: [x[None] for x in arrays[number]] for key, arrays in (inputs or {}).items()}
        progress = advance(rule, progress, [g[None] for g in grads], settings, np, given)
        path.append([p[0] for p in progress.params])
    return path, progress


def assert_same(ours, theirs):
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("bias_correction", [True, False])
def test_lamb_is_the_rule(bias_correction):
    params, gradients = drawn(1, 4, 3)
    hypers = {"lr": 0.1, "beta1": 0.6, "beta2": 0.9, "eps": 0.05, "weight_decay": 0.2}
    path, _ = by_rule("lamb", params, gradients, hypers | {"bias_correction": "moments" if bias_correction else "none"})
    optimizer = reference("lamb")["Lamb"](**hypers, bias_correction=bias_correction)
    for grads, expected in zip(gradients, path, strict=True):
        for name, p, g in zip("ab", params, grads, strict=True):
            optimizer.step(name, p.shape, p, g)
        optimizer.end_iteration()
        assert_same(params, expected)


@pytest.mark.parametrize("eps", [0.0, 0.5])
def test_global_norm_clipping_is_the_modifier(eps):
    _, gradients = drawn(2, 4, (2, 3))
    for grads in gradients:
        expected = clipping.clip_global([g[None] for g in grads], 3.0, np, eps=eps)
        size = clipping.global_norm([g[None] for g in grads], np)
        found = reference("global-norm-clipping")["clip_global_norm"](grads, 3.0, eps)
        assert_same([*grads, found], [*(g[0] for g in expected), size[0]])


@pytest.mark.parametrize("warmup", [0, 4])
def test_warmup_cosine_is_the_schedule(warmup):
    schedule = rates.warmup_cosine(0.7, warmup, 15, init_value=0.1, end_value=0.05)
    ours = reference("warmup-cosine")["warmup_cosine"]
    assert_same([ours(step, 0.7, warmup, 15, 0.1, 0.05) for step in range(20)], [schedule(step) for step in range(20)])


@pytest.mark.parametrize("nesterov", [True, False])
def test_muon_is_the_rule(nesterov):
    params, gradients = drawn(3, (4, 2), (2, 3))
    hypers = {"lr": 0.1, "momentum": 0.7, "nesterov": nesterov, "steps": 4, "eps": 2.0}
    path, _ = by_rule("muon", params, gradients, hypers | {"coefficients": "simple", "scale": "shape_scaling"})
    momenta = [np.zeros_like(p) for p in params]
    for grads, expected in zip(gradients, path, strict=True):
        reference("newton-schulz-muon")["muon_step"](params, grads, momenta, **hypers)
        assert_same(params, expected)


def test_the_repaired_adam_is_the_rule():
    params, gradients = drawn(4, 4, (2, 3))
    hypers = {"lr": 0.1, "beta1": 0.6, "beta2": 0.9, "eps": 0.05}
    path, _ = by_rule("adam", params, gradients, hypers)
    m, v = ([np.zeros_like(p) for p in params] for _ in range(2))
    for t, (grads, expected) in enumerate(zip(gradients, path, strict=True), start=1):
        reference("debug-adam")["adam_step"](params, grads, m, v, t, **hypers)
        assert_same(params, expected)


def test_schedule_free_is_the_rule():
    params, gradients = drawn(5, 4, (2, 3))
    hypers = {"lr": 0.1, "beta1": 0.7, "beta2": 0.9, "eps": 0.05, "weight_decay": 0.2}
    path, progress = by_rule("schedule_free", params, gradients, hypers)
    names = reference("schedule-free")
    z, v = [p.copy() for p in params], [np.zeros_like(p) for p in params]
    for t, (grads, expected) in enumerate(zip(gradients, path, strict=True), start=1):
        names["schedule_free_step"](params, grads, z, v, t, **hypers)
        assert_same(params, expected)
    points = view(registry.rule("schedule_free"), progress, hypers, np)
    assert_same(names["averages"](params, z, 0.7), [x[0] for x in points])


def test_adafactor_is_the_rule():
    params, gradients = drawn(6, (3, 2), (4,))
    hypers = {"lr": 0.45, "beta2_decay": -0.6, "eps1": 0.5, "eps2": 0.9, "clip": 0.7}
    path, _ = by_rule("adafactor", params, gradients, hypers)
    rows, columns = [np.zeros(3), np.zeros(4)], [np.zeros(2), None]
    for t, (grads, expected) in enumerate(zip(gradients, path, strict=True), start=1):
        reference("adafactor")["adafactor_step"](params, grads, rows, columns, t, **hypers)
        assert_same(params, expected)


@pytest.mark.parametrize("every", [1, 3])
def test_sophia_is_the_rule(every):
    params, gradients = drawn(7, 4, (2, 3))
    _, products = drawn(8, 4, (2, 3))
    hypers = {"lr": 0.1, "beta1": 0.6, "beta2": 0.7, "gamma": 0.4, "rho": 0.6, "eps": 0.2}
    rng = np.random.default_rng(9)
    probes = [[rng.normal(size=p.shape) for p in params] for _ in gradients]
    estimates = [[u * hu for u, hu in zip(*pair, strict=True)] for pair in zip(probes, products, strict=True)]
    path, _ = by_rule("sophia", params, gradients, hypers | {"every": every}, {"hessian": estimates})
    m, h = ([np.zeros_like(p) for p in params] for _ in range(2))
    for step, (grads, expected) in enumerate(zip(gradients, path, strict=True)):
        estimate = (probes[step], products[step]) if step % every == 0 else (None, None)
        reference("sophia-clip")["sophia_step"](params, grads, m, h, *estimate, **hypers)
        assert_same(params, expected)


def test_soap_step_is_the_rule_between_two_renewals():
    """The rule's first step only makes the bases; from them on, the reference and the rule go side by side."""
    params, gradients = drawn(10, (3, 2), (2, 3))
    hypers = {"lr": 0.1, "beta1": 0.6, "beta2": 0.9, "shampoo_beta": 0.8, "eps": 0.05}
    whole = hypers | {"frequency": 100}
    _, first = by_rule("soap", params, gradients[:1], whole)
    path, last = by_rule("soap", params, gradients, whole)
    names = ("m", "v", "L", "R", "Q_L", "Q_R")
    state = [[one[name][0].copy() for one in first.states] for name in names]
    for t, (grads, expected) in enumerate(zip(gradients[1:], path[1:], strict=True), start=1):
        reference("soap-step")["soap_step"](params, grads, *state, t, **hypers)
        assert_same(params, expected)
    for name, arrays in zip(names, state, strict=True):
        assert_same(arrays, [one[name][0] for one in last.states])


def test_the_adams_to_break_are_the_rule_and_the_known_mistakes_of_adam():
    """The right Adam of break-it is the rule, and each wrong one moves params as adam-step's mistake of that name."""
    names = {}
    exec(catalog.files_for_browser("break-it")["tests.py"], names)
    (start,), gradients = drawn(11, 4)
    gradients = [*gradients, [np.zeros(4)], [gradients[0][0] * 1e-3]]
    hypers = {"lr": 0.1, "beta1": 0.6, "beta2": 0.9, "eps": 0.05}
    path, _ = by_rule("adam", [np.zeros_like(start)], gradients, hypers)

    def walked(step):
        """The points of one of its Adams."""
        p, m, v, points = np.zeros(4), np.zeros(4), np.zeros(4), []
        for t, (g,) in enumerate(gradients, start=1):
            p, m, v = step(p, g, m, v, t, *hypers.values(), np)
            points.append(p)
        return points

    assert_same(walked(names["adam"]), [p for (p,) in path])
    for fault, step in names["FAULTS"].items():
        wrong = {}
        exec(catalog.files_for_browser("adam-step")[f"mistakes/{fault}.py"], wrong)
        p, m, v = ([np.zeros(4)] for _ in range(3))
        points = []
        for t, grads in enumerate(gradients, start=1):
            wrong["adam_step"](p, grads, m, v, t, **hypers)
            points.append(p[0].copy())
        assert_same(walked(step), points)


ADAM_LIKE = {"lr": 0.1, "beta1": 0.6, "beta2": 0.9, "eps": 0.05, "weight_decay": 0.2}
STEPPED = [
    ("nadamw", "nadamw_step", ("m", "v"), ADAM_LIKE, {"schedule": "constant"}),
    ("qhadamw", "qhadamw_step", ("m", "v"), ADAM_LIKE | {"nu1": 0.4, "nu2": 0.7}, {}),
    ("mars", "mars_step", ("m", "v", "last"), ADAM_LIKE | {"gamma": 0.3}, {}),
]


@pytest.mark.parametrize(("slug", "entry", "states", "hypers", "choices"), STEPPED, ids=[one[0] for one in STEPPED])
def test_a_step_on_lists_is_the_rule(slug, entry, states, hypers, choices):
    params, gradients = drawn(11, 4, (2, 3))
    path, _ = by_rule(catalog.problem(slug).rule, params, gradients, hypers | choices)
    own = [[np.zeros_like(p) for p in params] for _ in states]
    for t, (grads, expected) in enumerate(zip(gradients, path, strict=True), start=1):
        reference(slug)[entry](params, grads, *own, t, **hypers)
        assert_same(params, expected)


@pytest.mark.parametrize("warmup", [1, 4])
def test_schedule_free_sgd_is_the_rule(warmup):
    params, gradients = drawn(12, 4, (2, 3))
    hypers = {"lr": 0.1, "beta1": 0.7, "weight_decay": 0.2, "warmup": warmup}
    path, _ = by_rule("schedule_free", params, gradients, hypers | {"base": "sgd"})
    z = [p.copy() for p in params]
    for t, (grads, expected) in enumerate(zip(gradients, path, strict=True), start=1):
        reference("schedule-free-sgd")["schedule_free_sgd_step"](params, grads, z, t, **hypers)
        assert_same(params, expected)


def test_kron_psgd_is_the_rule_with_triangular_factors():
    params, gradients = drawn(13, (3, 2), (2, 4))
    rng = np.random.default_rng(14)
    noise = [[rng.normal(size=p.shape) for p in params] for _ in gradients]
    hypers = {"lr": 0.1, "precond_lr": 0.2}
    rule = hypers | {"form": "triangular", "momentum": 0.0, "weight_decay": 0.0}
    path, _ = by_rule("kron_psgd", params, gradients, rule, {"noise": noise})
    left, right = ([np.eye(p.shape[axis]) for p in params] for axis in (0, 1))
    for grads, drawn_noise, expected in zip(gradients, noise, path, strict=True):
        reference("kron-psgd")["kron_psgd_step"](params, grads, drawn_noise, left, right, **hypers)
        assert_same(params, expected)


def test_gradient_accumulation_is_the_rule_on_the_whole_batch():
    params, gradients = drawn(15, 4, (2, 3))
    _, others = drawn(16, 4, (2, 3))
    whole = [[(3 * g + h) / 4 for g, h in zip(*pair, strict=True)] for pair in zip(gradients, others, strict=True)]
    path, _ = by_rule("momentum", params, whole, {"lr": 0.1, "momentum": 0.7})
    velocity = [np.zeros_like(p) for p in params]
    for one, other, expected in zip(gradients, others, path, strict=True):
        reference("gradient-accumulation")["accumulated_step"](params, [one, other], [3, 1], velocity, 0.1, 0.7)
        assert_same(params, expected)
