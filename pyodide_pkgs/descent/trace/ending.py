"""Which rows of a population ended, when and why; their points stay where they were last good."""

from collections.abc import Iterator

from descent.arrays import constant
from descent.spec import Array, Landscape, Namespace, Stop
from descent.trace.march import Block, March

# How the reasons are held in arrays; 0 is a run that goes on, or went on to its last step.
REASONS = (Stop.MAX_STEPS, Stop.CONVERGED, Stop.LEFT_WINDOW, Stop.DIVERGED)
_CONVERGED, _LEFT, _DIVERGED = 1, 2, 3
# How many sizes of the window a point may stand outside it.
FAR = 10.0
# Coordinates of one block, all runs together: large enough to spread the cost of a block, small enough for the cache.
BLOCK = 1 << 15
LONGEST = 64


class Ending:
    """The ends of a population's runs: `alive` `(runs,)`, `reasons` and `steps` `(runs,)` int64 for those that ended.

    `steps` is the number of steps to a run's last own point: the one that converged or left, or the last finite one.
    A run converges when its loss is within `tolerance` of the landscape's least value; None: never. It leaves when
    `leave` and a coordinate is outside the window by more than ten times its size.
    """

    def __init__(self, landscape: Landscape, starts: Array, xp: Namespace, tolerance: float | None, leave: bool):
        self.landscape, self.xp, self.leave = landscape, xp, leave
        moves = landscape.motion is not None
        self.goal = None if tolerance is None or landscape.least is None or moves else landscape.least + tolerance
        self.last = starts
        self.last_loss = xp.full_like(starts[:, 0], float("inf"))
        self.alive = xp.ones_like(starts[:, 0], dtype=xp.bool)
        self.reasons = xp.zeros_like(starts[:, 0], dtype=xp.int64)
        self.steps = xp.zeros_like(self.reasons)
        bounds = [(low - FAR * (high - low), high + FAR * (high - low)) for low, high in landscape.window]
        self.low, self.high = (
            constant([low for low, _ in bounds], starts, xp),
            constant([b for _, b in bounds], starts, xp),
        )

    def close(self, first: int, points: Array) -> tuple[Array, Array]:
        """Points `(steps, runs, dim)` after steps `first`, ... with ended rows frozen, and losses `(steps, runs)`."""
        xp = self.xp
        here = relative(self.landscape, first, points, xp)
        losses = xp.reshape(self.landscape.value(xp.reshape(here, (-1, here.shape[2])), xp), points.shape[:2])
        reasons = self._reasons(here, losses)
        if not bool(xp.any(reasons > 0)) and bool(xp.all(self.alive)):
            self.last, self.last_loss = points[-1, :, :], losses[-1, :]
            return points, losses
        return self._freeze(first, points, losses, reasons)

    def _reasons(self, here: Array, losses: Array) -> Array:
        """Why each point, if any of them, ends its run: `(steps, runs)` int64."""
        xp = self.xp
        good = xp.isfinite(losses) & xp.all(xp.isfinite(here), axis=-1)
        reasons = _DIVERGED * xp.astype(~good, xp.int64)
        if self.leave:
            far = xp.any((here < self.low) | (here > self.high), axis=-1)
            reasons = reasons + _LEFT * xp.astype(good & far, xp.int64)
        if self.goal is not None:
            reasons = reasons + _CONVERGED * xp.astype((reasons == 0) & (losses <= self.goal), xp.int64)
        return reasons

    def _freeze(self, first: int, points: Array, losses: Array, reasons: Array) -> tuple[Array, Array]:
        xp = self.xp
        count = points.shape[0]
        order = xp.arange(count, dtype=xp.int64, device=points.device)[:, None]
        ended = xp.any(reasons > 0, axis=0) & self.alive
        at = xp.argmax(xp.astype(reasons > 0, xp.int64), axis=0)
        reason = _picked(order == at, reasons, xp)
        # The last good place of each row within the block; -1 is the point before it.
        place = xp.where(reason == _DIVERGED, at - 1, at)
        place = xp.where(ended, place, xp.full_like(place, count - 1))
        place = xp.where(self.alive, place, xp.full_like(place, -1))
        self.last = xp.where((place >= 0)[:, None], _picked((order == place)[:, :, None], points, xp), self.last)
        self.last_loss = xp.where(place >= 0, _picked(order == place, losses, xp), self.last_loss)
        self.reasons = xp.where(ended, reason, self.reasons)
        self.steps = xp.where(ended, xp.clip(first + place, min=0), self.steps)
        self.alive = self.alive & ~ended
        own = order <= place
        return xp.where(own[:, :, None], points, self.last[None, :, :]), xp.where(own, losses, self.last_loss[None, :])

    def finish(self, steps: int) -> None:
        """Say of the rows still alive that they used all their steps."""
        self.steps = self.xp.where(self.alive, self.xp.full_like(self.steps, steps), self.steps)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The reason of each row."""
        return tuple(REASONS[int(self.reasons[row])] for row in range(self.reasons.shape[0]))


def relative(landscape: Landscape, first: int, points: Array, xp: Namespace) -> Array:
    """The points `(steps, runs, dim)` after steps `first`, ... as the landscape sees them, which may be moving."""
    if landscape.motion is None:
        return points
    offsets = [landscape.motion(first + place) for place in range(points.shape[0])]
    return points - constant(offsets, points, xp)[:, None, :]


def blocks(march: March, ending: Ending, steps: int, every: int = 0) -> Iterator[Block]:
    """Blocks of the march until all `steps` are taken or no row is alive; ended rows are held between blocks."""
    xp = march.xp
    size = 1 if march.careful else max(1, min(LONGEST, BLOCK // (march.runs * march.landscape.dim)))
    while march.step < steps and bool(xp.any(ending.alive)):
        if not bool(xp.all(ending.alive)):
            march.hold(~ending.alive, ending.last)
        yield march.go(min(size, steps - march.step), every)


def _picked(where: Array, values: Array, xp: Namespace) -> Array:
    """The entry of axis 0 at which `where` holds, 0 where it nowhere does; other entries may be NaN."""
    return xp.sum(xp.where(where, values, xp.zeros_like(values)), axis=0)
