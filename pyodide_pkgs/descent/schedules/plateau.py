"""A learning rate that is cut when a metric has stopped to improve: a value that is advanced epoch by epoch."""

from dataclasses import dataclass, replace

from descent.errors import UnknownName

MODES = ("min", "max")
THRESHOLD_MODES = ("rel", "abs")


@dataclass(frozen=True)
class Plateau:
    """Where the schedule stands. `lr` is the learning rate to use; the settings are torch's ReduceLROnPlateau's.

    After more than `patience` epochs without an improvement by `threshold` (relative to the best, or absolute), `lr`
    is multiplied by `factor`, never below `min_lr`, and `cooldown` epochs are not counted. Changes below `eps` are
    left out.
    """

    lr: float
    factor: float = 0.1
    patience: int = 10
    threshold: float = 1e-4
    threshold_mode: str = "rel"
    mode: str = "min"
    cooldown: int = 0
    min_lr: float = 0.0
    eps: float = 1e-8
    best: float | None = None
    bad_epochs: int = 0
    cooling: int = 0

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise UnknownName("mode", self.mode, MODES)
        if self.threshold_mode not in THRESHOLD_MODES:
            raise UnknownName("threshold mode", self.threshold_mode, THRESHOLD_MODES)

    def after(self, metric: float) -> "Plateau":
        """The schedule after an epoch that ended with `metric`."""
        better = self._better(metric)
        best = metric if better else self.best
        bad_epochs = 0 if better or self.cooling > 0 else self.bad_epochs + 1
        cooling = max(self.cooling - 1, 0)
        made = replace(self, best=best, bad_epochs=bad_epochs, cooling=cooling)
        if bad_epochs <= self.patience:
            return made
        lr = max(self.lr * self.factor, self.min_lr)
        return replace(made, lr=lr if self.lr - lr > self.eps else self.lr, bad_epochs=0, cooling=self.cooldown)

    def _better(self, metric: float) -> bool:
        if self.best is None:
            return True
        sign = 1 if self.mode == "min" else -1
        margin = self.threshold * abs(self.best) if self.threshold_mode == "rel" else self.threshold
        return sign * metric < sign * self.best - margin
