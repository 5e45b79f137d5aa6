"""How every process of the program writes its log: lines for a person, or one JSON object a line for a machine.

OPTIMIZER_PLAYGROUND_LOG is `text`, as at first, or `json`, which needs python-json-logger (the extra `operations`);
OPTIMIZER_PLAYGROUND_LOG_LEVEL is `warning` at first. As JSON a line has `time`, `level`, `name`, `message` and, where a
worker wrote it, `worker`, `job` and `shard`.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

FORM, LEVEL = "OPTIMIZER_PLAYGROUND_LOG", "OPTIMIZER_PLAYGROUND_LOG_LEVEL"
LEVELS = ("debug", "info", "warning", "error")
NO_JSON = f"{FORM} is json, which needs python-json-logger (the extra `operations`); lines are text"
_about: dict[str, object] = {}
"""What this process is at. One dictionary for all its threads: a worker does one shard at a time."""


def begin(text: str = "%(asctime)s %(message)s") -> logging.Handler:
    """Write the log of the whole process to the error stream, in the form that the environment asks for."""
    handler = logging.StreamHandler()
    handler.addFilter(_place)
    handler.setFormatter(logging.Formatter(text))
    root = logging.getLogger()
    root.handlers = [handler]
    level = os.environ.get(LEVEL, "warning").lower()
    root.setLevel((level if level in LEVELS else "warning").upper())
    if level not in LEVELS:
        root.warning("%s is %r; possible are %s", LEVEL, level, ", ".join(LEVELS))
    form = os.environ.get(FORM, "text").lower()
    if form == "json":
        try:
            handler.setFormatter(as_json())
        except ImportError:
            root.warning(NO_JSON)
    elif form != "text":
        root.warning("%s is %r; possible are text and json", FORM, form)
    return handler


def as_json() -> logging.Formatter:
    """One object a line. `ImportError` where the library is not installed."""
    from pythonjsonlogger.json import JsonFormatter

    names = {"asctime": "time", "levelname": "level"}
    return JsonFormatter(
        ["asctime", "levelname", "name", "message"], rename_fields=names, datefmt="%Y-%m-%dT%H:%M:%S%z"
    )


@contextmanager
def about(**fields: object) -> Iterator[None]:
    """Say of all that this process writes meanwhile what it is about: `about(worker="w1", job="0a1b", shard=3)`."""
    before = dict(_about)
    _about.update(fields)
    try:
        yield
    finally:
        _about.clear()
        _about.update(before)


def _place(record: logging.LogRecord) -> bool:
    vars(record).update({name: value for name, value in _about.items() if name not in vars(record)})
    return True
