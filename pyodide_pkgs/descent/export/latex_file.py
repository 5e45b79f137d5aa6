r"""The update of a rule as LaTeX, by the author's names: `m_hat` is `\hat m`, `beta1` is `\beta_1`."""

from descent.export.applying import applied
from descent.export.body import body
from descent.export.header import settings
from descent.export.latex_spelling import LatexSpelling, letter
from descent.export.numpy_file import given
from descent.export.spelling import Cannot
from descent.export.subject import NotExported, Subject


def latex_file(subject: Subject) -> str:
    """The lines of an `aligned` environment, after a comment that says what it is."""
    try:
        one = body(subject, lambda graph: graph.update, LatexSpelling(), given, last=applied, named=given)
    except Cannot as error:
        raise NotExported(f"{subject.name} has no usual formula: it takes {error}; numpy and torch have it") from None
    if one.parts or any(line.startswith(("if ", "else", " ")) for line in one.lines):
        raise NotExported(f"{subject.name} has another formula by the shape of a tensor; numpy and torch have it")
    rows = []
    for line in one.lines:
        name, _, expression = line.partition(" = ")
        rows.append(f"  {', '.join(map(letter, name.split(', ')))} &\\leftarrow {expression}")
    made = f"% Made by Optimizer Playground {subject.version} with: {subject.command}"
    head = [
        f"% {subject.title}. {subject.paper}".rstrip(),
        made,
        *(f"% {line}" for line in [settings(subject)] if line),
    ]
    return "\n".join([*head, "\\begin{aligned}", " \\\\\n".join(rows), "\\end{aligned}", ""])
