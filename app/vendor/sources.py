"""Bytes from one source, whatever its scheme. Nothing here checks a hash, see `obtain.py`.

npm:<package>/<path>              a file of an installed package, below node_modules/
https://<host>/<path>             a download
pypi:<name>==<version>!<member>   one member of a wheel, fetched with pip
esbuild:<entry>                   the bundle made from an entry module of ours
"""

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from app.vendor.download import Downloads
from app.vendor.errors import SourceFailed

PIP_SECONDS = 1800
ESBUILD_SECONDS = 60

# One member of the wheel is read: whether this Python could run the package does not matter.
PIP_OPTIONS = "--quiet --disable-pip-version-check --no-deps --ignore-requires-python --only-binary=:all: --timeout=15"
PIP_DOWNLOAD = (sys.executable, "-m", "pip", "download", *PIP_OPTIONS.split())
ESBUILD_OPTIONS = ["--bundle", "--format=esm", "--target=es2022", "--minify", "--charset=utf8", "--legal-comments=none"]


class Sources:
    """Reads sources for one run of the set-up; a host that did not answer is not asked again.

    `root` is the checkout: npm and esbuild sources are relative to it.
    """

    def __init__(self, root: Path, downloads: Downloads | None = None):
        self.root = root
        self.downloads = downloads or Downloads()

    def read(self, source: str) -> bytes:
        """What the source gives; `SourceFailed` says why it gives nothing."""
        scheme, _, rest = source.partition(":")
        match scheme:
            case "npm":
                return self._npm(rest)
            case "http" | "https":
                return self.downloads.read(source)
            case "pypi":
                return self._pypi(rest)
            case "esbuild":
                return self._esbuild(rest)
            case "types":
                return f'export * from "{rest}";\n'.encode()
        raise SourceFailed(f"no scheme is called {scheme!r}")

    def _npm(self, path: str) -> bytes:
        try:
            return (self.root / "node_modules" / path).read_bytes()
        except OSError as error:
            raise SourceFailed(f"not installed by npm ({error.strerror}); `npm ci` does that") from error

    def _pypi(self, rest: str) -> bytes:
        requirement, _, member = rest.partition("!")
        with tempfile.TemporaryDirectory(prefix="vendor-") as folder:
            self._run(
                [*PIP_DOWNLOAD, "--dest", folder, requirement],
                seconds=PIP_SECONDS,
            )
            wheels = list(Path(folder).glob("*.whl"))
            if len(wheels) != 1:
                raise SourceFailed(f"pip gave {len(wheels)} wheels")
            try:
                with zipfile.ZipFile(wheels[0]) as wheel:
                    return wheel.read(member)
            except (zipfile.BadZipFile, KeyError) as error:
                raise SourceFailed(f"{wheels[0].name} has no readable member {member}: {error}") from error

    def _esbuild(self, entry: str) -> bytes:
        binary = self.root / "node_modules" / "esbuild" / "bin" / "esbuild"
        if not binary.exists():
            raise SourceFailed("esbuild is not installed by npm; `npm ci` does that")
        with tempfile.TemporaryDirectory(prefix="vendor-") as folder:
            bundle = Path(folder) / "bundle.mjs"
            self._run(
                [str(binary), entry, *ESBUILD_OPTIONS, f"--outfile={bundle}"],
                seconds=ESBUILD_SECONDS,
            )
            return bundle.read_bytes()

    def _run(self, command: list[str], *, seconds: float) -> None:
        # esbuild's launcher asks for `node`, which may be the one installed beside this Python.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=os.environ | {"PATH": path},
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise SourceFailed(f"not done within {seconds:.0f} s") from error
        except OSError as error:
            raise SourceFailed(f"{Path(command[0]).name} does not start: {error.strerror}") from error
        if done.returncode:
            raise SourceFailed(f"ended with {done.returncode}: {_reason(done.stderr or done.stdout)}")


def _reason(said: str) -> str:
    """The first and the last complaint in what a tool said: pip gives the cause first and the consequence last."""
    lines = [line.strip()[:300] for line in said.splitlines() if line.strip()]
    complaints = [line for line in lines if re.search(r"ERROR|Error\b", line)] or lines[-1:]
    return "; ".join(dict.fromkeys(complaints[:1] + complaints[-1:]))
