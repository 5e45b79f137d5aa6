"""The exported site on a host of files, below a path, as a static host has it."""

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BASE = "/optimizers/"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """The standard library's host of files, without its log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def exported(root: Path) -> Iterator[str]:
    """The address of the site, exported below `root` and served from there, without a slash at its end."""
    command = [sys.executable, "-m", "app", "export-site", str(root / BASE.strip("/")), "--base", BASE]
    subprocess.run(command, check=True, capture_output=True)
    handler = functools.partial(Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_address[1]}{BASE}".rstrip("/")
        finally:
            server.shutdown()
            thread.join()
