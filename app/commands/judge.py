"""`optimizer-playground judge`: the tests of one problem on a file, as the page runs them.

The file is only ever run in a process of its own. Its outputs come back and are compared here, so nothing that it
prints or sends can make it pass.
"""

import json
import platform
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy
import typer
from descent import wire
from descent.errors import BadMessage, UnknownName
from descent.judge.case import to_data
from descent.judge.judgement import Judgement, RecognisedAnswer, observation_error
from descent.judge.observation import observation_from_data
from descent.judge.suite import Suite

from app.commands.problems import PACK, problems_of
from app.course import catalog
from app.course.errors import Crash, Timeout
from app.course.page_python import page_python
from app.course.sandbox_process import SubmissionProcess

MAX_LOST = 2
"""After this many processes that timed out or crashed, the remaining tests are not run."""
EDITS_AT_ONCE = 1000
CLI_MEMORY_MIB = 1024
"""Python and NumPy take more than in the browser, so the problem's own limit does not hold here."""


def judge(
    slug: str = typer.Argument(help="The problem, as in its address."),
    file: Path = typer.Argument(help="The file with your solution."),  # noqa: B008
    seed: int = typer.Option(None, min=0, help="Seed of the inputs; drawn at random if left out."),
    pack: Path | None = PACK,
) -> None:
    """Judge a file: readable lines, then one line of JSON. Exit code 0 if all tests pass, 1 if not, 2 for bad usage."""
    try:
        with problems_of(pack):
            files = catalog.files_for_browser(slug)
        source = file.read_text(encoding="utf-8-sig")  # some editors begin a file with a byte order mark
    except UnknownName as error:
        _refuse(str(error))
    except FileNotFoundError:
        _refuse(f"there is no file {str(file)!r}")
    except (OSError, UnicodeDecodeError) as error:
        _refuse(f"{str(file)!r} cannot be read as text: {error}")
    seed = secrets.randbelow(2**32) if seed is None else seed
    judgement = Judgement(Suite(files, seed, numpy))
    page, own = page_python(), platform.python_version()
    here = f"Run by Python {own} and NumPy {numpy.__version__}"
    typer.echo(f"{here}; the page has Python {page['python']} and NumPy {page['numpy']}.")
    outcomes: dict[str, str] = {}
    for said in run(judgement, source, file.name):
        outcomes[said["id"]] = said["outcome"]
        _print_verdict(said)
    summary = judgement.summary()
    tests = [{**test, "outcome": outcomes[test["id"]]} for test in summary["tests"]]
    mistake = summary["mistake"] or named(judgement)
    passed = all(test["outcome"] == "pass" for test in tests)
    if mistake:
        typer.echo(f"\nRecognised: {mistake['message']}")
    count = sum(test["outcome"] == "pass" for test in tests)
    typer.echo(f"\n{count} of {len(tests)} tests passed (seed {seed}).")
    typer.echo(json.dumps({"problem": slug, "passed": passed, "tests": tests, "mistake": mistake and mistake["name"]}))
    raise typer.Exit(0 if passed else 1)


def named(judgement: Judgement) -> RecognisedAnswer | None:
    """What the outputs are like, where no known mistake has them: the edit of the reference that has."""
    said = judgement.name(EDITS_AT_ONCE)
    while not said["done"]:
        said = judgement.name(EDITS_AT_ONCE)
    return said["mistake"]


def run(judgement: Judgement, source: str, file_name: str, seconds: float | None = None) -> Iterator[Mapping[str, Any]]:
    """The verdict on each test in turn; one that took its process down is a `timeout` or a `crash`."""
    suite = judgement.suite
    process: SubmissionProcess | None = None
    lost = 0
    try:
        for test in suite.tests.values():
            if lost >= MAX_LOST:
                yield _unjudged(test.id, test.title, "not-run", f"Not run, because {lost} tests ended their process.")
                continue
            try:
                process = process or SubmissionProcess(source, file_name, CLI_MEMORY_MIB)
                data = wire.unpack(
                    process.observe(wire.pack(to_data(suite.case(test.id)), numpy), seconds or suite.seconds(test.id)),
                    numpy,
                )
                refused = observation_error(data)
                if refused:
                    raise refused
                seen = observation_from_data(data)
            except (Timeout, Crash, BadMessage) as error:
                outcome = "timeout" if isinstance(error, Timeout) else "crash"
                lost += 1
                if process:
                    process.end()
                process = None
                yield _unjudged(test.id, test.title, outcome, str(error)[:1].upper() + str(error)[1:] + ".")
                continue
            yield judgement.verdict(test.id, seen)
            if seen.tampered:  # what was put back is all that could be seen
                process.end()
                process = None
    finally:
        if process:
            process.end()


def _unjudged(test_id: str, title: str, outcome: str, sentence: str) -> dict[str, Any]:
    return {"id": test_id, "title": title, "outcome": outcome, "sentence": sentence, "error": None, "output": ""}


def _print_verdict(said: Mapping[str, Any]) -> None:
    typer.echo(f"{said['outcome']:<8} {said['title']}")
    if said["outcome"] == "pass":
        return
    lines = [said["sentence"]]
    if said.get("input"):
        lines += ["Input:", *(f"    {line}" for line in said["input"].split("\n"))]
    for frame in (said["error"] or {}).get("frames", ())[-3:]:
        lines += [f"line {frame['line']}, in {frame['function']}", f"    {frame['text'].strip()}"]
    if said["output"]:
        shown = said["output"].split("\n")[:20]
        lines += ["It printed:", *(f"    {line}" for line in shown)]
    for line in lines:
        for part in line.splitlines() or [""]:
            typer.echo(f"         {_printable(part)}")


def _printable(text: str) -> str:
    """`text` without control characters, which could hide or imitate lines of ours."""
    return "".join(letter if letter.isprintable() or letter == "\t" else "?" for letter in text)


def _refuse(sentence: str) -> None:
    typer.echo(sentence, err=True)
    raise typer.Exit(2)
