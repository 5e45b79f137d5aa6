"""The shapes of answers as a module of JavaScript, by which the page checks what comes from a visitor's interpreter."""

import json
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

from descent.playground.jobs import Progress

from scripts.seam import contract
from scripts.seam.contract import Answer
from scripts.seam.typescript import NUMBERS

HEAD = """\
/** What answers look like, from the types in pyodide_pkgs/descent; `fits.js` reads it. Made by: {command} */
"""
PLAIN = {object: "any", str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}


def module(command: str) -> str:
    """The whole file: the kinds by name, the answers of methods, the pieces of jobs."""
    answers = {method.name: method.answer for method in contract.methods()}
    pieces = {job.name: job.pieces for job in contract.jobs()}
    kinds = _reached([*answers.values(), *(piece for listed in pieces.values() for piece in listed)])
    return "\n".join(
        [
            HEAD.format(command=command),
            *_table("KINDS", {kind.__name__: _entries(kind) for kind in kinds}),
            *_table("ANSWERS", {name: _answer(answer) for name, answer in answers.items()}),
            *_table("PIECES", {name: [_answer(piece) for piece in listed] for name, listed in pieces.items()}),
        ]
    )


def _table(name: str, entries: Mapping[str, Any]) -> Iterator[str]:
    yield "// prettier-ignore"
    yield f"export const {name} = /** @type {{Record<string, any>}} */ ({{"
    for key, value in entries.items():
        yield f"  {json.dumps(key)}: {json.dumps(value)},"
    yield "});"
    yield ""


def _answer(answer: Answer) -> dict[str, Any]:
    arrays = {"arrays": answer.arrays.__name__} if answer.arrays else {}
    return {"value": answer.value.__name__, **arrays, **({"numbered": True} if answer.numbered else {})}


def _reached(answers: list[Answer]) -> list[type]:
    found: list[type] = []
    wanted = [Progress, *(kind for answer in answers for kind in (answer.value, answer.arrays) if kind is not None)]
    while wanted:
        kind = wanted.pop(0)
        if kind not in found:
            found.append(kind)
            wanted += [inner for key in contract.keys(kind) for inner in contract.inside(key.hint)]
    return sorted(found, key=lambda kind: kind.__name__)


def _entries(kind: type) -> dict[str, Any]:
    return {f"{key.name}{'' if key.required else '?'}": shape(key.hint) for key in contract.keys(kind)}


def shape(hint: Any) -> Any:
    """A hint as data: a plain word, or an object with the one key that says what it is."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return {"kind": hint.__name__}
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Annotated:
        if parts[1] == "tensor":
            return "tensor"
        return {"or": [shape(parts[0]), "null"]} if parts[1] == "unbounded" else {"array": NUMBERS[parts[1]]}
    if origin is Literal:
        return {"one": list(parts)}
    if origin in (Union, UnionType):
        return {"or": [shape(part) for part in parts]}
    if issubclass(origin, Mapping):
        return {"record": shape(parts[1])}
    if origin is tuple and parts[-1] is not Ellipsis:
        return {"tuple": [shape(part) for part in parts]}
    return {"list": shape(parts[0])}
