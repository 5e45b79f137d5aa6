"""The package pytorch-optimizer."""

from tests.peers.pair import Apart, Pair

LIB = "pytorch_optimizer"

SIGNS = "a rounded momentum of the other sign turns a whole step round"

PAIRS = [
    Pair("adopt", LIB, "pytorch_optimizer.ADOPT", ("lr", "betas"), variant={"clip_step": "t"}),
    Pair(
        "lamb",
        LIB,
        "pytorch_optimizer.Lamb",
        ("lr", "betas", "weight_decay"),
        variant={"form": "pytorch_optimizer"},
    ),
    Pair("laprop", LIB, "pytorch_optimizer.LaProp", ("lr", "betas"), variant={"form": "lr_in_ema"}),
    Pair(
        "mars",
        LIB,
        "pytorch_optimizer.MARS",
        ("lr",),
        fixed={"optimize_1d": True},
    ),
    Pair(
        "qhadam",
        LIB,
        "pytorch_optimizer.QHAdam",
        ("lr", "betas", "nus"),
        spaces={"nus": lambda draw: [draw.uniform(0.5, 1), draw.uniform(0.5, 1)]},
        why="a difference of 2.5e-9 in float64 whose cause has not been found",
    ),
    Pair("grams", LIB, "pytorch_optimizer.Grams", ("lr", "weight_decay")),
    Pair(
        "cautious",
        LIB,
        "pytorch_optimizer.Lion",
        ("lr", "weight_decay"),
        fixed={"cautious": True},
        variant={"base": "lion", "rescale": "numel/(sum+1)"},
        tolerances={"bfloat16": 0.5},
        why=SIGNS,
    ),
    Pair(
        "signum",
        LIB,
        "pytorch_optimizer.SignSGD",
        ("lr", "momentum", "weight_decay"),
        variant={"correct_bias": False},
        tolerances={"bfloat16": 0.5},
        why=SIGNS,
    ),
    Pair(
        "ademamix",
        LIB,
        "pytorch_optimizer.AdEMAMix",
        ("lr", "t_alpha_beta3"),
        spaces={"t_alpha_beta3": lambda draw: draw.choice([5, 20])},
        variant={"beta3_eps": 0},
    ),
]

APART = [
    Apart(LIB, "SOAP", "soap", "the authors' form in another order of decay; goldens have the authors' own"),
    Apart(LIB, "Kron", "kron_psgd", "draws its noise; goldens put recorded noise in its place"),
    Apart(LIB, "SophiaH", "sophia", "takes the Hessian at each step; goldens hand it over"),
    Apart(LIB, "Muon", "muon", "one optimizer for matrices and the rest, in bfloat16; torch's own is compared"),
    Apart(LIB, "ScheduleFreeAdamW", "schedule_free", "the authors' package is compared"),
    Apart(LIB, "Prodigy", "prodigy", "the authors' package is compared"),
]
