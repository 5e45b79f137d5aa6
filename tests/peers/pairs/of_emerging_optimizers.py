"""The update functions of NVIDIA's Emerging-Optimizers, which needs Python 3.12."""

from tests.peers.pair import Apart, Pair, one_of

LIB = "github:NVIDIA-NeMo/Emerging-Optimizers"

SETTINGS = ("lr", "betas", "eps", "correct_bias")
FLAG = {"correct_bias": one_of(True, False)}
DTYPES = ("float64", "float32")

PAIRS = [
    Pair("adam", LIB, "calculate_adam_update", SETTINGS, spaces=FLAG, dtypes=DTYPES, fixed={"nesterov": False}),
    Pair("laprop", LIB, "calculate_laprop_update", SETTINGS, spaces=FLAG, dtypes=DTYPES),
]

SORTED_FIRST = "0.3.0 sorts the basis, and v with it, before the iteration; form nvidia is 0.5, which sorts after it"
TRITON = "wants triton, which a machine without a GPU lacks; goldens of it are recorded"

APART = [
    Apart(LIB, "SOAP", "soap", SORTED_FIRST),
    Apart(LIB, "Muon", "muon", TRITON),
    Apart(LIB, "PSGDPro", "kron_psgd", "draws its noise; goldens put recorded noise in its place"),
]
