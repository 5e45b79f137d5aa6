"""Optax."""

from tests.peers.pair import MATRICES, Apart, Pair, between, one_of

ADAM = ("lr", "betas", "eps")

SIGNS = "a rounded gradient of the other sign turns a whole step round; optax.sign_sgd and its like"

PAIRS = [
    Pair("sgd", "optax", "optax.sgd"),
    Pair("momentum", "optax", "optax.sgd", ("lr", "momentum")),
    Pair("nesterov", "optax", "optax.sgd", ("lr", "momentum"), fixed={"nesterov": True}),
    Pair("adagrad", "optax", "optax.adagrad", ("lr", "eps"), variant={"eps_mode": "inside"}),
    Pair(
        "rmsprop",
        "optax",
        "optax.rmsprop",
        ("lr", "alpha", "eps"),
        spaces={"alpha": between(0.8, 0.99)},
        variant={"eps_mode": "inside"},
    ),
    Pair(
        "rmsprop",
        "optax",
        "optax.rmsprop(eps_in_sqrt=False)",
        ("lr", "alpha", "eps", "momentum"),
        spaces={"alpha": between(0.8, 0.99)},
        variant={"eps_mode": "outside"},
    ),
    Pair("adadelta", "optax", "optax.adadelta", ("lr", "rho", "eps"), spaces={"rho": between(0.8, 0.99)}),
    Pair("adam", "optax", "optax.adam", ADAM),
    Pair("adamw", "optax", "optax.adamw", (*ADAM, "weight_decay")),
    Pair("adam_nesterov", "optax", "optax.nadam", ADAM, variant={"schedule": "constant"}),
    Pair("nadamw", "optax", "optax.nadamw", (*ADAM, "weight_decay"), variant={"schedule": "constant"}),
    Pair("amsgrad", "optax", "optax.amsgrad", ADAM, variant={"max_over": "v_hat"}),
    Pair("adamax", "optax", "optax.adamax", ADAM, variant={"eps_mode": "inside_max"}),
    Pair(
        "radam",
        "optax",
        "optax.radam(threshold=5)",
        ADAM,
        variant={"threshold": 5, "eps_mode": "corrected"},
    ),
    Pair("lion", "optax", "optax.lion", ("lr", "betas", "weight_decay"), tolerances={"bfloat16": 0.5}, why=SIGNS),
    Pair(
        "signum",
        "optax",
        "optax.signum",
        ("lr", "momentum"),
        variant={"correct_bias": False},
        tolerances={"bfloat16": 0.5},
        why=SIGNS,
    ),
    Pair("lamb", "optax", "optax.lamb", (*ADAM, "weight_decay"), variant={"form": "plain"}),
    Pair("adopt", "optax", "optax.contrib.adopt", ("lr", "betas"), variant={"clip_step": "t-1"}),
    Pair("ademamix", "optax", "optax.contrib.ademamix", ("lr", "alpha"), spaces={"alpha": between(1, 8)}),
    Pair(
        "sim_ademamix",
        "optax",
        "optax.contrib.simplified_ademamix",
        ("lr", "betas", "alpha"),
        spaces={"alpha": between(0, 8)},
        variant={"m_correction": "none"},
        tolerances={"bfloat16": 0.5},
        why="in bfloat16 optax rounds after every operation, a sum of gradients among them; ours are in float32",
    ),
    Pair(
        "muon",
        "optax",
        "optax.contrib.muon",
        ("lr", "momentum", "nesterov", "weight_decay", "ns_coefficients"),
        spaces={"ns_coefficients": one_of([3.4445, -4.775, 2.0315], [2.0, -1.5, 0.5], [1.5, -0.5, 0.0])},
        fixed={"eps": 1e-8},
        variant={"form": "optax", "scale": "sqrt(max(1, cols/rows))"},
        shapes=MATRICES,
    ),
    Pair(
        "rprop",
        "optax",
        "optax.rprop",
        ("lr",),
        variant={"form": "optax"},
        tolerances={"bfloat16": 0.5},
        why="the form `optax` takes the step that was stored one step before; optax/_src/transform.py, scale_by_rprop",
    ),
    Pair(
        "prodigy",
        "optax",
        "optax.contrib.prodigy",
        ("lr",),
        spaces={"lr": between(0.5, 1.5)},
        variant={"form": "optax"},
        tolerances={"float64": 1e-5},
        why="optax holds d and its sums in float32; optax/contrib/_prodigy.py",
    ),
]

APART = [
    Apart("optax", "adafactor", "adafactor", "factors only sides of 128 and more unless told; goldens have both"),
    Apart("optax", "contrib.schedule_free", "schedule_free", "a wrapper around any optimizer; our rule has its bases"),
    Apart("optax", "contrib.sophia", "sophia", "takes the Hessian from a function of its own; goldens hand it over"),
    Apart("optax", "noisy_sgd", "sgd", "adds noise of its own"),
    Apart("optax", "lbfgs", "lbfgs", "evaluates where it likes"),
]
