"""What the package pytorch-optimizer has beside the rules that are compared."""

from tests.peers.pair import Apart

LIB = "pytorch_optimizer"

APART = [
    Apart(LIB, "ASGD", "asgd", "another method: its learning rate follows from the change of two norms; ASGD.step"),
    Apart(
        LIB,
        "AdaMuon",
        "adaptive_muon",
        "gives the step the norm of an orthogonal matrix times 0.2 sqrt(max(rows, columns)), where NVIDIA's and ours "
        "leave the quotient as long as it is; AdaMuon.step",
    ),
    Apart(LIB, "Kron", "kron_psgd", "draws its noise; goldens put recorded noise in its place"),
    Apart(
        LIB,
        "SimplifiedAdEMAMix",
        "sim_ademamix",
        "averages the gradients where the paper sums them, and divides by sqrt(1 - beta2^t) where the correction "
        "multiplies; SimplifiedAdEMAMix.step",
    ),
    Apart(LIB, "SophiaH", "sophia", "takes the Hessian at each step; goldens hand it over"),
]

NOT_OURS = {
    "a rule that is not here": (
        *("A2Grad", "APOLLO", "AccSGD", "AdaBound", "AdaGC", "AdaGO", "AdaHessian", "AdaLOMO", "AdaMod", "AdaNorm"),
        *(
            "AdaPNM",
            "AdaShift",
            "AdaSmooth",
            "AdaTAM",
            "Adai",
            "Adalite",
            "AdamG",
            "AdamP",
            "AdamS",
            "AdamWSN",
            "AggMo",
        ),
        *("Aida", "AliG", "Alice", "Amos", "Ano", "ApolloDQN", "AvaGrad", "BCOS", "Conda", "DASH", "DAdaptAdaGrad"),
        *("DAdaptAdan", "DAdaptLion", "DAdaptSGD", "DiffGrad", "DualAdam", "EXAdam", "EmoFact", "EmoLynx", "EmoNavi"),
        *(
            "FAdam",
            "FOCUS",
            "FTRL",
            "Fira",
            "Fromage",
            "GaLore",
            "Gravity",
            "GrokFastAdamW",
            "Kate",
            "LOMO",
            "LoRARite",
        ),
        *("MSVAG", "Magma", "MuonClip", "Nero", "PAdam", "PID", "PNM", "QHM", "RACS", "ROSE", "Ranger", "Ranger21"),
        *("SGDP", "SGDSaI", "SGDW", "SM3", "SPAM", "SPlus", "SRMM", "SWATS", "SaRA", "ScalableShampoo", "Shampoo"),
        *("SpectralSphere", "StableSPAM", "TAM", "Tiger", "VSGD"),
    ),
    "SCION with its average kept in the gradients": ("SCIONLight",),
    "a rule above, spread over machines or kept in few bits": ("DeMo", "DistributedMuon", "FlashAdamW"),
    "a modifier here, which takes two gradients a step where a drawn case has one; tests/golden/sam.json has both": (
        "SAM",
    ),
    "wraps another optimizer": (
        *("BSAM", "FriendlySAM", "GSAM", "LookSAM", "OrthoGrad", "PCGrad", "SafeFP16Optimizer"),
        *("ScheduleFreeWrapper", "TRAC", "WSAM"),
    ),
}
