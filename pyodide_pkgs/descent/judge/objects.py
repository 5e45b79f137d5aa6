"""The objects of one case while it runs: made anew, named, and found again by path."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from descent.judge.case import Assign, Call, Case, Once, Record, Ref, Script, View
from descent.judge.observation import Seen, Slot
from descent.judge.snapshot import Attributes, Copier
from descent.spec import Array, Namespace

PLAIN = frozenset({float, int, bool, str, type(None)})
"""Types of values that a submission gets as they are."""


class Stage:
    """The named objects of a case, and the arrays that were in them at the start.

    It keeps those arrays as a caller would, so that after a call it can say which slots hold other arrays now and what
    has become of the old ones.
    """

    def __init__(self, case: Case, xp: Namespace):
        self.case = case
        self.xp = xp
        self.copier = Copier(xp)
        self.objects: dict[str, Any] = {}
        self.arrays: dict[str, list[tuple[str, Array]]] = {}
        for name, value in case.objects.items():
            self.objects[name] = self.build(value)
            self.arrays[name] = list(_arrays(self.objects[name], xp))

    def build(self, value: Any) -> Any:
        """`value` as the submission gets it: arrays copied, references resolved, records and scripts made."""
        if type(value) in PLAIN:  # most are, and this is asked of every setting of every call
            return value
        if isinstance(value, Ref):
            return self.resolve(value.name)
        if isinstance(value, self.xp.ndarray):
            return self.copier.array(value, copy=True)
        if isinstance(value, View):
            return seen_as(self.resolve(value.of), value.how)
        if isinstance(value, Once):
            return iter([self.build(item) for item in value.items])
        if isinstance(value, Record):
            return Attributes({name: self.build(item) for name, item in value.attributes.items()})
        if isinstance(value, Script):
            return self.scripted(value)
        if isinstance(value, list | tuple):
            return type(value)(self.build(item) for item in value)
        if isinstance(value, dict):
            return {key: self.build(item) for key, item in value.items()}
        return value

    def scripted(self, script: Script) -> Callable[..., Any]:
        """The callable that a script describes."""
        returns, before = [self.build(item) for item in script.returns], list(script.before)

        def scripted(*_args: Any, **_kwargs: Any) -> Any:
            for action in before.pop(0) if before else ():
                self.assign(action)
            return returns.pop(0) if len(returns) > 1 else returns[0]

        return scripted

    def resolve(self, path: str) -> Any:
        """The object at a path such as `params.0.grad`: names, positions and keys, taken one after another."""
        if path in self.objects:
            return self.objects[path]
        name, *parts = path.split(".")
        if name not in self.objects:
            raise LookupError(f"the case has no object called {name!r}; there are: {', '.join(self.objects)}")
        found = self.objects[name]
        for part in parts:
            if isinstance(found, list | tuple):
                found = found[int(part)]
            elif isinstance(found, dict):
                found = found[part]
            else:
                found = getattr(found, part)
        return found

    def assign(self, action: Assign) -> None:
        """Put a value into the slot or attribute that `action` names."""
        path, _, last = action.path.rpartition(".")
        holder, value = self.resolve(path), self.build(action.value)
        if isinstance(holder, list):
            holder[int(last)] = value
        elif isinstance(holder, dict):
            holder[last] = value
        else:
            setattr(holder, last, value)

    def seen(self, call: Call) -> dict[str, Seen]:
        """Everything that `call` leaves to be looked at, by name or path."""
        found = {}
        for path in self.watched(call):
            current = self.resolve(path)
            slots = []
            for place, array in self.arrays.get(path, ()):
                same = _at(current, place) is array
                slots.append(Slot(place, same, None if same else self.copier.copy(array)))
            found[path] = Seen(self.copier.copy(current), tuple(slots))
        return found

    def watched(self, call: Call) -> tuple[str, ...]:
        """What to read after `call`: what it says, else the objects it names and those that no call names."""
        if call.observe is not None:
            return call.observe
        here = set(_names((call.args, call.kwargs)))
        return tuple(name for name in self.case.objects if not here or name in here or name not in self.named)

    @cached_property
    def named(self) -> set[str]:
        """The objects that any call names."""
        calls = [one for one in self.case.calls if isinstance(one, Call)]
        return {name for one in calls for name in _names((one.args, one.kwargs))}


def seen_as(array: Array, how: str) -> Array:
    """The view of `array` that a `View` of a case names."""
    return {"transposed": array.T, "every second": array[::2], "backwards": array[::-1]}[how]


def _arrays(value: Any, xp: Namespace, path: str = "") -> Iterator[tuple[str, Array]]:
    """Every array inside `value` with its path, such as `0.grad`."""
    if isinstance(value, xp.ndarray):
        yield path, value
        return
    parts: Any = ()
    if isinstance(value, list | tuple):
        parts = enumerate(value)
    elif isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, Attributes):
        parts = vars(value).items()
    for part, item in parts:
        if type(item) not in PLAIN:
            yield from _arrays(item, xp, f"{path}.{part}" if path else str(part))


def _at(value: Any, path: str) -> Any:
    """What is at `path` now, None where nothing is."""
    for part in path.split(".") if path else ():
        try:
            if isinstance(value, list | tuple):
                value = list(value)[int(part)]
            elif isinstance(value, dict):
                value = value.get(part)
            else:
                value = vars(value).get(part)
        except (LookupError, TypeError, ValueError):
            return None
    return value


def _names(value: Any) -> Iterator[str]:
    """The first names of all references inside `value`."""
    if isinstance(value, Ref):
        yield value.name.partition(".")[0]
    elif isinstance(value, View):
        yield value.of.split(".")[0]
    elif isinstance(value, Once):
        yield from _names(value.items)
    elif isinstance(value, Record):
        yield from _names(value.attributes)
    elif isinstance(value, list | tuple):
        for item in value:
            if type(item) not in PLAIN:
                yield from _names(item)
    elif isinstance(value, dict):
        for item in value.values():
            if type(item) not in PLAIN:
                yield from _names(item)
