"""The formulas on the page of a comparison: of rules of the registry, and of typed ones by their authors' names."""

import json
import random
import re

import pytest
from descent import registry
from descent.graph import Refused

from app.comparisons.planning import plan
from app.comparisons.rule_formulas import rule_formulas, typed_formula
from app.comparisons.settings import ComparisonSettings
from app.comparisons.typed_rules import canonical_text
from app.web.render.markdown import formula
from tests.comparisons.test_typed_rules import graphs_for, spec, typed
from tests.descent.graph.test_mutated_graphs import mutated

MATHML = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup", "msub", "msubsup", "msqrt", "mover", "munder"),
    *("mspace", "mtable", "mtr", "mtd", "mstyle"),
}


def test_a_typed_rule_has_its_formula_by_its_authors_names_once_for_all_shapes() -> None:
    asked = spec(typed(), {"name": "adam"})
    entries = plan.make(asked, ComparisonSettings()).to_json()["entries"]
    found = rule_formulas(asked.model_dump(mode="json"), entries)
    assert set(found) == {"Mine", "Adam", "AdamW", "Momentum"}
    assert found["Adam"] == registry.rule("adam").formula
    assert r"\hat {m} &\leftarrow \frac{m}{1 - {\beta}^{t}}" in found["Mine"]
    assert r"p &\leftarrow p - \eta \, \operatorname{sign}\left(\hat {m}\right)" in found["Mine"]
    assert str(formula(found["Mine"])).startswith("<math")


def test_whatever_somebody_hands_in_as_a_graph_has_a_formula_or_none() -> None:
    drawn, accepted, told = random.Random(0), 0, 0
    for _ in range(400):
        try:
            text = canonical_text(json.dumps(mutated(drawn)))
        except Refused:
            continue
        accepted += 1
        said = typed_formula((text,))
        told += bool(said)
        assert set(re.findall(r"</?(\w+)", str(formula(said)))) <= MATHML if said else True
    assert accepted > 20
    assert told > 10


@pytest.mark.parametrize("name", ["<b>x</b>", "a b", "x\\y"])
def test_a_name_that_is_none_is_no_part_of_a_graph(name: str) -> None:
    text = graphs_for("mlp_digits")[0]
    with pytest.raises(Refused):
        canonical_text(text.replace('"m_hat"', f'"{name}"'.replace("\\", "\\\\")))
