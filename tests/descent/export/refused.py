"""Which built-in rules a target does not have, with a part of the sentence that says so, and why."""

REFUSED: dict[tuple[str, str], tuple[str, str]] = {}
"""Target and rule -> a part of the sentence, the reason."""

SENSITIVE = {"kl_m_soap", "kl_soap", "rekls"}
"""Rules that divide by eigenvalues of matrices without full rank: a last bit of a gradient moves their own parameters
by 1e-3 to 2e-2 within six steps. In torch, where one matrix is not decomposed as in a stack of them, a tenth does."""
