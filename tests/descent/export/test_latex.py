"""The formula of a rule in LaTeX."""

import re

import pytest
from descent import registry

from tests.descent.export.exported import source
from tests.descent.export.refused import REFUSED

WRITTEN = [name for name in registry.rule_names() if ("latex", name) not in REFUSED]


def test_the_formula_of_lion_is_that_of_its_paper():
    assert source("latex", "lion").splitlines()[-4:] == [
        r"\begin{aligned}",
        r"  p &\leftarrow p - \eta \, \operatorname{sign}\left("
        r"\beta_{1} \, m + \left(1 - \beta_{1}\right) \, g\right) \\",
        r"  m &\leftarrow \beta_{2} \, m + \left(1 - \beta_{2}\right) \, g",
        r"\end{aligned}",
    ]


def test_marks_and_indices_come_from_the_authors_names():
    text = source("latex", "adam")
    assert r"\hat {m} &\leftarrow \frac{m}{1 - {\beta_{1}}^{t}}" in text
    assert r"\left(1 - \beta_{2}\right) \, {g}^{2}" in text


@pytest.mark.parametrize("name", WRITTEN)
def test_every_brace_and_every_environment_is_closed(name):
    lines = [line for line in source("latex", name).splitlines() if not line.startswith("%")]
    text = "\n".join(lines)
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right")
    assert re.findall(r"\\begin{(\w+)}", text).count("cases") == re.findall(r"\\end{(\w+)}", text).count("cases")
    assert not re.search(r"(?<!\\)_(?!\{)|\bnp\.|\*\*", text)
