"""`adopt` as its authors, optax and pytorch_optimizer write it; `clip` is a sentence in the authors' cases."""

from descent.registry import rule

from tests.golden.decay import decay_of, uphill
from tests.golden.maps.adam import moments
from tests.golden.options import NotUnderstood, Options
from tests.golden.replay import Plan, runner

CLIPS = {None: "none", "step**0.25, step counted from 0 (t-1)": "t-1"}


def plan(options: Options) -> Plan:
    for name, value in {"nesterov": False, "clip_value_fn": "<callable>"}.items():
        options.expect(name, value)
    clip_step = options.form("clip_step", "t-1", "t")
    clip = options.take("clip", default=next(reversed(CLIPS)) if clip_step == "t-1" else clip_step)
    if clip_step == "t-1":
        if clip not in CLIPS:
            raise NotUnderstood(f"clip {clip!r}")
        clip_step = CLIPS[clip]
    if not options.take("use_clipping", default=True):
        clip_step = "none"
    amount, method = decay_of(options, "l2")
    if amount and options.source == "pytorch_optimizer":
        raise NotUnderstood("decay at the first step, too")
    settings = moments(options) | {"weight_decay": amount, "decay_method": method, "clip_step": clip_step}
    return Plan(uphill(rule("adopt"), options), settings)


run = runner(plan)
