"""A small comparison handed in by the real application, and the events that it answers."""

from typing import Any

from starlette.testclient import TestClient

SPEC: dict[str, Any] = {
    "rules": [{"name": "nesterov", "grid": {"lr": [0.1, 0.2]}}],
    "workload": {"name": "noisy_quadratic", "options": {"dimension": 4}},
    "trials": 2,
    "seeds": 2,
    "steps": 20,
    "record_every": 5,
    "backend": "reference",
}


def spec(**changes: Any) -> dict[str, Any]:
    return {**SPEC, **changes}


def submit(client: TestClient, **changes: Any) -> str:
    answer = client.post("/api/comparisons", json=spec(**changes))
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["id"])


def events(text: str) -> list[dict[str, str]]:
    """The events of a stream, as field by name."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block and not block.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
