"""In which order the lines of a step stand: single numbers of a run, and loops over its entries between them.

A loop computes again what an earlier one computed, from what the run keeps, so that nothing but the terms of reductions
is stored between loops: for a step of a rule that costs less than the memory.
"""

from collections.abc import Callable, Iterable

from app.comparisons.native.scalars import DATA, Level, Scalar, Scalars

Line = Callable[[int], str]


class Staging:
    """The lines of a step, from `line`, which writes what one place is, and `value`, which writes how it is called."""

    def __init__(self, scalars: Scalars, needed: list[int], given: Iterable[int], line: Line, value: Line):
        self.scalars, self.line, self.value = scalars, line, value
        self.known = set(given)
        self.needed = needed
        self.stage: dict[int, int] = {}
        for at in needed:
            scalar = scalars.all[at]
            self.stage[at] = max((self.stage[arg] for arg in scalar.args), default=0) + scalar.reduces
        self.reductions = [at for at in needed if scalars.all[at].reduces]
        self.fixed = [at for at in needed if self._of(at).level == Level.ENTRY]
        """What differs between entries alone, once a call."""

    def once(self, digits: Callable[[float], str]) -> list[str]:
        """The lines before all steps: tables, what follows from them, and room for terms."""
        count = self.scalars.entries
        lines = [f"std::vector<Lanes> terms{at}({count});" for at in self.reductions]
        inner = []
        for at in self.fixed:
            scalar = self._of(at)
            if scalar.op == "input":
                numbers = ", ".join(map(digits, self.scalars.tables[int(scalar.name.split()[1])]))
                lines.append(f"static const real n{at}[{count}] = {{{numbers}}};")
            elif scalar.truth:
                inner.append(self.line(at))
            else:
                lines.append(f"std::vector<real> n{at}({count});")
                inner.append(self.line(at).replace(f"const auto n{at} =", f"n{at}[e] =", 1))
        return lines + (self._loop(inner) if inner else [])

    def singles(self, targets: list[int]) -> list[str]:
        """The lines after which single numbers are known that are, or that lead to, the targets."""
        wanted = self.scalars.needed(targets)
        fresh = [at for at in wanted if self._of(at).level == DATA and at not in self.known]
        self.known.update(fresh)
        lines: list[str] = []
        for stage in range(max((self.stage[at] for at in fresh), default=0) + 1):
            lines += [self.line(at) for at in fresh if self.stage[at] == stage and not self._of(at).reduces]
            after = [at for at in fresh if self.stage[at] == stage + 1 and self._of(at).reduces]
            terms = {at: self._of(at).args[0] for at in after}
            if terms:
                stores = [f"terms{at}[e] = lanes({self.value(arg)});" for at, arg in terms.items()]
                lines += self.loop(list(terms.values()), stores)
            lines += [
                f"const auto n{at} = all_{self._of(at).op}(terms{at}.data(), {self.scalars.entries});" for at in after
            ]
        return lines

    def loop(self, targets: list[int], last: list[str]) -> list[str]:
        """A loop over entries that computes the targets, and then the last lines."""
        inner = [at for at in self.scalars.needed(targets) if self._of(at).level & Level.ENTRY and self._local(at)]
        return self._loop([*(self.line(at) for at in inner), *last])

    def _local(self, at: int) -> bool:
        """Whether a value of an entry is computed where it is used."""
        return at not in self.known and (self._of(at).truth or self._of(at).level != Level.ENTRY)

    def _loop(self, lines: list[str]) -> list[str]:
        return [f"for (std::int64_t e = 0; e < {self.scalars.entries}; ++e) {{", *(f"  {line}" for line in lines), "}"]

    def _of(self, at: int) -> Scalar:
        return self.scalars.all[at]
