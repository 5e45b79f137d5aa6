"""Runs exported files in a process that cannot import `descent`: `python alone.py REQUEST ANSWER`, both pickles.

A request has `sources`, by target and rule, and `cases`; the answer has for every case what each step left behind.
"""

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


RUN = {"numpy": by_functions}


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
