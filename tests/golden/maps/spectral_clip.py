"""`spectral_clip`: singular values clipped, capped, and decayed above the cap."""

from typing import Any

from descent.matrices.spectral import spectral_clip, spectral_clipped_weight_decay, spectral_hardcap

from tests.golden.functions import Pieces, function_runner
from tests.golden.options import Options
from tests.golden.replay import array


def compute(options: Options, case: dict[str, Any], xp: Any) -> Pieces:
    x = array(case["params"][0], case, xp)
    sigma, high, rate = options.take("sigma"), options.take("beta"), options.take("c")
    return {
        "clip": spectral_clip(x, xp, low=-sigma, high=sigma),
        "hardcap": spectral_hardcap(x, xp, high=high),
        "clipped_wd": spectral_clipped_weight_decay(x, xp, high=high, rate=rate),
    }


run = function_runner(compute)
