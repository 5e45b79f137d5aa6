"""What a hyperparameter may be, by its name: the range of a slider says where one looks, not what is allowed."""

from collections.abc import Mapping

from descent.export.source import enclosed
from descent.export.subject import Subject

AT_LEAST_ZERO = {"lr", "eps", "eps1", "eps2", "weight_decay", "momentum", "lambd", "damping", "warmup"}


def checks(settings: Mapping[str, float], together: list[str]) -> list[str]:
    """Lines that raise `ValueError` with the name and the value; `together` are the betas."""
    lines = []
    if together and all(0 <= settings[name] < 1 for name in together):
        lines += [
            "if not all(0 <= beta < 1 for beta in betas):",
            '    raise ValueError(f"betas are at least 0 and less than 1, given {betas}")',
        ]
    alone = [name for name in settings if name not in together]
    below = [name for name in alone if name.startswith("beta") and "_" not in name and 0 <= settings[name] < 1]
    for names, test, words in (
        ([name for name in alone if name in AT_LEAST_ZERO], "{} >= 0", "at least 0"),
        (below, "0 <= {} < 1", "at least 0 and less than 1"),
    ):
        if len(names) > 1:
            pairs = ", ".join(f'("{name}", {name})' for name in names)
            lines += [
                f"for name, value in ({pairs}):",
                f"    if not {test.format('value')}:",
                f'        raise ValueError(f"{{name}} is {words}, given {{value}}")',
            ]
        elif names:
            lines += [
                f"if not {test.format(names[0])}:",
                f'    raise ValueError(f"{names[0]} is {words}, given {{{names[0]}}}")',
            ]
    return lines


def optional_checks(subject: Subject, names: Mapping[str, str]) -> list[str]:
    """The same where a setting may be an array or a schedule, which is not checked.

    `names` gives for each argument the hyperparameter that it is.
    """
    lines = []
    below = [
        name
        for name, own in names.items()
        if own.startswith("beta") and "_" not in own and 0 <= subject.defaults[own] < 1
    ]
    for found, test, words in (
        ([name for name, own in names.items() if own in AT_LEAST_ZERO], "value >= 0", "at least 0"),
        (below, "0 <= value < 1", "at least 0 and less than 1"),
    ):
        if found:
            pairs = [f'("{name}", {name})' for name in found]
            whole = f"for name, value in ({pairs[0]},):"
            lines += [
                *([whole] if len(pairs) == 1 else enclosed("for name, value in (", pairs, "):", room=4)),
                f"    if isinstance(value, int | float) and not {test}:",
                f'        raise ValueError(f"{{name}} is {words}, given {{value}}")',
            ]
    return lines
