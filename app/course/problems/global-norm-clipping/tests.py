"""The tests of clipping by the global norm: inputs and laws, no expected values."""

from descent.judge.case import Call, Case, Ref, Test, View
from descent.judge.cases.updates import spread


def varied(rng, xp, shape, low=-1.0, high=1.0):
    """Gradients whose size runs over `high - low` decades, of either sign, none near zero."""
    return spread(rng, xp, shape, low, high)


def of_length(grads, length, xp):
    """The gradients of ordinary size, scaled together to this norm."""
    size = sum(float(xp.sum(g * g)) for g in grads) ** 0.5
    return [xp.asarray(g * (length / size)) for g in grads]


def clip(lists, *args, **kwargs):
    """A case of one call for each list of gradients."""
    objects = {"grads" if number == 0 else f"grads{number}": grads for number, grads in enumerate(lists)}
    return Case(objects, tuple(Call("clip_global_norm", (Ref(name), *args), kwargs) for name in objects))


def example(rng, xp):
    long, short = ([xp.asarray([3.0, 0.0]), xp.asarray([4.0])] for _ in range(2))
    calls = (Call("clip_global_norm", (Ref("grads"), 2.5)), Call("clip_global_norm", (Ref("short"), 10.0)))
    return Case({"grads": long, "short": short}, calls)


def several_tensors(rng, xp):
    lists = []
    for _ in range(3):
        grads = [varied(rng, xp, shape) for shape in (4, (2, 3), 1)]
        lists.append(of_length(grads, rng.uniform(3.0, 9.0), xp))
    return clip(lists, rng.uniform(0.5, 1.0))


def short(rng, xp):
    lists = [of_length([varied(rng, xp, 3), varied(rng, xp, 2)], rng.uniform(0.1, 0.9), xp) for _ in range(3)]
    return clip(lists, 1.0)


def at_the_edge(rng, xp):
    """Each tensor is shorter than the bound, all together are longer."""
    bound = rng.uniform(1.0, 2.0)
    grads = [of_length([varied(rng, xp, shape)], 0.9 * bound, xp)[0] for shape in (3, (2, 2), 4)]
    return clip([grads], bound)


def direction(rng, xp):
    return clip([of_length([varied(rng, xp, 4), varied(rng, xp, (2, 2))], rng.uniform(5.0, 9.0), xp)], 1.5)


def direction_law(seen, reference, case, xp):
    """What is left points where it pointed and is as long as the bound."""
    bound = case.calls[0].args[1]
    before, after = (
        xp.concatenate([g.ravel() for g in grads])
        for grads in (case.objects["grads"], seen.calls[0].objects["grads"].now)
    )
    length = xp.sqrt(xp.sum(after * after))
    if not xp.isclose(length, bound, rtol=1e-9):
        return "gradients longer than max_norm should be exactly that long afterwards"
    if not xp.allclose(after / length, before / xp.sqrt(xp.sum(before * before)), rtol=1e-9, atol=1e-12):
        return "the gradient should keep its direction over all tensors"
    return None


def large_eps(rng, xp):
    lists = [of_length([varied(rng, xp, 3), varied(rng, xp, 2)], length, xp) for length in (4.0, 0.9, 0.2)]
    return clip(lists, 0.5, eps=rng.uniform(0.85, 0.95))


def in_place(rng, xp):
    objects = {
        "weight": varied(rng, xp, (2, 2), 0, 1),
        "bias": varied(rng, xp, 3, 0, 1),
        "grads": [Ref("weight"), Ref("bias")],
    }
    return Case(objects, tuple(Call("clip_global_norm", (Ref("grads"), bound)) for bound in (1.0, 0.5)))


def zeros(rng, xp):
    some = of_length([varied(rng, xp, 3)], 4.0, xp)[0]
    return clip([[xp.zeros(3), xp.zeros(2)], [xp.zeros(2), some], [xp.zeros(1), xp.asarray(some * 2)]], 1.0)


def without_gradient(rng, xp):
    lists = [[None, varied(rng, xp, 3, 0, 1), None, varied(rng, xp, (2, 2), 0, 1)], [None, None], []]
    return clip(lists, 0.5)


def shapes(rng, xp):
    grads = [varied(rng, xp, shape) for shape in (1, 5, (3, 2), (2, 1, 3))]
    return clip([of_length(grads, rng.uniform(6.0, 9.0), xp), [varied(rng, xp, 1, 2, 3)]], rng.uniform(0.5, 2.0))


def every_size(rng, xp):
    """Norms whose squares no float64 can hold, far above the bound and far below it, and bounds at their ends."""
    pairs = ((1e200, 1.0), (1e200, 1e100), (1e198, 1e-100), (1e-198, 1e-100), (1e-200, 1.0), (1e-99, 1e-100))
    objects, calls = {}, []
    for number, (size, bound) in enumerate(pairs):
        name = f"grads{number}"
        low, high = (0.0, 0.5) if size < 1 else (-0.5, 0.0)
        sparse = size * varied(rng, xp, 3, low, high) * xp.asarray([1.0, 0.0, 1.0])
        objects[name] = [size * varied(rng, xp, (2, 2), low, high), sparse]
        calls.append(Call("clip_global_norm", (Ref(name), bound)))
    return Case(objects, tuple(calls))


def borders(rng, xp):
    """Both ends of eps, a short and a long gradient each, and gradients without an axis or without an entry."""
    objects, calls = {}, []
    for number, (length, eps) in enumerate(((0.2, 0.0), (3.0, 0.0), (0.2, 1.0), (3.0, 1.0), (0.3, 0.6))):
        name = f"grads{number}"
        drawn = of_length([varied(rng, xp, shape) for shape in ((), 2, (2, 1))], length, xp)
        objects[name] = [*drawn, xp.zeros((0, 3)), xp.zeros(0)]
        calls.append(Call("clip_global_norm", (Ref(name), 0.7), {"eps": eps}))
    objects["nothing"] = [xp.zeros((0, 2)), None]
    calls.append(Call("clip_global_norm", (Ref("nothing"), 0.7)))
    return Case(objects, tuple(calls))


def views(rng, xp):
    objects = {"weight": varied(rng, xp, (3, 2), 0, 1), "rows": varied(rng, xp, (4, 2), 0, 1), "bias": varied(rng, xp, 3)}
    objects["grads"] = [View("weight", "transposed"), View("rows", "every second"), View("bias", "backwards")]
    return Case(objects, (Call("clip_global_norm", (Ref("grads"), 0.5), observe=tuple(objects)),))


TESTS = (
    Test("example", "the worked examples", example, "public", contract=True),
    Test("several-tensors", "several tensors share one factor", several_tensors, "named"),
    Test("short", "gradients that are short enough stay as they are", short, "named"),
    Test("at-the-edge", "every tensor is short, all together are long", at_the_edge, "named"),
    Test("direction", "the direction stays", direction, "named", "property", check=direction_law),
    Test("in-place", "the caller's own arrays change", in_place, "named", "in_place"),
    Test("large-eps", "a large eps", large_eps, "named"),
    Test("zeros", "zero gradients, alone and beside others", zeros, "named"),
    Test("without-gradient", "tensors without a gradient", without_gradient, "named"),
    Test("shapes", "tensors of many shapes", shapes),
    Test(
        "every-size",
        "gradients whose squares no float64 holds",
        every_size,
        "named",
        atol=0.0,
        reason="norms of every size count here, so the smallest one may not vanish in an absolute tolerance",
    ),
    Test("borders", "both ends of eps, tensors without an axis or without an entry", borders, "named"),
    Test("views", "gradients that are views of the caller's arrays", views, "named", "in_place"),
)
