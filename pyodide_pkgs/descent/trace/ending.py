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
        finite = xp.isfinite(losses)
        for column in range(here.shape[2]):
            finite = finite & xp.isfinite(here[:, :, column])
        before, after = self._alive_around(going)
        own = before & finite
        # A run's own points come first, so their number says which is the last; none leaves the point before these.
        count = xp.sum(xp.astype(own, xp.int64), axis=0)
        some = count > 0
        self.last = xp.where(some[:, None], _at(count - 1, points, xp), self.last)
        self.last_loss = xp.where(some, _at(count - 1, losses, xp), self.last_loss)
        ended = self.alive & ~after[-1, :]
        if bool(xp.any(ended)):
            # At a point of its own, by convergence or by leaving, or at one that is not finite.
            good = xp.any(own & ~going, axis=0)
            near = good & (self.last_loss <= (float("-inf") if self.goal is None else self.goal))
            reason = xp.where(near, xp.full_like(count, _CONVERGED), xp.full_like(count, _LEFT))
            reason = xp.where(good, reason, xp.full_like(count, _DIVERGED))
            self.reasons = xp.where(ended, reason, self.reasons)
            self.steps = xp.where(ended, xp.clip(first + count - 1, min=0), self.steps)
            self.alive = self.alive & ~ended
        return own

    def _alive_around(self, going: Array) -> tuple[Array, Array]:
        """Whether each run is alive before and after each of the points, `(steps, runs)` both."""
        xp = self.xp
        alive = self.alive[None, :]
        if going.shape[0] == 1:
            return alive, alive & going
        after = alive & (xp.cumulative_sum(xp.astype(~going, xp.int64), axis=0) == 0)
        return xp.concat((alive, after[:-1, :])), after

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


def _at(place: Array, values: Array, xp: Namespace) -> Array:
    """Each run's value `(runs, ...)` at its `place` `(runs,)` of `(steps, runs, ...)`; other values may be NaN."""
    if values.shape[0] == 1:
        return values[0, ...]
    order = xp.arange(values.shape[0], dtype=xp.int64, device=values.device)
    chosen = xp.reshape(order, (-1,) + (1,) * (values.ndim - 1)) == xp.reshape(
        place, (1, -1) + (1,) * (values.ndim - 2)
    )
    return xp.sum(xp.where(chosen, values, xp.zeros_like(values)), axis=0)
