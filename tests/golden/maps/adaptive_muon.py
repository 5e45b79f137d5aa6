"""`adaptive_muon`: the three second moments of NVIDIA's class."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.options import Options
from tests.golden.orthogonal import newton_schulz_settings, scale_settings, step_settings
from tests.golden.replay import Plan, bare, runner


def plan(options: Options) -> Plan:
    form = options.form("moment2_method", "adamuon", "normuon", "namo")
    settings = step_settings(options) | newton_schulz_settings(options) | scale_settings(options)
    options.agree("moment2_method", form)
    settings |= {
        "moment2": form,
        "beta2": options.take("beta2", default=0.95),
        "eps": options.take("eps", default=1e-8),
    }
    composed = plus_decay(rule("adaptive_muon"), settings, options, otherwise="decoupled")
    if form == "namo":
        # The source keeps the one number per matrix without the matrix's axes.
        derived = {"state.v": lambda _before, after, _xp: [bare(s["v"])[0] for s in after.states]}
        return Plan(*composed, names={"buf": "m"}, derived=derived)
    return Plan(*composed, names={"buf": "m"})


run = runner(plan)
