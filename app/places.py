"""Where the files of this installation lie: in the checkout that it belongs to, or in the installed package.

A checkout keeps its data in its own `var/`. What a wheel installed keeps them in the user's data folder, since another
installation, or none, may stand in site-packages tomorrow.
"""

from pathlib import Path

from platformdirs import user_data_path

NAME = "optimizer-playground"
PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None
"""The folder of the repository; None where a wheel was installed."""

STATIC = PACKAGE / "static" if CHECKOUT is None else CHECKOUT / "static"
"""Style sheets, scripts and, in `vendor/`, what the browser needs of others."""

DATA = user_data_path(NAME, appauthor=False) if CHECKOUT is None else CHECKOUT / "var"
"""The record of comparisons and their checkpoints; made when first written to."""

GENERATED = DATA / "generated"
"""Where workers keep the libraries that they compile; no other user may write there."""
