"""A rule's formula with places for numbers: MathML in which each symbol that has a value is a slot.

A slot says what is to be put there: `hyper:lr`, `before:m`, `after:m` (state), `gradient`, `point`, `next`, `step` (t),
`local:u` (a name in the rule's own code). An equation gets slots only where every symbol of it has one.
"""

import re
from dataclasses import dataclass
from functools import cache

from descent import registry
from descent.spec import Rule
from markupsafe import Markup

from app.web.render.markdown import formula, mathml

HYPERS = {
    r"\eta": "lr",
    r"\beta_1": "beta1",
    r"\beta_2": "beta2",
    r"\epsilon": "eps",
    r"\lambda": "weight_decay",
    r"\mu": "momentum",
    r"\tau": "dampening",
    r"\alpha": "alpha",
    r"\rho": "rho",
    r"\gamma": "gamma",
    r"\nu_1": "nu1",
    r"\nu_2": "nu2",
}
"""Greek letters of the formulas, by the hyperparameter they stand for where the rule has it and `symbols` is silent."""

FIRST_SLOT = 90_000
FUNCTIONS = r"\\(?:frac|sqrt|max|min|left|right|mathrm\{sign\}|cdot|,)"
SYMBOL = re.compile(
    r"\\[a-z]+(?:_\d)?|(?<![A-Za-z\\])[A-Za-z](?:_\{t-1\}|_t)|(?<=\^)t(?![A-Za-z_])|(?<=\^\{)t(?=\+1\})"
)
TOKEN = re.compile(r"9\d{4}|\\mathrm\{[a-z]+\}|\\[a-z]+|\\,|[{}()^]|\s+|.")
SPACE = {r"\,"}
OPENS = {"(", r"\frac", r"\sqrt", r"\max", r"\min", r"\left", r"\mathrm{sign}"}


@dataclass(frozen=True)
class Equation:
    """One equation: LaTeX with a number from `FIRST_SLOT` on for each slot, and what goes there, the result last."""

    latex: str
    slots: tuple[str, ...]

    @property
    def math(self) -> Markup:
        """MathML with `<mn data-put="...">` for each slot."""
        made = str(mathml(self.latex, display=True))
        for place, slot in enumerate(self.slots):
            made = made.replace(f"<mn>{FIRST_SLOT + place}</mn>", f'<mn data-put="{slot}">?</mn>')
        return Markup(made)


@cache
def numbered(name: str) -> tuple[Equation, ...]:
    """The equations of a rule's formula into which numbers can be put."""
    rule = registry.rule(name)
    parts = re.split(r"\\\\|,\s*\\q?quad", rule.formula.replace(r"\textstyle", ""))
    found = (_equation(rule, part.strip()) for part in parts)
    return tuple(one for one in found if one)


@cache
def formulas_of_rules() -> dict[str, dict[str, object]]:
    """For each rule its `formula` and its `numbers`, the equations with slots; all as MathML."""
    written = {name: registry.rule(name).formula for name in registry.rule_names() if registry.rule(name).formula}
    return {
        name: {"formula": str(formula(latex)), "numbers": [str(one.math) for one in numbered(name)]}
        for name, latex in written.items()
    }


def _equation(rule: Rule, text: str) -> Equation | None:
    left, equals, right = text.partition("=")
    if left.strip() in rule.unnumbered:
        return None
    result = _slot(rule, left.strip())
    if not equals or result is None or not result.startswith(("next", "after:", "local:")):
        return None
    slots: list[str] = []
    unknown: list[str] = []

    def put(match: re.Match[str]) -> str:
        symbol = match[0]
        if re.fullmatch(FUNCTIONS, symbol) or symbol == r"\mathrm":
            return symbol
        slot = _slot(rule, symbol)
        if slot is None:
            unknown.append(symbol)
            return symbol
        slots.append(slot)
        return f" {FIRST_SLOT + len(slots) - 1} "

    filled = SYMBOL.sub(put, right)
    if unknown or re.search(r"(?<![\\A-Za-z])[A-Za-z]", re.sub(r"\\[a-z]+(\{sign\})?", "", filled)) or "|" in filled:
        return None
    slots.append(result)
    return Equation(f"{left.strip()} = {_with_dots(filled)} = {FIRST_SLOT + len(slots) - 1}", tuple(slots))


def _slot(rule: Rule, symbol: str) -> str | None:
    """What a symbol stands for; None for what has no value of its own."""
    fixed = {"g_t": "gradient", "p_{t-1}": "point", "p_t": "next", "t": "step"}
    if symbol in fixed:
        return fixed[symbol]
    if symbol.startswith("\\"):
        hyper = rule.symbols.get(symbol, HYPERS.get(symbol))
        return f"hyper:{hyper}" if hyper in {one.name for one in rule.hypers} else None
    letter, _, when = symbol.partition("_")
    state = rule.symbols.get(letter, letter)
    if state in rule.state_doc:
        return f"{'after' if when == 't' else 'before'}:{state}"
    return f"local:{letter}" if when == "t" else None


def _with_dots(latex: str) -> str:
    """The LaTeX with a dot for each product, which between numbers must be seen."""
    made: list[str] = []
    last = ""
    for token in TOKEN.findall(latex):
        if token.isspace() or token in SPACE:
            continue
        number = token.isdigit() and len(token) > 1
        if (last in {")", "}"} or (last.isdigit() and len(last) > 1)) and (number or token in OPENS):
            made.append(r"\cdot")
        made.append(token)
        last = token
    return " ".join(made)
