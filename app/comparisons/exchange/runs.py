"""Runs as they were read from any file: a rule, a setting, a seed, and a value at each step."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.comparisons.errors import BadFile

LONGEST = 64
"""Letters of a rule's or a hyperparameter's name."""
NAMES = r"^(?P<rule>[^/]+)/(?:(?P<setting>.+)/)?seed[=_-]?(?P<seed>\d+)$"
"""How names of runs are read where nothing else is said: `adam/lr=0.1/seed=3`, as our own export writes them."""


@dataclass(frozen=True)
class Key:
    """Which run it is."""

    rule: str
    setting: tuple[tuple[str, float], ...]
    seed: int

    @property
    def words(self) -> str:
        """The run as a person says it."""
        return f"{self.rule}{' ' if self.setting else ''}{setting_words(dict(self.setting))}, seed {self.seed}"


@dataclass
class Curve:
    """What was measured of one run, by step; NaN where it was no number."""

    values: dict[int, float] = field(default_factory=dict)
    losses: dict[int, float] = field(default_factory=dict)


Runs = dict[Key, Curve]


def setting_words(setting: Mapping[str, float]) -> str:
    """A setting as it is written in files: `lr=0.1,weight_decay=0.01`."""
    return ",".join(f"{name}={value!r}" for name, value in setting.items())


def setting_of(text: str, where: str) -> tuple[tuple[str, float], ...]:
    """The setting that was written as `lr=0.1, weight_decay=0` or as one number; `BadFile` says where it was not."""
    found: dict[str, float] = {}
    for piece in filter(None, re.split(r"[,;\s]+", text.strip())):
        name, sign, value = piece.rpartition("=")
        name = name if sign else "setting"
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or not re.fullmatch(r"\w{1,64}", name):
            raise BadFile(
                f"{where}: {piece[:80]!r} is no part of a setting; possible: NAME=NUMBER, several with commas between,"
                " one number, or nothing"
            )
        if name in found:
            raise BadFile(f"{where}: the setting names {name} twice")
        found[name] = number
    return tuple(sorted(found.items()))


def key_of(name: str, pattern: re.Pattern[str]) -> Key:
    """The run of that name. Groups of the pattern are `rule`, `seed`, `setting`; any other is a hyperparameter."""
    match = pattern.search(name)
    if match is None:
        raise BadFile(
            f"the run {name[:120]!r} does not fit {pattern.pattern!r}; give --names a regular expression with the"
            " groups rule and seed, for instance '(?P<rule>\\w+)-lr(?P<lr>[^-]+)-s(?P<seed>\\d+)'"
        )
    groups = match.groupdict()
    setting = dict(setting_of(groups.pop("setting", None) or "", name))
    rule, seed = groups.pop("rule", None), groups.pop("seed", None)
    for other, text in groups.items():
        if text is not None:
            setting |= dict(setting_of(f"{other}={text}", name))
    return Key(rule_of(rule, name), tuple(sorted(setting.items())), seed_of(seed, name))


def rule_of(text: str | None, where: str) -> str:
    """The name of a rule, of 1 to 64 letters."""
    name = (text or "").strip()
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise BadFile(f"{where}: a rule has a name of 1 to {LONGEST} letters, given {name[:80]!r}")
    return name


def seed_of(text: str | None, where: str) -> int:
    """A seed: a whole number from 0."""
    given = (text or "").strip()
    if not re.fullmatch(r"\d{1,18}(\.0*)?", given):
        raise BadFile(f"{where}: a seed is a whole number from 0, given {given[:40]!r}")
    return int(given.partition(".")[0])


def step_of(text: str, where: str) -> int:
    """A step: a whole number from 0, also written as 10.0."""
    given = text.strip()
    if not re.fullmatch(r"\d{1,15}(\.0*)?", given):
        raise BadFile(f"{where}: a step is a whole number from 0, given {given[:40]!r}")
    return int(given.partition(".")[0])


def value_of(text: str, where: str) -> float:
    """A value: a number; `nan`, `inf` and `diverged` are runs that diverged."""
    given = text.strip().lower()
    if given in ("diverged", "none", "null"):
        return math.nan
    try:
        number = float(given)
    except ValueError as error:
        raise BadFile(f"{where}: a value is a number, or nan for a run that diverged; given {given[:40]!r}") from error
    return number if math.isfinite(number) else math.nan
