"""`qhadamw`: `qhadam` with decoupled decay."""

from tests.golden.maps.qhadam import run_decoupled as run

__all__ = ["run"]
