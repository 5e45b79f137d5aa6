"""How operations are set in LaTeX: fractions, roots, powers, and the author's names as letters."""

import re

from descent.export.digits import written
from descent.export.precedence import (
    AND,
    ATOM,
    COMPARE,
    OR,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    Text,
)
from descent.export.spelling import Cannot, Spelling
from descent.export.value import Value

GREEK = {"alpha", "beta", "gamma", "delta", "eta", "kappa", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "psi"}
NAMED = {"lr": "\\eta", "eps": "\\epsilon", "weight_decay": "\\lambda", "step": "t", "p": "p", "g": "g"}
BINARY = {
    "add": ("+", SUM),
    "subtract": ("-", SUM),
    "multiply": ("\\,", PRODUCT),
    "matmul": ("\\,", PRODUCT),
    "less": ("<", COMPARE),
    "less_equal": ("\\le", COMPARE),
    "greater": (">", COMPARE),
    "greater_equal": ("\\ge", COMPARE),
    "equal": ("=", COMPARE),
    "logical_and": ("\\land", AND),
    "logical_or": ("\\lor", OR),
    "not_equal": ("\\ne", COMPARE),
}
FUNCTIONS = {"maximum": "\\max", "minimum": "\\min", "log": "\\log", "exp": "\\exp", "sin": "\\sin", "cos": "\\cos"}
AROUND = {"sqrt": ("\\sqrt{", "}"), "abs": ("\\left|", "\\right|"), "norm": ("\\left\\|", "\\right\\|")}


def letter(name: str) -> str:
    r"""A name as a letter with marks: `m_hat` is `\hat m`, `beta1` is `\beta_1`, a word stays a word."""
    if name in NAMED:
        return NAMED[name]
    if name.endswith("_hat"):
        return f"\\hat {{{letter(name[:-4])}}}"
    head, _, index = name.partition("_")
    digits = re.fullmatch(r"([A-Za-z]+)(\d+)", head)
    if digits and not index:
        head, index = digits[1], digits[2]
    if not head or "_" in index:
        return _word(name)
    shown = f"\\{head}" if head in GREEK else head if len(head) == 1 else _word(head)
    if not index:
        return shown
    below = index if len(index) == 1 or index.isdigit() else _word(index)
    return f"{shown}_{{{below}}}"


def _word(text: str) -> str:
    escaped = text.replace("_", "\\_")
    return f"\\mathrm{{{escaped}}}"


def _within(text: Text, least: int) -> str:
    return text.text if text.binds >= least else f"\\left({text.text}\\right)"


class LatexSpelling(Spelling):
    """As a formula is set; what has no usual sign is a word in upright letters."""

    def called(self, name: str) -> str:
        """The name as a letter."""
        return letter(name)

    def write(self, value: Value, args: list[Text], plain: list[bool]) -> Text:
        """The text of one operation."""
        op = value.op
        if op == "constant":
            return _constant(value)
        if op == "multiply" and value.args[0] is value.args[1]:
            return Text(f"{{{_within(args[0], ATOM)}}}^{{2}}", POWER)
        if op in BINARY:
            sign, binds = BINARY[op]
            left, right = _within(args[0], binds), _within(args[1], binds + 1)
            return Text(f"{left} {sign} {right}", binds)
        if op == "divide":
            return Text(f"\\frac{{{args[0]}}}{{{args[1]}}}", ATOM)
        if op in ("power", "pow", "square"):
            exponent = "2" if op == "square" else args[1].text
            return Text(f"{{{_within(args[0], ATOM)}}}^{{{exponent}}}", POWER)
        if op == "negative":
            return Text(f"-{_within(args[0], PRODUCT)}", UNARY if args[0].binds > PRODUCT else PRODUCT)
        if op in AROUND and value.attrs.get("axis") is None:
            return Text(f"{AROUND[op][0]}{args[0]}{AROUND[op][1]}")
        if op == "where":
            return Text(
                f"\\begin{{cases}} {args[1]} & {args[0]} \\\\ {args[2]} & \\text{{else}} \\end{{cases}}", PRODUCT + 1
            )
        if op == "matrix_transpose":
            return Text(f"{{{_within(args[0], ATOM)}}}^\\top", POWER)
        if op in ("full", "full_like", "broadcast_to", "reshape", "astype"):
            return args[0]
        if not args or op in ("index", "take_along_axis", "concat", "stack"):
            raise Cannot(op)
        word = FUNCTIONS.get(op, f"\\operatorname{{{op.replace('_', ' ')}}}")
        return Text(f"{word}\\left({', '.join(map(str, args))}\\right)")


def _constant(value: Value) -> Text:
    found = value.attrs["value"]
    if isinstance(found, Text):
        return Text(f"\\text{{{found.text}}}".replace("_", "\\_"))
    text = {"math.inf": "\\infty", "math.nan": "\\mathrm{NaN}"}.get(written(found), written(found))
    power = re.fullmatch(r"(-?[\d.]+)e(-?\d+)", text)
    if power:
        head = "" if power[1] == "1" else f"{power[1]} \\cdot "
        return Text(f"{head}10^{{{power[2]}}}", PRODUCT)
    fraction = re.fullmatch(r"(\d+) / (\d+)", text)
    if fraction:
        return Text(f"\\frac{{{fraction[1]}}}{{{fraction[2]}}}")
    return Text(text, UNARY if text.startswith("-") else ATOM)
