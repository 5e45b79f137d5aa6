"""`nadamw`: `nadam` with decoupled decay."""

from tests.golden.maps.nadam import run_decoupled as run

__all__ = ["run"]
