"""The `optimizer-playground` command: one module per subcommand."""

import typer

from app.commands.backup import backup, restore
from app.commands.compare import compare
from app.commands.doctor import doctor
from app.commands.export import export
from app.commands.export_pack import export_pack
from app.commands.export_scorm import export_scorm
from app.commands.export_site import export_site
from app.commands.judge import judge
from app.commands.new import new_landscape, new_rule, new_workload
from app.commands.problems import check_problem, new_problem
from app.commands.refresh import refresh
from app.commands.reproduce import reproduce
from app.commands.results import results
from app.commands.serve import serve
from app.commands.trace import trace
from app.commands.vendor import vendor
from app.commands.worker import worker
from app.commands.worker_token import worker_token

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for command in (
    serve,
    worker,
    worker_token,
    backup,
    restore,
    doctor,
    compare,
    reproduce,
    judge,
    trace,
    export,
    check_problem,
    new_problem,
    new_rule,
    new_landscape,
    new_workload,
    refresh,
    export_site,
    export_pack,
    export_scorm,
    vendor,
):
    cli.command()(command)
cli.add_typer(results, name="results")


@cli.callback()
def about() -> None:
    """Understand, practise and compare optimizers."""


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
