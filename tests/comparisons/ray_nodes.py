"""A Ray cluster of several nodes on this machine, each of them real `ray start` processes that can be killed."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.comparisons.store import Store
from app.comparisons.workers.engines.ray import Place, RayEngine
from tests.comparisons.work_site import CHECKOUT, WorkSite
from tests.comparisons.workplace import PRETEND
from tests.serving import free_port

MARK = "PLAYGROUND_TEST_NODE"
"""Every process of a node has it in its environment, also those that its workers start."""


TOKEN = "RAY_AUTH_TOKEN_PATH"


class RayNode:
    """One node; alive once `ray start` says so."""

    def __init__(self, arguments: list[str], environment: dict[str, str]):
        self.mark = secrets.token_hex(8)
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", *arguments],
            env={**environment, MARK: self.mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def started(self) -> bool:
        """Whether it started; Ray gives up after half a minute, which is short on a busy machine."""
        for line in self._process.stdout:
            self.said.append(line)
            if "Ray runtime started" in line:
                return True
        return False

    def processes(self) -> list[int]:
        """All processes of the node."""
        wanted = f"{MARK}={self.mark}".encode()
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if wanted in (each / "environ").read_bytes().split(b"\0"):
                    found.append(int(each.name))
        return found

    def kill(self) -> None:
        """As if the plug was pulled."""
        while alive := self.processes():
            for process in alive:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()


class RayCluster:
    """A head, and as many nodes as are added."""

    def __init__(self, folder: Path, authenticated: bool = True):
        self.folder = folder
        self.port, self.client_port = free_port(), free_port()
        self.token = folder / "token"
        self.token.write_text(secrets.token_hex(32))
        self.head: RayNode | None = None
        self.nodes: list[RayNode] = []
        self._starting: list[RayNode] = []
        self._environment = {
            **os.environ,
            "RAY_AUTH_MODE": "token" if authenticated else "disabled",
            TOKEN: str(self.token),
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_health_check_period_ms": "500",
            "RAY_worker_register_timeout_seconds": "600",
            "RAY_agent_register_timeout_ms": "600000",
            "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "pyodide_pkgs")]),
        }

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self, **environment: str) -> None:
        """A head without a slot of its own."""
        place = ["--head", "--port", str(self.port), "--ray-client-server-port", str(self.client_port)]
        rest = ["--include-dashboard=false", "--num-cpus=0", "--temp-dir", str(self.folder / "r")]
        (self.head,) = self._up([[*place, *rest]], environment)

    def add(self, count: int = 1, **environment: str) -> list[RayNode]:
        """Nodes with a slot each."""
        added = self._up([["--address", self.address, "--num-cpus=1"]] * count, environment)
        self.nodes += added
        return added

    def _up(self, all_arguments: list[list[str]], environment: dict[str, str]) -> list[RayNode]:
        """Start nodes at the same time, each again until it has started."""
        common = [
            "--min-worker-port=0",
            "--max-worker-port=0",
            "--object-store-memory=80000000",
            "--disable-usage-stats",
        ]
        started, missing = [], all_arguments
        for _ in range(8):
            nodes = [RayNode([*each, *common], {**self._environment, **environment}) for each in missing]
            self._starting = nodes
            failed = [(node, each) for node, each in zip(nodes, missing, strict=True) if not node.started()]
            started += [node for node in nodes if node not in [each for each, _ in failed]]
            for node, _ in failed:
                node.kill()
            missing = [each for _, each in failed]
            if not missing:
                return started
        raise AssertionError("".join(failed[0][0].said[-20:]))

    def engine(self, site: WorkSite, holder: str = "ray@test", **more: Any) -> RayEngine:
        """An engine over the cluster whose workers ask that site."""
        with Store(site.settings.database) as store:
            place = Place(site.address, None, holder, store.worker_tokens.renew(holder))
        return RayEngine(**{"address": self.address, "place": place, "module": PRETEND, **more})

    def end(self) -> None:
        for node in (*self.nodes, *self._starting, self.head):
            if node is not None:
                node.kill()
        self.nodes = []


def workers_named(owner: str) -> list[int]:
    """The worker processes of ours that were started with that name."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f'"owner": "{owner}"'.encode() in (each / "cmdline").read_bytes():
                found.append(int(each.name))
    return found


@contextmanager
def ray_cluster(nodes: int, authenticated: bool = True, **environment: str) -> Iterator[RayCluster]:
    """A cluster, gone when this is left; its folder has a short name, for the names of sockets may not be long."""
    folder = Path(tempfile.mkdtemp(prefix="r", dir="/tmp"))
    cluster = RayCluster(folder, authenticated)
    before = os.environ.get(TOKEN)
    os.environ[TOKEN] = str(cluster.token)
    try:
        cluster.start(**environment)
        cluster.add(nodes, **environment)
        yield cluster
    finally:
        cluster.end()
        del os.environ[TOKEN]
        if before is not None:
            os.environ[TOKEN] = before
        shutil.rmtree(folder, ignore_errors=True)
