"""What a fake worker says, in the real protocol over one kept connection: cheap, so that many fit beside a server."""

import asyncio

from pydantic import BaseModel

from app.comparisons.shard import End, Record, Result
from app.comparisons.workers.remote.messages import PROCESS_HEADER, WORKERS, Finish, Records, compressed


class Refused(Exception):
    """An answer with a status of 400 or more."""

    def __init__(self, status: int, body: bytes):
        super().__init__(f"{status}: {body[:300]!r}")
        self.status = status


class Wire:
    """One connection to the site on that port of this machine, opened when it is needed."""

    def __init__(self, port: int, token: str, process: str):
        self.port = port
        self._told = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n{PROCESS_HEADER}: {process}\r\n"
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.reopened = -1
        """How often the connection was gone."""

    async def say(self, method: str, path: str, message: BaseModel | None = None) -> bytes:
        """The body of the answer, as it came; `Refused` for one that is none."""
        return await self.send(method, path, b"" if message is None else compressed(message.model_dump_json().encode()))

    async def send(self, method: str, path: str, body: bytes) -> bytes:
        """The answer to a request with this body, compressed already; asked again where the connection is gone."""
        encoding = "Content-Encoding: gzip\r\nContent-Type: application/json\r\n" if body else ""
        head = f"{method} {WORKERS}{path} HTTP/1.1\r\n{self._told}{encoding}Content-Length: {len(body)}\r\n\r\n"
        while True:
            try:
                return await self._exchange(head.encode() + body)
            except (OSError, asyncio.IncompleteReadError):
                await self.close()
                await asyncio.sleep(0.1)

    async def _exchange(self, request: bytes) -> bytes:
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self.port)
            self.reopened += 1
        reader, writer = self._open
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        fields = head.lower().split(b"\r\n")
        length = next((int(each[15:]) for each in fields if each.startswith(b"content-length:")), 0)
        body = await reader.readexactly(length)
        status = int(head[9:12])
        if status >= 400:
            raise Refused(status, body)
        return body

    async def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


def record(step: int, runs: int, last: bool) -> Record:
    """A record with numbers of the usual length."""
    numbers = tuple(0.1 + 1 / (3 + step + run) for run in range(runs))
    end = End(numbers, numbers, ((),) * runs) if last else None
    return Record(step, numbers, numbers if last else None, (False,) * runs, 0.1, end)


def records(first: int, count: int, runs: int, steps: int) -> Records:
    """So many records that travel together."""
    return Records(records=tuple(record(step, runs, step == steps) for step in range(first, first + count)))


def finish(runs: int, steps: int) -> Finish:
    """The end of a shard."""
    numbers = tuple(0.1 + 1 / (3 + run) for run in range(runs))
    return Finish(result=Result("finished", steps, numbers, numbers, (None,) * runs, "reference", "cpu", 1.0))
