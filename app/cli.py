"""The `optimizer-playground` command."""

import sys

import typer

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.callback()
def about() -> None:
    """Understand, practise and compare optimizers."""


@cli.command()
def vendor() -> None:
    """Fill static/vendor/ with the third-party files that the browser needs."""
    from app.vendor import VendorError, fill

    try:
        files = fill(say=lambda line: print(f"  {line}", flush=True))
    except VendorError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error
    size = sum(made.size for made in files.values()) / 1e6
    print(f"static/vendor: {len(files)} files in place, {size:.1f} MB, every hash checked")


def main() -> None:
    """Run the command line."""
    cli()
