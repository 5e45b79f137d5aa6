"""One drill: disturb, let it come to rest, judge."""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

from app.comparisons.store import Store
from tests.chaos.client import Client
from tests.chaos.disturbances import DISTURBANCES
from tests.chaos.site import Site
from tests.chaos.verdict import complaints
from tests.comparisons.workplace import until

LONGEST_PAUSE = 4.0
SHARE_AT_WORK = 0.75
"""Of the disturbances that come only once the work has gone on since the one before; others meet what is starting."""
LONGEST_AWAITED = 40.0
"""Seconds for which progress is awaited; there may be none while nothing can be handed in."""
PATIENCE = 1500.0
"""Seconds after which what does not come to rest is given up."""


@dataclass
class Report:
    """What was done, and what was wrong afterwards."""

    seed: int
    done: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    refused: int = 0
    starts: int = 0
    interruptions: int = 0
    wrong: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """A few lines for a person."""
        done = "\n".join(f"  {count:4d}  {name}" for name, count in sorted(self.done.items()))
        end = "\n".join(f"  WRONG: {each}" for each in self.wrong) or "  Each ended once, with the bits of undisturbed."
        return (
            f"Seed {self.seed}: {self.done.total()} disturbances, {self.starts} starts of the server\n{done}\n"
            f"  {self.acknowledged} comparisons were acknowledged, {self.refused} requests refused or not answered,\n"
            f"  shards were interrupted {self.interruptions} times\n{end}"
        )


def order(chance: random.Random) -> Iterator[str]:
    """The disturbances without end, each once before any comes again."""
    while True:
        yield from chance.sample(list(DISTURBANCES), len(DISTURBANCES))


def run(folder: Path, seed: int, enough: Callable[[int], bool], tell: Callable[[str], None] = print) -> Report:
    """Disturb a site in `folder` until `enough` of so many disturbances, and judge what became of what it took on."""
    chance = random.Random(seed)
    report, site = Report(seed), Site(folder)
    client = Client(site.address, random.Random(seed + 1))
    try:
        until(site.there, PATIENCE)
        for name in order(chance):
            if enough(report.done.total()):
                break
            site.keep()
            client.go_on()
            if chance.random() < SHARE_AT_WORK:
                await_progress(site, client)
            time.sleep(chance.uniform(0, LONGEST_PAUSE))
            tell(f"{report.done.total() + 1}: {DISTURBANCES[name](site, chance)}")
            report.done[name] += 1
        come_to_rest(site, client, report)
    finally:
        report.log = site.log
        site.kill()
    report.acknowledged, report.refused, report.starts = len(client.acknowledged), client.refused, site.starts
    with Store(site.settings.database) as store:
        events = [event for job in client.acknowledged for event in store.jobs.events(job)]
        report.interruptions = sum("(interrupted:" in event.message for event in events)
        report.wrong += complaints(store, client.acknowledged, folder / "undisturbed")
    return report


def await_progress(site: Site, client: Client) -> None:
    """Wait until some shard has come further; more is handed in meanwhile, or there might be none to wait for."""
    with Store(site.settings.database) as store:

        def made() -> int:
            return sum(job.done for job in store.jobs.recent())

        before, end = made(), time.monotonic() + LONGEST_AWAITED
        while made() == before and time.monotonic() < end:
            site.keep()
            client.go_on()
            time.sleep(0.1)


def come_to_rest(site: Site, client: Client, report: Report) -> None:
    """Nothing happens any more: wait until everything is over, the site is ready, and let it end."""

    def over() -> bool:
        if not site.there():
            return False
        ended = True
        for job, spec in client.acknowledged.items():
            state = httpx.get(f"{site.address}/{job}", timeout=60).json()
            if state.get("reason") == "disk full":  # its failure; whoever asks again has it gone on with
                client.hand_in(spec)
            ended = ended and state.get("state") == "finished"
        return ended

    def ready() -> bool:
        return site.there() and httpx.get(f"http://127.0.0.1:{site.port}/readyz", timeout=60).status_code == 200

    try:
        until(lambda: quietly(over), PATIENCE)
        until(lambda: quietly(ready), PATIENCE)
        status = site.end()
        if status != 0:
            report.wrong.append(f"asked to end, the server ended with status {status}")
    except AssertionError as error:
        report.wrong.append(f"it did not come to rest: {error}")
        print("\n".join(site.log[-40:]), file=sys.stderr)


def quietly(ask: Callable[[], bool]) -> bool:
    """The answer, False where the server did not give one; asked about once a second."""
    time.sleep(1.0)
    try:
        return ask()
    except httpx.TransportError:
        return False
