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


RUN = {"numpy": by_functions, "torch": by_class}


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
