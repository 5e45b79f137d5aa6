"""Our own package compiled for the browser: nothing is left for an interpreter to compile."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from app.vendor import own

CHECKOUT = Path(__file__).parents[2]
MADE = CHECKOUT / "static" / "compiled" / own.NAME
COUNT = """
import builtins, sys
sys.path.insert(0, "/site")
usual, seen = builtins.compile, []
def counted(source, name, *more, **named):
    seen.append(str(name))
    return usual(source, name, *more, **named)
builtins.compile = counted
for name in ("descent.browser", "descent.judge.methods", "descent.playground.methods"):
    __import__(name)
assert sys.modules["descent.arrays"].__file__.endswith("descent/arrays.py"), sys.modules["descent.arrays"].__file__
" ".join(name for name in seen if name.startswith("/site/descent/"))
"""


def members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_every_source_has_its_bytecode_where_python_looks_for_it():
    found = members(MADE.read_bytes())
    sources = own.packed(CHECKOUT / "pyodide_pkgs", "descent")
    assert {name: found[name] for name in found if name.endswith(".py")} == sources
    assert set(found) - set(sources) == {own.beside(f"{name}c") for name in sources}
    assert own.beside("descent/rules/adam.pyc") == "descent/rules/__pycache__/adam.cpython-314.pyc"


def test_pyodide_compiles_nothing_of_it(tmp_path: Path):
    script = tmp_path / "count.mjs"
    script.write_text(
        'import { readFileSync } from "node:fs";\n'
        f"const {{ loadPyodide }} = await import({str(CHECKOUT / 'node_modules/pyodide/pyodide.mjs')!r});\n"
        "const python = await loadPyodide();\n"
        f'python.unpackArchive(new Uint8Array(readFileSync({str(MADE)!r})), "zip", {{ extractDir: "/site" }});\n'
        f'console.log("compiled:" + python.runPython({COUNT!r}));\n'
    )
    ran = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "compiled:"


def test_it_is_made_again_when_a_source_or_a_tool_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "pyodide_pkgs"
    (folder / "descent").mkdir(parents=True)
    module = folder / "descent" / "one.py"
    module.write_text("ONE = 1\n")
    (folder / "vendor.lock").write_bytes((CHECKOUT / "pyodide_pkgs" / "vendor.lock").read_bytes())
    (tmp_path / "node_modules").symlink_to(CHECKOUT / "node_modules")
    said: list[str] = []

    def made() -> bool:
        said.clear()
        own.fill_own(tmp_path, said.append)
        return bool(said)

    assert made()
    assert not made()
    module.write_text("ONE = 2\n")
    assert made()
    assert members((tmp_path / "static" / "compiled" / own.NAME).read_bytes())["descent/one.py"] == b"ONE = 2\n"
    monkeypatch.setattr(own, "_made_with", lambda _root: "other tools")
    assert made()
    (tmp_path / "static" / "compiled" / f"{own.NAME}.br").unlink()
    assert made()
