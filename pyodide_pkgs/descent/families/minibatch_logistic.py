"""Logistic regression from mini-batches: each step sees the mean gradient of a few of the forty rows.

The rows are drawn without replacement, so the gradient is unbiased and its covariance is (n - b)/(b (n - 1)) times that
of the rows' gradients, which is known exactly at every point.
"""

from dataclasses import replace

from descent.errors import BadShape
from descent.landscapes.logreg2 import LANDSCAPE, ROWS, row_gradients
from descent.spec import Landscape


def landscape(batch: int = 4) -> Landscape:
    """The landscape whose steps see `batch` of the 40 rows."""
    if not 1 <= batch <= len(ROWS):
        raise BadShape(f"a batch has 1 to {len(ROWS)} rows, given {batch}")

    def sample(x, draws, t, xp):
        # The rows with the smallest draws: every set of that size is equally likely.
        chosen = xp.astype(draws <= xp.sort(draws, axis=-1)[:, batch - 1 : batch], x.dtype)
        # Two draws of 32 bits may be equal, and then one row more is seen.
        seen = xp.sum(chosen, axis=-1)[:, None]
        return xp.sum(chosen[:, :, None] * row_gradients(x, xp), axis=1) / seen

    return replace(
        LANDSCAPE,
        title=f"Logistic regression, {batch} rows a step",
        tags=(*LANDSCAPE.tags, "noise"),
        sample=sample,
        draws=len(ROWS),
        noise="uniform",
    )
