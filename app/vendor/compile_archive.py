"""Runs in Pyodide at set-up (`bytecode.mjs`), with the standard library only."""

import contextlib
import importlib.util
import marshal
import zipfile

UNCHECKED_HASH = (1).to_bytes(4, "little")  # PEP 552: the source is not there to compare with


def compile_archive(source: str, target: str, home: str) -> None:
    """Writes the zip `target`: that of `source` stored, each module compiled as if it lay in the folder `home`.

    A file that does not compile stays as it is; docstrings and assertions stay too.
    """
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for member in archive.infolist():
            content, name = archive.read(member), member.filename
            if name.endswith(".py"):
                with contextlib.suppress(SyntaxError):
                    content, name = compiled(content, f"{home}/{name}"), f"{name}c"
            info = zipfile.ZipInfo(name, member.date_time)
            info.create_system = member.create_system
            info.external_attr = member.external_attr
            out.writestr(info, content)


def compiled(source: bytes, path: str) -> bytes:
    """The content of the `.pyc` file of a module, never compared with its source when it is imported."""
    code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)
