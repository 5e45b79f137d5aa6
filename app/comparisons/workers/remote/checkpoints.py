"""The checkpoints of a worker whose server is elsewhere: they are kept there, so that any other worker can go on."""

import hashlib
import json
import time
from collections.abc import Callable

from app.comparisons.errors import ServerAway
from app.comparisons.workers.coordinator import Resumed
from app.comparisons.workers.remote.holding import TRIES, Holding
from app.comparisons.workers.remote.messages import CHECKPOINT_HEADER, Forget


class RemoteCheckpoints:
    """The checkpoints of one lease, as `app.comparisons.workers.coordinator.KeptCheckpoints`.

    One that follows another, or the start, too soon is left out, unless the shard is to be given back there: `ending`
    says so. So is that of the last step, after which the shard is finished.
    """

    def __init__(self, holding: Holding, every: int, seconds: float, resumed: Resumed, ending: Callable[[], bool]):
        self.holding = holding
        self.every = every
        self.steps = holding.lease.work.steps
        self.seconds = seconds
        self.resumed = resumed
        self.ending = ending
        self._kept = time.monotonic()

    def load(self) -> bytes | None:
        """The newest content that the server has, None where it has none."""
        self.holding.outbox.flush()
        for _ in range(TRIES):
            answer = self.holding.asked(
                lambda lease: self.holding.connection.send("GET", f"{lease}/checkpoint", b"", self.holding.hopeful)
            )
            told = json.loads(answer.headers[CHECKPOINT_HEADER])
            if hashlib.sha256(answer.content).hexdigest() == told["digest"]:
                self.resumed(told["step"], told["damage"])
                return answer.content if told["there"] else None
        raise ServerAway("a checkpoint arrived damaged, however often it was asked for")

    def save(self, data: bytes, step: int) -> None:
        """Have it kept in place of the last ones."""
        now = time.monotonic()
        if step >= self.steps:
            return
        if now - self._kept < self.seconds and not self.ending():
            return
        self._kept = now
        self.holding.keep(data, step)

    def over(self) -> None:
        """The server removes them when it is told the end."""
        self.remove()

    def remove(self) -> None:
        """No checkpoint can be used: what was recorded goes, too."""
        self.holding.report(Forget())
