"""Checks of settings, from what each `Hyper` says that it may be; a default outside of that is left alone."""

from collections.abc import Mapping, Sequence

from descent.export.source import enclosed
from descent.export.subject import Subject
from descent.valid import Valid


def checks(subject: Subject, settings: Mapping[str, float], together: Sequence[str]) -> list[str]:
    """Lines that raise `ValueError` with the name and the value; `together` are the betas."""
    lines = []
    alone = dict.fromkeys(settings)
    if together:
        (first, *others) = (subject.valid.get(name) for name in together)
        if (
            first is not None
            and all(one == first for one in others)
            and all(settings[one] in first for one in together)
        ):
            lines += [
                f"if not all({first.test('beta')} for beta in betas):",
                f'    raise ValueError(f"betas are {first.words}, given {{betas}}")',
            ]
        else:
            lines.append(f"{', '.join(together)} = betas")
            alone = dict.fromkeys([*together, *alone])
    names = {name: name for name in alone if name not in together or len(lines) == 1}
    return [*lines, *_alike(subject, names)]


def optional_checks(subject: Subject, names: Mapping[str, str]) -> list[str]:
    """The same where a setting may be an array or a schedule, which is not checked.

    `names` gives for each argument the hyperparameter that it is.
    """
    return _alike(subject, names, "isinstance(value, int | float) and ")


def _alike(subject: Subject, names: Mapping[str, str], only: str = "") -> list[str]:
    """A check for each interval, of all settings that may be in it."""
    found: dict[Valid, list[str]] = {}
    for name, own in names.items():
        interval = subject.valid.get(own)
        if interval is not None and interval.words and subject.defaults[own] in interval:
            found.setdefault(interval, []).append(name)
    lines = []
    for interval, several in found.items():
        name, value, room = ("{name}", "value", 4) if only or len(several) > 1 else (several[0], several[0], 0)
        if room:
            pairs = [f'("{one}", {one})' for one in several]
            whole = f"for name, value in ({pairs[0]},):"
            lines += [whole] if len(pairs) == 1 else enclosed("for name, value in (", pairs, "):", room=8)
        inside = [
            f"if {only}not {interval.test(value)}:",
            f'    raise ValueError(f"{name} is {interval.words}, given {{{value}}}")',
        ]
        lines += [f"{' ' * room}{line}" for line in inside]
    return lines
