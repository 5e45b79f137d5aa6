"""`optimizer-playground export-site`: the site without comparisons, for any host of files."""

from pathlib import Path
from typing import Annotated

import typer

from app.static_site.addresses import checked
from app.static_site.errors import CannotExport
from app.static_site.site import export
from app.web.application import create_app
from app.web.settings import Settings

WRITTEN = "{folder}: {size:.0f} MB, to be served at {base}"
TRY = "Try it with: python3 -m http.server --directory {root} 8124, at http://localhost:8124{base}"


def export_site(
    folder: Annotated[Path, typer.Argument(help="A folder that is new, empty or of an earlier export.")],
    base: Annotated[str, typer.Option(help="The path below which the host serves it: /optimizers/")] = "/",
    origin: Annotated[str, typer.Option(help="The host, for the pictures of links in chats: https://example.org")] = "",
) -> None:
    """Write playground, problems, rules and lessons as files, for a host that runs no program of ours."""
    place = folder.resolve()
    # A file cannot say whose pages may show it: all may, unless the host forbids it.
    try:
        size = export(create_app(Settings(embed_ancestors=("*",))), place, checked(base), origin.rstrip("/"))
    except (CannotExport, FileNotFoundError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(WRITTEN.format(folder=folder, size=size / 1e6, base=base))
    if f"{place}/".endswith(base):
        typer.echo(TRY.format(root=f"{place}/".removesuffix(base) or "/", base=base))
