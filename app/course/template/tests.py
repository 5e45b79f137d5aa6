from descent.judge.case import Call, Case, Ref, Test


def example(rng, xp):
    return Case({"params": [xp.asarray([1.0, 2.0])]}, (Call("square_step", (Ref("params"),), {"lr": 0.5}),))


def varied(rng, xp):
    params = [rng.normal(size=(2, 3)), rng.normal(size=4) * 1e-3]
    return Case({"params": params}, tuple(Call("square_step", (Ref("params"),), {"lr": lr}) for lr in (0.1, 0.3)))


TESTS = (
    Test("example", "the worked example", example, "public"),
    Test("varied", "two tensors, two steps", varied, "named"),
    Test("in-place", "mutation in place", varied, "sealed", kind="in_place"),
)
