"""A port to serve on, and whether something is served there."""

import socket

import httpx2 as httpx


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def reachable(port: int) -> bool:
    """Whether a site of ours answers there."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False
