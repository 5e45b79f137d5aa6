"""The program itself: its version, the libraries it needs and the files that pages need."""

import platform
import re
from importlib import metadata

from app.doctor.finding import Finding
from app.places import CHECKOUT, NAME
from app.vendor.manifest import NAME as MANIFEST
from app.vendor.manifest import read_manifest, stands
from app.web.settings import Settings

MADE_BY_SETUP = "run `make setup` in the checkout, or install the wheel again"


def program() -> Finding:
    """The version, and where it runs from."""
    place = f"a checkout in {CHECKOUT}" if CHECKOUT else "installed as a package"
    return Finding("program", "ok", f"{NAME} {metadata.version(NAME)}, {place}; Python {platform.python_version()}")


def libraries() -> Finding:
    """Whether every library is installed that the server needs; those of extras are optional."""
    missing = [name for name in needed() if installed(name) is None]
    if missing:
        what = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        return Finding("libraries", "wrong", what, f"pip install {' '.join(missing)}")
    return Finding("libraries", "ok", f"all {len(needed())} that the server needs are installed")


def needed() -> list[str]:
    """The names of the libraries that the package asks for without an extra."""
    asked = (line for line in metadata.requires(NAME) or () if "extra ==" not in line)
    return [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in asked]


def installed(name: str) -> str | None:
    """The version of a library, None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def files(settings: Settings) -> Finding:
    """Whether what set-up brought for browsers is there as it was made, every hash checked."""
    folder = settings.static / "vendor"
    made = read_manifest(folder)
    if not made:
        return Finding("files", "wrong", f"{folder} is empty or has no {MANIFEST}", MADE_BY_SETUP)
    changed = [path for path, file in made.items() if not stands(folder, path, file)]
    if changed:
        some = f"{', '.join(changed[:3])}{' and others' if len(changed) > 3 else ''}"
        return Finding(
            "files", "wrong", f"{len(changed)} of {len(made)} files are gone or changed: {some}", MADE_BY_SETUP
        )
    total = sum(file.size for file in made.values()) / 1e6
    return Finding("files", "ok", f"{len(made)} files for browsers, {total:.0f} MB, every hash right")
