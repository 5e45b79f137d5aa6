"""The `optimizer-playground` command: one module per subcommand."""

import typer

from app.authoring.commands import check_problem, new_problem
from app.compare_command import compare
from app.judge_command import judge
from app.serve_command import serve
from app.vendor_command import vendor
from app.worker_command import worker

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (serve, worker, compare, judge, check_problem, new_problem, vendor):
    cli.command()(command)


@cli.callback()
def about() -> None:
    """Understand, practise and compare optimizers."""


def main() -> None:
    """Run the command line."""
    cli()
