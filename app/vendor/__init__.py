"""Fills `static/vendor/` with the third-party files that the browser needs, each checked by SHA-256.

lock.py      what is wanted: `pyodide_pkgs/vendor.lock` as values
sources.py   bytes from one source: npm, https, pypi, esbuild
obtain.py    tries the sources of one file in order; only the pinned hash is accepted
slim.py      smaller forms of the checked originals
compress.py  the .br and .gz siblings
manifest.py  what was written last time, so that the next run does nothing
fill.py      all of it, in order
own.py       our own package, compiled: `static/compiled/`
"""

from app.vendor.errors import VendorError
from app.vendor.fill import fill
from app.vendor.own import fill_own

__all__ = ["VendorError", "fill", "fill_own"]
