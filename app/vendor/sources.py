"""Bytes from one source, whatever its scheme. Nothing here checks a hash, see `obtain.py`.

npm:<package>/<path>              a file of an installed package, below node_modules/
https://<host>/<path>             a download
pypi:<name>==<version>!<member>   one member of a wheel, fetched with pip
esbuild:<entry>                   the bundle made from an entry module of ours
"""

import sys
import tempfile
import zipfile
from pathlib import Path

from app.vendor.download import Downloads
from app.vendor.errors import SourceFailed
from app.vendor.tools import run

PIP_SECONDS = 1800
ESBUILD_SECONDS = 60

# One member of the wheel is read: whether this Python could run the package does not matter.
PIP_OPTIONS = "--no-deps --ignore-requires-python --only-binary=:all: --timeout=15 --retries=2 --quiet"
PIP_DOWNLOAD = (sys.executable, "-m", "pip", "download", "--disable-pip-version-check", *PIP_OPTIONS.split())
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
            run(
                [*PIP_DOWNLOAD, "--dest", folder, requirement],
                cwd=self.root,
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
            run(
                [str(binary), entry, *ESBUILD_OPTIONS, f"--outfile={bundle}"],
                cwd=self.root,
                seconds=ESBUILD_SECONDS,
            )
            return bundle.read_bytes()
