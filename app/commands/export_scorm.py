"""`optimizer-playground export-scorm`: a pack for a learning management system."""

from pathlib import Path
from typing import Annotated

import typer

from app.course.errors import CourseError
from app.packs.pack import read_pack
from app.static_site.errors import CannotExport
from app.static_site.scorm import scorm_package, write
from app.web.application import create_app
from app.web.settings import Settings

WRITTEN = "{out}: {title}, SCORM 1.2, {count} activities, {size:.0f} MB"


def export_scorm(
    pack: Annotated[Path, typer.Argument(help="The pack, as a folder or a zip.")],
    out: Annotated[Path, typer.Argument(help="The zip to write.")],
) -> None:
    """Write a pack as a SCORM 1.2 package: one activity a problem, which reports its score."""
    try:
        found = read_pack(pack)
        files = scorm_package(create_app(Settings().model_copy(update={"packs": (pack,)})), found)
        size = write(files, out)
    except (CannotExport, CourseError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(WRITTEN.format(out=out, title=found.title, count=len(found.problems), size=size / 1e6))
