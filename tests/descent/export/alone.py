"""Runs exported files in a process that cannot import `descent`: `python alone.py REQUEST ANSWER`, both pickles.

A request has `sources`, by target and rule, and `cases`; the answer has for every case what each step left behind.
"""

import inspect
import pickle
import sys
import types
from pathlib import Path


class Blocked:
    """What stands before all finders of modules, and refuses this project's."""

    def find_spec(self, name, *_):
        if name.split(".")[0] in ("descent", "app", "tests", "optimizer_playground"):
            raise ImportError(f"{name} is not there for an exported file")


def module_of(name, source):
    module = types.ModuleType(name)
    exec(compile(source, f"{name}.py", "exec"), vars(module))
    return module


def by_functions(module, case):
    """The parameter and state after each step of a NumPy file; all tensors of a model are one vector."""
    import numpy as np

    def whole(arrays):
        return np.concatenate([one.ravel() for one in arrays]) if case["model"] else arrays[0]

    def known(function):
        names = function.__kwdefaults__ or {}
        return {name: value for name, value in case["settings"].items() if name in names}

    p = whole(case["params"])
    state, passed = module.init(p, **known(module.init)), []
    for step, (grads, inputs) in enumerate(zip(case["grads"], case["inputs"], strict=True), 1):
        further = [whole(inputs[name]) for name in case["names"]]
        p, state = module.update(p, whole(grads), state, step, *further, **known(module.update))
        passed.append({"p": p, **state})
    return passed


def by_class(module, case):
    """The parameters after each step of the optimizer of a torch file."""
    import numpy as np
    import torch

    params = [torch.nn.Parameter(torch.tensor(p)) for p in case["params"]]
    classes = [one for one in vars(module).values() if isinstance(one, type)]
    (optimizer_class,) = classes
    optimizer, passed = optimizer_class(params), []
    (group,) = optimizer.param_groups
    settings = dict(case["settings"])
    if "betas" in group:
        group["betas"] = tuple(settings.pop(f"beta{place}") for place in range(1, len(group["betas"]) + 1))
    settings = {case["words"].get(name, name): value for name, value in settings.items()}
    group.update({name: value for name, value in settings.items() if name in group})
    for grads, inputs in zip(case["grads"], case["inputs"], strict=True):
        for p, g in zip(params, grads, strict=True):
            p.grad = torch.tensor(g)
        further = {
            name: {p: torch.tensor(x) for p, x in zip(params, inputs[name], strict=True)}
            for name in case["names"]
            if name in inspect.signature(optimizer.step).parameters
        }
        optimizer.step(**further)
        passed.append({"p": np.concatenate([p.detach().numpy().ravel() for p in params])})
    return passed


def by_transformation(module, case):
    """The parameters after each step of the transformation of an optax file."""
    import jax
    import numpy as np
    import optax

    jax.config.update("jax_enable_x64", True)
    make = vars(module)[case["name"]]
    known = inspect.signature(make).parameters
    words = {"lr": "learning_rate", **{f"beta{place}": f"b{place}" for place in range(1, 10)}}
    settings = {words.get(name, name): value for name, value in case["settings"].items()}
    transformation = make(**{name: value for name, value in settings.items() if name in known})
    params, passed = [jax.numpy.asarray(p) for p in case["params"]], []
    state, step = transformation.init(params), jax.jit(transformation.update)
    for grads, inputs in zip(case["grads"], case["inputs"], strict=True):
        updates, state = step(grads, state, params, **{name: inputs[name] for name in case["names"]})
        params = optax.apply_updates(params, updates)
        passed.append({"p": np.concatenate([np.ravel(p) for p in params])})
    return passed


def by_direction(module, case):
    """The parameter after each step along the direction that the function of an NVIDIA file gives."""
    import torch

    (calculate,) = (one for name, one in vars(module).items() if name.startswith("calculate_"))
    (begin,) = (one for name, one in vars(module).items() if name.endswith("_buffers"))
    given = inspect.signature(calculate).parameters
    asked = {name for name, one in given.items() if one.kind is one.KEYWORD_ONLY}
    assert all(one.default is one.empty for one in given.values())
    settings, (p,) = dict(case["settings"]), [torch.tensor(p) for p in case["params"]]
    lr, passed = settings.pop("lr"), []
    settings["betas"] = tuple(settings[name] for name in sorted(settings) if name[:4] == "beta" and name[4:].isdigit())
    buffers = begin(p, **{name: settings[name] for name in inspect.signature(begin).parameters if name in settings})
    for step, (grads, inputs) in enumerate(zip(case["grads"], case["inputs"], strict=True), 1):
        known = {
            "param": p,
            "step": step,
            **settings,
            **{name: torch.tensor(inputs[name][0]) for name in case["names"]},
        }
        before = [one.data_ptr() for one in buffers]
        direction = calculate(torch.tensor(grads[0]), *buffers, **{name: known[name] for name in asked})
        assert before == [one.data_ptr() for one in buffers]
        p = p - lr * direction
        passed.append({"p": p.numpy()})
    return passed


RUN = {"numpy": by_functions, "torch": by_class, "optax": by_transformation, "nvidia": by_direction}


def main():
    sys.meta_path.insert(0, Blocked())
    request = pickle.loads(Path(sys.argv[1]).read_bytes())
    modules = {key: module_of("_".join(key), source) for key, source in request["sources"].items()}
    answers = []
    for case in request["cases"]:
        module = modules[case["target"], case["rule"]]
        answers.append(RUN[case["target"]](module, case))
    Path(sys.argv[2]).write_bytes(pickle.dumps(answers))


if __name__ == "__main__":
    main()
