"""The panels of the analysis strip, each on a page of its own, with Python computing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.panel_page import ADAM, LION, PANELS, SGD, PanelPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
TYPED = "def update(p, g, s, t, xp, *, lr=0.01):\n    return -lr * g, s\n"
LONG = ("fair", "report", "ecdf", "edge")
"""Panels that compute for long, most of them only when asked; tests of their own wait for them."""
BROKEN = "def update(p, g, s, t, xp, *, lr=0.01):\n    return -lr * gradient, s\n"
MOMENTUM = """\
def init(p, xp):
    return {"m": xp.zeros_like(p)}


def update(p, g, s, t, xp, *, lr=0.01, beta=0.9):
    speed = beta * s["m"] + g
    return -lr * speed, {"m": speed}
"""
BRANCHING = """\
def update(p, g, s, t, xp, *, lr=0.01):
    if (g > 0).any():
        return -lr * g
    return g
"""


@pytest.fixture(scope="module")
def panel(chromium: Browser, site: Site) -> Iterator[PanelPage]:
    page = chromium.new_page(viewport={"width": 900, "height": 700})
    yield PanelPage(page, site)
    page.close()


@pytest.mark.parametrize("name", [name for name in PANELS if name not in LONG])
def test_a_panel_draws_itself_and_lists_its_numbers(panel: PanelPage, name: str) -> None:
    panel.show(name, ADAM, LION)
    expect(panel.rows).not_to_have_count(0)
    panel.ready()
    assert panel.failures.count() == 0
    assert panel.drawn_series or panel.plot.locator("svg, image").count() > 0
    assert "NaN" not in panel.page.locator("main").inner_html()
    assert panel.errors == []
    assert serious(panel) == []


def serious(panel: PanelPage) -> list[Any]:
    """What axe-core finds serious or critical in the panel."""
    panel.page.evaluate(AXE)
    found: list[Any] = panel.page.evaluate(
        "async () => (await axe.run('main')).violations"
        ".filter(({ impact }) => impact === 'serious' || impact === 'critical')"
        ".map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])"
    )
    return found


def test_the_curve_asks_again_only_where_something_but_the_rate_has_changed(panel: PanelPage) -> None:
    panel.show("lr-curve", ADAM, LION).ready()
    assert panel.drawn_series == ["a", "b"]
    before = panel.asked.count("studio.curve")
    listed = panel.state["racers"]
    listed[0]["settings"] = {"lr": 0.2}
    panel.set(racers=listed)
    panel.pause(400)
    assert panel.asked.count("studio.curve") == before == 2
    listed[0]["settings"] = {"lr": 0.2, "beta1": 0.5}
    panel.set(racers=listed)
    panel.pause(400)
    assert panel.asked.count("studio.curve") == 3


def test_pressing_the_curve_sets_the_rate_of_the_selected_racer(panel: PanelPage) -> None:
    panel.show("lr-curve", ADAM, LION, selected="b").ready()
    panel.plot.locator(".plot-host").click(position={"x": 500, "y": 120})
    first, second = panel.state["racers"]
    assert first["settings"]["lr"] == 0.05
    assert second["settings"]["lr"] != 0.01


def test_the_last_picture_stays_while_the_next_one_is_computed(panel: PanelPage) -> None:
    panel.show("lr-curve", ADAM).ready()
    line = panel.plot.locator("path.js-line").last.get_attribute("d")
    panel.set(steps=400)
    expect(panel.plot).to_have_attribute("data-state", "drawing")
    assert panel.plot.locator("path.js-line").last.get_attribute("d") == line
    panel.ready()
    assert panel.plot.locator("path.js-line").last.get_attribute("d") != line


def test_a_rule_from_a_link_is_not_run_before_the_visitor_says_so(panel: PanelPage) -> None:
    linked = {"id": "x", "name": "Linked", "source": TYPED, "trusted": False}
    for name in ("lr-curve", "lr-beta", "basins", "measures", "look", "graph", "edge"):
        panel.show(name, linked, selected="x")
        expect(panel.failures).to_contain_text("Linked came with a link")
    assert panel.page.evaluate("() => harness.typed") == 0
    panel.show("measures", {**linked, "trusted": True}, selected="x")
    expect(panel.rows).not_to_have_count(0)
    assert panel.page.evaluate("() => harness.typed") == 1


def test_a_rule_that_fails_is_named_and_spoils_only_its_own_curve(panel: PanelPage) -> None:
    panel.show("lr-curve", ADAM, {"id": "x", "name": "Typo", "source": BROKEN}).ready()
    expect(panel.failures).to_contain_text("Typo line 2")
    assert panel.drawn_series == ["a"]


def test_basins_lie_on_the_map_while_their_panel_is_open(panel: PanelPage) -> None:
    panel.show("basins", ADAM, ground={"name": "himmelblau"})
    expect(panel.rows).to_have_count(6)
    painted = """() => {
      const canvas = new OffscreenCanvas(64, 64), context = canvas.getContext("2d");
      harness.overlays.basins(context, { x: (x) => 32 + 6 * x, y: (y) => 32 - 6 * y });
      const seen = (...box) => context.getImageData(...box).data.filter((value, k) => k % 4 === 3 && value > 0).length;
      return [seen(2, 2, 60, 60), seen(0, 62, 64, 2)];
    }"""
    # The window is -5 to 5 on both sides: 60 of the 64 pixels across and up, and no letter below them.
    assert panel.page.evaluate(painted) == [60 * 60, 0]
    shares = [panel.rows.nth(k).locator("td").nth(3).text_content() or "" for k in range(6)]
    assert sum(map(int, shares)) == 128 * 128
    panel.show("look", ADAM)
    assert panel.page.evaluate("() => 'basins' in harness.overlays") is False


@pytest.mark.parametrize("name", ["lr-beta", "basins", "look", "graph", "edge"])
def test_a_racer_that_fails_does_not_stand_beside_the_picture_of_another(panel: PanelPage, name: str) -> None:
    panel.show(name, ADAM, {"id": "x", "name": "Muon", "rule": "muon"}).ready()
    expect(panel.rows).not_to_have_count(0)
    panel.set(selected="x")
    expect(panel.failures).to_contain_text("Muon takes matrices")
    expect(panel.plot.locator("svg").first).to_be_hidden()
    expect(panel.words).to_have_text("")
    assert panel.page.evaluate("(id) => id in harness.overlays", name) is False
    panel.set(selected="a")
    expect(panel.plot.locator("svg").first).to_be_visible()
    panel.ready()


def test_a_network_that_is_lost_is_shown_up_to_there(panel: PanelPage) -> None:
    panel.show("edge", {**SGD, "settings": {"lr": 5}})
    expect(panel.words).to_contain_text("diverges from step")
    panel.ready()
    assert 0 <= float(panel.page.locator(".gauge output").inner_text()) < 1000
    assert "e+" not in (panel.plot.text_content() or "")
    crosses = "harness.drawn[0].data.filter(({ marker }) => marker?.symbol === 'x-thin').map(({ x }) => x.length)"
    assert panel.page.evaluate(crosses) == [1]


def test_pressing_a_basin_moves_the_start(panel: PanelPage) -> None:
    panel.show("basins", ADAM)
    expect(panel.rows).not_to_have_count(0)
    area = panel.ready().plot.locator(".nsewdrag").bounding_box()
    assert area is not None
    # Three quarters across and one quarter down a window from -2 to 2 and from -1 to 3.
    panel.page.mouse.click(area["x"] + 0.75 * area["width"], area["y"] + 0.25 * area["height"])
    assert panel.state["start"] == pytest.approx([1, 2], abs=0.03)


def test_a_map_says_what_the_cell_under_the_pointer_shows(panel: PanelPage) -> None:
    panel.show("basins", ADAM)
    expect(panel.rows).not_to_have_count(0)
    panel.ready().plot.locator(".plot-host").hover()
    expect(panel.plot.locator(".cell-said")).to_have_text(
        re.compile(r"^x [-\d.e]+, y [-\d.e]+: (A \(1\.00, 1\.00\)|no minimum)$")
    )


def test_a_chart_is_read_out_zoomed_and_saved(panel: PanelPage, tmp_path: Path) -> None:
    panel.show("lr-curve", ADAM, LION).ready()
    host = panel.plot.locator(".plot-host")
    host.focus()
    panel.page.keyboard.press("ArrowRight")
    panel.page.keyboard.press("ArrowDown")
    expect(panel.plot.get_by_role("status").first).to_contain_text("Lion, learning rate 1e-6, loss above the minimum")
    panel.plot.get_by_text("Enlarge or save").click()
    for ending in ("png", "svg"):
        with panel.page.expect_download() as saved:
            panel.press(ending.upper())
        assert saved.value.suggested_filename == f"lr-curve-final.{ending}"
        saved.value.save_as(tmp_path / f"chart.{ending}")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    picture = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    for said in ("Adam", "Lion", "learning rate", "Final loss against learning rate"):
        assert said in picture


def test_the_step_moves_a_line_and_draws_no_chart_again(panel: PanelPage) -> None:
    panel.show("measures", ADAM, step=0).ready()
    panel.page.evaluate("""() => {
      window.redrawn = 0;
      for (const host of document.querySelectorAll(".plot-host")) host.on("plotly_afterplot", () => window.redrawn++);
    }""")
    cursor = panel.plot.locator(".cursor").last
    panel.set(step=20)
    before = cursor.bounding_box()
    panel.set(step=60)
    after = cursor.bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] > before["x"] + 50
    assert panel.page.evaluate("window.redrawn") == 0


def test_a_chart_out_of_sight_waits_with_what_is_new(panel: PanelPage) -> None:
    panel.show("lr-curve", ADAM).ready()
    figure = panel.plot.locator(".plot-figure")
    panel.page.evaluate("document.querySelector('main').style.marginTop = '3000px'")
    panel.pause(100)
    panel.set(steps=400)
    expect(figure).to_have_attribute("data-state", "stale")
    figure.scroll_into_view_if_needed()
    expect(figure).to_have_attribute("data-state", "ready")
    panel.page.evaluate("document.querySelector('main').style.marginTop = ''")


def test_the_step_that_is_shown_is_the_step_that_is_looked_into(panel: PanelPage) -> None:
    panel.show("look", ADAM).ready()
    expect(panel.words).to_contain_text("Adam, step 40")
    panel.set(step=7)
    expect(panel.words).to_contain_text("Adam, step 7")
    assert panel.plot.locator("li").filter(has_text="m_hat").count() >= 1
    assert panel.page.evaluate("() => 'look' in harness.overlays")


def test_the_formula_stands_beside_the_lines_with_the_numbers_of_the_step(panel: PanelPage) -> None:
    slow = {"id": "t", "name": "Typed", "source": TYPED, "settings": {"lr": 0.0005}}
    panel.show("look", ADAM, slow).ready()
    worked = panel.plot.locator(".worked")
    expect(worked.locator(".worked-lines")).to_have_count(3)
    first = worked.locator(".worked-lines").first.locator("math").first.text_content() or ""
    left, right = first.removeprefix("mt=").replace("·", "*").replace("\u2212", "-").split("=")
    assert eval(left) == pytest.approx(float(right), rel=1e-3)
    assert "?" not in (worked.text_content() or "")
    for row in ("gradient", "step", "ellipse", "m before", "m after", "v before", "v after"):
        expect(panel.page.get_by_role("rowheader", name=row, exact=True)).to_be_visible()
    listed = panel.state["racers"]
    listed[0]["settings"] = {"lr": 0.05, "correct_bias": False}
    panel.set(racers=listed)
    expect(worked.locator(".worked-lines")).to_have_count(0)
    expect(worked).to_contain_text("The formula is that of the usual choices")
    panel.set(selected="t")
    expect(worked).to_have_count(0)
    assert panel.plot.locator("ol > li").count() > 0
    assert serious(panel) == []


def test_the_edge_of_stability_opens_on_sgd_and_leads_below_and_beyond_it(panel: PanelPage) -> None:
    panel.show("edge", ADAM, SGD)
    rate = panel.page.locator("[data-own-rate]")
    expect(rate).to_contain_text("0.5")
    expect(rate).to_contain_text("SGD’s")
    expect(panel.words).to_contain_text(", at 2/lr.")
    panel.press("Beyond it")
    expect(panel.words).to_contain_text("diverges from step")
    panel.press("Below the edge")
    expect(panel.words).to_contain_text(", below 2/lr.")
    panel.set(selected="c")
    expect(rate).to_contain_text("Descent’s")
    panel.ready()


def test_a_network_trains_at_the_edge_of_stability(panel: PanelPage) -> None:
    panel.show("edge", {**SGD, "settings": {"lr": 0.2}})
    expect(panel.rows).not_to_have_count(0)
    assert float(panel.page.locator(".gauge output").inner_text()) == pytest.approx(1, abs=0.15)
    assert serious(panel) == []


@pytest.mark.parametrize("name", ["edge", "matrix"])
def test_a_rate_is_the_racers_until_it_is_set_and_can_be_given_back(panel: PanelPage, name: str) -> None:
    panel.show(name, SGD, ADAM)
    rate = panel.page.locator("[data-own-rate]")
    if name == "matrix":  # it opens on a rule that sees the matrix
        expect(rate).to_contain_text("Muon’s")
        panel.page.get_by_label("Rule").select_option("chosen racer")
    expect(rate).to_contain_text("5e-4")
    expect(rate).to_contain_text("Descent’s")
    expect(rate.get_by_role("button", name="As it races")).to_be_disabled()
    panel.set(selected="a")
    expect(rate).to_contain_text("0.05")
    expect(rate).to_contain_text("Adam’s")
    rate.get_by_role("slider").fill("-1")
    expect(rate.locator("output")).to_have_text("0.1")
    expect(rate).to_contain_text("set here")
    listed = panel.state["racers"]
    listed[1]["settings"] = {"lr": 0.07}
    panel.set(racers=listed)
    expect(rate.locator("output")).to_have_text("0.1")
    rate.get_by_role("button", name="As it races").click()
    expect(rate.locator("output")).to_have_text("0.07")
    panel.set(selected="c")
    expect(rate).to_contain_text("Descent’s")
    panel.ready()


def test_matrices_open_on_muon_beside_adam_on_one_scale(panel: PanelPage) -> None:
    panel.show("matrix", ADAM).ready()
    titles = panel.plot.locator(".column-title")
    expect(titles).to_have_text([re.compile("^Muon learning rate"), "Adam learning rate 0.001"])
    scales = panel.plot.locator(".matrix-column figure:nth-of-type(3) .plot-host").evaluate_all(
        "(hosts) => hosts.map(({ layout }) => JSON.stringify(layout.yaxis.range))"
    )
    assert len(scales) == 2
    assert scales[0] == scales[1]
    assert panel.page.locator("details.numbers thead th").all_text_contents()[-1] == "Adam, update, smallest"
    panel.page.get_by_label("Beside").select_option("none")
    expect(titles.last).to_be_hidden()
    panel.ready()


def test_no_panel_asks_python_for_what_the_page_knows(panel: PanelPage) -> None:
    for name in ("lr-beta", "edge", "matrix"):
        panel.show(name, ADAM).ready()
        assert "studio.catalogue" not in panel.asked


def test_a_fair_race_gives_every_racer_and_two_baselines_the_same_tries(panel: PanelPage) -> None:
    panel.show("fair", ADAM, LION, steps=40)
    standings = panel.page.locator(".standings")
    expect(standings.locator("tbody tr")).to_have_count(4)
    panel.ready()
    expect(standings.locator("caption")).to_contain_text("n = 64 fresh starts and seeds, 49 tries each")
    expect(standings.locator("tbody")).to_contain_text("SGD with momentum, tuned")
    expect(standings.locator("tbody")).to_contain_text("AdamW, tuned")
    expect(standings.locator("[data-luck] meter")).to_have_count(2)
    assert "n = 64" in panel.page.evaluate("() => harness.announced.at(-1)")
    assert serious(panel) == []


def test_a_report_card_is_cancelled_written_and_saved(panel: PanelPage, tmp_path: Path) -> None:
    panel.show("report", ADAM)
    expect(panel.words).to_contain_text("Nothing has been run yet")
    panel.press("Write the card")
    expect(panel.words).to_contain_text("of 34")
    panel.press("Cancel")
    expect(panel.words).to_contain_text("Cancelled")
    panel.press("Write the card")
    expect(panel.page.get_by_role("button", name="Save as JSON")).to_be_enabled()
    with panel.page.expect_download() as saved:
        panel.press("Save as JSON")
    saved.value.save_as(tmp_path / "card.json")
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert len(card["landscapes"]) >= 26
    assert card["rule"] == "adam"
    assert serious(panel) == []


def test_all_landscapes_are_run_and_every_racer_has_its_share(panel: PanelPage) -> None:
    panel.show("ecdf", ADAM, SGD)
    panel.page.get_by_label("Tune each learning rate").uncheck()
    panel.press("Run all racers")
    expect(panel.rows).not_to_have_count(0)
    expect(panel.words).to_contain_text("Adam")
    shares = [float(cell) for cell in panel.rows.last.locator("td").all_text_contents()]
    assert 0.2 < shares[1] < shares[0] < 1


def test_the_graph_is_walked_by_keys_and_follows_the_step(panel: PanelPage, tmp_path: Path) -> None:
    slow = {"id": "t", "name": "Typed", "source": MOMENTUM, "settings": {"lr": 0.0005}, "modifiers": ["clipping"]}
    panel.show("graph", ADAM, slow).ready()
    nodes = panel.plot.locator(".graph-node")
    said = panel.plot.locator(".graph-said")
    m_hat = panel.plot.locator('.graph-node[data-node="m_hat"]')
    m_hat.hover()
    expect(said).to_contain_text("m_hat = m / (1 - beta1**t), fed by m, beta1, t; feeds step. At step 40: ")
    expect(panel.plot.locator(".graph-line.lit")).to_have_count(4)
    m_hat.focus()
    panel.page.keyboard.press("ArrowRight")
    step = panel.plot.locator('.graph-node[data-becomes="step"]')
    expect(step).to_be_focused()
    expect(step).to_have_attribute("tabindex", "0")
    expect(panel.plot.locator('.graph-node[tabindex="0"]')).to_have_count(1)
    focused = panel.plot.locator(".graph-node:focus")
    for key, name in (("Home", "p"), ("ArrowDown", re.compile("^(?!p$)")), ("ArrowUp", "p")):
        panel.page.keyboard.press(key)
        expect(focused).to_have_attribute("data-node", name)
    before = m_hat.locator(".graph-number").text_content()
    panel.page.evaluate("() => { window.first = document.querySelector('.graph-node') }")
    panel.set(step=7)
    expect(m_hat).to_have_attribute("aria-label", re.compile("At step 7: "))
    assert m_hat.locator(".graph-number").text_content() != before
    assert panel.page.evaluate("() => window.first === document.querySelector('.graph-node')")
    with panel.page.expect_download() as saved:
        panel.press("Save as SVG")
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    written = (tmp_path / "adam-graph.svg").read_text(encoding="utf-8")
    assert "m_hat" in written
    assert 'stroke="rgb' in written
    assert "var(" not in written
    panel.set(selected="t")
    expect(panel.plot.locator('.graph-node[data-node="clip_at"]')).to_have_attribute("data-role", "setting")
    expect(panel.plot.locator('.graph-node[data-node="speed"]')).to_have_attribute("data-becomes", "m")
    assert nodes.count() == panel.rows.count()
    listed = panel.state["racers"]
    listed[1]["source"] = BRANCHING
    panel.set(racers=listed)
    expect(panel.failures).to_contain_text("Typed line 2: this branches on data")
    expect(panel.plot.locator("svg").first).to_be_hidden()
    assert panel.errors == []
