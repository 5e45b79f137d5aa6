"""One tracing of a rule: its functions are called with symbols, and what they do is written down section by section."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from descent.graph.graph import VERSION
from descent.graph.kinds import RUNS, Kind, Shape, shown, together
from descent.graph.namespace import TracedNamespace
from descent.graph.paths import explored
from descent.graph.refusal import Refused
from descent.graph.symbol import Symbol
from descent.graph.tape import Tape
from descent.graph.tree import leaves, rebuilt, structure
from descent.spec import Rule

INPUTS: Mapping[str, Callable[[tuple[int, ...]], tuple[int, ...] | None]] = {
    "rows": lambda shape: shape[:1],
    "probes": lambda shape: None,
}
"""Further inputs whose shape is not that of the parameter; None for one that rules do without."""


class Tracer:
    """Calls the functions of a rule with symbols, for one number of runs."""

    def __init__(
        self,
        rule: Rule,
        shapes: Sequence[Sequence[int]],
        host: Any,
        settings: Mapping[str, Any],
        pinned: Mapping[str, Any],
        files: frozenset[str],
        runs: int,
        entering: Callable[[TracedNamespace], Any] | None,
    ):
        self.rule, self.host, self.files, self.runs, self.entering = rule, host, files, runs, entering
        self.shapes = [tuple(shape) for shape in shapes]
        self.model = rule.scope == "model"
        numeric = {hyper.name: hyper.default for hyper in rule.hypers if hyper.name not in pinned}
        self.hypers = {name: float(settings[name]) for name in numeric}
        self.constants = {name: value for name, value in settings.items() if name not in numeric} | dict(pinned)
        self.alone: int | None = None
        self.tapes: dict[str, Tape] = {}
        self.returned: Any = {}
        self.first: Any = None
        """The state that init makes, where update adds entries to it at the first step."""

    def data(self) -> dict[str, Any]:
        """The graph as JSON data."""
        form, kinds = self._init_kinds()
        for _ in range(4):
            update, after, later = self._section("update", form, kinds)
            if self.first is None and self._begins_later(form, later):
                form, kinds, update, after, later = self._later(form, later, after)
            grown = self._grown(form, kinds, after, later)
            if grown == kinds:
                break
            kinds = grown
        else:
            raise Refused("the state has another shape after every step; it must keep the one that it has").placed(
                *self._line(self.rule.update)
            )
        self.returned = form
        init, _, _ = self._section("init", form, kinds)
        view = self._section("view", form, kinds)[0] if self.rule.view is not None else None
        return {
            "version": VERSION,
            "scope": self.rule.scope,
            "shape": [list(shape) for shape in self.shapes] if self.model else list(self.shapes[0]),
            "hypers": self.hypers,
            "choices": dict(self.constants),
            "state": {name: _kind_data(kind) for name, kind in kinds.items()},
            **update,
            "init": init,
            "view": view,
        }

    @staticmethod
    def _begins_later(form: Any, later: Any) -> bool:
        """Whether update makes entries of the state that init did not."""
        old, new = {name for name, _ in leaves(form)}, {name for name, _ in leaves(later)}
        return old < new

    def _later(self, form: Any, later: Any, after: dict[str, int]) -> tuple[Any, dict[str, Kind], Any, Any, Any]:
        """The state as it is after the first step, and update with that; where that fails, as if not tried."""
        tape = self.tapes["update"]
        kinds = {name: self._as_state(tape.values[index].kind) for name, index in after.items()}
        self.first = form
        try:
            update, after, last = self._section("update", later, kinds)
        except Exception:
            self._grown(form, {name: Kind(None) for name, _ in leaves(form)}, {}, later)
            raise
        return later, kinds, update, after, last

    def _init_kinds(self) -> tuple[Any, dict[str, Kind]]:
        """The state that init makes, and the kind of each of its leaves."""
        tape, inputs = self._tape()
        out, value = explored(tape, lambda: self._call_init(tape, inputs))
        return value, {name: self._as_state(tape.values[index].kind) for name, index in out.items()}

    @staticmethod
    def _as_state(kind: Kind) -> Kind:
        """A number that is the same for all runs at first may be another for each later."""
        return Kind(None, kind.dtype) if kind.shape == () else kind

    def _grown(self, form: Any, kinds: dict[str, Kind], after: dict[str, int], later: Any) -> dict[str, Kind]:
        """The kinds of the state large enough for what update makes of it; `Refused` where the forms differ."""
        if structure(later) != structure(form):
            old, new = sorted(kinds), sorted(name for name, _ in leaves(later))
            raise Refused(
                f"the state had {', '.join(old) or 'nothing'} and update returned {', '.join(new) or 'nothing'}; "
                "init and update return a state of the same form, with the same names"
            ).placed(*self._line(self.rule.update))
        tape = self.tapes["update"]
        grown = {}
        for name, kind in kinds.items():
            found = self._as_state(tape.values[after[name]].kind)
            shape, fits = kind.shape, True
            try:
                shape = together([kind.shape, found.shape])
            except Refused:
                fits = False
            another = found.shape != kind.shape and not found.is_number and kind.has_runs
            if not fits or another or found.dtype != kind.dtype:
                raise Refused(
                    f"the state {name} was {kind.dtype} {shown(kind.shape)} and came back as {found.dtype} "
                    f"{shown(found.shape)}; a state keeps its shape and dtype"
                ).placed(*self._line(self.rule.update))
            grown[name] = Kind(shape, kind.dtype)
        return grown

    def _tape(self) -> tuple[Tape, dict[str, int]]:
        axes = 1 if self.model else 1 + len(self.shapes[0])
        tape = Tape(axes, self.runs, self.files)
        space = TracedNamespace(tape, self.host)
        if self.entering:
            self.entering(space)
        inputs: dict[str, int] = {}
        for name, shape in self._listed("p"):
            inputs[name] = tape.input(name, Kind((RUNS, *shape)))
        tape.parameter = inputs[self._listed("p")[0][0]]  # type: ignore[attr-defined]
        return tape, inputs

    def _listed(self, head: str) -> list[tuple[str, tuple[int, ...]]]:
        if not self.model:
            return [(head, self.shapes[0])]
        return [(f"{head}.{place}", shape) for place, shape in enumerate(self.shapes)]

    def _more(self, tape: Tape, inputs: dict[str, int], names: Sequence[tuple[str, Kind]]) -> None:
        for name, kind in names:
            inputs[name] = tape.input(name, kind)

    def _section(self, which: str, form: Any, kinds: dict[str, Kind]) -> tuple[dict[str, Any], dict[str, int], Any]:
        """One section as data, its outputs by name, and the state that came out in the author's form."""
        tape, inputs = self._tape()
        self.tapes[which] = tape
        if which == "init":
            out, value = explored(tape, lambda: self._call_init(tape, inputs))
            out |= {name: self._nothing(tape, kind) for name, kind in kinds.items() if name not in out}
            wanted = {f"state.{name}": index for name, index in out.items()}
            return self._written(tape, inputs, wanted, {"state": {name: f"state.{name}" for name in kinds}}), out, value
        if which == "update":
            self._more(tape, inputs, [(name, Kind((RUNS, *shape))) for name, shape in self._listed("g")])
        self._more(tape, inputs, [("t", Kind(None))])
        hypers = [(f"hyper.{name}", Kind(None)) for name in self.hypers]
        self._more(tape, inputs, hypers + [(f"state.{name}", kind) for name, kind in kinds.items()])
        if which == "update":
            self._more(tape, inputs, self._extra())
            out, value = explored(tape, lambda: self._call_update(tape, inputs, form, kinds))
            after = {name[2:]: index for name, index in out.items() if name.startswith("1.")}
            after = {name if name else "value": index for name, index in after.items()}
            later = value[1]
            if "1" in out:  # the state is one array
                after = {"value": out["1"]}
            steps = [out[f"0.{place}"] for place in range(len(self.shapes))] if self.model else [out["0"]]
            self._check_steps(tape, steps)
            wanted = {f"step.{place}": index for place, index in enumerate(steps)}
            wanted |= {f"state.{name}": index for name, index in after.items()}
            shown_steps: Any = list(wanted)[: len(steps)] if self.model else "step.0"
            outputs = {"step": shown_steps, "state": {name: f"state.{name}" for name in kinds}}
            if set(after) != set(kinds):
                return {}, after, later
            return self._written(tape, inputs, wanted, outputs), after, later
        out, value = explored(tape, lambda: self._call_view(tape, inputs, form))
        if self.model:
            wanted = {f"view.{place}": out[str(place)] for place in range(len(self.shapes))}
            return self._written(tape, inputs, wanted, {"view": list(wanted)}), out, value
        return self._written(tape, inputs, {"view": out["value"]}, {"view": "view"}), out, value

    @staticmethod
    def _nothing(tape: Tape, kind: Kind) -> int:
        """Zeros, which are not used before the first step has put something there."""
        zero = tape.constant(False if kind.dtype == "bool" else 0.0)
        return zero if kind.is_number else tape.add("full", [zero], shape=list(kind.sides))

    def _extra(self) -> list[tuple[str, Kind]]:
        found = []
        for name in self.rule.inputs:
            for listed, shape in self._listed(f"input.{name}"):
                own = INPUTS[name](shape) if name in INPUTS else shape
                if own is not None:
                    found.append((listed, Kind((RUNS, *own))))
        return found

    def _check_steps(self, tape: Tape, steps: list[int]) -> None:
        for index, shape in zip(steps, self.shapes, strict=True):
            kind = tape.values[index].kind
            wanted: Shape = (RUNS, *shape)
            try:
                fits = together([kind.shape, wanted]) == wanted and kind.dtype == "float"
            except Refused:
                fits = False
            if not fits or (not kind.is_number and kind.shape != wanted):
                raise Refused(
                    f"update returned {kind.dtype} {shown(kind.shape)} as the step; "
                    f"a step has the shape of p, {shown(wanted)}"
                ).placed(*self._line(self.rule.update))

    def _symbols(self, tape: Tape, inputs: dict[str, int], head: str) -> Any:
        found = [Symbol(tape, inputs[name]) for name, _ in self._listed(head)]
        return found if self.model else found[0]

    def _settings(self, tape: Tape, inputs: dict[str, int]) -> dict[str, Any]:
        for name in self.hypers:
            if f"hyper.{name}" not in inputs:
                inputs[f"hyper.{name}"] = tape.input(f"hyper.{name}", Kind(None))
        return {name: Symbol(tape, inputs[f"hyper.{name}"]) for name in self.hypers} | self.constants

    def _call_init(self, tape: Tape, inputs: dict[str, int]) -> Any:
        settings = self._settings(tape, inputs)
        space = tape.namespace  # type: ignore[attr-defined]
        rule = self.rule
        return rule.init(self._symbols(tape, inputs, "p"), space, **rule.wanted(rule.init, settings))

    def _call_update(self, tape: Tape, inputs: dict[str, int], form: Any, kinds: dict[str, Kind]) -> tuple[Any, Any]:
        given = self._settings(tape, inputs)
        for name in self.rule.inputs:
            if self._listed(f"input.{name}")[0][0] in inputs:
                given[name] = self._symbols(tape, inputs, f"input.{name}")
        if self.first is not None and Symbol(tape, inputs["t"])._make("equal", 1):
            form = self.first
        state = rebuilt(form, {name: Symbol(tape, inputs[f"state.{name}"]) for name in kinds})
        p, g = self._symbols(tape, inputs, "p"), self._symbols(tape, inputs, "g")
        answer: Any = self.rule.update(
            p,
            g,
            state,
            Symbol(tape, inputs["t"]),
            tape.namespace,  # type: ignore[attr-defined]
            **self.rule.wanted(self.rule.update, given),
        )
        if not (isinstance(answer, tuple) and len(answer) == 2):
            answer = (answer, state)
        step, later = answer
        taken: Any = list if self.model else Symbol | int | float
        if not isinstance(step, taken):
            raise Refused(f"update returned {type(step).__name__} as the step; a step is an array of the shape of p")
        if _entry_is_p(step, p):
            raise Refused("update returned p as the step; it returns what is added to p").placed(
                *self._line(self.rule.update)
            )
        return step, later

    def _call_view(self, tape: Tape, inputs: dict[str, int], form: Any) -> Any:
        assert self.rule.view is not None
        names = {name[6:]: index for name, index in inputs.items() if name.startswith("state.")}
        state = rebuilt(form, {name: Symbol(tape, index) for name, index in names.items()})
        settings = self._settings(tape, inputs)
        space = tape.namespace  # type: ignore[attr-defined]
        wanted = self.rule.wanted(self.rule.view, settings)
        return self.rule.view(self._symbols(tape, inputs, "p"), state, Symbol(tape, inputs["t"]), space, **wanted)

    def _written(
        self, tape: Tape, inputs: dict[str, int], wanted: dict[str, int], outputs: dict[str, Any]
    ) -> dict[str, Any]:
        """A section as data: what no output depends on is left out, and values are numbered anew."""
        if tape.alone is not None and self.alone is None:
            self.alone = tape.alone
        needed, left = set(), list(wanted.values())
        while left:
            index = left.pop()
            if index not in needed:
                needed.add(index)
                left.extend(tape.values[index].args)
        number = {index: place for place, index in enumerate(inputs.values())}
        nodes = []
        for index, value in enumerate(tape.values):
            if index not in needed or value.op == "input":
                continue
            number[index] = len(number)
            named = {"name": value.name} if value.name else {}
            nodes.append({"op": value.op, "args": [number[arg] for arg in value.args], "attrs": value.attrs, **named})

        def shown_output(entry: Any) -> Any:
            if isinstance(entry, dict):
                return {name: shown_output(one) for name, one in entry.items()}
            return [shown_output(one) for one in entry] if isinstance(entry, list) else number[wanted[entry]]

        return {
            "inputs": [{"name": name, **_kind_data(tape.values[index].kind)} for name, index in inputs.items()],
            "nodes": nodes,
            "outputs": {name: shown_output(entry) for name, entry in outputs.items()},
        }

    def _line(self, function: Any) -> tuple[str | None, int | None]:
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        code = getattr(function, "__code__", None)
        return (code.co_filename, code.co_firstlineno) if code is not None else (None, None)

    def differing(self, other: "Tracer") -> tuple[str | None, int | None]:
        """The author's line of the first node in which the graphs of two numbers of runs differ."""
        for one, two in zip(self.tapes["update"].values, other.tapes["update"].values, strict=False):
            if (one.op, one.args, one.attrs) != (two.op, two.args, two.attrs) and one.line is not None:
                return next(iter(self.files), None), one.line
        return self._line(self.rule.update)


def _entry_is_p(step: Any, p: Any) -> bool:
    return isinstance(step, Symbol) and isinstance(p, Symbol) and step._index == p._index


def _kind_data(kind: Kind) -> dict[str, Any]:
    return {"shape": None if kind.shape is None else list(kind.shape), "dtype": kind.dtype}
