"""Somebody who hands comparisons in, again and again until each is acknowledged, and remembers those that were."""

import random
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

AT_A_TIME = 2
"""Comparisons that are handed in and not over."""
RULES = ("adam", "lion", "nesterov", "rmsprop", "adagrad", "signum")


def drawn(chance: random.Random) -> dict[str, Any]:
    """A small comparison on the reference backend, which repeats bit for bit."""
    low = 10 ** chance.uniform(-3, -2)
    return {
        "rules": [{"name": chance.choice(RULES), "grid": {"lr": [low, 3 * low]}}],
        "workload": {"name": "noisy_quadratic", "options": {"dimension": chance.randint(2, 8)}},
        "trials": 2,
        "seeds": 2,
        "steps": chance.randint(1500, 4000),
        "record_every": 20,
        "backend": "reference",
    }


@dataclass
class Client:
    """What was handed in at one address."""

    address: str
    chance: random.Random
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: int = 0
    _next: dict[str, Any] | None = None

    def go_on(self) -> None:
        """Hand the next comparison in, where fewer than some are under way."""
        if self._under_way() >= AT_A_TIME:
            return
        self._next = self._next or drawn(self.chance)
        job = self.hand_in(self._next)
        if job is not None:
            self.acknowledged[job] = self._next
            self._next = None

    def hand_in(self, spec: dict[str, Any]) -> str | None:
        """The name of the job, once the server has said that it has it."""
        try:
            answer = httpx.post(self.address, json=spec, timeout=30)
        except httpx.TransportError:
            self.refused += 1
            return None
        if answer.status_code in (200, 201):
            return str(answer.json()["id"])
        assert answer.status_code in (429, 503, 507), f"{answer.status_code}: {answer.text}"
        self.refused += 1
        return None

    def _under_way(self) -> int:
        """How many are not over; as many as there may be where nobody can say."""
        try:
            answer = httpx.get(self.address, timeout=30)
        except httpx.TransportError:
            return AT_A_TIME
        if answer.status_code != 200:
            assert answer.status_code in (503, 507), f"{answer.status_code}: {answer.text}"
            return AT_A_TIME
        return sum(job["ended"] is None for job in answer.json()["jobs"])
