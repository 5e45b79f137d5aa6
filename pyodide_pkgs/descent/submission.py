"""Runs a submission on a case and says what was seen; it never judges.

Each case gets a fresh module and fresh copies of its inputs. The submission is compiled under a file name of its own, so
that tracebacks can show its lines. Any end is a result: exceptions, `SystemExit`, an interrupt, too little memory.
"""

import contextlib
import io
import linecache
import sys
import warnings
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from descent.case import Assign, Call, Case, Record, Ref, Script
from descent.failure import failure_from, syntax_failure
from descent.guard import Guard
from descent.observation import CallSeen, Failure, Observation, Seen, Slot
from descent.snapshot import Attributes, Copier
from descent.spec import Array, Namespace

MAX_OUTPUT = 64 * 1024
"""The most output kept from one case, in bytes."""
CUT = f"\n[output cut: a run may print {MAX_OUTPUT // 1024} KiB]\n"

Listener = Callable[[str, str], None]
"""Called with the stream (`stdout` or `stderr`) and the text, as it is printed."""


def observe(
    source: str,
    case: Case,
    xp: Namespace,
    *,
    file_name: str = "submission.py",
    on_output: Listener | None = None,
    trusted: bool = False,
) -> Observation:
    """What `case` shows when run on the code in `source`; nothing that the code does is raised here.

    `trusted` skips putting modules back afterwards, for code of our own.
    """
    guard = None if trusted else Guard(xp)
    output = _Output(on_output)
    run = _Run(case, xp, guard)
    try:
        with output.capturing():
            failure = run.whole(source, file_name)
    except KeyboardInterrupt as interrupt:  # between two steps of our own
        failure = failure_from(interrupt, file_name, source)
    finally:
        tampered = guard.restore() if guard else ()
    text = "".join(output.kept)
    return Observation(tuple(run.seen), failure, run.during if failure else "", text, output.cut, tampered)


class _Run:
    """One run of one case: the objects made so far, and what has been seen of them."""

    def __init__(self, case: Case, xp: Namespace, guard: Guard | None):
        self.case = case
        self.xp = xp
        self.guard = guard
        self.copier = Copier(xp)
        self.objects: dict[str, Any] = {}
        self.arrays: dict[str, list[tuple[str, Array]]] = {}
        self.seen: list[CallSeen] = []
        self.during = "load"
        for name, value in case.objects.items():
            self.objects[name] = self.build(value)
            self.arrays[name] = list(_arrays(self.objects[name], xp))

    def whole(self, source: str, file_name: str) -> Failure | None:
        """Loads the source and takes the steps of the case; why it ended early, if it did."""
        try:
            code = compile(source, file_name, "exec", dont_inherit=True)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # also MemoryError and RecursionError for what nests too deeply
            return syntax_failure(error, source)
        linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
        module = ModuleType("submission")
        module.__file__ = file_name
        previous = sys.modules.get("submission")
        sys.modules["submission"] = module
        failure = None
        changed: dict[str, Any] = {}
        try:
            exec(code, vars(module))
            step = 0
            for action in self.case.calls:
                self.during = action.path if isinstance(action, Assign) else action.target
                if isinstance(action, Assign):
                    self.assign(action)
                    continue
                function = self.target(action, module)
                if isinstance(function, Failure):
                    failure = function
                    break
                args, kwargs = self.build(action.args), self.build(dict(action.kwargs))
                returned = function(*args, **kwargs)
                changed = self.guard.without_builtins() if self.guard else {}
                if action.bind is not None:
                    self.objects[action.bind] = returned
                self.seen.append(self.look(action, step, returned))
                step += 1
                if changed:
                    Guard.with_builtins(changed)
        except BaseException as error:  # whatever it is, it is the result of the run
            if self.guard:
                self.guard.without_builtins()
            failure = failure_from(error, file_name, source)
        finally:
            if previous is None:
                sys.modules.pop("submission", None)
            else:
                sys.modules["submission"] = previous
        return failure

    def build(self, value: Any) -> Any:
        """`value` as the submission gets it: arrays copied, references resolved, records and scripts made."""
        if isinstance(value, Ref):
            return self.resolve(value.name)
        if isinstance(value, Record):
            return Attributes({name: self.build(item) for name, item in value.attributes.items()})
        if isinstance(value, Script):
            return _scripted([self.build(item) for item in value.returns])
        if isinstance(value, list | tuple):
            return type(value)(self.build(item) for item in value)
        if isinstance(value, dict):
            return {key: self.build(item) for key, item in value.items()}
        if isinstance(value, self.xp.ndarray):
            return self.copier.array(value, copy=True)
        return value

    def resolve(self, path: str) -> Any:
        """The object at a path such as `params.0.grad`: names, positions and keys, taken one after another."""
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
        path, _, last = action.path.rpartition(".")
        holder, value = self.resolve(path), self.build(action.value)
        if isinstance(holder, list):
            holder[int(last)] = value
        elif isinstance(holder, dict):
            holder[last] = value
        else:
            setattr(holder, last, value)

    def target(self, call: Call, module: ModuleType) -> Any:
        """The function or method to call, or the failure that says it is not there."""
        if "." in call.target:
            return self.resolve(call.target)
        found = vars(module).get(call.target)
        if callable(found):
            return found
        own = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
        problem = "is not a function" if call.target in vars(module) else "is not defined"
        names = ", ".join(sorted(own)) or "none"
        return Failure("missing", "NameError", f"{call.target!r} {problem}; functions and classes here: {names}")

    def look(self, call: Call, step: int, returned: Any) -> CallSeen:
        objects = {}
        for path in self.watched(call):
            current = self.resolve(path)
            slots = []
            for place, array in self.arrays.get(path, ()):
                same = _at(current, place) is array
                slots.append(Slot(place, same, None if same else self.copier.copy(array)))
            objects[path] = Seen(self.copier.copy(current), tuple(slots))
        result = None if call.bind is not None else self.copier.copy(returned)
        return CallSeen(step, result, objects)

    def watched(self, call: Call) -> tuple[str, ...]:
        """What to read after `call`: what it says, else the objects it names and those that no call names."""
        if call.observe is not None:
            return call.observe
        here = set(_names((call.args, call.kwargs)))
        anywhere = {name for other in self.case.calls if isinstance(other, Call) for name in _names((other.args, other.kwargs))}
        return tuple(name for name in self.case.objects if not here or name in here or name not in anywhere)


class _Output:
    """Standard output and error while a case runs: kept up to `MAX_OUTPUT` bytes, and passed on as it comes."""

    def __init__(self, listener: Listener | None):
        self.listener = listener
        self.kept: list[str] = []
        self.left = MAX_OUTPUT
        self.cut = False

    def add(self, stream: str, text: str) -> None:
        if self.cut:
            return
        data = text.encode("utf-8", "replace")
        if len(data) > self.left:
            self.cut = True
            text = data[: self.left].decode("utf-8", "ignore") + CUT
        self.left -= len(data)
        self.kept.append(text)
        if self.listener:
            self.listener(stream, text)

    @contextlib.contextmanager
    def capturing(self) -> Iterator[None]:
        out, error = _Stream(self, "stdout"), _Stream(self, "stderr")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error), warnings.catch_warnings():
            warnings.simplefilter("default")
            yield


class _Stream(io.TextIOBase):
    def __init__(self, output: _Output, name: str):
        self._output = output
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.add(self.name, str.__str__(text))
        return len(text)


def _scripted(values: list[Any]) -> Callable[..., Any]:
    left = list(values)

    def scripted(*_args: Any, **_kwargs: Any) -> Any:
        return left.pop(0) if len(left) > 1 else left[0]

    return scripted


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
        yield value.name.split(".")[0]
    elif isinstance(value, Record):
        yield from _names(value.attributes)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _names(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _names(item)
