"""`optimizer-playground doctor`: what a site here has and lacks."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from app.comparisons.settings import ComparisonSettings
from app.doctor.examination import examine
from app.doctor.finding import Finding
from app.web.settings import Settings

WIDTH = 9
"""Of the longest name of what is looked at."""


def doctor(
    host: Annotated[str, typer.Option(help="The address that `serve` would listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port that it would listen on.")] = 8123,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON list instead of lines.")] = False,
) -> None:
    """Look at program, files, token, disk, record and workers, and say what to do; change nothing."""
    findings: list[Finding] = []
    for finding in found(host, port):
        findings.append(finding)
        for line in () if as_json else finding.lines(WIDTH):
            typer.echo(line)
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(each) for each in findings], indent=2, ensure_ascii=False))
    if any(each.state == "wrong" for each in findings):
        raise typer.Exit(1)


def found(host: str, port: int) -> Iterator[Finding]:
    """The findings, as they are made; where a setting cannot be, only those of settings."""
    given: tuple[tuple[type[BaseSettings], dict[str, Any]], ...] = (
        (Settings, {"host": host, "port": port}),
        (ComparisonSettings, {}),
    )
    wrong = [finding for kind, values in given for finding in refused(kind, values)]
    yield from wrong or examine(Settings(host=host, port=port), ComparisonSettings())


def refused(kind: type[BaseSettings], values: dict[str, Any]) -> Iterator[Finding]:
    """The settings that cannot be as their environment variables say."""
    try:
        kind(**values)
    except ValidationError as error:
        for each in error.errors():
            name = f"{kind.model_config['env_prefix']}{'_'.join(map(str, each['loc']))}".upper()
            yield Finding("settings", "wrong", f"{name}: {each['msg']}", f"change {name}, or unset it")
