"""A frame of twenty paths of 5,000 points, playing and after a jump back, beside Plotly's; a relief's own part."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser

from benchmarks.promise import Result
from tests.browser.site import Site

FRAME, SHARE, RELIEF = 4.0, 20, 50.0
FRAMES = """async ([scripts, plotly]) => {
  const { relief } = await import(scripts + "plots/relief.js");
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const timed = async (count, draw) => {
    const times = [];
    for (let k = 0; k < count; k += 1) {
      await frame();
      const started = performance.now();
      await draw(k);
      times.push(performance.now() - started);
    }
    return times;
  };
  const { at, close } = frames.stage();
  at(2000);
  const playing = Math.min(...(await timed(15, (k) => at(2008 + 8 * k))));
  at(4999);
  // The first jump makes what the others use again.
  const [first, ...others] = await timed(12, (k) => at(4900 - 97 * k));
  const back = Math.min(...others);
  close();
  const heights = { data: Float32Array.from({ length: 160 * 120 }, (_, k) => Math.sin(k)), shape: [120, 160] };
  const long = { points: new Float64Array(40002), losses: new Float64Array(20001) };
  const paths = Array(6).fill({ name: "", colour: "", dash: "solid", ...long });
  const given = { heights, window: [[-1, 1], [-1, 1]], logScale: true, least: 0, paths, colours: {} };
  const figure = Math.min(...(await timed(5, () => relief(given))));
  await new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: plotly, onload: resolve, onerror: reject });
    document.head.append(script);
  });
  const host = document.createElement("div");
  document.body.append(host);
  const column = (xy, axis) => Array.from({ length: xy.length / 2 }, (_, k) => xy[2 * k + axis]);
  const traces = frames.walks.map((xy) => ({ mode: "lines", x: column(xy, 0), y: column(xy, 1) }));
  const layout = { width: 800, height: 600, datarevision: 0 };
  await window.Plotly.newPlot(host, traces, layout);
  const react = (k) => window.Plotly.react(host, traces, { ...layout, datarevision: k + 1 });
  const theirs = Math.min(...(await timed(5, react)));
  return { playing, first, back, figure, theirs };
}"""


def measured(browser: Browser, site: Site) -> dict[str, Any]:
    """Milliseconds of script per frame, the least of each."""
    page = browser.new_page()
    page.goto(f"{site.address}/playground")
    page.evaluate("import('/frames.js')")
    plotly = page.evaluate("JSON.parse(document.querySelector('#config').textContent).plotly")
    found: dict[str, Any] = page.evaluate(FRAMES, [site.scripts, plotly])
    page.close()
    return found


def results(browser: Browser, site: Site) -> Iterator[Result]:
    """By the clock and against `Plotly.react` on the same data in the same run."""
    found = measured(browser, site)
    detail = f"the first jump {found['first']:.2f} ms; Plotly.react {found['theirs']:.0f} ms"
    for name, time, count in (("while playing", found["playing"], 15), ("after a jump back", found["back"], 11)):
        yield Result(f"a frame of 20 paths of 5,000 points {name}", time, "ms", count, FRAME, detail=detail)
        yield Result(f"the same, times faster than Plotly, {name}", found["theirs"] / time, "x", 5, SHARE, True)
    yield Result("the data of a relief with six paths of 20,000 steps", found["figure"], "ms", 5, RELIEF)
