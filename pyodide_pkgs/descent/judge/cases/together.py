"""Several cases as one, each with names of its own, so that a test can hold many short runs.

`descent.judge.cases.updates.joined` does the same for cases whose names differ already.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from descent.judge.case import Assign, Call, Case, Once, Record, Ref, Script, View


def together(cases: Iterable[Case]) -> Case:
    """The calls of all cases, one case after the other; names of the case number k end in `_k`."""
    objects: dict[str, Any] = {}
    calls: tuple[Call | Assign, ...] = ()
    for number, case in enumerate(cases):
        tagged = renamed(case, f"_{number}")
        objects, calls = {**objects, **tagged.objects}, calls + tagged.calls
    return Case(objects, calls)


def renamed(case: Case, tag: str) -> Case:
    """The case with `tag` at the end of the names of its objects, also of those that its calls bind."""
    bound = {call.bind for call in case.calls if isinstance(call, Call) and call.bind}
    names = {name: name + tag for name in (*case.objects, *bound)}
    objects = {names[name]: _renamed(value, names) for name, value in case.objects.items()}
    return Case(objects, tuple(_action(action, names, tuple(case.objects)) for action in case.calls))


def _action(action: Call | Assign, names: dict[str, str], everything: tuple[str, ...]) -> Call | Assign:
    if isinstance(action, Assign):
        return Assign(_path(action.path, names), _renamed(action.value, names))
    return replace(
        action,
        target=_path(action.target, names),
        args=_renamed(action.args, names),
        kwargs=_renamed(dict(action.kwargs), names),
        bind=names[action.bind] if action.bind else None,
        observe=tuple(_path(path, names) for path in (everything if action.observe is None else action.observe)),
    )


def _path(path: str, names: dict[str, str]) -> str:
    name, dot, rest = path.partition(".")
    return names.get(name, name) + dot + rest


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, Ref):
        return Ref(_path(value.name, names))
    if isinstance(value, View):
        return replace(value, of=_path(value.of, names))
    if isinstance(value, Once):
        return Once(_renamed(value.items, names))
    if isinstance(value, Record):
        return Record(_renamed(dict(value.attributes), names))
    if isinstance(value, Script):
        before = tuple(
            tuple(Assign(_path(a.path, names), _renamed(a.value, names)) for a in some) for some in value.before
        )
        return Script(_renamed(value.returns, names), before)
    if isinstance(value, list | tuple):
        return type(value)(_renamed(item, names) for item in value)
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return value
