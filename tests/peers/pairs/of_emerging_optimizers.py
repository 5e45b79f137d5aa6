"""NVIDIA's Emerging-Optimizers: its update functions and its classes."""

from typing import Any

from tests.peers.pair import Apart, Pair, between, one_of, several

LIB = "package:NVIDIA emerging-optimizers"

NOTE = (
    "It asks for Python 3.12 for typing.override alone, which marks a method and does nothing; on 3.11 that is lent by "
    "typing_extensions (tests/peers/lent.py). Not compiled, and its products of float32 in float32 (fp32_matmul_prec "
    "highest)."
)

FLAG = one_of(True, False)
DTYPES = ("float64", "float32")
SINGLE = ("float32",)
FOUR = [[(5, 3)], [(4, 4)], [(2, 7)]]

EPS = ("lr", "betas", "eps", "correct_bias")
SPECTRAL = ("lr", "momentum", "nesterov", "weight_decay")
WAYS = one_of("decoupled", "independent", "l2", "palm")
PRECISE = "fp32_matmul_prec='highest'"
ONLY_SINGLE = "takes float32 alone; muon_utils.newton_schulz"
SETS = one_of("simple", "quintic", "polar_express", "cans", "aol", "deepseekv4")
SCALES = one_of("shape_scaling", "spectral", "unit_rms_norm")
ORTHOGONAL = {"nesterov": FLAG, "coefficient_type": SETS, "scale_mode": SCALES, "extra_scale_factor": between(0.2, 1)}


def function(rule: str, name: str, drawn: tuple[str, ...], **more: Any) -> Pair:
    """The pair of an update function."""
    return Pair(rule, LIB, f"calculate_{name}_update", drawn, **{"dtypes": DTYPES, **more})


def matrix(rule: str, name: str, drawn: tuple[str, ...], **more: Any) -> Pair:
    """The pair of a class that makes matrices orthogonal, in float32."""
    how = {
        "dtypes": SINGLE,
        "shapes": FOUR,
        "fixed": {},
        "ignored": ("fp32_matmul_prec", "use_syrk"),
        "why": ONLY_SINGLE,
    }
    return Pair(rule, LIB, f"emerging_optimizers.orthogonalized_optimizers.{name}({PRECISE})", drawn, **{**how, **more})


PAIRS = [
    function("adam", "adam", EPS, spaces={"correct_bias": FLAG}, fixed={"nesterov": False}),
    function("adam", "adam", EPS, spaces={"correct_bias": FLAG}, fixed={"nesterov": True}),
    function(
        "ademamix",
        "ademamix",
        (*EPS, "alpha", "num_beta_slow_warmup_steps", "num_alpha_warmup_steps"),
        spaces={
            "betas": several(between(0.5, 0.95), between(0.9, 0.999), between(0.99, 0.9999)),
            "alpha": between(1, 8),
            "correct_bias": FLAG,
            "num_beta_slow_warmup_steps": one_of(5, 20),
            "num_alpha_warmup_steps": one_of(5, 20),
        },
    ),
    function("laprop", "laprop", EPS, spaces={"correct_bias": FLAG}),
    function("lion", "lion", ("lr", "betas")),
    function(
        "madam",
        "madam",
        ("lr", "betas", "correct_bias", "scale_log2"),
        spaces={"correct_bias": FLAG, "scale_log2": one_of(0, 2, 4)},
    ),
    *[
        function(
            "signum",
            "signum",
            ("lr", "momentum", "use_shape_scaling"),
            spaces={"use_shape_scaling": FLAG},
            shapes=FOUR,
            fixed={"correct_bias": correct, "nesterov": nesterov},
            variant={"correct_bias": correct, "nesterov": nesterov},
        )
        for correct in (True, False)
        for nesterov in (True, False)
    ],
    function(
        "sim_ademamix",
        "sim_ademamix",
        ("lr", "betas", "eps", "alpha", "num_beta_fast_warmup_steps", "min_beta_fast"),
        spaces={
            "betas": several(between(0.95, 0.999), between(0.9, 0.999)),
            "alpha": between(0, 8),
            "num_beta_fast_warmup_steps": one_of(5, 20),
            "min_beta_fast": between(0.5, 0.9),
        },
        fixed={"correct_bias": True},
        variant={"m_correction": "closed_form"},
    ),
    Pair(
        "lion",
        LIB,
        "emerging_optimizers.scalar_optimizers.Lion",
        ("lr", "betas", "weight_decay", "weight_decay_method"),
        spaces={"weight_decay_method": WAYS},
        dtypes=DTYPES,
    ),
    Pair(
        "laprop",
        LIB,
        "emerging_optimizers.scalar_optimizers.LaProp",
        (*EPS, "weight_decay", "weight_decay_method"),
        spaces={"correct_bias": FLAG, "weight_decay_method": WAYS},
        dtypes=DTYPES,
    ),
    Pair(
        "laprop",
        LIB,
        "emerging_optimizers.scalar_optimizers.LaProp(frob_normalize=True)",
        EPS,
        spaces={"correct_bias": FLAG},
        dtypes=DTYPES,
        shapes=FOUR,
    ),
    Pair(
        "oblique_sgd",
        LIB,
        "emerging_optimizers.riemannian_optimizers.ObliqueSGD",
        ("lr", "momentum", "weight_decay", "dim"),
        spaces={"dim": one_of(0, 1)},
        dtypes=DTYPES,
        shapes=FOUR,
    ),
    Pair(
        "oblique_adam",
        LIB,
        "emerging_optimizers.riemannian_optimizers.ObliqueAdam",
        (*EPS, "weight_decay", "dim"),
        spaces={"correct_bias": FLAG, "dim": one_of(0, 1)},
        dtypes=DTYPES,
        shapes=FOUR,
    ),
    matrix(
        "muon",
        "Muon",
        (*SPECTRAL, "weight_decay_method", "coefficient_type", "scale_mode", "extra_scale_factor"),
        spaces={**ORTHOGONAL, "weight_decay_method": WAYS},
        variant={"form": "nvidia"},
    ),
    matrix("mop", "MOP", (*SPECTRAL, "extra_scale_factor"), spaces={"extra_scale_factor": between(0.2, 1)}),
    matrix(
        "scion",
        "Scion",
        ("lr", "momentum", "spectral_radius", "coefficient_type"),
        spaces={"spectral_radius": between(0.5, 4), "coefficient_type": SETS},
    ),
    matrix(
        "spel",
        "Spel",
        (*SPECTRAL, "coefficient_type"),
        spaces={**ORTHOGONAL, "coefficient_type": one_of("polar_express", "deepseekv4")},
        fixed={"num_ns_steps": 10},
        tolerances={"float32": 1e-3},
        why=f"{ONLY_SINGLE}. Ten iterations of the sets that end at 1: others toss a point that every step iterates, "
        "and its rounding",
    ),
    Pair(
        "muon_hyperball",
        LIB,
        "emerging_optimizers.orthogonalized_optimizers.MuonHyperball",
        ("lr", "momentum"),
        fixed={"weight_decay": 0.0},
        shapes=FOUR,
        dtypes=SINGLE,
        why=f"{ONLY_SINGLE}. Without decay, for its radius is the norm after the decay; pre_weight_update_fn_inplace",
    ),
    matrix("polargrad", "PolarGrad", (*SPECTRAL, "coefficient_type", "extra_scale_factor"), spaces=ORTHOGONAL),
    *[
        matrix(
            "adaptive_muon",
            "AdaptiveMuon",
            (*SPECTRAL, "beta2", "eps", "coefficient_type", "scale_mode", "extra_scale_factor"),
            spaces={**ORTHOGONAL, "beta2": between(0.8, 0.99)},
            fixed={"moment2_method": way},
            variant={"moment2_method": way},
        )
        for way in ("adamuon", "normuon", "namo")
    ],
]

SORTED_FIRST = (
    "0.3.0 sorts the basis by its eigenvalues, and v with it, before it is renewed, with use_eigh too "
    "(soap.update_eigenbasis_and_exp_avgs); ours is 0.5, which sorts after it. Both agree "
    "until two eigenvalues change places"
)

APART = [
    Apart(LIB, "soap.SOAP", "soap", SORTED_FIRST),
    Apart(LIB, "soap.REKLS", "rekls", SORTED_FIRST),
    Apart(LIB, "psgd.PSGDPro", "kron_psgd", "draws its noise; goldens put recorded noise in its place"),
]

NOT_OURS = {
    "a rule that is not here": ("SinkhornMuon",),
    "what others derive from": ("OrthogonalizedOptimizer",),
}
