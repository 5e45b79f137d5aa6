"""What can happen to a site, each as a function of the site and of chance; what it says is what was done."""

import random
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

from tests.chaos.site import ROLES, Site

LONGEST_LOCK = 8.0
LONGEST_FULL = 4.0
HOURS = 5
SMALLEST = 4096
"""Bytes beyond which no file can be written while the disk is full."""

Disturbance = Callable[[Site, random.Random], str]


def kill(role: str) -> Disturbance:
    """Ends all processes of that sort with signal 9."""

    def killed(site: Site, _: random.Random) -> str:
        found = site.processes(role)
        for process in found:
            with suppress(psutil.Error):
                process.kill()
        return f"killed {len(found)} of {role}"

    return killed


def lock(site: Site, chance: random.Random) -> str:
    """Holds the write lock of the record for a while, as a stuck process would."""
    seconds = chance.uniform(0.5, LONGEST_LOCK)
    other = sqlite3.connect(site.settings.database, isolation_level=None, timeout=30)
    try:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return f"could not lock the record: {error}"
    finally:
        other.close()
    return f"locked the record for {seconds:.1f} s"


def fill(site: Site, chance: random.Random) -> str:
    """Lets no process write a file any further for a while: to them, the disk is full."""
    seconds = chance.uniform(0.5, LONGEST_FULL)
    with without_room(site) as count:
        time.sleep(seconds)
    return f"no room on the disk of {count} processes for {seconds:.1f} s"


@contextmanager
def without_room(site: Site) -> Iterator[int]:
    """The kernel's limit on the size of files, lowered for the processes that there are."""
    before = {}
    for role in ROLES:
        for process in site.processes(role):
            with suppress(OSError, ProcessLookupError):
                known = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (SMALLEST, known[1]))
                before[process] = known
    try:
        yield len(before)
    finally:
        # Those that were started meanwhile have inherited the limit.
        for role in ROLES:
            for process in site.processes(role):
                known = before.get(process, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                with suppress(OSError, ProcessLookupError):
                    hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)[1]
                    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (min_limit(known[0], hard), hard))


def min_limit(wanted: int, hard: int) -> int:
    """The limit that was wanted, or the highest there may be."""
    return hard if wanted == resource.RLIM_INFINITY else wanted


def jump(site: Site, chance: random.Random) -> str:
    """Puts the clock of all processes forward or back, by up to some hours."""
    seconds = chance.uniform(-3600.0 * HOURS, 3600.0 * HOURS)
    site.put_clock(seconds)
    return f"the clock is {seconds:+.0f} s off"


DISTURBANCES: dict[str, Disturbance] = {
    "kill the server": kill("server"),
    "kill the scheduler": kill("scheduler"),
    "kill the workers": kill("worker"),
    "lock the record": lock,
    "fill the disk": fill,
    "put the clock": jump,
}
