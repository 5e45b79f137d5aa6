"""The tests of LAMB: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test
from descent.judge.cases.updates import spread


def draw(rng, xp, size, scale=1.0):
    """Parameters of either sign, none near zero."""
    return xp.asarray(scale * rng.choice([-1.0, 1.0], size=size) * rng.uniform(1.5, 2.5, size=size))


def training(tensors, iterations, hypers):
    """A case that makes a Lamb and trains it; one `{name: gradient}` per iteration, each ended by end_iteration."""
    objects = dict(tensors)
    calls = [Call("Lamb", (), hypers, bind="optimizer", observe=tuple(tensors))]
    for number, gradients in enumerate(iterations):
        for name, gradient in gradients.items():
            own = f"grad_{name}_{number}"
            objects[own] = gradient
            arguments = (name, gradient.shape, Ref(name), Ref(own))
            calls.append(Call("optimizer.step", arguments, observe=(*tensors, own)))
        calls.append(Call("optimizer.end_iteration", observe=tuple(tensors)))
    return Case(objects, tuple(calls))


def example(rng, xp):
    weight = {"weight": xp.asarray([3.0, 4.0])}
    return training(weight, [{"weight": xp.asarray([0.5, -0.25])}, {"weight": xp.asarray([1.0, 2.0])}], {"lr": 0.1})


def one_tensor(rng, xp):
    iterations = [{"weight": spread(rng, xp, 4)} for _ in range(8)]
    return training({"weight": draw(rng, xp, 4)}, iterations, {"lr": 0.1, "eps": 0.02, "weight_decay": 0.3})


def several_tensors(rng, xp):
    sizes = {"weight": 4, "bias": 4, "scale": 1}
    iterations = [{name: spread(rng, xp, size) for name, size in sizes.items()} for _ in range(4)]
    tensors = {name: draw(rng, xp, size) for name, size in sizes.items()}
    return training(tensors, iterations, {"lr": 0.05, "eps": 0.03, "weight_decay": 0.1})


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
    iterations = [{"weight": spread(rng, xp, 5)} for _ in range(4)]
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


TESTS = (
    Test("example", "the worked example", example, "public", contract=True),
    Test("one-tensor", "one tensor over eight iterations", one_tensor, "named"),
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
)
