"""The tokens of workers on other machines: one each, made once and shown once, kept as a hash only."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from app.comparisons.errors import Missing, NoWorkerName
from app.comparisons.store.schema import Database

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
ENGINE = "@"
"""Stands in the names of tokens that engines make for the workers that they start, and in no others."""
PREFIX = "worker-"
"""What a token begins with, so that who finds one knows what it is."""
SEEN_AGAIN = 30.0
"""Seconds after which it is noted anew that a token was used."""


@dataclass(frozen=True)
class WorkerToken:
    """A token as it is listed: whose it is, since when, and when it was used last (None: never)."""

    name: str
    created: float
    seen: float | None
    max_shards: int | None = None
    """How many shards its workers may hold at a time; None: any number."""


class WorkerTokens:
    """The tokens of one database."""

    def __init__(self, database: Database):
        self.database = database

    def make(self, name: str, max_shards: int | None = None) -> str:
        """A new token for the worker of that name; `NoWorkerName` where it is none or has one already."""
        if not NAME.fullmatch(name):
            raise NoWorkerName(
                f"{name!r} is no name for a worker; possible are up to 40 letters, digits, dots, dashes and underscores"
            )
        token = PREFIX + secrets.token_urlsafe(32)
        with self.database.write() as cursor:
            if cursor.execute("SELECT 1 FROM worker_tokens WHERE name = ?", (name,)).fetchone():
                raise NoWorkerName(f"{name} has a token already; revoke it first, or choose another name")
            cursor.execute(
                "INSERT INTO worker_tokens (name, digest, created, max_shards) VALUES (?, ?, ?, ?)",
                (name, digest(token), self.database.clock(), max_shards),
            )
        return token

    def renew(self, name: str) -> str:
        """A new token in place of any that has that name, for an engine of this program (`of_engine`)."""
        token = PREFIX + secrets.token_urlsafe(32)
        with self.database.write() as cursor:
            cursor.execute(
                "INSERT OR REPLACE INTO worker_tokens (name, digest, created) VALUES (?, ?, ?)",
                (name, digest(token), self.database.clock()),
            )
        return token

    def holder(self, token: str) -> str | None:
        """Whose token it is; None for one that is unknown or was revoked."""
        rows = self.database.read("SELECT name, seen FROM worker_tokens WHERE digest = ?", digest(token))
        if not rows:
            return None
        now = self.database.clock()
        if rows[0]["seen"] is None or abs(now - rows[0]["seen"]) > SEEN_AGAIN:
            with self.database.write() as cursor:
                cursor.execute("UPDATE worker_tokens SET seen = ? WHERE name = ?", (now, rows[0]["name"]))
        return str(rows[0]["name"])

    def all(self) -> list[WorkerToken]:
        """All tokens, by name."""
        rows = self.database.read("SELECT name, created, seen, max_shards FROM worker_tokens ORDER BY name")
        return [WorkerToken(**dict(row)) for row in rows]

    def limit(self, name: str, max_shards: int | None) -> None:
        """Let the workers with that token hold so many shards at a time, None: any number; `Missing` without a token.

        What they hold already they keep.
        """
        with self.database.write() as cursor:
            found = cursor.execute(
                "UPDATE worker_tokens SET max_shards = ? WHERE name = ?", (max_shards, name)
            ).rowcount
        if not found:
            raise self._missing(name)

    def limit_of(self, name: str) -> int | None:
        """How many shards the workers with that token may hold at a time; None: any number."""
        rows = self.database.read("SELECT max_shards FROM worker_tokens WHERE name = ?", name)
        return rows[0]["max_shards"] if rows else None

    def revoke(self, name: str) -> None:
        """Forget the token of that worker, which may do nothing from then on; `Missing` where there is none."""
        with self.database.write() as cursor:
            gone = cursor.execute("DELETE FROM worker_tokens WHERE name = ?", (name,)).rowcount
        if not gone:
            raise self._missing(name)

    def _missing(self, name: str) -> Missing:
        known = ", ".join(each.name for each in self.all()) or "none"
        return Missing(f"no worker of the name {name!r} has a token; those that have one: {known}")


def of_engine(holder: str) -> bool:
    """Whether a token is that of an engine, whose workers its scheduler counts; no other may have such a name."""
    return ENGINE in holder


def digest(token: str) -> str:
    """What is kept of a token. It is drawn from 256 bits, so that a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()
