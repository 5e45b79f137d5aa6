"""Computes a slice: trains the chosen runs again, lays the plane, takes the loss on a grid. `compute` is the way in.

Everything is float64 on the CPU and a function of the task alone: the same task gives the same bits.
"""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import torch
from torch import Tensor

from app.comparisons.errors import BadShard, Stopped
from app.comparisons.shard import Stop
from app.comparisons.slices import planes
from app.comparisons.slices.cost import chunk
from app.comparisons.slices.planes import Plane
from app.comparisons.slices.task import PARTS, Piece, SliceResult, SliceTask
from app.comparisons.slices.train import Path, number, train
from app.comparisons.slices.vectors import Judge
from app.comparisons.training.provenance import made_with, versions
from app.comparisons.training.structure import device_of
from app.workloads.card import card


class Pace:
    """Counts what was done against what there is to do, in expected seconds, and looks whether to stop."""

    def __init__(self, total: float, progress: Callable[[int], None], stop: Stop):
        self.total, self.progress, self.stop = total, progress, stop
        self.made = 0.0

    def did(self, seconds: float) -> None:
        """So much more is done; raises `Stopped` where the work is to end."""
        self.made += seconds
        self.progress(min(PARTS - 1, int(PARTS * self.made / self.total)))
        if self.stop():
            raise Stopped


def compute(task: SliceTask, progress: Callable[[int], None], stop: Stop) -> SliceResult:
    """The slice of the task, or a result that says `stopped`. `BadShard` where there is none."""
    began = perf_counter()
    try:
        with torch.no_grad():
            found = _Slice(task, progress, stop).found()
    except Stopped:
        return SliceResult("stopped", perf_counter() - began, {})
    made = [made_with(versions(piece.shard), "reference", device_of(piece.shard)) for piece in task.pieces]
    labels = [piece.label for piece in task.pieces]
    return SliceResult("finished", perf_counter() - began, found, tuple(zip(labels, made, strict=True)))


class _Slice:
    """One slice under way."""

    def __init__(self, task: SliceTask, progress: Callable[[int], None], stop: Stop):
        shard = task.pieces[0].shard
        self.task = task
        self.card = card(shard.workload)
        self.parameters = self.card.count(shard.options)
        self.pace = Pace(task.seconds, progress, stop)

    def found(self) -> dict[str, Any]:
        """Everything there is to say about the slice, as plain data."""
        paths = [self._train(piece) for piece in self.task.pieces]
        self.judge = Judge(paths[0].structure.workload, self.card.judged, chunk(self.card, self.parameters))
        if self.task.kind == "random":
            return self._random(paths)
        return self._paths(paths)

    def _train(self, piece: Piece) -> Path:
        points = self.task.points if self.task.kind == "paths" else 2
        return train(piece.shard, points, lambda: self.pace.did(self.task.cost.step))

    def _random(self, paths: Sequence[Path]) -> dict[str, Any]:
        (path,) = paths
        if path.diverged_at is not None:
            raise BadShard(
                f"the run diverged at step {path.diverged_at} when it was trained again: no weights to slice"
            )
        plane = planes.random_plane(path.structure.workload, path.points[0], path.points[-1], self.task.seed)
        lengths = torch.linalg.vector_norm(plane.axes, dim=1)
        reach = (-self.task.reach, self.task.reach)
        return self._grid(plane, (reach, reach)) | {
            "centre": self._centre(0, plane),
            "directions": {
                "lengths": lengths.tolist(),
                "cosine": float(plane.axes[0] @ plane.axes[1] / lengths.prod()),
            },
            "members": [self._member(self.task.pieces[0], path)],
        }

    def _paths(self, paths: Sequence[Path]) -> dict[str, Any]:
        well = [place for place, path in enumerate(paths) if path.diverged_at is None]
        if not well:
            raise BadShard("every run diverged when it was trained again: there is no end to lay the plane through")
        plane = planes.path_plane([paths[place].points for place in well], paths[well[0]].points[-1])
        seen = torch.cat([plane.places(paths[place].points)[0] for place in well])
        grid = self._grid(plane, planes.window_around(seen))
        return grid | {
            "explained": plane.explained,
            "centre": self._centre(well[0], plane),
            "members": [
                self._member(piece, path) | self._drawn(path, plane)
                for piece, path in zip(self.task.pieces, paths, strict=True)
            ],
        }

    def _grid(self, plane: Plane, window: planes.Window) -> dict[str, Any]:
        """The loss at `grid` x `grid` places of the window, its corners included; rows from the bottom up."""
        size = self.task.grid
        across, up = (torch.linspace(low, high, size, dtype=torch.float64) for low, high in window)
        places = torch.stack((across.repeat(size), up.repeat_interleave(size)), dim=1)
        losses = self._losses(plane.at, places)
        return {
            "kind": self.task.kind,
            "window": window,
            "grid": size,
            "x": across.tolist(),
            "y": up.tolist(),
            "loss": [numbers(row) for row in losses.reshape(size, size)],
            "not_finite": int((~torch.isfinite(losses)).sum()),
            "samples": self.judge.samples,
            "parameters": self.parameters,
        }

    def _centre(self, place: int, plane: Plane) -> dict[str, Any]:
        piece = self.task.pieces[place]
        return {"run": piece.run, "label": piece.label, "loss": numbers(self._losses(None, plane.centre[None]))[0]}

    def _member(self, piece: Piece, path: Path) -> dict[str, Any]:
        """Which run it is, and how far training it again came from what the comparison recorded."""
        again, recorded = path.end, piece.recorded
        return {
            "run": piece.run,
            "label": piece.label,
            "rule": piece.shard.rule,
            "seed": piece.seed,
            "settings": dict(piece.settings),
            "diverged_at": path.diverged_at,
            "recorded": {"train_loss": recorded.train_loss, "evaluation": recorded.evaluation},
            "again": {"train_loss": again.train_loss, "evaluation": again.evaluation},
            "difference": {
                "train_loss": apart(again.train_loss, recorded.train_loss),
                "evaluation": apart(again.evaluation, recorded.evaluation),
            },
        }

    def _drawn(self, path: Path, plane: Plane) -> dict[str, Any]:
        """The path on the plane, the loss along it and below it, and how far it is off the plane.

        Off the plane: in shares of the path's largest distance from the centre. A path ends where its numbers do.
        """
        places, off = plane.places(path.points)
        whole = torch.isfinite(places).all(dim=1) & torch.isfinite(off)
        last = int(whole.to(torch.int64).cumprod(0).sum())
        points, places, off = path.points[:last], places[:last], off[:last]
        far = float(torch.linalg.vector_norm(points - plane.centre, dim=1).max()) or 1.0
        return {
            "steps": list(path.steps[:last]),
            "x": places[:, 0].tolist(),
            "y": places[:, 1].tolist(),
            "loss": numbers(self._losses(None, points)),
            "loss_on_plane": numbers(self._losses(plane.at, places)),
            "off_plane": {"end": number(float(off[-1]) / far), "largest": number(float(off.max()) / far)},
        }

    def _losses(self, at: Callable[[Tensor], Tensor] | None, given: Tensor) -> Tensor:
        """The loss at places of the plane, or at points where `at` is None."""

        def stretch(part: slice) -> Tensor:
            return given[part] if at is None else at(given[part])

        return self.judge.losses(len(given), stretch, lambda count: self.pace.did(count * self.task.cost.place))


def numbers(values: Tensor) -> list[float | None]:
    """The values for JSON, None where they are not finite."""
    return [number(value) for value in values.tolist()]


def apart(one: float | None, other: float | None) -> float | None:
    """How far two numbers are apart, None where one is missing."""
    return None if one is None or other is None else abs(one - other)
