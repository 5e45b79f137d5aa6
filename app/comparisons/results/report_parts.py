"""What reports are made of: their style, a figure under its heading, a table of texts."""

from collections.abc import Sequence
from html import escape

from app.comparisons.results.figures import Line, legend, plot

STYLE = """
:root { --ground: #f7f3ea; --ink: #1d2326; --soft: #474f54; --line: #ddd4c1; --strong: #8d836d; --sunk: #eee8da;
  --serif: "Source Serif 4", Georgia, serif; --sans: Inter, system-ui, sans-serif; }
body { font: 1rem/1.5 var(--sans); max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink);
  background: var(--ground); }
h1, h2 { font: 600 1.5rem/1.25 var(--serif); } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
.asked { font: 1.0625rem/1.35 var(--serif); }
svg { font: 12px var(--sans); width: 100%; height: auto; } svg text { fill: var(--ink); } svg path { fill: none; }
figure { margin: 1rem 0 0; }
.line { stroke-width: 2; } .thin { stroke-width: 0.6; opacity: 0.4; } .frame { stroke: var(--strong); }
.grid { stroke: var(--line); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font: 0.875rem/1.5 var(--sans); }
th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line);
  font-variant-numeric: tabular-nums; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 20px; font-size: 0.875rem; }
.sample { width: 40px; height: 8px; margin-right: 6px; }
figcaption, .method, .state { font-size: 0.875rem; color: var(--soft); }
.method { white-space: pre-line; }
pre { overflow: auto; font-size: 12px; background: var(--sunk); padding: 8px; }
@media print { body { background: none; max-width: none; } }
"""

Drawn = tuple[list[Line], str, str, bool, bool] | None
"""Lines, the titles across and up, and whether these axes are logarithmic; None where nothing is known."""


def figure(title: str, drawn: Drawn, caption: str) -> str:
    """A figure under its heading, with its legend and caption."""
    if drawn is None or not any(value is not None for line in drawn[0] for value in line.y):
        return f"<h2>{escape(title)}</h2><p>Nothing to draw yet.</p>"
    lines, x_title, y_title, log_x, log_y = drawn
    return (
        f"<h2>{escape(title)}</h2><figure>{plot(lines, x_title, y_title, log_x, log_y)}"
        f"{legend([line.label for line in lines])}<figcaption>{escape(caption)}</figcaption></figure>"
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of texts."""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
