import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from descent.browser import Door, Sandbox

Asked = tuple[dict[str, Any], dict[str, np.ndarray]]
Ask = Callable[..., Asked]


def unpacked(text: str, payload: bytes | None) -> Asked:
    """The JSON and the arrays that a page would see."""
    value = json.loads(text)
    arrays = {
        name: np.frombuffer(payload or b"", dtype=kind, count=int(np.prod(shape)), offset=offset).reshape(shape)
        for name, (kind, shape, offset) in value.pop("arrays", {}).items()
    }
    return value, arrays


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Asks the engine's door."""
    door = Door(np)
    return lambda method, **arguments: unpacked(*door.call(method, json.dumps(arguments)))


@pytest.fixture(scope="session")
def ask_typed() -> Ask:
    """Asks the sandbox's door."""
    sandbox = Sandbox(np)
    return lambda method, **arguments: unpacked(*sandbox.call(method, json.dumps(arguments)))


def pieces(ask: Ask, kind: str, **arguments: Any) -> list[Asked]:
    """All pieces of a job."""
    opened, _ = ask("studio.job.open", kind=kind, **arguments)
    assert "error" not in opened, opened
    found = []
    while not found or not found[-1][0]["done"]:
        found.append(ask("studio.job.next", job=opened["job"]))
        assert "error" not in found[-1][0], found[-1][0]
    return found
