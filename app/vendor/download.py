"""Bytes over HTTP, with a short patience: a host that does not answer is not asked again in the same run."""

import http.client
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from app.vendor.errors import SourceFailed

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 300.0
LARGEST = 256 * 2**20
CHUNK = 2**18


class Downloads:
    """Downloads of one run of the set-up.

    `patience` is the longest silence, `whole` the longest time for one file, both in seconds.
    """

    def __init__(self, patience: float = CONNECT_SECONDS, whole: float = WHOLE_SECONDS):
        self.patience = patience
        self.whole = whole
        self._silent: dict[str, str] = {}

    def read(self, address: str) -> bytes:
        """The body found at the address; `SourceFailed` says why there is none."""
        host = urlsplit(address).netloc
        if host in self._silent:
            raise SourceFailed(f"not asked again: {self._silent[host]}")
        try:
            with urllib.request.urlopen(address, timeout=self.patience) as answer:
                return self._body(answer)
        except urllib.error.HTTPError as error:
            # The host is well: another of its files may still be there.
            error.close()
            raise SourceFailed(f"{host} answered {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            reason = f"{host} {self._why(error)}"
            self._silent[host] = reason
            raise SourceFailed(reason) from error

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        deadline = time.monotonic() + self.whole
        body = bytearray()
        while chunk := answer.read1(CHUNK):
            body += chunk
            if len(body) > LARGEST:
                raise SourceFailed(f"larger than {LARGEST // 2**20} MiB")
            if time.monotonic() > deadline:
                raise TimeoutError
        promised = answer.getheader("Content-Length")
        if promised and len(body) != int(promised):
            raise SourceFailed(f"cut off after {len(body)} of {promised} bytes")
        return bytes(body)

    def _why(self, error: Exception) -> str:
        cause = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(cause, TimeoutError):
            return f"did not answer within {self.patience:g} s (or {self.whole:g} s for the whole file)"
        text = cause.strerror if isinstance(cause, OSError) else None
        return f"cannot be reached: {text or cause or type(cause).__name__}"
