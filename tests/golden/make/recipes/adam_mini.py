"""Adam-mini of pytorch_optimizer, which computes in single precision: one block a tensor, or one a row."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.AdamMini"
SINGLE = {"rtol": 2e-6, "atol": 2e-7}
HYPER = {"lr": 0.1, "weight_decay": 0.0}

RECIPE = Recipe(
    settings=[
        Setting("tensor", LIB, CLASS, HYPER, dtype="float32", tol=SINGLE, variant={"blocks": "tensor"}),
        Setting("decay", LIB, CLASS, HYPER | {"weight_decay": 0.2, "betas": [0.8, 0.9]}, dtype="float32", tol=SINGLE),
        Setting(
            "rows",
            LIB,
            CLASS,
            # The library calls the blocks of a projection heads: with these numbers each holds one row of two entries.
            HYPER | {"num_embeds": 2, "num_heads": 2},
            shapes=("mat",),
            dtype="float32",
            tol=SINGLE,
            variant={"blocks": "rows"},
        ),
    ]
)
