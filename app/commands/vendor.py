"""`optimizer-playground vendor`: fetches what the browser needs."""

import sys

import typer

from app.commands.checkout import checkout
from app.vendor import VendorError, fill, fill_own


def vendor() -> None:
    """Fill static/vendor/ with the third-party files that the browser needs, and compile our own package for it."""

    def say(line: str) -> None:
        print(f"  {line}", flush=True)

    root = checkout("vendor fills a folder of")
    try:
        files = fill(root, say=say)
        fill_own(root, say)
    except VendorError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    size = sum(made.size for made in files.values()) / 1e6
    print(f"static/vendor: {len(files)} files in place, {size:.1f} MB, every hash checked")
