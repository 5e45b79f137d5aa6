"""Workers as processes of this machine: one per GPU, or one on the CPU where there is none."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.comparisons.errors import EngineFailure
from app.comparisons.workers.engines.base import Order, Status
from app.comparisons.workers.engines.gpus import gpus, order

MEMORY_EVENTS = Path("/sys/fs/cgroup/memory.events")


@dataclass
class Started:
    """A process, the slot it has, and how many processes the kernel had killed for memory when it started."""

    process: "subprocess.Popen[bytes]"
    slot: int
    memory_kills: int


class LocalEngine:
    """An engine over `subprocess`: spawned, never forked, each in a session of its own."""

    def __init__(self, slots: int | None = None, module: str = "app.comparisons.workers.worker"):
        self.gpus = gpus()
        self.slots = slots or len(self.gpus) or 1
        self.module = module
        self._started: dict[str, Started] = {}

    def capacity(self) -> int:
        """The number of slots."""
        return self.slots

    def launch(self, order: Order) -> str:
        """Start a worker process; its handle is the owner's name. `EngineFailure` when every slot is taken."""
        handle = str(order["owner"])
        taken = {each.slot for each in self._started.values() if each.process.poll() is None}
        free = [slot for slot in range(self.slots) if slot not in taken]
        if not free:
            raise EngineFailure(f"all {self.slots} slots are taken")
        text = json.dumps({**order, "supervisor": os.getpid()}, allow_nan=False)
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, text],
                env=self._environment(free[0]),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in a terminal is for the scheduler, which then stops its workers
            )
        except OSError as error:
            raise EngineFailure(f"a worker process could not be started: {error}") from error
        self._started[handle] = Started(process, free[0], memory_kills())
        return handle

    def _environment(self, slot: int) -> dict[str, str]:
        # One thread: a shard's tensors are small, and two threads that wait for each other were 17 times slower.
        environment = {"OMP_NUM_THREADS": "1", **os.environ}
        if self.gpus:
            environment |= order()
            environment["CUDA_VISIBLE_DEVICES"] = self.gpus[slot % len(self.gpus)]
        return environment

    def alive(self, handle: str) -> Status:
        """Whether the process runs; its exit status and, if the kernel killed it for memory, that reason."""
        started = self._started.get(handle)
        if started is None:
            return {"alive": False, "exit": None, "reason": None}
        code = started.process.poll()
        killed_for_memory = code == -9 and memory_kills() > started.memory_kills
        return {"alive": code is None, "exit": code, "reason": "out of memory" if killed_for_memory else None}

    def stop(self, handle: str, force: bool) -> None:
        """SIGTERM, or SIGKILL with `force`, which also reaches a process that is paused."""
        started = self._started.get(handle)
        if started is not None and started.process.poll() is None:
            if force:
                started.process.kill()
            else:
                started.process.terminate()

    def close(self) -> None:
        """End every process, and wait for it."""
        for handle, started in self._started.items():
            self.stop(handle, force=True)
            started.process.wait()


def memory_kills() -> int:
    """How many processes of this container the kernel has killed for want of memory; 0 where it does not say."""
    try:
        lines = MEMORY_EVENTS.read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
