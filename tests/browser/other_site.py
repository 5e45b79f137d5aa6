"""A page of somebody else's, on an origin of its own, that shows ours in a frame."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ISOLATED = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
HEARD = """
<script>
  window.heard = [];
  addEventListener("message", ({data, origin}) => heard.push({...data, origin}));
</script>
"""


class OtherSite:
    """Serves whatever is put into `pages`, by path: the text of a page, and its headers."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.port = 0

    def put(self, path: str, body: str, headers: dict[str, str] | None = None, *, name: str = "localhost") -> str:
        """The address of a new page with that body; it keeps every message that it gets in `heard`."""
        head = '<!doctype html><html lang="en"><title>Somebody else</title><link rel="icon" href="data:,">'
        self.pages[path] = (f"{head}{HEARD}{body}</html>", headers or {})
        return f"http://{name}:{self.port}{path}"


@contextmanager
def other_site() -> Iterator[OtherSite]:
    """Another origin than ours, by port, and by whatever name it is asked for."""
    site = OtherSite()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, headers = site.pages.get(self.path, ("", {}))
            self.send_response(200 if body else 404)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
