"""Which built-in rules a target does not have, with a part of the sentence that says so, and why."""

_ROUNDS = ("by the shape of a tensor", "its rounds are for the shorter side first, or its state is another for vectors")
_CHOSEN = (
    "has no usual formula",
    "it picks or orders entries, or asks for the precision, for which there is no sign",
)
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
}
"""Target and rule -> a part of the sentence, the reason. NumPy and torch refuse none."""

SENSITIVE = {"kl_m_soap", "kl_soap", "rekls"}
"""Rules that divide by eigenvalues of matrices without full rank: a last bit of a gradient moves their own parameters
by 1e-3 to 2e-2 within six steps. In torch, where one matrix is not decomposed as in a stack of them, a tenth does."""
