"""The package prodigyopt, by the authors of Prodigy."""

from tests.peers.pair import Pair, around, between, one_of

PAIRS = [
    Pair(
        "prodigy",
        "prodigyopt",
        "prodigyopt.Prodigy",
        ("lr", "betas", "d0", "d_coef", "use_bias_correction", "safeguard_warmup", "decouple", "weight_decay"),
        spaces={
            "lr": between(0.5, 1.5),
            "d0": around(-6, -3),
            "d_coef": between(0.5, 2),
            "use_bias_correction": one_of(True, False),
            "safeguard_warmup": one_of(True, False),
            "decouple": one_of(True, False),
        },
        ignored=("fsdp_in_use",),
        tolerances={"bfloat16": 0.5},
        why="in bfloat16 the authors add the gradients up in s, which stops growing; prodigyopt/prodigy.py",
    )
]
