"""The finished report card: how far a racer got on each landscape, by trait, and where it is weak."""

from collections.abc import Sequence
from typing import TypedDict

from descent.playground.answers import Setting, Unbounded
from descent.playground.racer import Racer
from descent.playground.trials import TRAITS
from descent.sandbox.soundness import Notice

VERSION = 1
MADE_WITH = "Optimizer Playground"


class BestRate(TypedDict):
    """The best learning rate of a landscape."""

    lr: float | None
    median: Unbounded
    solved: float
    """The share of starts that reach the full score."""


class TrialAnswer(TypedDict):
    """How far a racer got on one landscape."""

    landscape: str
    """The name of the trial."""
    title: str
    trait: str
    score: float
    """0 to 1: the powers of ten by which the loss above the minimum shrank, as a share of `digits`, at the best lr."""
    best: BestRate
    width: float
    """Over how many powers of ten of lr the score stays above half its best."""
    diverged: float
    rates: Sequence[float]
    digits: float


class TraitAnswer(TypedDict):
    """How a racer does on the landscapes of one trait."""

    trait: str
    score: float
    sentence: str
    landscapes: list[str]


class CardSize(TypedDict):
    """What the card was made of."""

    rates: int
    starts: int
    steps: int


class Card(TypedDict):
    """The report card, as it is saved."""

    version: int
    made_with: str
    rule: str
    source: str | None
    modifiers: list[str]
    settings: dict[str, Setting]
    size: CardSize
    seed: int
    score: float
    landscapes: list[TrialAnswer]
    weaknesses: list[TraitAnswer]
    """The weakest first."""
    notices: list[Notice]


def card(racer: Racer, size: CardSize, seed: int, entries: list[TrialAnswer]) -> Card:
    """The finished card: everything that was found, and the weaknesses, the weakest first."""
    weaknesses: list[TraitAnswer] = []
    for trait in TRAITS:
        mine = [entry for entry in entries if entry["trait"] == trait]
        if mine:
            score = sum(entry["score"] for entry in mine) / len(mine)
            worst = min(mine, key=lambda entry: entry["score"])
            weaknesses.append(
                {
                    "trait": trait,
                    "score": score,
                    "sentence": sentence(trait, score, worst),
                    "landscapes": [entry["landscape"] for entry in mine],
                }
            )
    weaknesses.sort(key=lambda weakness: weakness["score"])
    return {
        "version": VERSION,
        "made_with": MADE_WITH,
        "rule": racer.description.get("rule") or racer.rule.title,
        "source": racer.description.get("source"),
        "modifiers": list(racer.description.get("modifiers") or []),
        "settings": racer.rule.settings(racer.settings),
        "size": size,
        "seed": seed,
        "score": sum(weakness["score"] for weakness in weaknesses) / len(weaknesses) if weaknesses else 0.0,
        "landscapes": entries,
        "weaknesses": weaknesses,
        "notices": list(racer.notices),
    }


def sentence(trait: str, score: float, worst: TrialAnswer) -> str:
    """What a trait's score means, for a person."""
    how = next(word for bound, word in _HOW if score >= bound)
    where = worst["title"] or worst["landscape"]
    return f"{trait[0].upper()}{trait[1:]}: {how}, {score:.0%} of the way; least far on {where}."


_HOW = ((0.8, "strong"), (0.5, "fair"), (0.25, "weak"), (0.0, "fails"))
