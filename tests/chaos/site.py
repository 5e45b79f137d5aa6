"""A site as it is served, in processes of its own that can be found, killed and started again."""

import os
import struct
import subprocess
import sys
from pathlib import Path
from threading import Thread

import psutil

from app.comparisons.settings import ComparisonSettings
from tests.comparisons.workplace import until
from tests.serving import free_port, reachable

CHECKOUT = Path(__file__).resolve().parents[2]
ROLES = {"server": " serve ", "scheduler": "app.commands.worker", "worker": "app.comparisons.workers.worker"}
"""What the command line of each sort of process contains."""
LINES = 400
"""Lines of the log that are kept."""


class Site:
    """`serve` with its scheduler and workers over one folder."""

    def __init__(self, folder: Path):
        self.settings = ComparisonSettings(
            var=folder / "var", heartbeat_seconds=0.5, missed_heartbeats=8, poll_seconds=0.1, retry_seconds=0.1,
            stop_seconds=5.0, checkpoint_steps=25, interruptions=1000,
        )  # fmt: skip
        self.port = free_port()
        self.starts = 0
        self.log: list[str] = []
        self._clock = folder / "clock"
        self.put_clock(0.0)
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where comparisons are handed in."""
        return f"http://127.0.0.1:{self.port}/api/comparisons"

    def put_clock(self, seconds: float) -> None:
        """Make the time of day of every process differ by so much from the true one."""
        with self._clock.open("r+b" if self._clock.exists() else "wb") as file:
            file.write(struct.pack("d", seconds))

    def keep(self) -> None:
        """Start the server where it is not there, as whatever starts services would, and wait for nothing."""
        if self._process is not None and self._process.poll() is None:
            return
        given = self.settings.model_dump(mode="json", exclude_none=True)
        environment = {
            **os.environ,
            **{f"OPTIMIZER_PLAYGROUND_RUNS_{name.upper()}": str(value) for name, value in given.items()},
            "CHAOS_CLOCK": str(self._clock),
            "PYTHONPATH": str(Path(__file__).parent / "clock"),
            "OMP_NUM_THREADS": "1",
        }
        self.starts += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(self.port)],
            cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stderr is not None
        with process.stderr as lines:
            for line in lines:
                self.log.append(line.rstrip())
                del self.log[:-LINES]

    def there(self) -> bool:
        """Whether it answers."""
        self.keep()
        return reachable(self.port)

    def processes(self, role: str) -> list[psutil.Process]:
        """The living processes of that sort, orphans among them."""
        return [each for each in psutil.process_iter() if self._is(each, role)]

    def _is(self, process: psutil.Process, role: str) -> bool:
        try:
            ours = process.environ().get("OPTIMIZER_PLAYGROUND_RUNS_VAR") == str(self.settings.var)
            return ours and process.status() != "zombie" and ROLES[role] in f" {' '.join(process.cmdline())} "
        except psutil.Error:
            return False

    def end(self) -> int:
        """Ask it to end as an operator would; its exit status, once all its processes are gone."""
        assert self._process is not None
        self._process.terminate()
        status = self._process.wait(300)
        until(lambda: not any(self.processes(role) for role in ROLES))
        return status

    def kill(self) -> None:
        """Leave nothing behind, whatever happened."""
        for role in ROLES:
            for process in self.processes(role):
                process.kill()
        if self._process is not None:
            self._process.wait()
