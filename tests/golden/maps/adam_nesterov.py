"""`adam_nesterov`: the same functions with flags as `adam`."""

from tests.golden.maps.adam import run

__all__ = ["run"]
