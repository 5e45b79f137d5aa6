"""The package schedulefree, by the authors of Schedule-Free."""

from tests.peers.pair import Pair, between, one_of

LIB = "schedulefree"

DRAWN = ("lr", "r", "warmup_steps", "weight_decay")
SPACES = {"r": between(0, 1), "warmup_steps": one_of(0, 3, 10)}

# The authors keep z in the parameter's dtype and round it, and y, after every operation.
LOW = {"bfloat16": 0.2}
ROUNDED = "in bfloat16 the authors round z and y after every operation; schedulefree/adamw_schedulefree.py"

PAIRS = [
    Pair(
        "schedule_free",
        LIB,
        "schedulefree.SGDScheduleFree(foreach=False)",
        (*DRAWN, "momentum"),
        spaces=SPACES,
        variant={"base": "sgd"},
        tolerances=LOW,
        why=ROUNDED,
    ),
    Pair(
        "schedule_free",
        LIB,
        "schedulefree.AdamWScheduleFree(foreach=False)",
        (*DRAWN, "betas", "eps"),
        spaces=SPACES,
        variant={"base": "adamw"},
        tolerances=LOW,
        why=ROUNDED,
    ),
    Pair(
        "schedule_free",
        LIB,
        "schedulefree.RAdamScheduleFree(foreach=False)",
        ("lr", "r", "weight_decay", "betas", "eps"),
        spaces=SPACES,
        variant={"base": "radam"},
        tolerances=LOW,
        why=ROUNDED,
    ),
    Pair(
        "schedule_free",
        LIB,
        "schedulefree.ScheduleFreeWrapperReference(base='SGD')",
        ("lr", "momentum", "inner_momentum", "weight_decay", "r"),
        spaces={**SPACES, "inner_momentum": between(0, 0.9)},
        fixed={"weight_lr_power": 2.0},
        variant={"base": "sgd"},
        ignored=("base", "weight_decay_at_y"),
        tolerances=LOW,
        why=ROUNDED,
    ),
    Pair(
        "schedule_free",
        LIB,
        "schedulefree.ScheduleFreeWrapperReference(base='AdamW')",
        ("lr", "betas", "eps", "inner_momentum", "weight_decay", "r"),
        spaces={**SPACES, "inner_momentum": between(0, 0.9)},
        fixed={"weight_lr_power": 2.0},
        variant={"base": "adamw"},
        ignored=("base", "weight_decay_at_y", "momentum"),
        tolerances=LOW,
        why=ROUNDED,
    ),
]

NOT_OURS = {
    "the same in another writing, which the package holds against its own": (
        *("AdamWScheduleFreeClosure", "RAdamScheduleFreeClosure", "SGDScheduleFreeClosure"),
        *("AdamWScheduleFreePaper", "AdamWScheduleFreeReference", "SGDScheduleFreeReference"),
    ),
}
