"""The contract as declarations of TypeScript, which the JSDoc of `static/js/python` names."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, is_typeddict

from scripts.seam import contract
from scripts.seam.contract import Answer

HEAD = """\
// What crosses between JavaScript and Python, from the types in pyodide_pkgs/descent. Made by: {command}

/** One array of an answer, in C order. */
export type NamedArray<Numbers> = {{
  data: Numbers;
  shape: number[];
}};

/** A number or nested lists of numbers; null is a number that is not finite. */
export type Tensor = number | null | Tensor[];

/** The arrays of several racers in one answer: `points.0`, `points.1`, ... */
export type Numbered<Arrays> = {{
  [Name in keyof Arrays & string as `${{Name}}.${{number}}`]: NonNullable<Arrays[Name]>;
}};

/** One or the other, each without the names of the other. */
export type Either<One, Other> =
  | (One & {{ [Name in Exclude<keyof Other, keyof One>]?: undefined }})
  | (Other & {{ [Name in Exclude<keyof One, keyof Other>]?: undefined }});

/** No arrays. */
export type NoArrays = Record<never, never>;
"""

NUMBERS = {"float64": "Float64Array", "float32": "Float32Array", "int32": "Int32Array", "uint8": "Uint8Array"}
PLAIN = {object: "unknown", str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}


def declarations(command: str) -> str:
    """The whole file."""
    parts = [HEAD.format(command=command)]
    parts += [alias(kind) for kind in contract.kinds()]
    parts.append(_interface("Methods", "What each method takes and answers.", _methods()))
    parts.append(_interface("Jobs", "What each kind of job takes, and its pieces.", _jobs()))
    return "\n".join(parts)


def _interface(name: str, doc: str, lines: Iterator[str]) -> str:
    return "\n".join([f"/** {doc} */", f"export interface {name} {{", *lines, "}\n"])


def alias(kind: type) -> str:
    """One `TypedDict` as a type; an alias, as an interface may not stand where any names are taken."""
    lines = [f"/** {contract.summary(kind)} */", f"export type {kind.__name__} = {{"]
    keys = contract.keys(kind)
    if not keys:
        return "\n".join([lines[0], f"export type {kind.__name__} = Record<never, never>;", ""])
    for key in keys:
        words = [key.doc] if key.doc else []
        found = contract.array(key.hint)
        if found:
            words.insert(0, f"`[{', '.join(found[1])}]`")
        if words:
            lines.append(f"  /** {' '.join(words)} */")
        lines.append(f"  {_name(key.name)}{'' if key.required else '?'}: {written(key.hint)};")
    return "\n".join([*lines, "};", ""])


def _name(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_]\w*", key) else json.dumps(key)


def written(hint: Any) -> str:
    """A hint as a type of TypeScript; `TypeError` for one that has none."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        return str(hint.__name__)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Annotated:
        return _annotated(parts[0], parts[1])
    if origin is Literal:
        return " | ".join(json.dumps(value) for value in parts)
    if origin in (Union, UnionType):
        return " | ".join(dict.fromkeys(written(part) for part in parts))
    if origin in (dict, Mapping) or origin is _origin(Mapping):
        return f"Record<string, {written(parts[1])}>"
    if origin is tuple and parts[-1] is not Ellipsis:
        return f"[{', '.join(written(part) for part in parts)}]"
    if origin in (list, tuple, _origin(Sequence)):
        item = written(parts[0])
        return f"({item})[]" if " | " in item and not item.endswith("[]") else f"{item}[]"
    raise TypeError(f"{hint} has no type in TypeScript")


def _origin(kind: Any) -> Any:
    return get_origin(kind[int] if kind is Sequence else kind[str, int])


def _annotated(bare: Any, word: str) -> str:
    if word == "tensor":
        return "Tensor"
    if word == "unbounded":
        return f"{written(bare)} | null"
    return f"NamedArray<{NUMBERS[word]}>"


def _arrays(answer: Answer) -> str:
    if answer.arrays is None:
        return "NoArrays"
    return f"Numbered<{answer.arrays.__name__}>" if answer.numbered else answer.arrays.__name__


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"Either<{', '.join(names)}>"


def _methods() -> Iterator[str]:
    for method in contract.methods():
        yield f"  /** {method.doc} */"
        yield f"  {_name(method.name)}: {{"
        yield f"    arguments: {method.arguments.__name__};"
        yield f"    answer: {method.answer.value.__name__};"
        yield f"    arrays: {_arrays(method.answer)};"
        yield "  };"


def _jobs() -> Iterator[str]:
    for job in contract.jobs():
        yield f"  /** {job.doc} */"
        yield f"  {_name(job.name)}: {{"
        yield f"    arguments: {job.arguments.__name__};"
        yield f"    piece: {_either([piece.value.__name__ for piece in job.pieces])} & Progress;"
        yield f"    last: {job.pieces[-1].value.__name__} & Progress;"
        yield f"    arrays: {_either([_arrays(piece) for piece in job.pieces])};"
        yield f"    lastArrays: {_arrays(job.pieces[-1])};"
        yield "  };"
