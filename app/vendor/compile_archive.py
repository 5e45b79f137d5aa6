"""Runs in Pyodide at set-up (`bytecode.mjs`), with the standard library only."""

import contextlib
import importlib.util
import marshal
import sys
import zipfile
from collections.abc import Sequence

UNCHECKED_HASH = (1).to_bytes(4, "little")  # PEP 552: the source is not there to compare with


def compile_archive(source: str, target: str, home: str, imports: Sequence[str]) -> None:
    """Writes the zip `target`: that of `source` stored, its modules compiled as if they lay in the folder `home`.

    With `imports`, only the modules that this interpreter has loaded once it has imported those; without, all of them:
    bytecode starts faster, and source is smaller on the wire. A file that does not compile stays as it is.
    """
    for name in imports:
        importlib.import_module(name)
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for member in archive.infolist():
            content, name = archive.read(member), member.filename
            if name.endswith(".py") and (not imports or module_name(name) in sys.modules):
                with contextlib.suppress(SyntaxError):
                    content, name = compiled(content, f"{home}/{name}"), f"{name}c"
            info = zipfile.ZipInfo(name, member.date_time)
            info.create_system = member.create_system
            info.external_attr = member.external_attr
            out.writestr(info, content)


def module_name(path: str) -> str:
    """The name under which the file is imported: `json/__init__.py` is `json`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def compiled(source: bytes, path: str) -> bytes:
    """The content of the `.pyc` file of a module, never compared with its source when it is imported."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)
