"""The connection to a cluster, which has to ask everybody for a token: whoever reaches one without runs code there."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from typing import Any

import ray
from ray.exceptions import AuthenticationError

SECONDS = 20.0
REACH_SECONDS = 5.0
OPEN = (
    "Ray at {address} lets everybody in, without a token; turn it on: `ray get-auth-token --generate` on one machine,"
    " the file ~/.ray/auth_token on all of them, `ray stop`, and `RAY_AUTH_MODE=token ray start ...` on each"
)
FETCH = (
    "`ray get-auth-token` on the head prints it; keep it in ~/.ray/auth_token here, or name its file in"
    " RAY_AUTH_TOKEN_PATH"
)
WRONG = "Ray at {address} does not take this machine's token: " + FETCH


class NoCluster(Exception):
    """There is no cluster to work with; the text says why and what to do. `passing` if waiting may help."""

    def __init__(self, text: str, passing: bool):
        self.passing = passing
        super().__init__(text)


def connect(address: str, wheel: str | None) -> None:
    """Connect this process to the cluster, whose processes import our program, or get it from a wheel."""
    shipped: dict[str, Any] = {"working_dir": unpacked(wheel)} if wheel else {}
    try:
        reach(address)
        ray.init(
            address=address,
            namespace="optimizer-playground",
            runtime_env=shipped or None,
            log_to_driver=False,
            logging_level="ERROR",
        )
    except AuthenticationError as error:
        raise NoCluster(WRONG.format(address=address), passing=False) from error
    except NoCluster:
        raise
    except OSError as error:
        raise NoCluster(f"no Ray answers at {address}: {first_line(error)}", passing=True) from error
    except Exception as error:  # other versions of Ray and Python, an address that is none: Ray has no class for each
        raise NoCluster(f"Ray at {address} cannot be worked with: {first_line(error)}", passing=False) from error


def unpacked(wheel: str) -> str:
    """A folder with what is in the wheel, as Ray would have pip fetch what it needs, in whatever versions."""
    folder = tempfile.mkdtemp(prefix="playground-wheel-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def reach(address: str) -> None:
    """Look at `HOST:PORT` before Ray does, which waits long: `OSError` where nobody listens, `NoCluster` for tokens."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return
    socket.create_connection((host.strip("[]"), int(port)), REACH_SECONDS).close()
    if address.startswith("ray://"):
        return
    if not asks_for_token(address):
        raise NoCluster(OPEN.format(address=address), passing=False)
    if refuses(address, dict(os.environ)):
        raise NoCluster(WRONG.format(address=address), passing=False)


def require_token(address: str) -> None:
    """`NoCluster` where the cluster to which this process is connected answers somebody who has no token."""
    head = ray.get_runtime_context().gcs_address
    try:
        if address.startswith("ray://"):  # the head itself may be out of reach from here
            remote = ray.remote(num_cpus=0, max_retries=0)(asks_for_token)
            asks = bool(ray.get(remote.remote(head), timeout=4 * SECONDS))
        else:
            asks = asks_for_token(head)
    except Exception as error:
        text = f"whether Ray at {address} asks for a token could not be seen: {first_line(error)}"
        raise NoCluster(text, passing=True) from error
    if not asks:
        raise NoCluster(OPEN.format(address=address), passing=False)


def asks_for_token(head: str) -> bool:
    """Whether the head refuses who has no token; `RuntimeError` where it does not answer."""
    without = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    return refuses(head, {**without, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"})


def refuses(head: str, environment: dict[str, str]) -> bool:
    """Whether the head refuses a process with that environment; `RuntimeError` where it does not answer."""
    done = subprocess.run(
        [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", head],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    if done.returncode == 0:
        return False
    if "AuthenticationError" in done.stderr:
        return True
    raise RuntimeError(f"the head at {head} does not answer")


def first_line(error: BaseException) -> str:
    """The first line of what went wrong; Ray's texts are long."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
