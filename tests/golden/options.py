"""A golden case's settings, read with a strict account: what nobody asked for makes the case fail."""

from typing import Any

IGNORED = {"foreach"}
MISSING = object()


class NotUnderstood(Exception):
    """A case that says something its map does not know."""


class Options:
    """The settings of one case: what the case set lies over the source's own defaults.

    Every read marks a name as understood, in both; `leftovers` lists the others. The variant and the extra inputs are
    accounted for in the same way.
    """

    def __init__(self, case: dict[str, Any]):
        self.case = case
        self.hyper = {name: value for name, value in case["hyper"].items() if name not in IGNORED}
        defaults = case.get("source_defaults") or {}
        self.defaults = {name: value for name, value in defaults.items() if name not in IGNORED}
        self.variant = case.get("variant") or {}
        self.extra = {name: value for name, value in (case.get("extra") or {}).items() if name != "advisory"}
        self._seen: set[tuple[str, str]] = set()

    @property
    def source(self) -> str:
        """The library the numbers come from, such as `torch` or `optax`."""
        lib = str(self.case["source"]["lib"])
        return "nvidia" if "NVIDIA" in lib else lib

    @property
    def entry(self) -> str:
        """The class or function of the source."""
        return str(self.case["source"].get("entry", ""))

    def take(self, *names: str, default: Any = MISSING) -> Any:
        """The value under the first of `names` that the case set, then that the source has, then the default."""
        for kind in ("hyper", "defaults"):
            self._seen |= {(kind, name) for name in names}
        for settings in (self.hyper, self.defaults):
            for name in names:
                if name in settings:
                    return number(settings[name])
        if default is MISSING:
            raise NotUnderstood(f"the case gives no {' or '.join(names)}")
        return default

    def several(self, joined: str, *singles: str, default: tuple[Any, ...] | None = None) -> tuple[Any, ...]:
        """Values that some sources give as one list and some one by one: `betas`, or `b1`, `b2`, `b3`."""
        for kind in ("hyper", "defaults"):
            self._seen |= {(kind, name) for name in (joined, *singles)}
        for settings in (self.hyper, self.defaults):
            if joined in settings:
                values = tuple(number(value) for value in settings[joined])
                if len(values) != len(singles):
                    raise NotUnderstood(f"{joined} has {len(values)} values, expected {len(singles)}")
                return values
        if default is None:
            default = tuple(MISSING for _ in singles)
        return tuple(self.take(name, default=value) for name, value in zip(singles, default, strict=True))

    def expect(self, name: str, *values: Any) -> None:
        """Accept a setting only where it is absent or has one of `values`: it has no effect then."""
        given = self.take(name, default=values[0])
        if given not in values:
            raise NotUnderstood(f"{name} = {given!r} is not understood; possible: {values}")

    def agree(self, name: str, value: Any) -> None:
        """Accept a setting that the variant has decided: the source's default may differ, the case may not."""
        self.take(name, default=value)
        if self.hyper.get(name, value) != value:
            raise NotUnderstood(f"{name} = {self.hyper[name]!r} contradicts the variant, which means {value!r}")

    def form(self, name: str, *possible: Any, default: Any = MISSING) -> Any:
        """The named variant, one of `possible`."""
        self._seen.add(("variant", name))
        given = self.variant.get(name, default)
        if given is MISSING or (given not in possible and given != default):
            raise NotUnderstood(f"variant {name} = {given!r} is not understood; possible: {possible}")
        return given

    def further(self, name: str) -> Any:
        """An extra input of the case."""
        self._seen.add(("extra", name))
        if name not in self.extra:
            raise NotUnderstood(f"the case gives no extra {name}")
        return self.extra[name]

    def leftovers(self) -> list[str]:
        """What the case says and nobody read."""
        every = {"hyper": self.hyper, "defaults": self.defaults, "variant": self.variant, "extra": self.extra}
        return [
            f"{kind} {name!r} is not understood"
            for kind, entries in every.items()
            for name in entries
            if (kind, name) not in self._seen
        ]


def number(value: Any) -> Any:
    """The value with the words for non-finite numbers turned into numbers."""
    words = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, list):
        return [number(entry) for entry in value]
    return value
