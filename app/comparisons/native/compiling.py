"""A C++ file compiled once and loaded: the library is called by the hash of the text and of all that makes it another.

Done by workers alone. The folder is the user's own: nobody else may write what is loaded from there.
"""

import ctypes
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import tempfile
from functools import cache
from pathlib import Path

COMPILERS = ("g++", "clang++", "c++")
FLAGS = (
    *(
        "-O2",
        "-ftree-loop-vectorize",
        "-fno-tree-slp-vectorize",
        "-fno-math-errno",
        "-fno-trapping-math",
        "-ffp-contract=off",
    ),
    *("-std=c++17", "-shared", "-fPIC", "-w", "-x", "c++"),
)
"""Nothing among them lets the compiler reorder, fuse or approximate."""
SECONDS = 120


class NotCompiled(Exception):
    """The compiler gave no library; the sentence says why."""


def compiler() -> str | None:
    """The path of the C++ compiler of this machine; None where there is none."""
    return next((found for name in COMPILERS if (found := shutil.which(name))), None)


def library(text: str, folder: Path) -> ctypes.CDLL:
    """The library of a C++ text, made in `folder` where it is not there yet; `NotCompiled` says why not."""
    found = compiler()
    if found is None:
        raise NotCompiled("this machine has no C++ compiler (g++, clang++ or c++)")
    made_by = "\n".join((_version(found), *FLAGS, platform.machine(), _processor()))
    digest = hashlib.sha256(f"{made_by}\n{text}".encode()).hexdigest()
    try:
        path = _own(folder) / f"{digest[:32]}.so"
        if not path.is_file():
            _compile(found, text, path)
        return ctypes.CDLL(str(path))
    except OSError as error:
        raise NotCompiled(f"{type(error).__name__}: {error}") from error


def _compile(found: str, text: str, path: Path) -> None:
    """Write the library under a temporary name, then under its own, whoever else does the same."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        source, made = Path(name) / "step.cpp", Path(name) / "step.so"
        source.write_text(text, encoding="ascii")
        command = [found, *FLAGS, "-march=native", "-o", str(made), str(source)]
        try:
            told = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise NotCompiled(f"the compiler was not done after {SECONDS} seconds") from None
        if told.returncode != 0:
            raise NotCompiled(f"the compiler ended with {told.returncode}: {' '.join(told.stderr.split())[:200]}")
        made.replace(path)


def _own(folder: Path) -> Path:
    """The folder, made for this user alone; `NotCompiled` where somebody else could write to it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = folder.stat()
    if about.st_uid != os.getuid() or about.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise NotCompiled(f"others may write to {folder}, from where a library would be loaded")
    return folder


@cache
def _version(found: str) -> str:
    return subprocess.run([found, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False).stdout


@cache
def _processor() -> str:
    """What the processor can do, because the code is for this one."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())
