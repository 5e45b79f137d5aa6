"""What a file begins with: the rule, its paper and formula, what was chosen, and how the file was made."""

from descent.export.source import wrapped
from descent.export.subject import Subject

SCOPES = {
    "tensor": "It takes sums over a whole tensor: a shard of one would give another step.",
    "matrix": "It takes whole matrices, (rows, columns): a shard of one would give another step.",
    "model": "It takes sums over all tensors together.",
}


def header(subject: Subject, what: str, *more: str) -> list[str]:
    """The lines of the module's docstring."""
    lines = [f'"""{subject.title} as {what}.', ""]
    if subject.paper:
        lines += [*wrapped(f"{subject.paper}."), ""]
    if subject.lines:
        lines += [*(f"    {line}".rstrip() for line in subject.lines), ""]
    by = " ".join(["Optimizer Playground", *([subject.version] if subject.version else [])])
    made = f"Made by {by} with `{subject.command}`,"
    lines += wrapped(f"{made} from the graph of array operations that the rule is.")
    words = [settings(subject), SCOPES.get(subject.scope, ""), *more]
    lines += wrapped(" ".join(word for word in words if word))
    return [*lines, '"""']


def settings(subject: Subject) -> str:
    """The choices in a sentence; the settings are the defaults of the functions."""
    chosen = ", ".join(f"{name}={value!r}" for name, value in subject.choices.items())
    return f"Choices: {chosen}." if chosen else ""
