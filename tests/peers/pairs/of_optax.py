"""Optax."""

from tests.peers.pair import MATRICES, Apart, Pair, around, between, one_of, several

ADAM = ("lr", "betas", "eps")

THREE = several(between(0.5, 0.95), between(0.8, 0.99), between(0.9, 0.999))

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
    Pair(
        "adadelta",
        "optax",
        "optax.adadelta",
        ("lr", "rho", "eps"),
        spaces={"lr": between(0.1, 1), "rho": between(0.8, 0.99), "eps": around(-6, -2)},
    ),
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
        ("lr", "betas", "estim_lr0", "estim_lr_coef", "weight_decay"),
        spaces={"lr": between(0.5, 1.5), "estim_lr0": around(-4, -1), "estim_lr_coef": between(0.5, 2)},
        variant={"form": "optax"},
        tolerances={"bfloat16": 0.5},
        why="in bfloat16 optax adds up the gradients in sixteen bits; optax/contrib/_prodigy.py",
    ),
    Pair(
        "adabelief",
        "optax",
        "optax.adabelief",
        ("lr", "betas"),
    ),
    Pair(
        "adafactor",
        "optax",
        "optax.adafactor(min_dim_size_to_factor=2)",
        ("lr", "decay_rate", "clipping_threshold", "momentum"),
        spaces={"decay_rate": between(0.5, 0.9), "clipping_threshold": between(0.5, 2)},
        variant={"form": "optax"},
        ignored=("learning_rate",),
        tolerances={"float64": 1e-6},
        why="works the decay of v out in float32; optax/_src/factorized.py, _decay_rate_pow",
    ),
    Pair(
        "adan",
        "optax",
        "optax.adan",
        ("lr", "betas", "eps", "weight_decay"),
        spaces={"betas": THREE},
        fixed={"eps_root": 0.0},
    ),
    Pair(
        "dadapt_adam",
        "optax",
        "optax.contrib.dadapt_adamw",
        ("lr", "betas", "estim_lr0", "weight_decay"),
        spaces={"lr": between(0.5, 1.5), "estim_lr0": around(-4, -1)},
    ),
    Pair(
        "dog",
        "optax",
        "optax.contrib.dog",
        ("learning_rate", "init_step", "eps"),
        spaces={
            "learning_rate": between(0.5, 1.5),
            "init_step": lambda draw: ["heuristic", 10 ** draw.uniform(-4, -1)],
        },
    ),
    Pair(
        "dog",
        "optax",
        "optax.contrib.dowg",
        ("learning_rate", "init_estim_sq_dist", "eps"),
        spaces={"learning_rate": between(0.5, 1.5), "init_estim_sq_dist": around(-4, -1)},
        tolerances={"bfloat16": 1.0},
        why="in bfloat16 optax adds up the weighted norms in sixteen bits; optax/contrib/_dog.py",
    ),
    Pair(
        "lars",
        "optax",
        "optax.lars",
        ("lr", "momentum", "weight_decay", "trust_coefficient", "eps", "nesterov"),
        spaces={"trust_coefficient": around(-3, -1)},
    ),
    Pair(
        "madgrad",
        "optax",
        "optax.contrib.madgrad",
        ("lr", "momentum", "eps"),
        spaces={"eps": around(-6, -3)},
        tolerances={"float64": 1e-6},
        why="the root of the step's number, an int32, is in float32; optax/contrib/_madgrad.py",
    ),
    Pair("novograd", "optax", "optax.novograd", (*ADAM, "weight_decay")),
    Pair("signum", "optax", "optax.sign_sgd", ("lr",), ours={"momentum": 0.0}, variant={"correct_bias": False}),
    Pair("yogi", "optax", "optax.yogi", ADAM, spaces={"eps": around(-4, -2)}),
    Pair("gradient_centralization", "optax", "chain.centralized", ("lr",)),
    Pair(
        "update_clipping", "optax", "chain.clipped_by_rms", ("lr", "threshold"), spaces={"threshold": between(0.3, 1)}
    ),
    Pair(
        "schedule_free_average",
        "optax",
        "chain.schedule_free",
        ("lr", "share", "power"),
        spaces={"share": between(0.3, 0.95), "power": one_of(0.0, 1.0, 2.0)},
    ),
]

APART = [
    Apart(
        "optax", "contrib.schedule_free", "schedule_free", "around any optimizer: compared as the modifier, around Adam"
    ),
    Apart(
        "optax",
        "contrib.schedule_free_adamw",
        "schedule_free",
        "keeps z and works x out of y and z, without the authors' r; the authors' package is compared",
    ),
    Apart("optax", "contrib.schedule_free_sgd", "schedule_free", "the same"),
    Apart("optax", "contrib.sophia", "sophia", "takes the Hessian from a function of its own; goldens hand it over"),
    Apart("optax", "noisy_sgd", "sgd", "adds noise of its own"),
    Apart("optax", "lbfgs", "lbfgs", "evaluates where it likes"),
]

NOT_OURS = {
    "a modifier here, which takes two gradients a step where a drawn case has one; tests/golden/sam.json has both": (
        "contrib.sam",
    ),
    "a rule that is not here": (
        *("adamaxw", "fromage", "optimistic_adam", "optimistic_adam_v2", "optimistic_gradient_descent", "polyak_sgd"),
        *("sm3", "contrib.acprop", "contrib.cocob", "contrib.dpsgd", "contrib.galore", "contrib.momo"),
        "contrib.momo_adam",
    ),
    "wraps or joins other optimizers": (
        *("chain", "named_chain", "partition", "multi_transform", "masked", "flatten", "freeze", "selective_transform"),
        *("apply_every", "apply_if_finite", "conditionally_mask", "conditionally_transform", "with_extra_args_support"),
        *("inject_hyperparams", "inject_stateful_hyperparams", "lookahead", "measure_with_ema", "snapshot"),
        *("contrib.mechanize", "contrib.reduce_on_plateau", "contrib.split_real_and_imaginary"),
    ),
    "a part of an optimizer": (
        *("identity", "set_to_zero", "stateless", "stateless_with_tree_map", "scale", "trace", "ema", "add_noise"),
        *(
            "add_decayed_weights",
            "clip",
            "clip_by_block_rms",
            "clip_by_global_norm",
            "adaptive_grad_clip",
            "centralize",
        ),
        *("normalize_by_update_norm", "keep_params_nonnegative", "zero_nans", "contrib.normalize"),
        "contrib.differentially_private_aggregate",
    ),
    "reads states, or estimates": ("contrib.schedule_free_eval_params", "contrib.hutchinson_estimator_diag_hessian"),
}
"""And every `scale_by_...`, the part of an optimizer without its learning rate."""
