"""`torch.optim`, with drawn settings and with those of torch's own test database."""

from tests.peers.pair import MATRICES, Apart, Pair, around, between, one_of, several
from tests.peers.torch_database import LEFT_OUT, fixed_pairs

DECAY = ("weight_decay", "maximize")

SIGNS = "a rounded gradient of the other sign turns a whole step round; torch.optim.Rprop"

LOW = {"float32": 2e-3, "bfloat16": 0.5}

PAIRS = [
    Pair("sgd", "torch", "torch.optim.SGD", ("lr", *DECAY)),
    Pair(
        "momentum",
        "torch",
        "torch.optim.SGD",
        ("lr", "momentum", "dampening", *DECAY),
        spaces={"dampening": between(0, 0.5)},
        variant={"dampening_first_step": "skip"},
    ),
    Pair("nesterov", "torch", "torch.optim.SGD", ("lr", "momentum", *DECAY), fixed={"nesterov": True}),
    Pair(
        "asgd",
        "torch",
        "torch.optim.ASGD",
        ("lr", "lambd", "alpha", "t0", *DECAY),
        spaces={"lambd": around(-4, -1), "alpha": between(0.5, 1), "t0": one_of(2, 10, 1e6)},
    ),
    Pair(
        "rprop",
        "torch",
        "torch.optim.Rprop",
        ("lr", "etas", "maximize"),
        spaces={"etas": several(between(0.3, 0.7), between(1.1, 1.4))},
        tolerances=LOW,
        why=SIGNS,
    ),
    Pair(
        "adagrad",
        "torch",
        "torch.optim.Adagrad",
        ("lr", "lr_decay", "initial_accumulator_value", "eps", *DECAY),
        spaces={"lr_decay": between(0, 0.1), "initial_accumulator_value": between(0, 0.5)},
        variant={"eps_mode": "outside"},
    ),
    Pair(
        "rmsprop",
        "torch",
        "torch.optim.RMSprop",
        ("lr", "alpha", "eps", "momentum", "centered", *DECAY),
        spaces={"alpha": between(0.8, 0.99), "centered": one_of(True, False), "eps": around(-4, -2)},
        variant={"eps_mode": "outside"},
    ),
    Pair(
        "adadelta",
        "torch",
        "torch.optim.Adadelta",
        ("lr", "rho", "eps", *DECAY),
        spaces={"lr": between(0.1, 1), "rho": between(0.8, 0.99), "eps": around(-6, -2)},
    ),
    Pair("adam", "torch", "torch.optim.Adam", ("lr", "betas", "eps", *DECAY)),
    Pair(
        "amsgrad",
        "torch",
        "torch.optim.Adam(amsgrad=True)",
        ("lr", "betas", "eps", *DECAY),
        variant={"max_over": "raw_v"},
    ),
    Pair("adamw", "torch", "torch.optim.AdamW", ("lr", "betas", "eps", *DECAY)),
    Pair(
        "nadam",
        "torch",
        "torch.optim.NAdam",
        ("lr", "betas", "eps", "momentum_decay", *DECAY),
        spaces={"momentum_decay": around(-3, -1)},
        variant={"schedule": "momentum_decay"},
    ),
    Pair(
        "nadamw",
        "torch",
        "torch.optim.NAdam(decoupled_weight_decay=True)",
        ("lr", "betas", "eps", *DECAY),
        variant={"schedule": "momentum_decay"},
    ),
    Pair("adamax", "torch", "torch.optim.Adamax", ("lr", "betas", "eps", *DECAY), variant={"eps_mode": "inside_max"}),
    Pair(
        "radam",
        "torch",
        "torch.optim.RAdam",
        ("lr", "betas", "eps", *DECAY),
        variant={"threshold": 5, "eps_mode": "uncorrected"},
    ),
    Pair(
        "adafactor",
        "torch",
        "torch.optim.Adafactor",
        ("lr", "beta2_decay", "d", *DECAY),
        spaces={"beta2_decay": between(-0.9, -0.5), "d": between(1, 2)},
        variant={"form": "torch"},
    ),
    Pair(
        "muon",
        "torch",
        "torch.optim.Muon",
        ("lr", "momentum", "nesterov", "weight_decay", "ns_coefficients"),
        spaces={"ns_coefficients": one_of([3.4445, -4.775, 2.0315], [2.0, -1.5, 0.5], [1.5, -0.5, 0.0])},
        variant={"form": "torch", "ns_dtype": "bfloat16"},
        shapes=MATRICES,
        dtypes=("float32", "bfloat16"),
        tolerances={"float32": 0.05, "bfloat16": 1.0},
        why="torch iterates in bfloat16, where one bit of a product is 0.4 %, torch/optim/_muon.py; what is small in a "
        "momentum rounded to bfloat16 becomes as large as the rest",
    ),
    *fixed_pairs(),
]

NOT_OURS = {"what all classes derive from": ("Optimizer",)}

APART = [
    Apart("torch", "SparseAdam", "sparse_adam", LEFT_OUT["SparseAdam"]),
    Apart("torch", "LBFGS", "lbfgs", LEFT_OUT["LBFGS"]),
]
