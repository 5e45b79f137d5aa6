"""`optimizer-playground check-problem` and `new-problem`, in the course or in a pack."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from descent.errors import BrokenProblem

from app.commands.checkout import checkout
from app.course import catalog, kill_table
from app.course.checks import all_checks, pack_checks
from app.course.checks.all_checks import Check
from app.course.errors import CourseError
from app.course.new_problem import make
from app.packs.files import read_files
from app.packs.new_pack import prepare
from app.packs.pack import read_pack
from app.refresh.kill_tables import KillTables
from app.refresh.mutants import Mutants

PACK = typer.Option(None, "--pack", help="A pack, as a folder or a zip, in place of the course.")
MADE = """made {folder}
Next: docs/authoring.md, then optimizer-playground check-problem {slug}"""
MADE_IN_PACK = """made {folder}
Next: write it as docs/packs.md says, then optimizer-playground check-problem {slug} --pack {pack}
and try it with optimizer-playground serve --pack {pack}"""


def check_problem(
    slug: str = typer.Argument(None, help="The problem; all of them if left out."),
    store: bool = typer.Option(False, "--store", help="Also store what the page shows that has all tables."),
    pack: Path | None = PACK,
) -> None:
    """Run every check that a problem passes; print which test catches which mistake. Exit code 1 if a check fails.

    The Python of the problem runs in this process: check no pack that you would not run.
    """
    if store and pack:
        typer.echo("--store keeps what a page shows of the course; a pack has no such page", err=True)
        raise typer.Exit(2)
    if store:
        checkout("--store writes")
    with problems_of(pack):
        chosen = [slug] if slug else list(catalog.slugs())
        unknown = [one for one in chosen if one not in catalog.slugs()]
        if unknown:
            typer.echo(f"no problem is called {unknown[0]!r}; there are: {', '.join(catalog.slugs())}", err=True)
            raise typer.Exit(2)
        failed = sum(_check(one, store, in_pack=pack is not None) for one in chosen)
    raise typer.Exit(1 if failed else 0)


@contextmanager
def problems_of(pack: Path | None) -> Iterator[None]:
    """A context in which the problems of the pack are meant, those of the course if there is none."""
    if pack is None:
        yield
        return
    try:
        read_pack(pack)
        texts = read_files(pack)
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error
    # Of a zip only what a pack may hold is written, under names that were checked.
    with tempfile.TemporaryDirectory() as made:
        for name, text in texts.items():
            path = Path(made) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with catalog.within(Path(made)):
            yield


def _check(slug: str, store: bool, *, in_pack: bool) -> int:
    """Print what there is to say of one problem; the number of checks that it fails."""
    typer.echo(f"\n{slug}")
    failed = 0
    try:
        catalog.problem(slug)
        failed += _tell(slug, pack_checks.checks_of(slug) if in_pack else all_checks.CHECKS, "NO ")
        if in_pack:
            _tell(slug, pack_checks.ADVICE, "try")
        typer.echo("\n  Which test catches which mistake (x fails it, ! raises in it, . lets it by):")
        for line in kill_table.lines(slug):
            typer.echo(f"  {line}")
    except (CourseError, BrokenProblem) as error:
        typer.echo(f"  NO  {error}")
        return failed + 1
    if store:
        list(KillTables().make(slug))
        list(Mutants().make(slug))
        typer.echo(f"stored the table and the mutants of {slug}")
    return failed


def _tell(slug: str, checks: Sequence[Check], mark: str) -> int:
    """Run the checks and print a line for each, marked where it finds something; how many do."""
    found = 0
    for check in checks:
        said = list(check(slug))
        typer.echo(f"  {mark if said else 'ok '} {(check.__doc__ or check.__name__).strip()}")
        for sentence in said:
            typer.echo(f"       {sentence}")
        found += bool(said)
    return found


def new_problem(
    slug: str = typer.Argument(help="Small letters, digits and hyphens: adam-step."),
    rule: str = typer.Option(None, "--rule", help="The update rule of descent that the problem is about."),
    pack: Path | None = typer.Option(None, "--pack", help="The folder of the pack that it goes into; made if need be."),  # noqa: B008
) -> None:
    """Make the folder of a new problem, to be filled in; docs/authoring.md walks through one."""
    if pack is None:
        checkout("a new problem of the course is one of")
    try:
        if pack and prepare(pack):
            typer.echo(f"made {pack / 'pack.toml'}: write its title and your name there")
        folder = make(slug, pack, rule=rule)
    except CourseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error
    typer.echo((MADE_IN_PACK if pack else MADE).format(folder=folder, slug=slug, pack=pack))
