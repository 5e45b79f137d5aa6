"""Puts the site into the wheel: style sheets and scripts, and what the browser needs of others (`make vendor`)."""

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INCOMPLETE = "static/ lacks {count} files that the browser needs, such as {first}: run `make wheel`, which fetches them"


class Site(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `static/` to a wheel; an editable installation serves the checkout's own."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse to build a wheel whose pages could not work, else take the files along as `app/static`."""
        if version == "editable":
            return
        static = Path(self.root) / "static"
        missing = [*lacking(static / "vendor"), *uncompiled(static / "compiled" / "descent.zip")]
        if missing:
            raise SystemExit(INCOMPLETE.format(count=len(missing), first=missing[0]))
        build_data["force_include"][str(static)] = "app/static"


def lacking(vendor: Path) -> list[str]:
    """The files of the manifest that are not there or have another size; the manifest itself, where there is none."""
    manifest = vendor / "manifest.json"
    if not manifest.is_file():
        return [manifest.name]
    files = json.loads(manifest.read_bytes())["files"]
    return [name for name, made in files.items() if not sized(vendor / name, made["size"])]


def uncompiled(archive: Path) -> list[str]:
    """The archive of our own package, where set-up has not compiled it."""
    return [] if archive.is_file() else [archive.name]


def sized(path: Path, size: int) -> bool:
    """Whether the file is there with that many bytes."""
    return path.is_file() and path.stat().st_size == size
