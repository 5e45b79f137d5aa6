"""`optimizer-playground export-pack`: a pack as the one file that a page can open by itself."""

import json
import zipfile
from pathlib import Path
from typing import Annotated

import typer

from app.course.errors import CourseError
from app.packs.files import read_files
from app.packs.pack import read_pack
from app.web.pack_texts import PAGE, described

WRITTEN = """{out}: {title}, {count} problems
It opens by "Open a pack" on /problems of any site of this program.
To serve it: optimizer-playground serve --pack {out}
"""


def export_pack(
    pack: Annotated[Path, typer.Argument(help="The folder of the pack.")],
    out: Annotated[Path, typer.Argument(help="The zip to write.")],
) -> None:
    """Write a pack as a zip with its texts rendered, so that a page opens it without a server."""
    try:
        found, texts = read_pack(pack), read_files(pack)
        page = json.dumps(described(found))
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error
    if out.exists() and not zipfile.is_zipfile(out):
        typer.echo(f"{out} is there and is no zip; name another file", err=True)
        raise typer.Exit(2)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**texts, PAGE: page}.items():
            # One time for all, so that the same pack makes the same bytes.
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    typer.echo(WRITTEN.format(out=out, title=found.title, count=len(found.problems)))
