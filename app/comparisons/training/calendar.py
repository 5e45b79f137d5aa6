"""After which steps something besides a step is done: a record, an evaluation, a look at the metric, a checkpoint."""

import math

from app.comparisons.shard import Shard
from app.comparisons.training.hits import Hits
from app.comparisons.training.saving import Saving

AHEAD = 256
"""Steps after which nobody goes on without looking, because no window holds more numbers of networks."""
VALIDATED = 20
"""Looks at the samples that choose, beside that of the start: enough for a curve, and few beside the steps."""


class Calendar:
    """What is due after a step; `shown` says that the losses of steps show the metric, so that none is evaluated."""

    def __init__(self, shard: Shard, hits: Hits, saving: Saving, shown: bool):
        self._shard, self._hits, self._saving, self._shown = shard, hits, saving, shown

    def recorded(self, step: int) -> bool:
        """Whether that step is recorded."""
        return step % self._shard.record_every == 0

    def looked(self, step: int) -> bool:
        """Whether the metric is evaluated for the goals after that step."""
        return not self._shown and self._hits.wanted(step)

    def evaluated(self, step: int) -> bool:
        """Whether a multiple of `evaluate_every` lies between the last recorded step and this one."""
        every = self._shard.evaluate_every
        return every > 0 and (step == 0 or step // every > (step - self._shard.record_every) // every)

    def validated(self, step: int) -> bool:
        """Whether the samples that choose are looked at after that recorded step: after so many, evenly spaced."""
        every = self._shard.record_every * math.ceil(self._shard.steps / self._shard.record_every / VALIDATED)
        return not self._shown and step % every == 0

    def before_saving(self, step: int) -> int:
        """Steps to the end, or to the next checkpoint where that is due by their number."""
        return self._saving.left(step, self._shard.steps - step)

    def free(self, step: int) -> int:
        """Steps after `step` until one is recorded or looked at, a checkpoint is due, or the end."""
        most = self.before_saving(step)
        near = range(1, min(most, AHEAD))
        return next((n for n in near if self.recorded(step + n) or self.looked(step + n)), most)
