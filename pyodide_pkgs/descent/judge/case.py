"""A test, and the case it makes: named objects and calls on them, as data that can be sent to another process.

    Case(
        objects={"params": [p], "grads": [g], "m": [m], "v": [v]},
        calls=(Call("adam_step", (Ref("params"), Ref("grads"), Ref("m"), Ref("v"), 1), {"lr": 0.1}),),
    )

A value in a case is `None`, a bool, number, string, list, tuple, dict or array, or one of `Ref` (a named object, the
very same one), `View` (the array of a named object seen another way), `Record` (an object with attributes, such as a
parameter with `.data` and `.grad`), `Once` (an iterator, as `model.parameters()` gives) and `Script` (a callable that
returns prepared values, such as a closure that returns a loss). `to_data` and `from_data` turn cases into plain values.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from descent.errors import BadMessage
from descent.spec import Namespace

Visibility = Literal["public", "named", "sealed"]
Seeing = Literal["transposed", "every second", "backwards"]
Kind = Literal["differential", "property", "in_place", "raises"]
VISIBILITIES: tuple[Visibility, ...] = ("public", "named", "sealed")
KINDS: tuple[Kind, ...] = ("differential", "property", "in_place", "raises")


@dataclass(frozen=True)
class Ref:
    """The object with this name, the same one wherever it is named; `"optimizer.m"` and `"params.0"` go into it."""

    name: str


@dataclass(frozen=True)
class View:
    """The array of the named object in other clothes: it shares the memory, and is no contiguous piece of it.

    `how` says which: all axes reversed, every second row, or the rows from the last to the first.
    """

    of: str
    how: Seeing


@dataclass(frozen=True)
class Once:
    """An iterator over these values, which can be walked through a single time."""

    items: tuple[Any, ...]


@dataclass(frozen=True)
class Record:
    """An object that has these attributes and nothing else; hashed and compared by identity, as parameters are."""

    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """A callable that takes anything and returns these values one by one, the last one again and again.

    `before` has a tuple of assignments for each of them, made when it is called: a closure that fills gradients.
    """

    returns: tuple[Any, ...]
    before: tuple[tuple["Assign", ...], ...] = ()


@dataclass(frozen=True)
class Call:
    """One call: `target` is a name that the submission defines, or a method of a bound object (`"optimizer.step"`).

    `bind` names the result for later calls. `observe` lists what is read after the call, by name or by attribute path;
    None means every object of the case.
    """

    target: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    bind: str | None = None
    observe: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Assign:
    """Puts a value into an attribute or a slot between two calls, as a training loop fills `params.0.grad`."""

    path: str
    value: Any


@dataclass(frozen=True)
class Case:
    """What one test feeds to a submission: named objects, made anew for every run, and steps taken in order."""

    objects: Mapping[str, Any]
    calls: tuple[Call | Assign, ...]


@dataclass(frozen=True)
class Test:
    """One test of a problem. It holds inputs and a way to compare; expected values come from the reference.

    `make(rng, xp)` gives the case, with a NumPy generator that was seeded after the code was frozen. What is compared
    depends on the kind: `differential` the returned values and the objects that the problem says are mutated, by value;
    `in_place` every object, and whether each array is still the same object; `raises` the kind of exception; `property`
    whatever `check(observation, reference, case, xp)` looks at: it returns None, or in words which law is broken.
    """

    __test__: ClassVar[bool] = False  # pytest takes every class called Test for a set of tests

    id: str
    title: str
    make: Callable[[Any, Namespace], Case]
    visibility: Visibility = "sealed"
    kind: Kind = "differential"
    rtol: float = 1e-9
    atol: float = 1e-12
    reason: str = ""
    """Why the tolerance is not the usual one."""
    contract: bool = False
    """The test states what is asked for, and need not catch a mistake that no public example catches."""
    check: Callable[..., str | None] | None = None
    timeout: float | None = None
    """Seconds after which the run is ended, if not those of the problem."""

    def __post_init__(self) -> None:
        if self.visibility not in VISIBILITIES:
            raise ValueError(
                f"test {self.id!r}: no visibility {self.visibility!r}; there are: {', '.join(VISIBILITIES)}"
            )
        if self.kind not in KINDS:
            raise ValueError(f"test {self.id!r}: no kind {self.kind!r}; there are: {', '.join(KINDS)}")
        if (self.kind == "property") != (self.check is not None):
            raise ValueError(f"test {self.id!r}: a property test has a check, and no other kind has one")


_TAG = "$"
_TAGGED: dict[str, type] = {
    "ref": Ref,
    "view": View,
    "once": Once,
    "record": Record,
    "script": Script,
    "call": Call,
    "assign": Assign,
    "case": Case,
}
_TAG_OF = {kind: tag for tag, kind in _TAGGED.items()}


def to_data(value: Any, tag_of: Mapping[type, str] = _TAG_OF) -> Any:
    """`value` with every dataclass named in `tag_of` as a dict that says its kind; other values stay as they are."""
    kind = type(value)
    if kind in tag_of:
        fields = {name: to_data(getattr(value, name), tag_of) for name in _fields(kind)}
        return {_TAG: tag_of[kind], **fields}
    if kind is list or kind is tuple:
        return kind(to_data(item, tag_of) for item in value)
    if kind is dict:
        items = {key: to_data(item, tag_of) for key, item in value.items()}
        return {_TAG: "dict", "items": items} if _TAG in items else items
    return value


def from_data(data: Any, kinds: Mapping[str, type] = _TAGGED) -> Any:
    """What `to_data` was given; `BadMessage` for a kind that is not among `kinds` or has other fields."""
    if isinstance(data, list | tuple):
        return type(data)(from_data(item, kinds) for item in data)
    if not isinstance(data, dict):
        return data
    if _TAG not in data:
        return {key: from_data(item, kinds) for key, item in data.items()}
    fields = {key: item for key, item in data.items() if key != _TAG}
    tag = data[_TAG]
    if tag == "dict" and list(fields) == ["items"] and isinstance(fields["items"], dict):
        return {key: from_data(item, kinds) for key, item in fields["items"].items()}
    if not isinstance(tag, str) or tag not in kinds:
        raise BadMessage(f"no kind of value is called {tag!r}; there are: {', '.join(kinds)}")
    known = _fields(kinds[tag])
    if set(fields) != set(known):
        raise BadMessage(f"a {tag} has the fields {', '.join(known)}, not {', '.join(map(str, fields))}")
    return kinds[tag](**{key: from_data(item, kinds) for key, item in fields.items()})


def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def case_from_data(data: Any) -> Case:
    """The case that `data` describes; `BadMessage` if it is anything else."""
    case = from_data(data)
    if not isinstance(case, Case):
        raise BadMessage(f"expected a case, got {type(case).__name__}")
    if not isinstance(case.objects, dict) or not all(isinstance(name, str) for name in case.objects):
        raise BadMessage("the objects of a case are a dict from names to values")
    if not isinstance(case.calls, tuple) or not all(isinstance(call, Call | Assign) for call in case.calls):
        raise BadMessage("the calls of a case are a tuple of calls and assignments")
    return case
