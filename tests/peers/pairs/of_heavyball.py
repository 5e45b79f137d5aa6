"""The package heavyball, not compiled, with states in float64 beside float64, and bfloat16 rounded to nearest."""

from typing import Any

from tests.peers.pair import MATRICES, Apart, Pair, between, one_of

LIB = "heavyball"

NOTE = (
    "Not compiled (utils.compile_mode None); states in float64 beside float64 (storage_dtype); bfloat16 rounded to "
    "nearest and not at random (utils.dither_steps 0)."
)

HOW = (
    *("multi_tensor", "storage_dtype", "compile_step", "promote", "ecc", "param_ecc", "orig_shapes"),
    *("gradient_clipping", "update_clipping", "palm", "beta2_scale", "warmup_steps"),
)
EXTRAS = ("mars", "mars_gamma", "caution", "cautious_weight_decay")

FLOOR = "eps is a floor of the root there (utils.eps_sqrt) and added to it here; 1e-30 for both, so that neither acts"
NO_EPS = {"eps": 1e-30}
DECOUPLED = {"weight_decay_method": "decoupled"}

SWAPPED = (
    "chainable.mars passes gamma and beta1 in each other's place, so the change counts beta1 gamma / (1 - gamma): ours"
    " gets the gamma that makes up for it. utils.mars_correction does not clip; those drawn are too small to be clipped"
)
CAUTION = (
    "a gradient of exactly 0 counts as positive there, by its sign bit, and as disagreeing here; none is drawn."
    " utils._compilable_cautioning"
)

ADAM = ("lr", "betas", "weight_decay")
SIXTEEN = "it iterates in bfloat16, where one bit of a product is 0.4 %; utils.zeropower_via_newtonschulz5"


def pair(rule: str, name: str, drawn: tuple[str, ...], ignored: tuple[str, ...] = (), **more: Any) -> Pair:
    """The pair of a class; what says how it runs, and its extras where they are off, mean nothing for the rule."""
    off = tuple(extra for extra in EXTRAS if extra not in more.get("fixed", {}))
    return Pair(rule, LIB, f"heavyball.{name}", drawn, ignored=(*HOW, *off, *ignored), **more)


PAIRS = [
    pair("momentum", "SGD", ("lr", "beta", "weight_decay"), spaces={"beta": between(0.5, 0.95)}, variant=DECOUPLED),
    pair("adamw", "AdamW", ADAM, fixed=NO_EPS, why=FLOOR),
    pair(
        "adamw",
        "RMSprop",
        ADAM,
        spaces={"betas": lambda draw: [0.0, draw.uniform(0.9, 0.999)]},
        ignored=("r", "weight_lr_power"),
        fixed=NO_EPS,
        why=FLOOR,
    ),
    pair(
        "nadam",
        "NAdam",
        ("lr", "betas", "momentum_decay"),
        spaces={"momentum_decay": between(0.001, 0.1)},
        fixed=NO_EPS,
        variant={"schedule": "momentum_decay"},
        why=FLOOR,
    ),
    pair(
        "nadamw",
        "NAdam",
        (*ADAM, "momentum_decay"),
        spaces={"momentum_decay": between(0.001, 0.1)},
        fixed={**NO_EPS, "decoupled_weight_decay": True},
        variant={"schedule": "momentum_decay"},
        why=FLOOR,
    ),
    pair(
        "ademamix",
        "AdEMAMix",
        ("lr", "betas", "alpha", "alpha_warmup", "beta3_warmup", "weight_decay"),
        spaces={
            "betas": lambda draw: [draw.uniform(0.5, 0.95), draw.uniform(0.9, 0.999), draw.uniform(0.99, 0.9999)],
            "alpha": between(1, 8),
            "alpha_warmup": one_of(5, 20),
            "beta3_warmup": one_of(5, 20),
        },
        fixed=NO_EPS,
        why=FLOOR,
    ),
    pair(
        "adamc",
        "AdamC",
        (*ADAM, "max_lr"),
        spaces={"max_lr": between(0.05, 0.2)},
        fixed=NO_EPS,
        why=FLOOR,
    ),
    pair(
        "laprop",
        "LaProp",
        ADAM,
        fixed=NO_EPS,
        why="its eps is not handed on, and a floor of 1e-8 acts; chainable.update_by_laprop",
    ),
    pair(
        "schedule_free",
        "SFAdamW",
        (*ADAM, "r"),
        spaces={"r": between(0, 1)},
        fixed=NO_EPS,
        variant={"base": "adamw"},
        why=FLOOR,
    ),
    pair(
        "mars",
        "AdamW(mars=True)",
        ("lr", "betas", "weight_decay", "mars_gamma"),
        spaces={"mars_gamma": between(0.0, 0.02)},
        fixed=NO_EPS,
        shapes=[[(3,)]],
        why=SWAPPED,
    ),
    pair(
        "cautious",
        "AdamW",
        ADAM,
        fixed={**NO_EPS, "caution": True},
        variant={"base": "adamw", "rescale": "1/max(mean,1e-3)"},
        zeros=False,
        why=CAUTION,
    ),
    pair("cautious_decay", "AdamW", ADAM, fixed={**NO_EPS, "cautious_weight_decay": True}, why=FLOOR),
    *[
        pair(
            "muon",
            "Muon",
            ADAM,
            fixed=fixed,
            variant={"form": "heavyball"},
            shapes=MATRICES,
            tolerances={"float32": 0.05, "bfloat16": 0.5},
            why=SIXTEEN,
        )
        for fixed in (
            {"heavyball_momentum": True, "nesterov": True},
            {"heavyball_momentum": True, "nesterov": False},
            {"nesterov": False},
        )
    ],
    pair(
        "soap",
        "SOAP",
        ("lr", "betas", "shampoo_beta"),
        spaces={"shampoo_beta": between(0.8, 0.99)},
        fixed={**NO_EPS, "weight_decay": 0.0, "precondition_frequency": 1, "merge_dims": False},
        variant={"form": "heavyball"},
        shapes=[[(4, 4)]],
        tolerances={"float64": 1e-6},
        why="it lifts the null space by 1e-8 before each QR, utils.get_orthogonal_matrix_QR; square matrices, whose "
        "bases are determined, and a basis at every step, for other frequencies are counted otherwise",
    ),
]

APART = [
    Apart(LIB, "RMSprop", "rmsprop", "divides v by its weight, and so is Adam without momentum: compared as that"),
    Apart(
        LIB,
        "ADOPT",
        "adopt",
        "divides both averages by their weights and does not clip; utils._fused_compilable_adopt_",
    ),
    Apart(
        LIB,
        "Muon",
        "muon",
        "by default adds the whole gradient to the average, g + m; utils._compilable_nesterov_ema_. The other three "
        "ways are compared",
    ),
    Apart(
        LIB,
        "Scion",
        "scion",
        "sets the parameters anew at the first step, to a random orthogonal matrix, and has no decay of its own; "
        "utils.scion_auto_init_param_",
    ),
    Apart(
        LIB,
        "HyperBallAdamW",
        "muon_hyperball",
        "Adam without momentum in place of Muon's step, on the sphere of the start; chainable.update_by_hyperball",
    ),
    Apart(
        LIB,
        "KLSOAP",
        "kl_soap",
        "makes the basis after the step and the first step makes it alone, where NVIDIA's and ours make it before; "
        "chainable.scale_by_kl_soap",
    ),
    Apart(
        LIB,
        "PSGDKron",
        "kron_psgd",
        "draws the noise of its factors itself, bounds norms by power iteration and squashes the step by tanh and log; "
        "utils.psgd_update_precond, trust_region_clip_",
    ),
    Apart(
        LIB,
        "PSGDPRO",
        "kron_psgd",
        "draws its noise itself and bounds norms by power iteration; utils.psgd_pro_update_precond",
    ),
]

NOT_OURS = {
    "a rule that is not here": (
        *("KLShampoo", "LATHER", "LaPropOrtho", "MSAMLaProp", "MuonLaProp", "OrthoLaProp", "PSGDLRA", "QSGD"),
        *("SOAPAdEMAMix", "SOAPNAdam", "SOLP", "SUDSAdamW", "SignLaProp", "UnscaledAdamW"),
        *("HeavyKLSOAP", "HeavyKLShampoo", "HeavySOAP", "HeavySOAPAdEMAMix", "HeavySOAPNAdam", "HeavySOLP"),
    ),
    "two of the rules above, by the shape of a tensor": ("MuonAdamW",),
    "a modifier here, which takes two gradients a step where a drawn case has one; tests/golden/sam.json has both": (
        "SAMWrapper",
    ),
    "wraps or joins other optimizers": ("SplitOpt", "PSGDBase", "SOAPBase"),
}
