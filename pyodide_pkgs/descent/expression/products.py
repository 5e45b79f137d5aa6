"""Products that were typed without a `*`, as most people write them: `2x`, `x y`, `100(y - x)`, `(x + 1)(y - 1)`.

A `*` is put between a number, a variable or a closing bracket and a variable, a function or an opening bracket after
it. The product then is one like any other: powers come first and the rest goes from the left, so `2x^2` is `2*x^2` and
`1/2x` is `1/2*x`, half of x.
"""

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from descent.errors import BadExpression

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<text>'''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|"[^"\n]*")
    |(?P<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:[jJ](?!\w))?)
    |(?P<name>[^\W\d]\w*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Written:
    """The text with every product written out, and whether one of those without `*` follows a division."""

    text: str
    after_division: bool


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def written_out(text: str, coordinates: tuple[str, ...], constants: Iterable[str], functions: Iterable[str]) -> Written:
    """The text with a `*` for each product that had none; `BadExpression` for a function without brackets."""
    tokens = [_Token(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(text)]
    words = [token for token in tokens if token.kind != "space"]
    variables = {*coordinates, *constants, *_assigned(words)}
    tokens = [part for token in tokens for part in _letters(token, variables, coordinates)]
    out: list[str] = []
    seen: list[_Token] = []
    after_division = False
    for token in tokens:
        between = "\n" in token.text if token.kind == "space" else False
        if token.kind == "space" and not between:
            out.append(token.text)
            continue
        left = seen[-1] if seen else None
        if left and _multiplies(left, seen[-2:-1], token, variables, set(functions)):
            while out[-1].isspace():
                out.pop()
            out.append("*")
            after_division = after_division or _divides(seen)
            seen.append(_Token("other", "*"))
        out.append(token.text)
        seen.append(token)
    return Written("".join(out), after_division)


def _assigned(words: list[_Token]) -> set[str]:
    """The names that the text itself gives a value: assignments and the parameters of a function."""
    named = {a.text for a, b in pairwise(words) if a.kind == "name" and b.text == "="}
    if words and words[0].text == "def":
        closing = next((place for place, word in enumerate(words) if word.text == ")"), 0)
        named |= {word.text for word in words[3:closing] if word.kind == "name"}
    return named


def _letters(token: _Token, variables: set[str], coordinates: tuple[str, ...]) -> list[_Token]:
    """`xy` as x and y, where nothing else is called so."""
    if token.kind != "name" or token.text in variables or not set(token.text) <= set(coordinates):
        return [token]
    return [_Token("name", letter) for letter in token.text]


def _multiplies(left: _Token, before: list[_Token], right: _Token, variables: set[str], functions: set[str]) -> bool:
    """Whether a product stands between two tokens that follow each other."""
    if keyword.iskeyword(left.text) or keyword.iskeyword(right.text):
        return False
    if before and before[0].text in ("def", "."):
        return False
    begins = right.kind in ("name", "number") or right.text == "("
    if not begins or (left.kind not in ("name", "number") and left.text != ")"):
        return False
    if left.kind == "name" and left.text in functions and left.text not in variables:
        if right.text != "(":
            raise BadExpression(f"{left.text} is a function and needs brackets, as in {left.text}({right.text})")
        return False
    if left.kind == "number" and right.kind == "number":
        return False
    # An unknown name before a bracket is a call, and its error says which functions there are.
    return not (left.kind == "name" and right.text == "(" and left.text not in variables)


def _divides(seen: list[_Token]) -> bool:
    """Whether the last operand is what something is divided by."""
    place = len(seen) - 1
    if seen[place].text == ")":
        depth = 1
        while place > 0 and depth:
            place -= 1
            depth += (seen[place].text == ")") - (seen[place].text == "(")
        place -= place > 0 and seen[place - 1].kind == "name"
    return place > 0 and seen[place - 1].text == "/"
