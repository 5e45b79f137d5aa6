"""Rules with other choices and with modifiers around them, exported and run where `descent` cannot be imported."""

import numpy as np
import pytest
from descent.export import TARGETS, NotExported

from tests.descent.export.exported import Form, cases_of, run_alone, subject_of
from tests.descent.export.forms import CHAOTIC, LOOSE, NO_GRAPH, REFUSED_AROUND, choices, modified
from tests.descent.export.test_exported_rules import allowed
from tests.sweeps import taking

FEW = (
    Form("adagrad", (("eps_mode", "outside"),)),
    Form("adaptive_muon", (("moment2", "normuon"),)),
    Form("signum", (("shape_scaling", True),)),
    Form("sparse_adam", (("mode", "masked_rows"),)),
    Form("adamw", (), ("cautious",)),
    Form("adamw", (), ("prodigy_distance",)),
    Form("lion", (("clip_by", "adaptive"),), ("clipping",)),
    Form("sgd", (("decay_method", "l2"),), ("weight_decay",)),
    Form("muon", (), ("averaging",)),
)
SWEPT = {"some": lambda: FEW, "choices": choices, "modifiers": modified}


def refusal(form):
    """A part of the sentence that refuses a form; None for those that are exported."""
    found = [NO_GRAPH.get(form), *(REFUSED_AROUND.get((modifier, form.rule)) for modifier in form.modifiers)]
    return next((sentence for sentence in found if sentence), None)


def difference(want, have):
    """The largest difference, relative to the largest entry; what is no number on both sides is the same."""
    expected = np.concatenate([p.ravel() for p in want.params])
    found = np.ravel(have["p"])
    if (np.isfinite(expected) != np.isfinite(found)).any():
        return np.inf
    known = np.isfinite(expected)
    return np.max(np.abs(expected - found)[known], initial=0) / max(1.0, np.max(np.abs(expected[known]), initial=0))


@pytest.mark.parametrize("which", taking(lambda which: which == "some", SWEPT))
def test_every_form_goes_the_way_of_its_rule(which, tmp_path):
    listed, sources, wrong = [], {}, []
    for form in SWEPT[which]():
        if refusal(form):
            continue
        for target in ("numpy", "torch"):
            sources[target, str(form)] = TARGETS[target](subject_of(form))
            listed += [(form, case, passed) for case, passed in cases_of(target, form)]
    answers = run_alone(sources, [case for _, case, _ in listed], tmp_path)
    for (form, case, wanted), had in zip(listed, answers, strict=True):
        most = allowed(case["target"], form.rule, case["dtype"]) * LOOSE.get(form, 1)
        worst = max(difference(want, have) for want, have in zip(wanted, had, strict=True))
        if worst > (0.3 if form in CHAOTIC else most):
            wrong.append(f"{case['target']} {form} {case['dtype']} {case['params'][0].shape}: {worst:.1e}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "form", [*NO_GRAPH, *(Form(name, (), (modifier,)) for modifier, name in REFUSED_AROUND)], ids=str
)
def test_a_form_that_is_not_exported_is_refused_with_its_reason(form):
    with pytest.raises(NotExported, match=refusal(form)):
        subject_of(form)
