"""SAM and ASAM of pytorch_optimizer around torch's Adam and SGD, whose second gradient is that of a bowl."""

from tests.golden.make.recipe import Recipe, Setting

LIB, CLASS = "pytorch_optimizer", "pytorch_optimizer.SAM"
# The library sums the norm of the first gradient in float32.
SINGLE = {"rtol": 1e-6, "atol": 1e-8}
NOTES = "second gradient: the recorded one + (perturbed point - point)"


def setting(name: str, base: str, rho: float, adaptive: bool, perturb_eps: float = 1e-12) -> Setting:
    """One way to move, around one base."""
    hyper = {"lr": 0.1, "base": base, "rho": rho, "adaptive": adaptive, "perturb_eps": perturb_eps}
    return Setting(name, LIB, CLASS, hyper, states=("m", "v") if base == "Adam" else (), tol=SINGLE, notes=NOTES)


RECIPE = Recipe(
    settings=[
        setting("sam_sgd", "SGD", 0.5, False),
        setting("asam_sgd", "SGD", 0.5, True),
        setting("sam_adam", "Adam", 0.5, False),
        setting("asam_adam", "Adam", 2.0, True),
        setting("large_eps", "SGD", 1.0, False, 0.3),
    ]
)
