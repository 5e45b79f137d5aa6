"""Compares our rules with those of installed peers: `python -m tests.peers [PEER...] [--rule NAME] [--runs N]`.

Prints a line a pair, says which peers are missing, stores what was found, and exits with 1 where a pair does not agree.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator, Sequence

from tests.golden.make.sources import NotInstalled, version
from tests.peers.draw import STEPS
from tests.peers.follow import difference
from tests.peers.lent import lend_override
from tests.peers.pair import Pair
from tests.peers.pairs import PEERS, apart, not_ours, note, pairs
from tests.peers.stored import Row, write
from tests.peers.unlisted import unlisted


def installed(lib: str) -> str | None:
    """The version of the peer that is here; None where it is not."""
    try:
        return version({"source": {"lib": lib}})
    except NotInstalled:
        return None


def compared(pair: Pair, found: str, runs: int) -> Iterator[Row]:
    """A row for every dtype of the pair."""
    for dtype in pair.dtypes:
        greatest = max(difference(pair, dtype, seed) for seed in range(runs if pair.drawn else 1))
        settings = ", ".join(f"{name} {value}" for name, value in pair.fixed.items()) or "defaults"
        allowed = pair.tolerance(dtype)
        yield Row(
            peer=PEERS[pair.lib],
            version=found,
            rule=pair.rule,
            name=pair.name,
            settings="drawn" if pair.drawn else settings,
            dtype=dtype,
            runs=runs if pair.drawn else 1,
            steps=STEPS,
            difference=greatest,
            tolerance=allowed,
            agrees=greatest <= allowed,
            why=pair.why,
        )


def measured(chosen: Sequence[Pair], runs: int) -> tuple[list[Row], list[str]]:
    """The rows of the pairs whose peer is here, printed as they come, and what could not be run."""
    rows: list[Row] = []
    broken = []
    for pair in chosen:
        found = installed(pair.lib)
        if found is None:
            continue
        try:
            for row in compared(pair, found, runs):
                rows.append(row)
                words = "agrees" if row.agrees else "DIFFERS"
                print(f"{words} {row.peer} {row.name} ({row.rule}) {row.settings} {row.dtype}: {row.difference:.1e}")
        except Exception as error:
            broken.append(f"BROKEN {PEERS[pair.lib]} {pair.entry} ({pair.rule}): {type(error).__name__}: {error}")
            print(broken[-1])
    return rows, broken


def not_compared() -> dict[str, str]:
    """What is left out and why: peers that are not here, and what nobody has written a pair for."""
    found = {}
    for lib, peer in PEERS.items():
        if installed(lib) is None:
            found[peer] = "not installed where this was last run"
            continue
        names = list(unlisted(lib))
        if names:
            found[f"{peer}'s {', '.join(names)}"] = "nobody has looked at it yet"
    return found


def no_rules() -> dict[str, dict[str, list[str]]]:
    """By peer what else it offers, by what that is."""
    found: dict[str, dict[str, list[str]]] = {}
    for lib, peer in PEERS.items():
        for name, what in not_ours(lib).items():
            found.setdefault(peer, {}).setdefault(what, []).append(name)
    return found


def main(arguments: list[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("peers", nargs="*", metavar="PEER", help=f"only these: {', '.join(PEERS.values())}")
    parser.add_argument("--rule", help="only this rule, and nothing is stored")
    parser.add_argument("--runs", type=int, default=4, help="drawn runs for every pair and dtype")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.peers if name not in PEERS.values()]
    if unknown:
        parser.error(f"no peer is called {unknown[0]!r}; there are: {', '.join(PEERS.values())}")
    chosen = [
        pair
        for pair in pairs()
        if (not given.peers or PEERS[pair.lib] in given.peers) and given.rule in (None, pair.rule)
    ]
    lend_override()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows, broken = measured(chosen, given.runs)
        missing = not_compared()
    for name, why in missing.items():
        print(f"not compared: {name}: {why}")
    if given.rule is None:
        others = [{"peer": PEERS[one.lib], "name": one.name, "rule": one.rule, "why": one.why} for one in apart()]
        write(rows, others, missing, no_rules(), {peer: note(lib) for lib, peer in PEERS.items() if note(lib)})
    wrong = [row for row in rows if not row.agrees]
    print(f"{len(rows) - len(wrong)} agree, {len(wrong)} differ, {len(broken)} could not be run")
    return 1 if wrong or broken else 0


if __name__ == "__main__":
    sys.exit(main())
