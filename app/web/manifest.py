"""The web app manifest, the same for a server and for an exported site."""

from typing import Any

TOUCH, *_ = SIZES = (180, 192, 512)
"""Pixels of the icons; the first is that of Apple's home screens."""
PAPER = "#f7f3ea"


def manifest(base: str) -> dict[str, Any]:
    """The manifest of a site below `base`, which ends with a slash."""
    return {
        "name": "Optimizer Playground",
        "short_name": "Optimizers",
        "start_url": base,
        "scope": base,
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": f"{base}icons/{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
            for size in SIZES
        ],
    }
