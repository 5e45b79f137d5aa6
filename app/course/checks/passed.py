"""What the tests of a problem pass for each argument of its functions, gathered from their cases."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy
from descent.judge.case import Assign, Call, Case, Once, Record, Ref, Script, View
from descent.judge.objects import Stage
from descent.judge.suite import Suite


@dataclass
class Passed:
    """All that is passed for one argument."""

    numbers: list[Any] = field(default_factory=list)
    others: list[Any] = field(default_factory=list)
    """Bools, texts and None."""
    arrays: list[Any] = field(default_factory=list)
    """Arrays as the submission gets them, in lists or alone."""
    views: int = 0
    forms: set[str] = field(default_factory=set)
    default: bool = False
    """The signature has a default for it."""
    left_out: int = 0
    """How many calls leave it to the default."""


class Gathering:
    """Binds every call of a case to the signature of the reference's function or method."""

    def __init__(self, suite: Suite):
        self.suite = suite
        self.names: dict[str, Any] = {"__name__": "reference"}
        exec(compile(suite.files["reference.py"], "reference.py", "exec", dont_inherit=True), self.names)
        self.found: dict[str, Passed] = {}

    def all(self) -> dict[str, Passed]:
        """`{argument: what is passed}` over all tests but those that want an exception."""
        for test in self.suite.tests.values():
            if test.kind != "raises":
                self.case(self.suite.case(test.id))
        return self.found

    def case(self, case: Case) -> None:
        """Gather from one case."""
        stage = Stage(case, numpy)
        classes: dict[str, Any] = {}
        for action in case.calls:
            if isinstance(action, Assign):
                self.assigned(action, case, stage)
                continue
            function = self.function(action, classes)
            bound = inspect.signature(function).bind(*action.args, **action.kwargs)
            for name, parameter in inspect.signature(function).parameters.items():
                optional = parameter.default is not inspect.Parameter.empty
                self.of(name).default |= optional
                if name in bound.arguments:
                    self.value(name, bound.arguments[name], case, stage)
                elif optional:
                    self.of(name).left_out += 1
                    self.value(name, parameter.default, case, stage)

    def function(self, call: Call, classes: dict[str, Any]) -> Callable[..., Any]:
        """What a call calls, as a function of the arguments that stand in the call."""
        holder, _, method = call.target.rpartition(".")
        if holder:
            function = inspect.unwrap(getattr(classes[holder], method))
            parameters = list(inspect.signature(function).parameters.values())[1:]

            def called() -> None: ...

            called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
            return called
        found: Callable[..., Any] = self.names[call.target]
        if call.bind is not None:
            classes[call.bind] = found
        return found

    def assigned(self, action: Assign, case: Case, stage: Stage) -> None:
        """A value put into an attribute counts for the argument of that name."""
        self.value(action.path.rpartition(".")[2], action.value, case, stage)

    def of(self, name: str) -> Passed:
        """What has been gathered for an argument so far."""
        return self.found.setdefault(name, Passed())

    def value(self, name: str, value: Any, case: Case, stage: Stage) -> None:
        """Gather one value, and for a list, a tuple or an iterator what is in it."""
        here = self.of(name)
        here.forms.add("generator" if isinstance(value, Once) else type(_behind(value, case)).__name__)
        for item in _leaves(value, case):
            if isinstance(item, View):
                here.views += 1
                here.arrays.append(stage.build(item))
            elif isinstance(item, numpy.ndarray):
                here.arrays.append(item)
            elif isinstance(item, dict):
                for key, inner in item.items():
                    self.value(name if key == "params" else key, inner, case, stage)
            elif isinstance(item, Record):
                for key, inner in item.attributes.items():
                    self.value(key, inner, case, stage)
            elif isinstance(item, Script):
                self.script(item, case, stage)
            elif isinstance(item, bool | str) or item is None:
                here.others.append(item)
            elif isinstance(item, int | float | numpy.number):
                here.numbers.append(item)

    def script(self, script: Script, case: Case, stage: Stage) -> None:
        """What a closure fills in counts as assigned."""
        for actions in script.before:
            for action in actions:
                self.assigned(action, case, stage)


def _behind(value: Any, case: Case) -> Any:
    """What a reference names, where that is an object of the case."""
    while isinstance(value, Ref) and value.name in case.objects:
        value = case.objects[value.name]
    return value


def _leaves(value: Any, case: Case) -> Iterator[Any]:
    value = _behind(value, case)
    if isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item, case)
    elif isinstance(value, Once):
        for item in value.items:
            yield from _leaves(item, case)
    else:
        yield value


def passed(suite: Suite) -> Mapping[str, Passed]:
    """What the tests of a problem pass, by argument."""
    return Gathering(suite).all()
