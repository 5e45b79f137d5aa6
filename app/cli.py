"""The `optimizer-playground` command: one module per subcommand."""

import typer

from app.judge_command import judge
from app.serve_command import serve
from app.vendor_command import vendor

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (serve, judge, vendor):
    cli.command()(command)


@cli.callback()
def about() -> None:
    """Understand, practise and compare optimizers."""


def main() -> None:
    """Run the command line."""
    cli()
