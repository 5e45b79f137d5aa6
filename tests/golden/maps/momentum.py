"""`momentum`: the same optimizer with flags as `sgd`."""

from tests.golden.maps.sgd import run

__all__ = ["run"]
