"""`sim_ademamix` as NVIDIA, its authors (`depenm`) and optax write it."""

from descent.registry import rule

from tests.golden.decay import plus_decay
from tests.golden.maps.adam import moments
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner


def plan(options: Options) -> Plan:
    correction = options.form("m_correction", "closed_form", "running_sum", "none")
    correct = options.take("correct_bias", default=None)
    if correct is not None and correct != (correction != "none"):
        raise NotUnderstood(f"correct_bias {correct} with the correction {correction}")
    if options.take("bias_correction1", default=correction == "running_sum") and correction != "running_sum":
        raise NotUnderstood(f"bias_correction1 with the correction {correction}")
    v_correction = "full" if options.take("bias_correction2", default=True) else "eps"
    settings = moments(options) | {
        "alpha": options.take("alpha"),
        "beta1_warmup": options.take("num_beta_fast_warmup_steps", "beta1_warmup", default=None) or 1,
        "min_beta1": options.take("min_beta_fast", "min_beta1", default=0.9),
        "m_correction": correction,
        "v_correction": "none" if correct is False else v_correction,
    }
    return Plan(*plus_decay(rule("sim_ademamix"), settings, options, "decoupled"))


run = runner(plan)
