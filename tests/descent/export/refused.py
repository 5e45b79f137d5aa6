"""Which built-in rules a target does not have, with a part of the sentence that says so, and why."""

_ROUNDS = ("by the shape of a tensor", "its rounds are for the shorter side first, or its state is another for vectors")
_CHOSEN = (
    "has no usual formula",
    "it picks or orders entries, or asks for the precision, for which there is no sign",
)
_MODEL = ("takes sums over all tensors", "a function is given one tensor")
_VIEW = ("has a point to evaluate", "a function that gives a direction has no place for a second point")
_KEPT = ("keeps the learning rate in its state", "its buffers are moved by the learning rate, which the caller has")
_RATE = (
    "is not its learning rate times a direction",
    "it divides by the rate, squares it, bounds it, or projects after it",
)
_ENTRIES = ("has other buffers by the shape", "vectors and matrices have other buffers, and a function has one list")
REFUSED: dict[tuple[str, str], tuple[str, str]] = {
    **{
        ("latex", name): _ROUNDS
        for name in (
            *("adaptive_muon", "came", "muon", "muon_hyperball", "muown", "normuon", "polargrad", "scion", "spel"),
        )
    },
    **{
        ("latex", name): _CHOSEN
        for name in ("adafactor", "iso", "kl_m_soap", "kl_soap", "kron_psgd", "mop", "moso", "rekls", "soap")
    },
    **{("nvidia", name): _MODEL for name in ("dadapt_adam", "dog", "prodigy")},
    **{("nvidia", name): _VIEW for name in ("asgd", "schedule_free")},
    **{("nvidia", name): _KEPT for name in ("iso", "lars", "madgrad", "muown")},
    **{
        ("nvidia", name): _RATE
        for name in (
            *("adafactor", "adamc", "adan", "muon_hyperball", "oblique_adam", "oblique_sgd", "rprop", "soap", "spel"),
        )
    },
    ("nvidia", "came"): _ENTRIES,
}
"""Target and rule -> a part of the sentence, the reason. NumPy, torch and optax refuse none."""

SENSITIVE = {"kl_m_soap", "kl_soap", "rekls"}
"""Rules that divide by eigenvalues of matrices without full rank: a last bit of a gradient moves their own parameters
by 1e-3 to 2e-2 within six steps. In torch, where one matrix is not decomposed as in a stack of them, a tenth does."""
