"""What torch calls the states and hyperparameters of the rules that it has too, so that its checkpoints can be read."""

from collections.abc import Mapping, Sequence

_ADAM = {"m": "exp_avg", "v": "exp_avg_sq", "v_max": "max_exp_avg_sq"}
_STATES: Mapping[str, Mapping[str, str]] = {
    "adadelta": {"v": "square_avg"},
    "adamax": {"m": "exp_avg", "u": "exp_inf"},
    "adafactor": {"r": "row_var", "c": "col_var", "v": "variance", "m": "exp_avg"},
    "momentum": {"buf": "momentum_buffer"},
    "nesterov": {"buf": "momentum_buffer"},
    "muon": {"m": "momentum_buffer"},
    "rmsprop": {"v": "square_avg", "buf": "momentum_buffer", "g_avg": "grad_avg"},
} | dict.fromkeys(
    (
        *("adabelief", "adam", "adam_atan2", "adam_nesterov", "adamc", "adamw", "amsgrad", "lamb", "laprop", "madam"),
        *("mars", "nadam", "nadamw", "qhadam", "qhadamw", "radam", "sparse_adam", "stable_adamw", "yogi", "lion"),
        *(
            "adan",
            "adopt",
            "sim_ademamix",
            "sophia",
            "novograd",
            "adam_mini",
            "prodigy",
            "dadapt_adam",
            "schedule_free",
        ),
    ),
    _ADAM,
)


SETTINGS: Mapping[str, Mapping[str, str]] = {
    "adafactor": {"clip": "d"},
    "adagrad": {"initial_accumulator": "initial_accumulator_value"},
    "nadam": {"psi": "momentum_decay"},
    "nadamw": {"psi": "momentum_decay"},
}
"""Rule -> setting -> what torch calls it, where that is another name."""


def state_name(rule: str, name: str) -> str:
    """Torch's name of an entry of the state; that of the rule where torch has none."""
    return _STATES.get(rule, {}).get(name, name)


def betas(names: Sequence[str]) -> list[str]:
    """The hyperparameters that torch takes together as `betas`: `beta1`, `beta2` and so on, at least two."""
    found = [f"beta{place}" for place in range(1, 10) if f"beta{place}" in names]
    return found if len(found) > 1 and found[:2] == ["beta1", "beta2"] else []
