"""`optimizer-playground refresh`: makes the stored files that the code implies."""

import time
from collections.abc import Iterator

import typer

from app.commands.checkout import checkout
from app.commands.worker import NO_TORCH
from app.refresh.kinds import Kinds, UnknownEntry, load
from app.refresh.stored_file import StoredFile

NAMES = typer.Argument(None, help="Rules, landscapes, workloads or problems; all that is stale if left out.")


def refresh(
    names: list[str] = NAMES,
    check: bool = typer.Option(False, "--check", help="Say what is stale and why, and write nothing."),
) -> None:
    """Make what is stored of these names, or everything that is stale. With --check, exit code 1 if anything is."""
    if not check:
        checkout("refresh writes")
    kinds = load()
    if kinds.without_torch:
        left_out = ", ".join(module.replace("_", " ") for module in kinds.without_torch)
        typer.echo(f"Left out: {left_out}.\n{NO_TORCH}", err=True)
    try:
        kinds.check(names or ())
    except UnknownEntry as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    try:
        stale = _check(kinds, names) if check else _make(kinds, names)
    except KeyboardInterrupt:
        typer.echo("\nInterrupted. What was made is stored; the same command goes on.", err=True)
        raise typer.Exit(130) from None
    raise typer.Exit(1 if stale else 0)


def chosen(kinds: Kinds, names: list[str] | None) -> Iterator[tuple[StoredFile, str]]:
    """The entries of these names, or all, in the order in which they are made."""
    for file in kinds.files:
        for name in file.known():
            if not names or name in names:
                yield file, name


def _check(kinds: Kinds, names: list[str] | None) -> int:
    """Say what is stale; how many entries are."""
    stale: dict[str, None] = {}
    for file, name in chosen(kinds, names):
        reason = file.stale(name)
        if reason:
            typer.echo(f"{file.title}: {name} {reason}")
            stale[name] = None
    if stale:
        typer.echo(f"run: optimizer-playground refresh {' '.join(stale)}")
    else:
        typer.echo("every stored file is what the code says")
    return len(stale)


def _make(kinds: Kinds, names: list[str] | None) -> int:
    """Make the entries of these names, stale or not, or all that are stale; 0, because none is stale afterwards."""
    made = 0
    for file, name in chosen(kinds, names):
        reason = "was asked for" if names else file.stale(name)
        if not reason:
            continue
        typer.echo(f"{file.title}: {name} {reason}", nl=False)
        began, gone = time.monotonic(), name in file.stored() and name not in file.names()
        remarks = list(file.make(name))
        typer.echo(f" - {'removed' if gone else 'made'} in {time.monotonic() - began:.1f} s")
        for remark in remarks:
            typer.echo(f"    {remark}")
        made += 1
    if not made:
        typer.echo("every stored file is what the code says")
    return 0
