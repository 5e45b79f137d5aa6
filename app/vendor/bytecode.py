"""Archives with their Python compiled by the very interpreter that will import it: Pyodide, run by Node at set-up.

Python in the browser compiles whatever it imports anew at every start. Measured on two slow cores until NumPy is
imported: 4 to 6 s with sources, 1.6 to 2.1 s compiled.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.vendor.tools import run

SCRIPT = Path(__file__).with_name("bytecode.mjs")
COMPILER = Path(__file__).with_name("compile_archive.py")
SECONDS = 300


class Bytecode:
    """Compiles archives with the Pyodide that npm installed below `root`."""

    def __init__(self, root: Path):
        self.root = root

    def compiled(self, archive: bytes, home: str, imports: Sequence[str] = ()) -> bytes:
        """The zip, stored, with `.pyc` for `.py`, as if imported from the folder `home`; `SourceFailed` says why not.

        With `imports`, only those modules are compiled that Pyodide has loaded once it has imported these.
        """
        pyodide = self.root / "node_modules" / "pyodide" / "pyodide.mjs"
        with tempfile.TemporaryDirectory(prefix="vendor-") as folder:
            source, target = Path(folder) / "source.zip", Path(folder) / "target.zip"
            source.write_bytes(archive)
            run(
                ["node", str(SCRIPT), str(pyodide), str(source), str(target), home, *imports],
                cwd=self.root,
                seconds=SECONDS,
            )
            return target.read_bytes()
