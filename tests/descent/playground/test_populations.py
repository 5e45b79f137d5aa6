import numpy as np
import pytest
from descent import registry
from descent.analysis.grid import Grid
from descent.analysis.maps import basins, hit_times, settings_map
from descent.trace import outcome

from tests.descent.conftest import Ask, pieces

GROUND = {"name": "himmelblau"}
ADAM = {"id": "a", "rule": "adam", "settings": {"lr": 0.1}}


def test_the_best_rate_of_gradient_descent_lies_below_its_stable_rate(ask: Ask):
    value, arrays = ask(
        "studio.curve", ground={"name": "ravine"}, racer={"rule": "sgd"}, steps=200, count=40, low=1e-4, high=1
    )
    assert arrays["bands"].shape == (3, 40)
    assert arrays["losses"].shape == (16, 40)
    assert 0.01 < value["best"]["value"] < value["stable_lr"]
    unstable = np.asarray(value["values"]) > 1.05 * value["stable_lr"]
    assert np.all(arrays["bands"][1][unstable] > np.median(value["start_losses"]))


def test_a_curve_over_another_hyperparameter_keeps_the_settings(ask: Ask):
    value, _ = ask("studio.curve", ground=GROUND, racer=ADAM, steps=20, hyper="beta1", values=[0.0, 0.9], repeats=1)
    again, _ = ask("studio.race", ground=GROUND, racers=[ADAM], steps=20)
    assert value["best"]["loss"] <= again["racers"][0]["loss"] * (1 + 1e-12)
    wrong, _ = ask("studio.curve", ground=GROUND, racer=ADAM, steps=20, hyper="gamma")
    assert "beta1" in wrong["error"]["message"]


def test_a_start_in_the_minimum_is_lucky(ask: Ask):
    value, _ = ask(
        "studio.luck", ground=GROUND, racer={"rule": "sgd", "settings": {"lr": 1e-6}}, steps=5, start=[3.0, 2.0]
    )
    assert value["share"] < 0.01
    assert value["count"] == 1000


@pytest.mark.parametrize("kind", ["basins", "hits", "plane"])
def test_each_cell_comes_once_and_coarse_before_fine(ask: Ask, kind: str):
    arguments = {"ground": GROUND, "racer": ADAM, "columns": 20, "rows": 13, "steps": 10, "target": 1.0}
    found = pieces(ask, kind, **arguments)
    cells = np.concatenate([arrays["cells"] for _, arrays in found])
    assert len(cells) == len({tuple(cell) for cell in cells.tolist()}) == 20 * 13
    strides = [value["stride"] for value, _ in found]
    assert strides == sorted(strides, reverse=True)
    assert [value["progress"] for value, _ in found] == sorted(value["progress"] for value, _ in found)


def test_a_basin_map_says_where_runs_end(ask: Ask):
    found = pieces(ask, "basins", ground=GROUND, racer=ADAM, columns=8, rows=8, steps=300)
    landscape, rule = registry.landscape("himmelblau"), registry.rule("adam")
    for value, arrays in found:
        for (row, column), index in zip(arrays["cells"], arrays["values"], strict=True):
            start = np.asarray([[-5 + 10 * (column + 0.5) / 8, -5 + 10 * (row + 0.5) / 8]])
            end = outcome(rule, landscape, {"lr": 0.1}, xp=np, steps=300, starts=start).points[0]
            near = [place for place, at in enumerate(landscape.minima) if np.hypot(*(end - at)) <= value["radius"]]
            assert (near or [-1])[0] == index


def test_hits_count_steps_to_the_target(ask: Ask):
    racer = {"rule": "sgd", "settings": {"lr": 0.1}}
    (value, arrays), *_ = pieces(
        ask, "hits", ground={"name": "sphere"}, racer=racer, columns=4, rows=4, steps=50, target=1e-3
    )
    # On the sphere each step multiplies the loss by 0.64.
    first = 2 * (1.25 + 2.5) ** 2
    assert value["target"] == 1e-3
    assert arrays["values"][0] == np.ceil(np.log(1e-3 / first) / np.log(0.64))


def test_the_plane_of_momentum_has_the_edge_of_theory(ask: Ask):
    racer = {"rule": "momentum"}
    found = pieces(
        ask, "plane", ground={"name": "ravine"}, racer=racer, steps=400,
        columns=24, rows=4, rates=[1e-3, 0.2], betas=[0.0, 0.9],
    )  # fmt: skip
    value = found[0][0]
    assert value["edge"] == pytest.approx([2 * (1 + beta) / 100 for beta in value["betas"]])
    for _, arrays in found:
        for (row, column), loss in zip(arrays["cells"], arrays["losses"], strict=True):
            ratio = value["rates"][column] / value["edge"][row]
            if ratio > 1.1:
                assert loss > 50
            elif ratio < 0.9:
                assert loss < 50


@pytest.mark.parametrize("rule", ["momentum", "adam"])
def test_the_maps_are_those_that_analysis_computes_bit_for_bit(ask: Ask, rule: str):
    landscape, chosen, settings = registry.landscape("himmelblau"), registry.rule(rule), {"lr": 0.01}
    racer = {"rule": rule, "settings": settings}
    asked = {"ground": GROUND, "racer": racer, "steps": 40, "columns": 20, "rows": 11, "seed": 3}
    grid, given = Grid.over(landscape.window, 20, 11), {"xp": np, "steps": 40, "seed": 3}
    for kind, more, parts in (
        ("basins", {}, basins(chosen, landscape, grid, settings, **given)),
        ("hits", {"target": 1.0}, hit_times(chosen, landscape, grid, 1.0, settings, **given)),
    ):
        for (value, arrays), part in zip(pieces(ask, kind, **asked, **more), parts, strict=True):
            assert value["stride"] == part.piece.stride
            for name, wanted in {"cells": part.piece.cells, "values": part.values, "diverged": part.diverged}.items():
                assert np.array_equal(arrays[name], wanted), (kind, name)
    up = "momentum" if rule == "momentum" else "beta1"
    found = pieces(ask, "plane", **asked)
    plane = Grid(tuple(found[0][0]["rates"]), tuple(found[0][0]["betas"]))
    for (_, arrays), part in zip(found, settings_map(chosen, landscape, plane, settings, up=up, **given), strict=True):
        assert np.array_equal(arrays["cells"], part.piece.cells)
        assert np.array_equal(arrays["losses"], part.values.astype(np.float32))


def test_a_map_by_start_needs_two_coordinates(ask: Ask):
    opened, _ = ask("studio.job.open", kind="basins", ground={"family": "quadratic"}, racer=ADAM, steps=5)
    value, _ = ask("studio.job.next", job=opened["job"])
    assert "two coordinates" in value["error"]["message"]


def test_jobs_are_named_and_end(ask: Ask):
    assert "report" in ask("studio.job.open", kind="nap")[0]["error"]["message"]
    opened, _ = ask("studio.job.open", kind="basins", ground=GROUND, racer=ADAM, columns=16, rows=16, steps=5)
    ask("studio.job.next", job=opened["job"])
    ask("studio.job.close", job=opened["job"])
    assert "has ended" in ask("studio.job.next", job=opened["job"])[0]["error"]["message"]


def test_the_ecdf_rises_and_the_tuned_rule_reaches_more(ask: Ask):
    racers = [{"id": "sgd", "rule": "sgd"}, {"id": "tiny", "rule": "sgd", "settings": {"lr": 1e-6}}]
    names = ["booth", "ravine"]
    value, arrays = pieces(ask, "ecdf", racers=racers[:1], steps=200, landscapes=names, repeats=4)[-1]
    _, lazy = pieces(ask, "ecdf", racers=racers[1:], steps=200, landscapes=names, repeats=4, tune=False)[-1]
    share = arrays["share.0"]
    assert np.all(np.diff(share) >= 0)
    assert share[-1] > 0.3 > lazy["share.0"][-1]
    assert set(value["racers"][0]["lr"]) == set(names)


def test_a_rule_that_runs_alone_gets_coarser_maps_and_smaller_populations(ask_typed: Ask):
    source = "def update(p, g, s, t, xp, *, lr=0.1):\n    return -lr * g / xp.linalg.norm(g)\n"
    racer = {"id": "t", "source": source}
    found = pieces(ask_typed, "basins", ground=GROUND, racer=racer, columns=64, rows=64, steps=3)
    assert found[-1][0]["stride"] == 4
    assert sum(len(arrays["cells"]) for _, arrays in found) == 16 * 16
    assert found[-1][0]["progress"] == 1.0
    assert ask_typed("studio.luck", ground=GROUND, racer=racer, steps=3)[0]["count"] == 50
    _, arrays = ask_typed("studio.curve", ground=GROUND, racer=racer, steps=3)
    assert arrays["losses"].shape == (2, 25)
