"""Checks of settings, from what each `Hyper` says that it may be; a default outside of that is left alone."""

from collections.abc import Mapping, Sequence

from descent.export.source import enclosed
from descent.export.subject import Subject
from descent.valid import Valid

WORDS = {"lr": "learning rate", "eps": "epsilon value"}
"""What torch calls a setting in its errors; the others are called by their names."""


def checks(subject: Subject, settings: Mapping[str, float], together: Sequence[str]) -> list[str]:
    """Lines that raise `ValueError` as torch's own classes do, and say what is possible; `together` are the betas."""
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
                "for index, beta in enumerate(betas):",
                f"    if not {first.test('beta')}:",
                f'        raise ValueError(f"Invalid beta parameter at index {{index}}: {{beta}}, not {first.words}")',
            ]
        else:
            lines.append(f"{', '.join(together)} = betas")
            alone = dict.fromkeys([*together, *alone])
    names = {name: name for name in alone if name not in together or len(lines) == 1}
    if "lr" in names:
        lines += ["if torch.is_tensor(lr) and lr.numel() != 1:", '    raise ValueError("Tensor lr must be 1-element")']
    return [*lines, *_alike(subject, names, words=True)]


def optional_checks(subject: Subject, names: Mapping[str, str]) -> list[str]:
    """The same where a setting may be an array or a schedule, which is not checked.

    `names` gives for each argument the hyperparameter that it is.
    """
    return _alike(subject, names, "isinstance(value, int | float) and ")


def _alike(subject: Subject, names: Mapping[str, str], only: str = "", *, words: bool = False) -> list[str]:
    """A check for each interval, of all settings that may be in it; with `words` in those of torch."""
    found: dict[Valid, list[str]] = {}
    for name, own in names.items():
        interval = subject.valid.get(own)
        if interval is not None and interval.words and subject.defaults[own] in interval:
            found.setdefault(interval, []).append(name)
    lines = []
    for interval, several in found.items():
        said = {one: WORDS.get(one, f"{one} value") if words else one for one in several}
        name, value, room = ("{name}", "value", 4) if only or len(several) > 1 else (said[several[0]], several[0], 0)
        sentence = f"{name} is {interval.words}, given {{{value}}}"
        if words:
            sentence = f"Invalid {name}: {{{value}}}, not {interval.words}"
        if room:
            pairs = [f'("{said[one]}", {one})' for one in several]
            whole = f"for name, value in ({pairs[0]},):"
            lines += [whole] if len(pairs) == 1 else enclosed("for name, value in (", pairs, "):", room=8)
        inside = [
            f"if {only}not {interval.test(value)}:",
            f'    raise ValueError(f"{sentence}")',
        ]
        lines += [f"{' ' * room}{line}" for line in inside]
    return lines
