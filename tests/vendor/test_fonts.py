"""The stylesheet of the fonts and the fonts that set-up fills in belong together."""

import re
from pathlib import Path

from app.vendor.lock import read_lock

CHECKOUT = Path(__file__).parents[2]


def test_the_stylesheet_names_exactly_the_fonts_that_are_vendored():
    vendored = {file.path for file in read_lock(CHECKOUT / "pyodide_pkgs" / "vendor.lock") if "fonts/" in file.path}

    styles = (CHECKOUT / "static" / "css" / "fonts.css").read_text(encoding="utf-8")

    assert set(re.findall(r'url\("vendor:([^"]+)"\)', styles)) == vendored
