"""The C++ file of a step: what one run does, for blocks of runs in registers, many steps a call.

The text holds names of operations from `prelude.OPERATIONS`, numbers, and names that are made here.
"""

from collections.abc import Callable, Iterable

from app.comparisons.native.one_run import Kept, OneRun
from app.comparisons.native.prelude import OPERATIONS, PRELUDE
from app.comparisons.native.scalars import Level, Scalar
from app.comparisons.native.staging import Staging

BESIDE = Level.RUN | Level.ENTRY
"""What differs by one of these is computed for each block of runs."""

START = """
struct Call {
  std::int64_t runs, steps, first, due, every, goals;
  real *arrays[%(arrays)d];
  const real *hypers[%(hypers)d];
  const real *given[%(given)d];
  const real *schedule, *bars;
  real *died, *losses, *metrics;
  std::int64_t *hits;
};

extern "C" void advance(const Call *call) {
  const std::int64_t runs = call->runs;
%(once)s
  std::vector<real> table(call->steps * %(width)d + 1);
  for (std::int64_t k = 0; k < call->steps; ++k) {
    const real before = real(call->first + k);
    real *const row = table.data() + k * %(width)d;
%(step)s
  }
  for (std::int64_t base = 0; base < runs; base += WIDTH) {
    const int count = int(runs - base < WIDTH ? runs - base : WIDTH);
    std::int64_t rows[WIDTH], next[WIDTH];
    real bar[WIDTH];
    for (int at = 0; at < WIDTH; ++at) {
      rows[at] = base + (at < count ? at : count - 1);
      next[at] = 0;
      while (next[at] < call->goals && call->hits[next[at] * runs + rows[at]] >= 0) ++next[at];
      bar[at] = at < count && next[at] < call->goals ? call->bars[next[at]] : -INFINITY;
    }
    Lanes bars;
    std::memcpy(&bars, bar, sizeof bars);
    Lanes died = gathered(call->died, rows, 1);
%(run)s
    std::int64_t due = call->due, slot = 0;
    for (std::int64_t k = 0; k < call->steps; ++k) {
      const std::int64_t now = call->first + k;
      const real *const row = table.data() + k * %(width)d;
%(lanes)s
      if (now == due) {
%(recorded)s
        stored(call->losses + slot * runs + base, lanes(%(loss)s), count);
        stored(call->metrics + slot * runs + base, lanes(%(evaluated)s), count);
        ++slot, due += call->every;
      }
      if (any(op_less_equal(lanes(%(metric)s), bars))) {
        real each[WIDTH];
        stored(each, lanes(%(metric)s), WIDTH);
        for (int at = 0; at < count; ++at) {
          const real seen = each[at];
          if (!(seen <= bar[at]) || !std::isfinite(seen)) continue;
          while (next[at] < call->goals && seen <= call->bars[next[at]])
            call->hits[next[at]++ * runs + base + at] = now;
          bar[at] = next[at] < call->goals ? call->bars[next[at]] : -INFINITY;
        }
        std::memcpy(&bars, bar, sizeof bars);
      }
      const Mask alive = op_less(died, real(0));
      const Mask well = alive & mask(op_isfinite(%(loss)s));
      died = op_where(alive & ~well, real(now), died);
%(kept)s
    }
    scattered(call->died, died, base, count, 1);
%(left)s
  }
}
"""


def written(run: OneRun, arrays: int, hypers: int, given: int, dtype: str) -> str:
    """The text for `dtype`, `float` or `double`; how many arrays, hyperparameters and arrays of a step there are."""
    scalars = run.scalars.all
    kept = [entry.new for entry in run.kept]
    needed = run.scalars.needed([*kept, run.loss, run.metric, run.evaluated])
    level = {at: scalars[at].level for at in needed}
    outside = [at for at in needed if level[at] == Level.STEP]
    # What the lanes read of the numbers that differ from step to step alone.
    powers = [at for at in needed if _tabled(run, at)]
    used = {arg for at in needed if level[at] & BESIDE and at not in powers for arg in scalars[at].args}
    read = [at for at in outside if at in used | {run.loss, run.metric, run.evaluated, *kept}]
    places = {entry.old: _own_name(run, entry) for entry in run.kept}

    def value(at: int) -> str:
        fixed = scalars[at].level == Level.ENTRY and not scalars[at].truth
        return places.get(at, f"n{at}[e]" if fixed else f"n{at}")

    def line(at: int) -> str:
        if at in powers:
            return f"const auto n{at} = gathered(powers{at}.data() + k * distinct{at}.values.size(), places{at}, 1);"
        return f"const auto n{at} = {_expression(scalars[at], value)};"

    staging = Staging(run.scalars, needed, places, line, value)
    rows = [
        f"const {'bool' if scalars[at].truth else 'real'} n{at} = row[{place}]{' != 0' if scalars[at].truth else ''};"
        for place, at in enumerate(read)
    ]
    stores = [f"row[{place}] = n{at};" for place, at in enumerate(read)]
    # A power of a hyperparameter that differs between runs: once a step for each of its values.
    tables = [
        f"const Distinct distinct{at}(call->hypers[{_hyper(run, at)}], runs); "
        f"std::vector<real> powers{at}(call->steps * distinct{at}.values.size());"
        for at in powers
    ]
    fills = [
        f"for (std::size_t at = 0, all = distinct{at}.values.size(); at < all; ++at) "
        f"powers{at}[k * all + at] = op_power(distinct{at}.values[at], {value(scalars[at].args[1])});"
        for at in powers
    ]
    looks = [
        f"std::int64_t places{at}[WIDTH]; "
        f"for (int at = 0; at < WIDTH; ++at) places{at}[at] = distinct{at}.place[rows[at]];"
        for at in powers
    ]
    rooms = [f"std::vector<Lanes> x{e.array}({run.entries[e.array]});" for e in run.kept if _looped(run, e)]
    entries = run.entries[0]
    rooms += [f"std::vector<Lanes> g{one}({entries});" for one in range(given)]
    turns = [f"turned(g{n}.data(), call->given[{n}] + k * runs * {entries}, rows, {entries});" for n in range(given)]
    once = [line(at) for at in needed if level[at] == Level.ONCE]
    body = START % {
        "arrays": max(1, arrays),
        "hypers": max(1, hypers),
        "given": max(1, given),
        "width": len(read),
        "once": _lines([*once, *tables, *rooms, *staging.once(_digits)], 2),
        "step": _lines([*(line(at) for at in outside), *stores, *fills], 4),
        "run": _lines([*(line(at) for at in needed if level[at] == Level.RUN), *looks, *_loads(run, places)], 4),
        "lanes": _lines([*turns, *rows, *staging.singles([*kept, run.loss, run.metric])], 6),
        "recorded": _lines(staging.singles([run.evaluated]), 8),
        "kept": _lines(_writes(run, staging, places, value), 6),
        "left": _lines(_stores(run, places), 4),
        "loss": value(run.loss),
        "metric": value(run.metric),
        "evaluated": value(run.evaluated),
    }
    return f"using real = {dtype};\n{PRELUDE}{body}"


def _looped(run: OneRun, kept: Kept) -> bool:
    """Whether that stands for all entries of its array."""
    return bool(run.scalars.all[kept.old].level & Level.ENTRY)


def _own_name(run: OneRun, kept: Kept) -> str:
    return f"x{kept.array}[e]" if _looped(run, kept) else f"x{kept.array}_{kept.entry}"


def _loads(run: OneRun, places: dict[int, str]) -> list[str]:
    """The lines that fetch what the runs of a block keep."""
    found = []
    for kept in run.kept:
        entries = run.entries[kept.array]
        if _looped(run, kept):
            found.append(f"turned(x{kept.array}.data(), call->arrays[{kept.array}], rows, {entries});")
        else:
            found.append(f"Lanes {places[kept.old]} = gathered({_first(kept)}, rows, {entries});")
    return found


def _writes(run: OneRun, staging: Staging, places: dict[int, str], value: Callable[[int], str]) -> list[str]:
    """The lines that put new numbers in the place of old ones, for runs that are well."""
    each = [at for at, kept in enumerate(run.kept) if _looped(run, kept)]
    single = [at for at, kept in enumerate(run.kept) if not _looped(run, kept)]

    # First all new numbers, then all writes: a new one may be an old one of another name.
    def written(chosen: list[int]) -> list[str]:
        kept = [(at, run.kept[at]) for at in chosen]
        fresh = [f"const Lanes y{at} = op_where(well, {value(one.new)}, {value(one.old)});" for at, one in kept]
        return [*fresh, *(f"{places[one.old]} = y{at};" for at, one in kept)]

    loop = staging.loop([run.kept[at].new for at in each], written(each)) if each else []
    return [*loop, *written(single)]


def _stores(run: OneRun, places: dict[int, str]) -> list[str]:
    """The lines that put back what the runs of a block keep."""
    found = []
    for kept in run.kept:
        entries = run.entries[kept.array]
        if _looped(run, kept):
            put = f"scattered(call->arrays[{kept.array}] + e, {places[kept.old]}, base, count, {entries});"
            found.append(f"for (std::int64_t e = 0; e < {entries}; ++e) {put}")
        else:
            found.append(f"scattered({_first(kept)}, {places[kept.old]}, base, count, {entries});")
    return found


def _tabled(run: OneRun, at: int) -> bool:
    """Whether that is a power of a hyperparameter that differs between runs, its exponent the same for all of them."""
    scalar, every = run.scalars.all[at], run.scalars.all
    if scalar.op not in ("power", "pow"):
        return False
    base, exponent = (every[arg] for arg in scalar.args)
    return base.name.startswith("hyper ") and bool(base.level) and exponent.level == Level.STEP


def _hyper(run: OneRun, at: int) -> int:
    """Which hyperparameter the power is one of."""
    return int(run.scalars.all[run.scalars.all[at].args[0]].name.split()[1])


def _expression(scalar: Scalar, value: Callable[[int], str]) -> str:
    if scalar.op == "constant":
        return f"real({_digits(scalar.value)})"
    if scalar.op != "input":
        if scalar.op not in OPERATIONS:
            raise LookupError(f"no operation is called {scalar.op!r}")
        return f"op_{scalar.op}({', '.join(map(value, scalar.args))})"
    kind, *numbers = scalar.name.split()
    at = [int(number) for number in numbers]
    if kind == "before":
        return "before"
    if kind == "schedule":
        return "call->schedule[k]"
    if kind == "hyper":
        each = scalar.level & Level.RUN
        return f"gathered(call->hypers[{at[0]}], rows, 1)" if each else f"call->hypers[{at[0]}][0]"
    if kind == "given":
        return f"g{at[0]}[{'e' if scalar.level & Level.ENTRY else at[1]}]"
    raise LookupError(f"no input is called {scalar.name!r}")


def _first(kept: Kept) -> str:
    """The address of an entry of the first run."""
    return f"call->arrays[{kept.array}] + {kept.entry}"


def _digits(value: float) -> str:
    """A constant, every bit of it."""
    if value != value:
        return "NAN"
    if value in (float("inf"), float("-inf")):
        return "INFINITY" if value > 0 else "-INFINITY"
    return value.hex()


def _lines(lines: Iterable[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines)
