"""The `optimizer-playground` command."""

import typer

from app.judge_command import judge

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Understand, practise and compare optimizers.")
cli.command()(judge)


@cli.callback()
def _commands() -> None:
    """Understand, practise and compare optimizers."""


def main() -> None:
    """Run the command line."""
    cli()
