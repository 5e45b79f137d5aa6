"""Markdown to HTML: prose, maths as MathML, code with highlighting by class. No script, no inline style.

Our own texts only (problem statements, notes): raw HTML in them is escaped all the same.
"""

from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True, classprefix="code-")


def mathml(latex: str, *, display: bool = False) -> Markup:
    """The formula as a MathML element; its LaTeX source is kept as the accessible fallback title."""
    return Markup(convert(latex, display="block" if display else "inline"))


def code(source: str) -> Markup:
    """Python source as HTML spans with classes `code-...`."""
    return Markup(highlight(source, PythonLexer(), FORMATTER))


def _fence(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:  # noqa: ARG001
    token = tokens[index]
    body = code(token.content) if token.info.strip() == "python" else Markup.escape(token.content)
    return f'<pre class="listing" tabindex="0"><code>{body}</code></pre>\n'


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("table").enable("smartquotes")
    dollarmath_plugin(
        reader,
        allow_labels=False,
        renderer=lambda content, options: mathml(content, display=options["display_mode"]),
    )
    reader.add_render_rule("fence", _fence)
    return reader


MARKDOWN = _markdown()


def html(markdown: str) -> Markup:
    """The text as HTML."""
    return Markup(MARKDOWN.render(markdown))
