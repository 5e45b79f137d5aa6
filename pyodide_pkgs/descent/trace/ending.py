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
        self.centre = [(low + high) / 2 for low, high in landscape.window]
        self.reach = [(FAR + 0.5) * (high - low) for low, high in landscape.window]

    def close(self, first: int, points: Array) -> tuple[Array | None, Array]:
        """Which of the points `(steps, runs, dim)` after steps `first`, ... are their runs' own, and all losses.

        Both are `(steps, runs)`; None says that every point is its run's own and no run has ended.
        """
        xp = self.xp
        here = relative(self.landscape, first, points, xp)
        losses = xp.reshape(self.landscape.value(xp.reshape(here, (-1, here.shape[2])), xp), points.shape[:2])
        going = self._going(here, losses)
        if bool(xp.all(going)) and bool(xp.all(self.alive)):
            self.last, self.last_loss = points[-1, :, :], losses[-1, :]
            return None, losses
        return self._end(first, points, losses, here, going), losses

    def frozen(self, own: Array | None, points: Array, losses: Array) -> tuple[Array, Array]:
        """Points and losses as `close` took and gave them, ended runs at their last own point."""
        xp = self.xp
        if own is None:
            return points, losses
        return xp.where(own[:, :, None], points, self.last[None, :, :]), xp.where(own, losses, self.last_loss[None, :])

    def _going(self, here: Array, losses: Array) -> Array:
        """Whether the run goes on from each point, `(steps, runs)`; column by column, which is faster than by rows."""
        xp = self.xp
        going = xp.isfinite(losses)
        if self.goal is not None:
            going = going & (losses > self.goal)
        for column in range(here.shape[2]):
            x = here[:, :, column]
            going = going & ((xp.abs(x - self.centre[column]) <= self.reach[column]) if self.leave else xp.isfinite(x))
        return going

    def _end(self, first: int, points: Array, losses: Array, here: Array, going: Array) -> Array:
        """Note the runs that end within these points; which points are their runs' own."""
        xp = self.xp
        finite = xp.isfinite(losses) & xp.all(xp.isfinite(here), axis=-1)
        still = (xp.cumulative_sum(xp.astype(~going, xp.int64), axis=0) == 0) & self.alive[None, :]
        own = xp.concat((self.alive[None, :], still[:-1, :])) & finite
        # A run's own points come first, so their number says where the last one is; -1 is the point before these.
        place = xp.sum(xp.astype(own, xp.int64), axis=0) - 1
        some = place >= 0
        at = xp.arange(points.shape[0], dtype=xp.int64, device=points.device)[:, None] == place[None, :]
        self.last = xp.where(some[:, None], _picked(at[:, :, None], points, xp), self.last)
        self.last_loss = xp.where(some, _picked(at, losses, xp), self.last_loss)
        ended = self.alive & ~still[-1, :]
        # It ended at a point of its own, by convergence or by leaving, or at one that is not finite.
        good = xp.any(own & ~going, axis=0)
        converged = good & (self.last_loss <= (float("-inf") if self.goal is None else self.goal))
        reason = xp.where(converged, xp.full_like(place, _CONVERGED), xp.full_like(place, _LEFT))
        reason = xp.where(good, reason, xp.full_like(place, _DIVERGED))
        self.reasons = xp.where(ended, reason, self.reasons)
        self.steps = xp.where(ended, xp.clip(first + place, min=0), self.steps)
        self.alive = self.alive & ~ended
        return own

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
    """Blocks of the march until all `steps` are taken or no row is alive.

    Rows that ended march on unseen, which costs less than stopping them; only a careful march holds them, so that
    nothing which is not finite reaches the rule.
    """
    xp = march.xp
    size = 1 if march.careful else max(1, min(LONGEST, BLOCK // (march.runs * march.landscape.dim)))
    while march.step < steps and bool(xp.any(ending.alive)):
        if march.careful and not bool(xp.all(ending.alive)):
            march.hold(~ending.alive, ending.last)
        yield march.go(min(size, steps - march.step), every)


def _picked(where: Array, values: Array, xp: Namespace) -> Array:
    """The entry of axis 0 at which `where` holds, 0 where it nowhere does; other entries may be NaN."""
    return xp.sum(xp.where(where, values, xp.zeros_like(values)), axis=0)
