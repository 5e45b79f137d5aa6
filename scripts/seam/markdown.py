"""The contract as a section of docs/playground-engine.md: every method with its keys and arrays."""

from collections.abc import Iterator

from scripts.seam import contract
from scripts.seam.contract import Answer

JOBS = "What each kind takes beside `kind`, and its pieces; every piece has `done` and `progress` too."
BEGIN, END = "<!-- the contract begins: {command} -->", "<!-- the contract ends -->"


def section() -> str:
    """Methods, then jobs."""
    return "\n".join([*_methods(), "### Jobs", "", JOBS, "", *_jobs()])


def within(text: str, command: str) -> str:
    """The document with its section as it should be; `ValueError` where it has no place for it."""
    begin = BEGIN.format(command=command)
    start, end = text.index(begin) + len(begin), text.index(END)
    return f"{text[:start]}\n\n{section()}\n{text[end:]}"


def _methods() -> Iterator[str]:
    for method in contract.methods():
        yield f"### `{method.name}`"
        yield ""
        yield method.doc
        yield ""
        yield f"- takes {listed(method.arguments)}"
        yield f"- answers {_answer(method.answer)}"
        yield ""


def _jobs() -> Iterator[str]:
    for job in contract.jobs():
        yield f"- **`{job.name}`** {job.doc}"
        yield f"  - takes {listed(job.arguments)}"
        for place, piece in enumerate(job.pieces):
            which = "pieces" if place + 1 < len(job.pieces) or len(job.pieces) == 1 else "the last one"
            yield f"  - {which}: {_answer(piece)}"


def _answer(answer: Answer) -> str:
    text = listed(answer.value)
    if answer.payload:
        return f"{text}, with bytes"
    if answer.arrays is None:
        return text
    each = " of each racer" if answer.numbered else ""
    return f"{text}; arrays{each} {', '.join(_arrays(answer.arrays))}"


def listed(kind: type) -> str:
    """The keys of a type, those that may be missing with a question mark, and what it is called."""
    names = ", ".join(f"`{key.name}{'' if key.required else '?'}`" for key in contract.keys(kind))
    return f"{names or 'nothing'} (`{kind.__name__}`)" if names else "nothing"


def _arrays(kind: type) -> Iterator[str]:
    for key in contract.keys(kind):
        found = contract.array(key.hint)
        assert found is not None, f"{kind.__name__}.{key.name} does not say its dtype and axes"
        yield f"`{key.name}{'' if key.required else '?'}` {found[0]} `[{', '.join(found[1])}]`"
