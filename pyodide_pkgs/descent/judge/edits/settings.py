"""An argument that acts as something else than what is passed: a fixed number, its own square, another argument.

Each edit changes the argument at the beginning of every function that takes it.
"""

import itertools
from collections.abc import Iterator

from descent.judge.edits.edit import Edit
from descent.judge.edits.names import FLAGS, STEP_NAMES, Argument, arguments, defaults, parameters
from descent.judge.edits.program import Program, body

TINY = ("0", *(f"1e-{power}" for power in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 30)))
"""What people take for `eps`."""
DECAYS = (
    "0",
    "0.1",
    "0.5",
    "0.8",
    "0.85",
    "0.9",
    "0.95",
    "0.965",
    "0.98",
    "0.99",
    "0.995",
    "0.999",
    "0.9995",
    "0.9999",
    "1",
)
"""What people take for the decay of an average."""
RATES = ("0", "1e-5", "1e-4", "3e-4", "1e-3", "2e-3", "3e-3", "5e-3", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")
"""What people take for a learning rate or a weight decay."""
OF_ITSELF = ("-{0}", "2 * {0}", "{0} / 2", "{0} ** 2", "{0} ** 0.5", "1 - {0}", "1 / {0}", "{0} + 1", "{0} - 1")
"""What an argument may act as, of itself."""
OF_STEPS = ("{0} + 1", "{0} - 1", "{0} / 2", "2 * {0}", "-{0}")
CAPS = ("0.9", "0.99", "0.999", "1.0")
FLOORS = ("1e-16", "1e-12", "1e-10", "1e-8", "1e-6", "1e-4", "1e-3")


def setting_edits(program: Program, known: frozenset[str]) -> Iterator[Edit]:
    """All of them. What claims less comes first, so that it is true also of the code that another one means."""
    found = arguments(program, known)
    for kind in (default, at_zero, fixed, of_itself):
        for argument in found:
            yield from kind(program, argument)
    yield from at_once(program, found)
    yield from among(program, found)
    for argument in found:
        yield from limited(program, argument)


def numeric(argument: Argument) -> bool:
    """Whether it is a number, as far as its default tells."""
    return argument.default not in ("True", "False", "None") and not argument.name.startswith(FLAGS)


def values(argument: Argument) -> list[str]:
    """What it might be by mistake, its default in front."""
    own = [argument.default] if argument.default is not None else []
    if not numeric(argument):
        return list(dict.fromkeys([*own, *(() if argument.default == "None" else ("True", "False"))]))
    if argument.name in STEP_NAMES:
        return ["1", "0", "2"]
    others: list[str] = []
    if argument.name.startswith("eps"):
        others += TINY
    elif argument.name.startswith(
        ("beta", "shampoo", "momentum", "rho", "alpha", "mu", "min_beta", "psi", "gamma", "clip")
    ):
        others += DECAYS
        if argument.name in ("alpha", "rho", "gamma", "clip", "psi"):
            others += [*RATES, "2", "3", "4", "5", "8", "10"]
    else:
        others += RATES
    if argument.default is not None and argument.default.isdigit():
        others += [str(int(argument.default) + 1), str(max(int(argument.default) - 1, 0)), "10"]
    return _different(own, others)


def _different(own: list[str], others: list[str]) -> list[str]:
    """All of them, each number once."""
    found: dict[float, str] = {}
    for text in (*own, *others):
        found.setdefault(_value(text), text)
    return list(found.values())


def _value(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return hash(text)


def changed(program: Program, *lines: tuple[Argument, str]) -> str | None:
    """The program in which the arguments have these values; each line stands first in every function that takes it."""
    changes = []
    for function in program.functions:
        first = body(function)[0]
        own = [line for argument, line in lines if argument.name in parameters(function)]
        if own and first.lineno > function.lineno:
            changes.append(program.before(first, "; ".join(own)))
    return program.replaced(*changes) if changes else None


def _edit(
    program: Program, name: str, sentence: str, *lines: tuple[Argument, str], mutant: bool = True
) -> Iterator[Edit]:
    source = changed(program, *lines)
    if source is not None:
        yield Edit(name, source, lambda: sentence, mutant, of_code=False)


def fixed(program: Program, argument: Argument) -> Iterator[Edit]:
    """It acts as one value whatever is passed."""
    for value in values(argument):
        own = ", its default," if value == argument.default else ""
        yield from _edit(
            program,
            f"{argument.shown} is always {value}",
            f"Your `{argument.shown}` acts as {value}{own} whatever is passed.",
            (argument, argument.set_to(value)),
            mutant=value in (argument.default, "0", "1", "True", "False"),
        )


def of_itself(program: Program, argument: Argument) -> Iterator[Edit]:
    """It acts as its square, its double, one more, ..."""
    if not numeric(argument):
        return
    for form in OF_STEPS if argument.name in STEP_NAMES else OF_ITSELF:
        meant = form.format(argument.shown)
        if argument.name in STEP_NAMES and form in ("{0} + 1", "{0} - 1"):
            many = "many" if "+" in form else "few"
            sentence = f"Your `{argument.shown}` acts as `{meant}`: the steps are counted one too {many}."
        else:
            sentence = f"Your `{argument.shown}` acts as `{meant}`."
        yield from _edit(program, f"{argument.shown} is {meant}", sentence, (argument, argument.set_to(meant)))


def at_zero(program: Program, argument: Argument) -> Iterator[Edit]:
    """Zero is taken for nothing: the default takes its place, or the call is left at once."""
    if not numeric(argument) or argument.name in STEP_NAMES:  # steps are counted from 1
        return
    shown = argument.shown
    if argument.default is not None and _value(argument.default) != 0:
        yield from _edit(
            program,
            f"{shown} is its default where it is 0",
            f"Where `{shown}` is 0, yours acts as {argument.default}, its default. Zero is a value like any other.",
            (argument, argument.set_to(f"{shown} or {argument.default}")),
        )
    sentence = f"Where `{shown}` is 0, your code changes nothing and returns None, as if it ended at once."
    for function in program.functions:
        first = body(function)[0]
        if argument.place is None and argument.name in parameters(function) and first.lineno > function.lineno:
            source = program.replaced(program.before(first, f"if {shown} == 0: return"))
            yield Edit(f"{function.name} ends where {shown} is 0", source, lambda: sentence, of_code=False)


def limited(program: Program, argument: Argument) -> Iterator[Edit]:
    """It is cut from above or from below."""
    if not numeric(argument):
        return
    shown = argument.shown
    caps = ("10", "100", "1000", "10000") if argument.name in STEP_NAMES else CAPS
    for value in caps:
        yield from _edit(
            program,
            f"{shown} is at most {value}",
            f"Your `{shown}` acts as if it were never above {value}.",
            (argument, argument.set_to(f"min({shown}, {value})")),
            mutant=False,
        )
    for value in () if argument.name in STEP_NAMES else FLOORS:
        yield from _edit(
            program,
            f"{shown} is at least {value}",
            f"Your `{shown}` acts as if it were never below {value}.",
            (argument, argument.set_to(f"max({shown}, {value})")),
            mutant=False,
        )


def among(program: Program, found: list[Argument]) -> Iterator[Edit]:
    """Two of them in each other's place, and one that acts as another."""
    numbers = [argument for argument in found if numeric(argument)]
    for one, other in itertools.combinations(numbers, 2):
        line = _exchange(program, one, other)
        if line is not None:
            sentence = f"Your `{one.shown}` and `{other.shown}` act in each other's place."
            yield from _edit(program, f"{one.shown} and {other.shown} exchanged", sentence, (one, line))
    for one, other in itertools.permutations(numbers, 2):
        if _together(program, one, other):
            yield from _edit(
                program,
                f"{one.shown} is {other.shown}",
                f"Your `{one.shown}` acts as `{other.shown}`.",
                (one, one.set_to(other.shown)),
            )


def _exchange(program: Program, one: Argument, other: Argument) -> str | None:
    """The line that puts them into each other's place; None where no line can."""
    if one.name == other.name:
        places = {one.place: other.place, other.place: one.place}
        entries = [f"{one.name}[{places.get(place, place)}]" for place in range(one.length)]
        return f"{one.name} = ({', '.join(entries)})"
    if one.place is None and other.place is None and _together(program, one, other):
        return f"{one.name}, {other.name} = {other.name}, {one.name}"
    return None


def _together(program: Program, one: Argument, other: Argument) -> bool:
    """Whether every function that takes the one takes the other."""
    return all(other.name in parameters(function) for function in program.functions if one.name in parameters(function))


def at_once(program: Program, found: list[Argument]) -> Iterator[Edit]:
    """All of them act as their defaults."""
    own = [(argument, argument.set_to(argument.default)) for argument in found if argument.default is not None]
    if len(own) > 1:
        names = ", ".join(f"`{argument.shown}`" for argument, _ in own)
        yield from _edit(
            program, "every setting is its default", f"{names} act as their defaults whatever is passed.", *own
        )


def default(program: Program, argument: Argument) -> Iterator[Edit]:
    """It acts as another value where it is not passed."""
    if argument.default is None:
        return
    for value in values(argument):
        if value == argument.default:
            continue
        changes = []
        for function in program.functions:
            given = defaults(function).get(argument.name)
            entry = given if argument.place is None else getattr(given, "elts", {argument.place: None})[argument.place]
            if entry is not None:
                changes.append((program.span(entry), value))
        yield Edit(
            f"{argument.shown} is {value} by default",
            program.replaced(*changes),
            lambda value=value: (  # type: ignore[misc]
                f"Where `{argument.shown}` is not passed, yours acts as {value}. Its default is {argument.default}."
            ),
            _far(value, argument.default),
            of_code=False,
        )


def _far(value: str, own: str) -> bool:
    """Whether one value is at least ten times the other or of another kind, so that tests must tell them apart."""
    try:
        sizes = sorted((abs(float(value)), abs(float(own))))
    except ValueError:
        return True
    return sizes[1] >= max(9.99 * sizes[0], 1e-6 if not sizes[0] else 0.0) and value != "1e-30"
