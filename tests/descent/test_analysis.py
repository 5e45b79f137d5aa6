"""Curves, maps, runtimes, measures and luck against answers that are known in closed form."""

from math import sqrt

import numpy as np
import pytest
from descent import registry
from descent.analysis.bands import quantiles
from descent.analysis.ecdf import runtime_ecdf, spread_targets
from descent.analysis.grid import Grid
from descent.analysis.luck import luck, share_at_least_as_good
from descent.analysis.maps import basins, edge_of_stability, hit_times, nearest, settings_map
from descent.analysis.measures import descent_cosine, distance, effective_rate, update_rms
from descent.analysis.sensitivity import curve
from descent.analysis.sharpness import along
from descent.analysis.starts import random_starts
from descent.errors import BadShape
from descent.trace import outcome, trace

from .namespaces import NAMESPACES, array, to_numpy

SGD, MOMENTUM, ADAM = (registry.rule(name) for name in ("sgd", "momentum", "adam"))


SPHERE, RAVINE = registry.landscape("sphere"), registry.landscape("ravine")


def test_quantiles_are_those_of_numpy_and_infinite_where_they_touch_a_diverged_run():
    values = np.random.default_rng(0).normal(size=(11, 4))
    levels = (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)
    assert quantiles(values, levels, np) == pytest.approx(np.quantile(values, levels, axis=0), rel=1e-14)
    some = np.array([1.0, np.inf, 2.0, 3.0, np.inf])[:, None]
    assert quantiles(some, (0.0, 0.25, 0.5, 0.6, 1.0), np).ravel().tolist() == [1, 2, 3, np.inf, np.inf]
    assert quantiles(np.full((3, 1), np.inf), (0.3,), np).tolist() == [[np.inf]]
    with pytest.raises(BadShape, match="from 0 to 1, given 50"):
        quantiles(values, (50,), np)


def test_the_curve_of_gradient_descent_on_a_bowl_is_the_power_of_its_contraction():
    rates, starts = (0.05, 0.3, 0.5, 1.2), np.array([[1.0, 0.0], [0.0, 2.0], [3.0, 0.0]])
    found = curve(SGD, SPHERE, rates, xp=np, steps=40, starts=starts, levels=(0.0, 0.5, 1.0))
    exact = np.array([1.0, 4.0, 9.0])[:, None] * (1 - 2 * np.array(rates)) ** 80
    assert found.losses[:, :3] == pytest.approx(exact[:, :3], rel=1e-9)
    assert np.isinf(found.losses[:, 3]).all()
    assert found.diverged.tolist() == [0, 0, 0, 1]
    assert found.bands[:, :3] == pytest.approx(exact[:, :3], rel=1e-9)  # three repeats: least, median, largest
    assert np.isinf(found.bands[:, 3]).all()


def test_the_curve_gives_each_repeat_noise_of_its_own_that_all_values_share():
    noisy = registry.family("noisy_quadratic")()
    starts = np.ones((3, 2))
    found = curve(SGD, noisy, (0.05, 0.05, 0.1), xp=np, steps=20, starts=starts)
    assert (found.losses[:, 0] == found.losses[:, 1]).all()
    assert len(np.unique(found.losses[:, 0])) == 3
    alone = curve(SGD, noisy, (0.1,), xp=np, steps=20, starts=starts)
    assert (alone.losses[:, 0] == found.losses[:, 2]).all()


def test_the_curve_may_run_over_any_hyperparameter():
    found = curve(MOMENTUM, RAVINE, (0.0, 0.5), hyper="momentum", settings={"lr": 0.025}, xp=np, steps=2000)
    # 2 (1 + β)/κ: 0.02 without momentum, 0.03 with a half.
    assert found.diverged.tolist() == [1, 0]


def filled(parts, shape):
    """The whole map from its pieces."""
    values = np.full(shape, np.nan)
    for part in parts:
        values[part.piece.cells[:, 0], part.piece.cells[:, 1]] = part.values
    return values


def test_the_map_of_the_heavy_ball_diverges_exactly_beyond_its_edge():
    rates, betas = np.geomspace(0.002, 0.2, 24), (0.0, 0.25, 0.5, 0.8)
    edge = edge_of_stability(RAVINE, betas, averaged=False)
    assert edge == pytest.approx([2 * (1 + beta) / 100 for beta in betas])
    losses = filled(settings_map(MOMENTUM, RAVINE, Grid(tuple(rates), betas), xp=np, steps=3000), (4, 24))
    assert (np.isinf(losses) == (rates[None, :] > np.array(edge)[:, None])).all()
    assert edge_of_stability(registry.landscape("saddle"), betas, averaged=False) is None


def test_the_basins_of_a_double_well_are_its_halves():
    grid = Grid.over(((-2.0, 2.0), (-2.5, 2.5)), 9, 6)
    parts = list(basins(SGD, registry.landscape("bounded_saddle"), grid, {"lr": 0.1}, xp=np, steps=300))
    assert not any(part.diverged.any() for part in parts)
    # Minimum 0 lies above the axis, rows 3 to 5.
    assert filled(parts, (6, 9)).tolist() == [[0 if row >= 3 else 1] * 9 for row in range(6)]


def test_a_point_near_no_minimum_belongs_to_none():
    himmelblau = registry.landscape("himmelblau")
    near = np.array([*himmelblau.minima, (0.0, 0.0)]) + 0.01
    assert nearest(himmelblau, near, 0.1, np).tolist() == [0, 1, 2, 3, -1]
    assert nearest(SPHERE, np.array([[0.0, 0.09], [0.0, 0.11]]), 0.1, np).tolist() == [0, -1]
    assert nearest(registry.landscape("saddle"), near, 9.0, np).tolist() == [-1] * 5


def test_the_time_to_a_target_is_the_logarithm_of_the_distance():
    grid = Grid.over(((0.0, 8.0), (-0.5, 0.5)), 8, 1)
    found = filled(hit_times(SGD, SPHERE, grid, 1e-4, {"lr": 0.25}, xp=np, steps=50), (1, 8))
    # x / 2^k <= 0.01
    assert found.tolist() == [[int(np.ceil(np.log2((column + 0.5) * 100))) for column in range(8)]]
    found = filled(hit_times(SGD, SPHERE, grid, 1e-4, {"lr": 0.25}, xp=np, steps=7), (1, 8))
    assert found.tolist() == [[6] + [-1] * 7]


def test_the_pieces_of_a_grid_visit_every_cell_once_coarse_first():
    pieces = list(Grid.over(((0.0, 1.0), (0.0, 1.0)), 13, 10).pieces(np))
    assert [piece.stride for piece in pieces] == [8, 4, 2, 1]
    cells = np.concatenate([piece.cells for piece in pieces]).tolist()
    assert sorted(cells) == [[row, column] for row in range(10) for column in range(13)]
    assert pieces[0].cells.tolist() == [[0, 0], [0, 8], [8, 0], [8, 8]]
    assert all((piece.cells % piece.stride == 0).all() for piece in pieces)
    assert [piece.done for piece in pieces] == pytest.approx([4 / 130, 12 / 130, 35 / 130, 1])


def test_a_grid_of_too_many_cells_stays_coarse_and_comes_in_chunks():
    pieces = list(Grid.over(((0.0, 1.0), (0.0, 1.0)), 32, 16, chunk=10, most=40).pieces(np))
    assert [piece.stride for piece in pieces] == [8, 4, 4, 4]
    assert max(len(piece.cells) for piece in pieces) == 10
    assert pieces[-1].done == 1


def test_the_cells_of_a_grid_stand_for_their_centres():
    across, up = Grid.over(((0.0, 1.0), (2.0, 4.0)), 2, 4).at(np.array([[0, 0], [3, 1]]), np)
    assert (across.tolist(), up.tolist()) == ([0.25, 0.75], [2.25, 3.75])
    with pytest.raises(BadShape, match="two coordinates, given a window of 1"):
        Grid.over(((0.0, 1.0),), 2, 2)
    with pytest.raises(BadShape, match="given 2 columns, 0 rows"):
        Grid((1.0, 2.0), ())


def test_the_runtime_distribution_counts_pairs_within_the_budget():
    hits = np.array([[0, 5], [3, -1], [10, -1]])
    assert runtime_ecdf(hits, (0, 3, 4, 5, 10, 99), np).tolist() == pytest.approx(
        [1 / 6, 2 / 6, 2 / 6, 3 / 6, 4 / 6, 4 / 6]
    )


def test_gradient_descent_reaches_evenly_spread_targets_at_an_even_pace():
    targets = spread_targets(4.0, 0.0, count=11, precision=4e-10)
    assert targets == pytest.approx([4 * 10.0**-k for k in range(11)])
    # The loss falls tenfold a step: (1 - 2 lr)² = 1/10, and a little more so that rounding does not decide.
    ends = outcome(
        SGD, SPHERE, {"lr": (1 - sqrt(0.0999)) / 2}, xp=np, steps=20, starts=np.array([[2.0, 0.0]]), targets=targets
    )
    assert ends.hits[:, 0].tolist() == list(range(11))
    assert runtime_ecdf(ends.hits, range(12), np) == pytest.approx([*(np.arange(11) + 1) / 11, 1])
    with pytest.raises(BadShape, match="start - least > precision"):
        spread_targets(0.0, 0.0)


def test_gradient_descent_steps_along_the_gradient_by_its_rate():
    path = trace(SGD, RAVINE, {"lr": 0.004}, xp=np, steps=30)
    assert effective_rate(path, np) == pytest.approx(0.004, rel=1e-9)
    assert descent_cosine(path, np) == pytest.approx(1, abs=1e-12)
    assert update_rms(path, np) == pytest.approx(0.004 * path.gradient_norms[:-1] / sqrt(2), rel=1e-9)


def test_sign_descent_moves_each_coordinate_by_the_rate():
    path = trace(registry.rule("lion"), RAVINE, {"lr": 0.01, "beta1": 0.0}, xp=np, steps=10)
    assert update_rms(path, np) == pytest.approx(0.01, rel=1e-9)
    # sign(g) against g: |g|₁ / (√2 |g|₂)
    g = path.gradients[:-1]
    assert descent_cosine(path, np) == pytest.approx(np.abs(g).sum(-1) / np.linalg.norm(g, axis=-1) / sqrt(2))


def test_measures_are_zero_once_a_run_has_ended():
    path = trace(SGD, SPHERE, {"lr": np.array([0.5, 0.1])}, xp=np, steps=6, tolerance=1e-9)
    assert path.stop_steps.tolist() == [1, 6]
    for measure in (update_rms, effective_rate, descent_cosine):
        assert (measure(path, np)[1:, 0] == 0).all()
        assert (measure(path, np)[:, 1] > 0).all()
    away = distance(SPHERE, path.points, np)
    assert (away[1:, 0] == 0).all()
    assert away[:, 1] == pytest.approx(5 * 0.8 ** np.arange(7))
    with pytest.raises(BadShape, match="states no minimum"):
        distance(registry.landscape("saddle"), path.points, np)


def test_random_starts_fill_the_window_and_are_the_same_everywhere():
    himmelblau = registry.landscape("rosenbrock")
    here = random_starts(himmelblau, 4000, np, seed=3)
    assert here.min(axis=0) == pytest.approx([-2, -1], abs=0.01)
    assert here.max(axis=0) == pytest.approx([2, 3], abs=0.01)
    assert here.mean(axis=0) == pytest.approx([0, 1], abs=5 * 4 / sqrt(12 * 4000))
    assert (to_numpy(random_starts(himmelblau, 4000, NAMESPACES["torch"], seed=3)) == here).all()
    assert (random_starts(himmelblau, 10, np, seed=3) == here[:10]).all()


def test_the_luck_of_a_start_on_a_bowl_is_the_area_of_its_disc():
    found = luck(SGD, SPHERE, {"lr": 0.1}, xp=np, steps=10, start=(3.0, 0.0), count=4000)
    # Gradient descent keeps the order of distances, so the share is that of the disc of radius 3 in the window.
    share = np.pi * 9 / 100
    assert found.share == pytest.approx(share, abs=5 * sqrt(share * (1 - share) / 4000))
    assert found.loss == pytest.approx(9 * 0.8**20)
    assert found.count == 4000


def test_nothing_is_worse_than_divergence():
    losses = np.array([1.0, 2.0, np.inf, 3.0])
    assert [share_at_least_as_good(losses, loss, np) for loss in (0.5, 2.0, 9.0, np.inf)] == [0, 0.5, 0.75, 1]


@pytest.mark.parametrize("space", ["torch", "strict"])
def test_other_array_libraries_give_the_same_curve_map_and_measures(space):
    xp = NAMESPACES[space]
    rates, betas = (0.003, 0.01, 0.05), (0.0, 0.9)
    starts = np.array([[1.0, 1.0], [-2.0, 0.5], [0.1, 1.5]])
    here = curve(ADAM, RAVINE, rates, xp=np, steps=30, starts=starts)
    there = curve(ADAM, RAVINE, rates, xp=xp, steps=30, starts=array(starts, space))
    assert to_numpy(there.bands) == pytest.approx(here.bands, rel=1e-9)
    plane = Grid(rates, betas)
    for one, other in zip(
        *(list(settings_map(ADAM, RAVINE, plane, xp=x, steps=99, up="beta1")) for x in (np, xp)), strict=True
    ):
        assert to_numpy(other.values) == pytest.approx(one.values, rel=1e-7, abs=1e-12)
    grid = Grid.over(RAVINE.window, 5, 4)
    for one, other in zip(
        *(list(hit_times(SGD, RAVINE, grid, 1e-3, {"lr": 0.015}, xp=x, steps=300)) for x in (np, xp)), strict=True
    ):
        assert (to_numpy(other.values) == one.values).all()
    found = list(basins(SGD, RAVINE, grid, {"lr": 0.015}, xp=xp, steps=300))
    assert all((to_numpy(part.values) == 0).all() for part in found)
    paths = [trace(ADAM, RAVINE, {"lr": 0.1}, xp=one, steps=20) for one in (np, xp)]
    for measure in (update_rms, effective_rate, descent_cosine):
        assert to_numpy(measure(paths[1], xp)) == pytest.approx(measure(paths[0], np), rel=1e-9)
    assert to_numpy(along(paths[1], (0, 20), xp)) == pytest.approx(np.full((2, 1), 100.0))
    hits = xp.asarray([[1, -1]], dtype=xp.int64)
    assert to_numpy(runtime_ecdf(hits, (0, 1), xp)).tolist() == [0, 0.5]
    assert luck(SGD, SPHERE, {"lr": 0.1}, xp=xp, steps=3, count=50).share == pytest.approx(
        luck(SGD, SPHERE, {"lr": 0.1}, xp=np, steps=3, count=50).share
    )
