"""What hyperparameters may be: intervals as data. The range of a slider says where one looks, not what is allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Valid:
    """An interval; an end that is open does not belong to it, and an infinite one never does."""

    low: float = -inf
    high: float = inf
    open_low: bool = False
    open_high: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval goes from the lower end to the higher, given {self.low} to {self.high}")

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.open_low else value >= self.low
        return above and (value < self.high if self.open_high else value <= self.high)

    @property
    def words(self) -> str:
        """As in `at least 0 and less than 1`; empty where everything is allowed."""
        low = "" if self.low == -inf else f"{'more than' if self.open_low else 'at least'} {self.low:g}"
        high = "" if self.high == inf else f"{'less than' if self.open_high else 'at most'} {self.high:g}"
        return " and ".join(part for part in (low, high) if part)

    def test(self, value: str) -> str:
        """A condition in Python that holds where the named value is allowed: `0 <= beta < 1`."""
        low = "" if self.low == -inf else f"{self.low:g} {'<' if self.open_low else '<='} "
        high = "" if self.high == inf else f" {'<' if self.open_high else '<='} {self.high:g}"
        if low and not high:
            return f"{value} {'>' if self.open_low else '>='} {self.low:g}"
        return f"{low}{value}{high}" if low or high else "True"


ANY = Valid()
NOT_NEGATIVE = Valid(0.0)
POSITIVE = Valid(0.0, open_low=True)
AT_LEAST_ONE = Valid(1.0)
DECAY = Valid(0.0, 1.0, open_high=True)
"""The part of an average that is kept at a step: at 1 nothing would ever enter it."""
PART = Valid(0.0, 1.0)
INSIDE = Valid(0.0, 1.0, open_low=True, open_high=True)

USUAL: Mapping[str, Valid] = {
    **dict.fromkeys(("lr", "weight_decay", "eps", "eps1", "eps2", "r_eps", "lambd", "psi", "momentum"), NOT_NEGATIVE),
    **dict.fromkeys(("damping", "t0", "initial_accumulator", "start", "norm_clamp", "max_update_rms"), NOT_NEGATIVE),
    **dict.fromkeys(("gamma", "alpha", "radius", "trust", "precond_lr", "min_precond_lr", "max_step"), NOT_NEGATIVE),
    **dict.fromkeys(("min_step", "r", "weight_lr_power", "rho", "lr_decay"), NOT_NEGATIVE),
    **dict.fromkeys(("a", "b", "clip", "d0", "d_coef", "extra_scale", "init_scale", "lr_max"), POSITIVE),
    **dict.fromkeys(("growth", "eta_plus", "batch_size", "frequency", "every", "warmup", "warmup_steps"), AT_LEAST_ONE),
    **dict.fromkeys(("alpha_warmup", "beta1_warmup", "beta3_warmup"), AT_LEAST_ONE),
    **dict.fromkeys(("beta1", "beta2", "beta3", "beta_lip", "shampoo_beta", "rms_beta", "min_beta1"), DECAY),
    "inner_momentum": DECAY,
    "eta_minus": INSIDE,
    "beta2_decay": Valid(high=0.0, open_high=True),
    **dict.fromkeys(("dampening", "nu1", "nu2"), PART),
    # Of modifiers.
    **dict.fromkeys(("outward_scale", "inward_scale", "lookahead_share", "share"), PART),
    **dict.fromkeys(("average_share", "average_decay", "prodigy_beta3"), DECAY),
    **dict.fromkeys(("hook_eps", "sam_rho", "sam_eps", "average_lr_power"), NOT_NEGATIVE),
    **dict.fromkeys(("update_limit", "clip_at", "prodigy_d0", "prodigy_coef"), POSITIVE),
    **dict.fromkeys(("lookahead_steps", "prodigy_growth"), AT_LEAST_ONE),
    **dict.fromkeys(("ns_a", "ns_b", "ns_c", "scale_log2"), ANY),
}
"""By the name in the code, what it may be in every rule whose `Hyper` says nothing else."""


def usual(name: str) -> Valid:
    """What a hyperparameter of that name may be; any number where nobody has said anything."""
    return USUAL.get(name, ANY)
