"""What a learner is told about one test, in words and data fit for the test's visibility.

`public` shows the input and the difference, `named` the difference in words and numbers, `sealed` its title alone: an
error there keeps its type and lines, and loses its text and output, which could give inputs away.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from descent.judge.answers import DifferenceAnswer, FailureAnswer, Outcome, Verdict, json_number
from descent.judge.case import Assign, Case, Record, Ref, Script, Test
from descent.judge.difference import Difference
from descent.judge.observation import Observation
from descent.judge.places import Signatures, learners_place
from descent.sandbox.failure import Failure, frame_answer
from descent.spec import Namespace

MOST_TOLD = 300
"""The most characters of an exception's text in a sentence."""


def verdict(
    test: Test,
    case: Case,
    outcome: Outcome,
    difference: Difference | str | None,
    seen: Observation,
    xp: Namespace,
    known: Signatures,
) -> Verdict:
    """The verdict as JSON data; `known` are the signatures in whose names places are told."""
    sealed = test.visibility == "sealed"
    answer: Verdict = {
        "id": test.id,
        "title": test.title,
        "visibility": test.visibility,
        "kind": test.kind,
        "outcome": outcome,
        "sentence": "",
        "difference": None,
        "input": render_case(case, xp) if test.visibility == "public" else None,
        "error": None,
        "output": "" if sealed else seen.output,
        "output_cut": seen.output_cut and not sealed,
        "tampered": [] if sealed else list(seen.tampered),
    }
    if outcome == "fail":
        if isinstance(difference, Difference) and test.visibility != "public":  # a public test shows its objects
            place = learners_place(difference.place, case, difference.call, known)
            difference = replace(difference, place=place)
        names = {*case.objects, *known, *(name for own in known.values() for name in own)}
        answer["sentence"] = "The outputs are not the expected ones." if sealed else _sentence(difference, case, names)
        if isinstance(difference, Difference) and not sealed:
            answer["difference"] = _numbers(difference, shown=test.visibility == "public")
    elif outcome == "error" and seen.failure is not None:
        answer["error"] = _error(seen.failure, sealed)
        answer["sentence"] = _error_sentence(seen, sealed)
    return answer


def _sentence(difference: Difference | str | None, case: Case, names: Collection[str]) -> str:
    if isinstance(difference, str):
        return begun(difference, names) + "."
    if difference is None:
        return ""
    calls = [call for call in case.calls if not isinstance(call, Assign)]
    after = f"After call {difference.call + 1} of {len(calls)}, " if len(calls) > 1 else ""
    return begun(after + _what(difference), {*names, difference.place.partition("[")[0]}) + "."


def _what(difference: Difference) -> str:
    place, yours, expected = difference.place, difference.yours, difference.expected
    if difference.reason == "replaced":
        if expected:
            return f"{place} is another array than the one passed in; it should be changed in place"
        return f"{place} is still the array passed in; it should be a new one"
    if difference.reason == "value" and difference.max_abs is not None and difference.index is not None:
        mine, theirs = both(yours, expected)
        most = f"at most {difference.max_abs:.3g}"
        if difference.max_rel is not None:
            most += f", and at most {difference.max_rel:.3g} of the reference"
        where = f"{place}{_at(difference)}"
        return f"{where} is {mine}, where the reference has {theirs}; over the whole test it is off by {most}"
    if difference.reason == "finite":
        return f"{place}{_at(difference)} is {number(yours)}, where the reference is {_finiteness(expected)}"
    return {
        "type": f"{place} is {yours}, where the reference has {expected}",
        "length": f"{place} has {_entries(yours)}, where the reference has {_entries(expected)}",
        "shape": f"{place} has shape {yours}, where the reference has {expected}",
        "dtype": f"{place} is {yours}, where the reference is {expected}",
        "ended": "a call is missing",
    }.get(difference.reason, f"{place} is not what the reference gives")


def _at(difference: Difference) -> str:
    return f"[{', '.join(map(str, difference.index))}]" if difference.index else ""


def _entries(found: Any) -> str:
    """How many entries there are, or which keys."""
    if isinstance(found, list):
        return f"the keys {', '.join(found)}" if found else "no keys"
    return f"{found} {'entry' if found == 1 else 'entries'}"


def number(value: Any) -> str:
    """A number to six digits, anything else as Python writes it."""
    return f"{value:.6g}" if isinstance(value, float) else repr(value)


def both(yours: Any, expected: Any) -> tuple[str, str]:
    """Two numbers to six digits, or to as many more as it takes to tell them apart."""
    for digits in range(6, 18):
        mine, theirs = (f"{one:.{digits}g}" if isinstance(one, float) else repr(one) for one in (yours, expected))
        if mine != theirs:
            break
    return mine, theirs


def _finiteness(value: Any) -> str:
    return "a finite number" if isinstance(value, complex) or abs(value) < float("inf") else repr(value)


def _numbers(difference: Difference, *, shown: bool) -> DifferenceAnswer:
    plain = (int, float, str, bool, type(None))
    return {
        "reason": difference.reason,
        "call": difference.call,
        "place": difference.place,
        "index": list(difference.index) if difference.index is not None else None,
        "max_abs": json_number(difference.max_abs),
        "max_rel": json_number(difference.max_rel),
        "yours": json_number(difference.yours) if shown and isinstance(difference.yours, plain) else None,
        "expected": json_number(difference.expected) if shown and isinstance(difference.expected, plain) else None,
    }


def _error(failure: Failure, sealed: bool) -> FailureAnswer:
    hide = sealed and failure.kind not in ("syntax", "missing", "unrun")  # those are known before any input is
    return {
        "kind": failure.kind,
        "type": failure.type,
        "text": "" if hide else failure.text,
        "frames": [frame_answer(frame) for frame in failure.frames],
    }


def _error_sentence(seen: Observation, sealed: bool) -> str:
    failure = seen.failure
    assert failure is not None
    where = f" on line {failure.frames[-1].line}" if failure.frames else ""
    told = (
        failure.text if len(failure.text) <= MOST_TOLD else f"{failure.text[:MOST_TOLD]}…"
    )  # the error itself has all
    text = f": {told}" if told and not (sealed and failure.kind == "exception") else ""
    said = {
        "syntax": f"Python cannot read the code{where}{text}",
        "missing": failure.text,
        "unrun": failure.text,
        "exit": f"The code left Python{where} instead of returning",
        "interrupted": "The run was interrupted",
        "memory": f"The code ran out of memory{where}",
        "recursion": f"The code called itself too often{where}",
    }.get(failure.kind, f"{failure.type}{where}{text}")
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def render_case(case: Case, xp: Namespace) -> str:
    """The case as lines of Python: its objects, then its calls."""
    lines = [f"{name} = {render(value, xp)}" for name, value in case.objects.items()]
    for call in case.calls:
        if isinstance(call, Assign):
            lines.append(f"{call.path} = {render(call.value, xp)}")
            continue
        arguments = [render(value, xp) for value in call.args]
        arguments += [f"{name}={render(value, xp)}" for name, value in call.kwargs.items()]
        bound = f"{call.bind} = " if call.bind else ""
        lines.append(f"{bound}{call.target}({', '.join(arguments)})")
    return "\n".join(lines)


def render(value: Any, xp: Namespace) -> str:
    """A value of a case as Python source."""
    if isinstance(value, Ref):
        return value.name
    if isinstance(value, Record):
        return "Record(" + ", ".join(f"{name}={render(item, xp)}" for name, item in value.attributes.items()) + ")"
    if isinstance(value, Script):
        return "lambda: " + render(value.returns[0], xp)
    if isinstance(value, xp.ndarray):
        return f"np.array({value.tolist()!r})"
    if isinstance(value, list):
        return "[" + ", ".join(render(item, xp) for item in value) + "]"
    if isinstance(value, tuple):
        return "(" + "".join(render(item, xp) + ", " for item in value).rstrip(" ") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {render(item, xp)}" for key, item in value.items()) + "}"
    return repr(value)


def begun(text: str, names: Collection[str]) -> str:
    """The text as a sentence begins, but names are written as they are."""
    first = re.split(r"[ .\[,;:]", text, maxsplit=1)[0]
    return text if first in names or "_" in first else text[:1].upper() + text[1:]
