"""The tests of LAMB: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.together import together
from descent.judge.cases.updates import spread


def draw(rng, xp, size, scale=1.0):
    """Parameters of either sign, none near zero."""
    return xp.asarray(scale * rng.choice([-1.0, 1.0], size=size) * rng.uniform(1.5, 2.5, size=size))


def training(tensors, iterations, hypers, shapes=None):
    """A case that makes a Lamb and trains it; one `{name: gradient}` per iteration, each ended by end_iteration.

    `shapes` names the shapes of tensors that were not flat before.
    """
    objects = dict(tensors)
    calls = [Call("Lamb", (), hypers, bind="optimizer", observe=tuple(tensors))]
    for number, gradients in enumerate(iterations):
        for name, gradient in gradients.items():
            own = f"grad_{name}_{number}"
            objects[own] = gradient
            arguments = (name, (shapes or {}).get(name, gradient.shape), Ref(name), Ref(own))
            calls.append(Call("optimizer.step", arguments, observe=(*tensors, own)))
        calls.append(Call("optimizer.end_iteration", observe=tuple(tensors)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    weight = {"weight": xp.asarray([3.0, 4.0])}
    return training(weight, [{"weight": xp.asarray([0.5, -0.25])}, {"weight": xp.asarray([1.0, 2.0])}], {"lr": 0.1})


def one_tensor(rng, xp):
    iterations = [{"weight": spread(rng, xp, 4)} for _ in range(5)]
    return training({"weight": draw(rng, xp, 4)}, iterations, {"lr": 0.1, "eps": 0.02, "weight_decay": 0.3})


def several_tensors(rng, xp):
    sizes = {"weight": 6, "bias": 4, "twin": 4, "scale": 1, "kernel": 6}  # the twin has the shape of the bias
    shapes = {"weight": (3, 2), "scale": (), "kernel": (1, 2, 3)}
    iterations = [{name: spread(rng, xp, size) for name, size in sizes.items()} for _ in range(3)]
    tensors = {name: draw(rng, xp, size) for name, size in sizes.items()}
    return training(tensors, iterations, {"lr": 0.05, "eps": 0.03, "weight_decay": 0.1}, shapes)


def late_tensor(rng, xp):
    iterations = [{"weight": spread(rng, xp, 3)} for _ in range(3)]
    iterations += [{"weight": spread(rng, xp, 3), "late": spread(rng, xp, 2)} for _ in range(3)]
    return training({"weight": draw(rng, xp, 3), "late": draw(rng, xp, 2)}, iterations, {"lr": 0.1, "eps": 0.05})


def every_hyperparameter(rng, xp):
    hypers = {
        "lr": rng.uniform(0.02, 0.15),
        "beta1": rng.uniform(0.3, 0.7),
        "beta2": rng.uniform(0.8, 0.95),
        "eps": rng.uniform(0.1, 0.5),
        "weight_decay": rng.uniform(0.2, 0.4),
    }
    sizes = {"weight": 5, "bias": 2}
    iterations = [{name: spread(rng, xp, size) for name, size in sizes.items()} for _ in range(4)]
    return training({name: draw(rng, xp, size) for name, size in sizes.items()}, iterations, hypers)


def uncorrected(rng, xp):
    iterations = [{"weight": spread(rng, xp, 3)} for _ in range(4)]
    return training(
        {"weight": draw(rng, xp, 3)}, iterations, {"lr": 0.1, "beta2": 0.9, "eps": 0.02, "bias_correction": False}
    )


def no_decay(rng, xp):
    """In the first iteration the gradient is zero, and so is u."""
    iterations = [{"weight": xp.zeros(3)}, *({"weight": spread(rng, xp, 3)} for _ in range(3))]
    return training({"weight": draw(rng, xp, 3)}, iterations, {"lr": 0.1, "eps": 0.02, "weight_decay": 0.0})


def zero_parameter(rng, xp):
    iterations = [{"weight": spread(rng, xp, 3, -1, 0)} for _ in range(3)]
    return training({"weight": xp.zeros(3)}, iterations, {"lr": 0.1, "eps": 0.02})


def zero_gradient(rng, xp):
    silent = {"weight": xp.zeros(3), "bias": xp.zeros(2)}
    some = {"weight": spread(rng, xp, 3, -1, 0), "bias": xp.zeros(2)}
    tensors = {"weight": draw(rng, xp, 3), "bias": xp.zeros(2)}
    return training(tensors, [silent, some, silent, silent], {"lr": 0.1, "eps": 0.05, "weight_decay": 0.2})


def large_tensor(rng, xp):
    iterations = [{"weight": spread(rng, xp, 6)} for _ in range(3)]
    return training({"weight": draw(rng, xp, 6, 50.0)}, iterations, {"lr": 0.01, "eps": 0.02, "weight_decay": 0.001})


def in_place(rng, xp):
    sizes = {"weight": 3, "bias": 2}
    iterations = [{name: spread(rng, xp, size) for name, size in sizes.items()} for _ in range(2)]
    return training({name: draw(rng, xp, size) for name, size in sizes.items()}, iterations, {"lr": 0.1, "eps": 0.1})


def relative_length(rng, xp):
    iterations = [{"weight": spread(rng, xp, 5)} for _ in range(3)]
    return training({"weight": draw(rng, xp, 5, rng.uniform(1.0, 1.5))}, iterations, {"lr": 0.07, "eps": 0.01})


def relative_length_law(seen, reference, case, xp):
    """However long the gradients are, a step is lr times as long as the tensor was."""
    lr = case.calls[0].kwargs["lr"]
    before = case.objects["weight"]
    for made, call in zip(case.calls, seen.calls, strict=True):
        now = call.objects["weight"].now
        moved = xp.linalg.norm(now - before)
        if made.target == "optimizer.step" and not xp.isclose(moved, lr * xp.linalg.norm(before), rtol=1e-9):
            return "a step should be lr times as long as the tensor is"
        before = now
    return None


USUAL = {"lr": 0.1, "beta1": 0.7, "beta2": 0.9, "eps": 0.1, "weight_decay": 0.3}


def borders(rng, xp):
    """Two iterations with each setting at either end of its range."""
    cases = []
    for name in USUAL:
        for corner in RANGES[name].corners():
            iterations = [{"weight": spread(rng, xp, 3, -1, 0)} for _ in range(2)]
            tensor = {"weight": draw(rng, xp, 3, 0.1)}
            cases.append(training(tensor, iterations, {**USUAL, name: corner, "bias_correction": True}))
    return together(cases)


def defaults(rng, xp):
    """Only lr is given; gradients are so small that the default eps shows, parameters so large that the decay does."""
    iterations = [{"weight": spread(rng, xp, 4, -6, -5)} for _ in range(3)]
    return training({"weight": draw(rng, xp, 4, 10.0)}, iterations, {"lr": 0.05})


def long_run(rng, xp):
    """A tensor that is first stepped after many iterations, at which all others have none."""
    case = training({"weight": draw(rng, xp, 3)}, [{"weight": spread(rng, xp, 3)} for _ in range(3)], {**USUAL, "beta2": 0.999})
    quiet = Call("optimizer.end_iteration", observe=())
    return Case(case.objects, (*case.calls[:3], *[quiet] * 10, *case.calls[3:]))


def views(rng, xp):
    """The parameter is every second entry of another array, the gradient runs backwards through one."""
    hypers = {**USUAL, "eps": 0.0}
    objects = {"whole": draw(rng, xp, 6), "weight": View("whole", "every second")}
    objects |= {"behind": spread(rng, xp, 3), "grad": View("behind", "backwards")}
    step = Call("optimizer.step", ("weight", (3,), Ref("weight"), Ref("grad")), observe=("whole", "weight", "grad"))
    return Case(objects, (Call("Lamb", (), hypers, bind="optimizer", observe=()), step, step))


def every_size(rng, xp):
    """Parameters and gradients of the smallest and the largest size, in all pairs."""
    cases = []
    for size in (1e-99, 1e99):
        for scale in (1e-99, 1e98):
            gradients = [{"weight": scale * spread(rng, xp, 3, -1, 0)} for _ in range(2)]
            hypers = {"lr": 0.1, "eps": 0.0, "weight_decay": 1e-3 if size > 1 else 0.1}
            cases.append(training({"weight": draw(rng, xp, 3, size)}, gradients, hypers))
    return together(cases)


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("one-tensor", "one tensor over five iterations", one_tensor, "named"),
    Test("several-tensors", "several tensors in one iteration share its t", several_tensors, "named"),
    Test("late-tensor", "a tensor that appears in the fourth iteration", late_tensor, "named"),
    Test("in-place", "param changes in place, grad does not", in_place, "named", "in_place"),
    Test(
        "relative-length",
        "each step is lr times as long as the tensor",
        relative_length,
        "named",
        "property",
        check=relative_length_law,
    ),
    Test("uncorrected", "without bias correction", uncorrected, "named"),
    Test("zero-parameter", "a tensor that begins at zero", zero_parameter, "named"),
    Test("zero-gradient", "zero gradients, and a tensor and gradient both zero", zero_gradient, "named"),
    Test("no-decay", "without weight decay", no_decay, "named"),
    Test("every-hyperparameter", "every hyperparameter away from its default", every_hyperparameter),
    Test("large-tensor", "a tensor of large norm", large_tensor),
    Test("borders", "every setting at both ends of its range", borders, "named"),
    Test("defaults", "the default hyperparameters", defaults, "named"),
    Test("long-run", "a late iteration of a long run", long_run, "named"),
    Test("views", "a parameter that is a view of the caller's array", views, "named", "in_place"),
    Test(
        "every-size",
        "numbers of the smallest and the largest size",
        every_size,
        "named",
        atol=0.0,
        reason="numbers of every size count here, so the smallest one may not vanish in an absolute tolerance",
    ),
)
