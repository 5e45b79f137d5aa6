"""The planes of slices against what can be worked out by hand or by NumPy."""

import numpy as np
import pytest
import torch
from torch import Tensor

from app.comparisons.errors import BadShard
from app.comparisons.shard import Member, Shard
from app.comparisons.slices.compute import compute
from app.comparisons.slices.cost import Cost
from app.comparisons.slices.planes import path_plane, random_plane, window_around
from app.comparisons.slices.task import End, Piece, SliceResult, SliceTask
from app.comparisons.slices.train import kept_steps, train
from app.comparisons.slices.vectors import Judge, flat, shaped
from app.workloads import catalog
from app.workloads.card import card, cards
from app.workloads.workload import Device, Workload
from tests.comparisons.doubles import never
from tests.comparisons.doubles import train as executed

PLACE = Device(torch.float64, torch.device("cpu"))


def piece(run: int, workload: str, rule: str, steps: int, **settings: float) -> Piece:
    options = {"dimension": 6} if workload == "noisy_quadratic" else {}
    shard = Shard(workload, rule, (Member(run, 0, settings),), steps, options=options)
    return Piece(run, rule, 0, settings, shard, End(1.0, None))


def task(kind: str, *pieces: Piece, grid: int = 7, **more: float) -> SliceTask:
    return SliceTask(kind, pieces, grid, Cost(1e-3, 1e-3), **more)  # type: ignore[arg-type]


def sliced(given: SliceTask) -> SliceResult:
    return compute(given, lambda _: None, never)


def weights(workload: Workload) -> Tensor:
    """Weights of one run that are nowhere 0."""
    return flat(workload, workload.start(torch.zeros(1, dtype=torch.int64)))[0] + 0.01


def cloud(count: int, numbers: int, seed: int = 0) -> Tensor:
    return torch.from_numpy(np.random.default_rng(seed).normal(size=(count, numbers)))


@pytest.mark.parametrize("name", ["mlp_digits", "cnn_digits", "matrix_factorisation", "char_transformer"])
def test_each_filter_of_a_random_direction_is_as_long_as_that_of_the_weights(name: str) -> None:
    workload = catalog.build(name, {}, PLACE)
    end = weights(workload)
    plane = random_plane(workload, end, end, 3)
    own, directions = shaped(workload, end[None]), shaped(workload, plane.axes)
    for tensor, shape in workload.shapes.items():
        if len(shape) == 1:
            assert not directions[tensor].any()
            continue
        wanted = torch.linalg.vector_norm(own[tensor][0], dim=1)
        for direction in directions[tensor]:
            torch.testing.assert_close(torch.linalg.vector_norm(direction, dim=1), wanted, rtol=1e-12, atol=0)


def test_random_directions_are_a_function_of_their_seed_and_point_anywhere() -> None:
    workload = catalog.build("mlp_digits", {}, PLACE)
    end = weights(workload)
    one, same, other = (random_plane(workload, end, end, seed) for seed in (5, 5, 6))
    assert torch.equal(one.axes, same.axes)
    units = [axis / torch.linalg.vector_norm(axis) for axis in (*one.axes, *other.axes)]
    cosines = [abs(float(units[first] @ units[second])) for first in range(4) for second in range(first)]
    assert max(cosines) < 0.15  # about 1 / sqrt(1,200) each


@pytest.mark.parametrize("name", ["landscape", "noisy_quadratic"])
def test_without_filters_the_directions_are_perpendicular_and_as_long_as_the_way_that_was_gone(name: str) -> None:
    workload = catalog.build(name, {}, PLACE)
    end = weights(workload)
    start = end.clone()
    start[0] += 2.5
    axes = random_plane(workload, start, end, 0).axes
    torch.testing.assert_close(axes @ axes.T, 2.5**2 * torch.eye(2, dtype=torch.float64))


def test_the_slice_of_a_quadratic_is_the_quadratic() -> None:
    given = task("random", piece(0, "noisy_quadratic", "sgd", 30, lr=0.3), grid=9, seed=4, reach=2.0)
    found = sliced(given).found
    path = train(given.pieces[0].shard, 2, lambda: None)
    plane = random_plane(path.structure.workload, path.points[0], path.points[-1], 4)
    curvature = np.logspace(0, 1, 6, base=1 / 100)
    for x, y, loss in [(x, y, found["loss"][j][i]) for i, x in enumerate(found["x"]) for j, y in enumerate(found["y"])]:
        point = plane.centre.numpy() + x * plane.axes[0].numpy() + y * plane.axes[1].numpy()
        assert loss == pytest.approx(0.5 * float(curvature @ point**2), rel=1e-12)
    assert found["x"][0] == -2.0
    assert found["x"][-1] == 2.0
    assert found["loss"][4][4] == found["centre"]["loss"]  # the middle of the grid is the trained run itself


def test_paths_that_lie_in_a_plane_are_explained_whole_and_nothing_is_off_it() -> None:
    axes = torch.linalg.qr(cloud(9, 2)).Q.T
    centre = cloud(1, 9, 1)[0]
    paths = [centre + cloud(5, 2, seed) @ axes for seed in (2, 3)]
    plane = path_plane(paths, centre)
    assert sum(plane.explained or ()) == pytest.approx(1.0, abs=1e-14)
    for path in paths:
        places, off = plane.places(path)
        torch.testing.assert_close(plane.at(places), path)
        assert float(off.max()) < 1e-14


def test_explained_shares_and_axes_are_those_of_numpy() -> None:
    paths, centre = [cloud(8, 20, 1), cloud(5, 20, 2)], cloud(1, 20, 3)[0]
    plane = path_plane(paths, centre)
    away = torch.cat(paths).numpy() - centre.numpy()
    _, sizes, axes = np.linalg.svd(away, full_matrices=False)
    assert plane.explained == pytest.approx((sizes**2 / (sizes**2).sum())[:2].tolist(), rel=1e-12)
    np.testing.assert_allclose(abs((plane.axes.numpy() * axes[:2]).sum(axis=1)), 1.0, rtol=1e-12)
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2, dtype=torch.float64))
    off = plane.places(torch.cat(paths))[1].numpy()
    np.testing.assert_allclose((off**2).sum(), (sizes[2:] ** 2).sum(), rtol=1e-12)


def test_huge_paths_are_explained_as_well_as_small_ones() -> None:
    paths, centre = [cloud(6, 4)], torch.zeros(4, dtype=torch.float64)
    small, huge = path_plane(paths, centre), path_plane([1e200 * paths[0]], centre)
    assert huge.explained == pytest.approx(small.explained, rel=1e-12)


def test_a_path_on_a_line_still_has_two_perpendicular_axes() -> None:
    line = torch.linspace(0, 1, 5, dtype=torch.float64)[:, None] * cloud(1, 7)
    plane = path_plane([line], line[-1])
    assert plane.explained == pytest.approx((1.0, 0.0), abs=1e-14)
    torch.testing.assert_close(plane.axes @ plane.axes.T, torch.eye(2, dtype=torch.float64))


def test_paths_that_stand_still_have_no_plane() -> None:
    with pytest.raises(BadShard, match="the paths stand still"):
        path_plane([torch.ones(3, 4, dtype=torch.float64)], torch.ones(4, dtype=torch.float64))


def test_a_window_leaves_room_and_is_never_a_slit() -> None:
    (left, right), (bottom, top) = window_around(torch.tensor([[0.0, 1.0], [10.0, 1.0]], dtype=torch.float64))
    assert (left, right) == pytest.approx((-1.5, 11.5))
    assert (bottom + top) / 2 == pytest.approx(1.0)
    assert top - bottom == pytest.approx(0.2 * 13)


def test_the_plane_of_a_landscape_is_the_landscape_itself() -> None:
    found = sliced(task("paths", piece(0, "landscape", "adam", 40, lr=0.05), points=21)).found
    member = found["members"][0]
    assert sum(found["explained"]) == pytest.approx(1.0)
    assert member["off_plane"]["largest"] < 1e-12
    assert member["loss_on_plane"] == pytest.approx(member["loss"], rel=1e-9)


def test_kept_steps_begin_at_the_start_and_end_at_the_end() -> None:
    assert kept_steps(100, 5) == [0, 25, 50, 75, 100]
    assert kept_steps(3, 40) == [0, 1, 2, 3]
    assert kept_steps(1, 2) == [0, 1]


@pytest.mark.parametrize("name", [name for name, each in cards().items() if each.judged])
def test_a_slice_judges_by_all_training_samples_but_of_long_texts(name: str) -> None:
    workload = catalog.build(name, {}, PLACE)
    index = Judge(workload, card(name).judged, 4).batch["index"]
    assert len(index) == card(name).judged == len(index.unique())
    total = workload.samples  # type: ignore[attr-defined]
    assert int(index[-1]) == total - 1
    assert len(index) == total or name == "char_transformer"


def test_a_run_trained_again_alone_is_the_run_that_the_execution_trains() -> None:
    shard = piece(0, "mlp_digits", "adam", 12, lr=0.01).shard
    result, _ = executed(shard)
    path = train(shard, 3, lambda: None)
    assert path.end == End(result.train_loss[0], result.evaluation[0])
    assert path.steps == (0, 6, 12)


def test_schedule_frees_path_is_that_of_the_average_it_is_judged_by() -> None:
    shard = piece(0, "noisy_quadratic", "schedule_free", 20, lr=0.5).shard
    path = train(shard, 2, lambda: None)
    workload = path.structure.workload
    assert float(workload.losses(shaped(workload, path.points), {})[-1]) == path.end.evaluation


def test_a_path_that_diverges_ends_where_it_does_and_bends_no_plane() -> None:
    well, wild = piece(0, "noisy_quadratic", "sgd", 60, lr=0.3), piece(1, "noisy_quadratic", "sgd", 60, lr=1e9)
    found = sliced(task("paths", wild, well, points=31)).found
    gone, kept = found["members"]
    assert gone["diverged_at"] is not None
    assert gone["diverged_at"] < 60
    assert gone["steps"][-1] <= gone["diverged_at"]
    path = train(wild.shard, 5, lambda: None)
    assert path.steps == (0, 15, 16, 17, 18)  # its last finite weights, though only every 15th is kept
    assert torch.isfinite(path.points).all()
    assert len(gone["steps"]) == len(gone["x"]) == len(gone["loss"]) == len(gone["loss_on_plane"])
    assert np.isfinite(gone["x"] + gone["y"]).all()
    assert (gone["again"]["train_loss"], gone["difference"]["train_loss"]) == (None, None)
    assert (found["centre"]["run"], kept["diverged_at"]) == (0, None)
    alone = sliced(task("paths", well, points=31)).found
    assert found["window"] == alone["window"]
    assert found["loss"] == alone["loss"]


def test_heights_that_are_not_finite_are_nothing_and_are_counted() -> None:
    found = sliced(task("random", piece(0, "noisy_quadratic", "sgd", 5, lr=0.1), grid=5, reach=1e200)).found
    assert found["not_finite"] == 24
    assert found["loss"][0][0] is None
    assert found["loss"][2][2] == found["centre"]["loss"]


def test_a_run_that_diverges_when_trained_again_has_no_random_plane() -> None:
    with pytest.raises(BadShard, match="diverged at step"):
        sliced(task("random", piece(0, "noisy_quadratic", "sgd", 60, lr=1e9)))
    with pytest.raises(BadShard, match="every run diverged"):
        sliced(task("paths", piece(0, "noisy_quadratic", "sgd", 60, lr=1e9)))


def test_progress_grows_to_the_end_and_stop_ends_the_work_at_once() -> None:
    given = task("paths", piece(0, "noisy_quadratic", "sgd", 50, lr=0.1), grid=21, points=5)
    told: list[int] = []
    assert compute(given, told.append, never).outcome == "finished"
    assert told == sorted(told)
    assert 900 < told[-1] < 1000
    told.clear()
    stopped = compute(given, told.append, lambda: len(told) >= 7)
    assert (stopped.outcome, len(told), stopped.found) == ("stopped", 7, {})


def test_a_task_goes_through_json_and_gives_the_same_bits() -> None:
    given = task("paths", piece(0, "mlp_digits", "adam", 10, lr=0.01), grid=5, points=4)
    again = SliceTask.from_json(given.to_json())
    assert again == given
    assert sliced(again).found == sliced(given).found
    with pytest.raises(BadShard, match="not a slice"):
        SliceTask.from_json('{"kind": "paths"}')
