"""Wrong tokens are refused ever later and said in the log now and then; the right one waits for nothing."""

import asyncio
import logging

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app.web.middleware.guesses import AT_A_TIME, FORGIVEN, FREE, LONGEST_WAIT, REMEMBERED, Guesses
from app.web.middleware.token import RequiredToken

TOKEN = "a token of sixteen or more"


class Time:
    """A clock that stands, and a sleep that is only written down."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


async def welcome(_: Scope, __: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body"})


def client(time: Time, address: str = "10.0.0.1", guesses: Guesses | None = None) -> TestClient:
    guarded = RequiredToken(welcome, token=TOKEN, guesses=guesses or Guesses(time, time.sleep))
    return TestClient(guarded, client=(address, 1))


def guess(client: TestClient, token: str = "wrong") -> int:
    return client.get("/compare", headers={"authorization": f"Bearer {token}"}).status_code


def test_the_first_few_wrong_tokens_are_refused_at_once_and_later_ones_ever_later() -> None:
    time = Time()
    asking = client(time)
    assert [guess(asking) for _ in range(FREE)] == [401] * FREE
    assert time.slept == []
    assert [guess(asking) for _ in range(400)] == [401] * 400
    assert time.slept[:6] == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0]
    assert sum(time.slept) > 390 * LONGEST_WAIT


def test_the_right_token_waits_for_nothing_whatever_was_guessed_before() -> None:
    time = Time()
    asking = client(time)
    for _ in range(20):
        guess(asking)
    waited = len(time.slept)
    assert guess(asking, TOKEN) == 200
    assert len(time.slept) == waited


def test_to_be_asked_for_a_token_is_no_guess() -> None:
    time = Time()
    asking = client(time)
    for _ in range(50):
        assert asking.get("/compare").status_code == 401
    assert time.slept == []


def test_another_address_does_not_wait() -> None:
    time = Time()
    guesses = Guesses(time, time.sleep)
    for _ in range(20):
        guess(client(time, "10.0.0.1", guesses))
    waited = len(time.slept)
    assert guess(client(time, "10.0.0.2", guesses)) == 401
    assert len(time.slept) == waited


def test_an_address_that_has_guessed_nothing_for_long_begins_anew() -> None:
    time = Time()
    asking = client(time)
    for _ in range(20):
        guess(asking)
    time.now += FORGIVEN + 1
    waited = len(time.slept)
    guess(asking)
    assert len(time.slept) == waited


def test_more_connections_try_no_more_tokens() -> None:
    async def attack() -> tuple[bool, bool]:
        over = asyncio.Event()

        async def sleep(_: float) -> None:
            await over.wait()

        guesses = Guesses(lambda: 0.0, sleep)
        for _ in range(FREE):
            await guesses.wrong("a")
        assert not guesses.crowded("a")
        waiting = [asyncio.create_task(guesses.wrong("a")) for _ in range(AT_A_TIME)]
        await asyncio.sleep(0)
        crowded = guesses.crowded("a")
        over.set()
        await asyncio.gather(*waiting)
        return crowded, guesses.crowded("a")

    assert asyncio.run(attack()) == (True, False)


def test_who_guesses_while_others_of_the_address_wait_is_told_to_come_back() -> None:
    time = Time()
    guesses = Guesses(time, time.sleep)
    asking = client(time, guesses=guesses)
    guess(asking)
    guesses._known["10.0.0.1"].waiting = AT_A_TIME
    answer = asking.get("/compare", headers={"authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert asking.get("/compare").status_code == 401


def test_wrong_tokens_are_in_the_log_a_few_times_without_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    asking = client(Time())
    for _ in range(1000):
        guess(asking, "my other password")
    said = [record.getMessage() for record in caplog.records if record.name.endswith("guesses")]
    assert len(said) == 10
    assert said[0] == "a wrong token from 10.0.0.1; so far 1"
    assert said[-1] == "a wrong token from 10.0.0.1; so far 512"
    assert "password" not in caplog.text


def test_only_so_many_addresses_are_remembered() -> None:
    time = Time()
    guesses = Guesses(time, time.sleep)

    async def many() -> None:
        for number in range(3 * REMEMBERED):
            await guesses.wrong(f"10.0.{number}")

    asyncio.run(many())
    assert len(guesses._known) == REMEMBERED
