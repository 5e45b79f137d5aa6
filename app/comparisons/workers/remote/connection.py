"""A worker's connection to its server: requests that are tried again until they are answered, and what answers mean.

What passes by itself is waited for, ever longer: no connection, a proxy without a server behind it, a record that is
locked, too many requests. What does not is raised in the words of the server.
"""

import json
import logging
import random
import ssl
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx

from app.comparisons import errors
from app.comparisons.errors import BadAnswer, ServerAway, StoreFull, TooLarge, Unwelcome
from app.comparisons.workers.remote.messages import PROCESS_HEADER, WORKERS, Message, compressed

log = logging.getLogger("app.comparisons.workers.remote")

FIRST_WAIT = 0.1
LONGEST_WAIT = 15.0
TIMEOUT = httpx.Timeout(30.0, connect=10.0)
BRIEF = httpx.Timeout(5.0)
"""For what is said again soon anyway."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may be answered otherwise."""
FAULTS = 6
"""After so many times 500 in a row the fault is the server's, and does not pass."""
MEANINGS = {
    each.__name__: each
    for each in (errors.LeaseLost, errors.OutOfOrder, errors.BadCheckpoint, errors.Unwelcome, errors.Repeated)
}
"""By the `reason` of an answer what it is raised as."""

Hopeful = Callable[[], bool]
"""Whether there is still time to try again."""


class Connection:
    """Requests to the server at `address`, with the token in a file; safe to share between threads."""

    def __init__(self, address: str, token_file: Path, process: str, ask: Event, authority: Path | None = None):
        self.address = checked(address).rstrip("/")
        self.ask = ask
        """Set once the worker was asked to end: from then on no wait is long."""
        self._away_since: float | None = None
        self._client = httpx.Client(
            base_url=self.address + WORKERS,
            headers={"Authorization": f"Bearer {token_of(token_file)}", PROCESS_HEADER: process},
            verify=trusted(authority),
            timeout=TIMEOUT,
        )

    def say(self, method: str, path: str, message: Message | None, hopeful: Hopeful, **more: Any) -> httpx.Response:
        """The answer to a message, tried as long as it is `hopeful`; then `ServerAway`."""
        body = b"" if message is None else message.model_dump_json().encode()
        return self.send(method, path, body, hopeful, **more)

    def send(self, method: str, path: str, body: bytes, hopeful: Hopeful, **more: Any) -> httpx.Response:
        """The answer to a request with this body."""
        headers: Mapping[str, str] = {}
        if body:
            body, headers = compressed(body), {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        wait, faults = FIRST_WAIT, 0
        while True:
            try:
                answer = self._client.request(method, path, content=body, headers=headers, **more)
                faults = faults + 1 if answer.status_code == 500 else 0
                if answer.status_code not in PASSING or faults >= FAULTS:
                    self._back()
                    return understood(answer)
                why = detail_of(answer)
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
            if not hopeful():
                raise ServerAway(f"{self.address} could not be asked: {why}")
            self._away(why, wait)
            # Not all at the same moment, where many wait for one server.
            if self.ask.wait(wait * random.uniform(0.5, 1.0)):
                time.sleep(FIRST_WAIT)
            wait = min(LONGEST_WAIT, 2 * wait)

    def once(self, method: str, path: str, message: Message | None = None) -> httpx.Response:
        """The answer to a message that is tried only once, and soon given up: it is said again anyway."""
        return self.say(method, path, message, never, timeout=BRIEF)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def _away(self, why: str, wait: float) -> None:
        if self._away_since is None:
            self._away_since = time.monotonic()
        if wait > 1.0 or wait == FIRST_WAIT:
            log.warning("%s: %s; it is asked again in %g s", self.address, why, wait)

    def _back(self) -> None:
        since, self._away_since = self._away_since, None
        if since is not None:
            log.warning("%s answers again, after %.0f s", self.address, time.monotonic() - since)


def never() -> bool:
    """There is no time to try again."""
    return False


def understood(answer: httpx.Response) -> httpx.Response:
    """The answer, where it is one; otherwise what it means."""
    if answer.is_success:
        return answer
    said = detail_of(answer)
    if answer.has_redirect_location:
        raise Unwelcome(f"the server is somewhere else, at {answer.headers['location']}: give that address")
    if answer.status_code in (401, 403):
        raise Unwelcome(said)
    if answer.status_code == 507:
        raise StoreFull(said)
    if answer.status_code == 413:
        raise TooLarge(said)
    meaning = MEANINGS.get(str(problem_of(answer).get("reason")))
    if meaning is not None:
        raise meaning(said)
    if answer.status_code in (400, 404, 405):
        raise Unwelcome(f"no server for workers answers at {answer.request.url}: {said}")
    raise BadAnswer(f"{answer.request.method} {answer.request.url.path} was answered with {answer.status_code}: {said}")


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The problem detail of an answer, nothing where it has none."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def detail_of(answer: httpx.Response) -> str:
    """What an answer says went wrong, in a sentence or by its status."""
    problem = problem_of(answer)
    fields = "; ".join(f"{each['place']}: {each['message']}" for each in problem.get("errors", ()))
    said = str(problem.get("detail", f"status {answer.status_code} {answer.reason_phrase}"))
    return f"{said} {fields}".strip()


def token_of(file: Path) -> str:
    """The token in a file; `Unwelcome` where there is none to read."""
    try:
        token = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unwelcome(f"the token cannot be read from {file}: {error}") from error
    if not token or not token.isprintable() or " " in token:
        raise Unwelcome(f"{file} holds no token: optimizer-playground worker-token NAME, on the server, makes one")
    return token


def trusted(authority: Path | None) -> ssl.SSLContext | bool:
    """Whose certificates are believed: those of the machine's authorities, or of the one in a file alone."""
    if authority is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(authority))
    except OSError as error:
        raise Unwelcome(f"{authority} holds no certificate of an authority: {error}") from error


def checked(address: str) -> str:
    """The address of a server; `Unwelcome` for what is none."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        fits = False
    if not fits:
        raise Unwelcome(f"{address!r} is no address of a server; one is https://lab.example.org:8123")
    return address


def plain(address: str) -> bool:
    """Whether what is said to that address can be read by the network: no TLS, and another machine."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1")
