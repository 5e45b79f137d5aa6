"""A worker that trains something tiny without torch, and misbehaves when its shard says so.

Each member walks `x ← x - lr (x + noise)` with noise from seed and step, so that the numbers depend on every step and a
resumed run must agree to the last bit. Options of the shard: `pause` (seconds per step), `kill_at`, `abort_at`,
`raise_at`, `memory_at` (a step), `stubborn` (never asks whether to stop), `ballast` (bytes added to a checkpoint),
`straggler` (seconds for which a thread goes on, whatever becomes of the shard), `lock_at` (a step at which it pauses
for good in the middle of a write; only if it has not been resumed), `rest` (a number of steps and the name of a file:
after so many steps of one life it waits until there is that file, or until it is told to stop).
"""

import json
import math
import os
import signal
import sys
import threading
import time
from pathlib import Path

from app.comparisons.shard import Checkpoints, Record, Result, Shard, Sink, Stop
from app.comparisons.workers import worker


def noise(seed: int, step: int) -> float:
    return math.sin(seed * 12.9898 + step * 78.233)


def record(shard: Shard, x: list[float], step: int) -> Record:
    bad = tuple(not math.isfinite(value) for value in x)
    loss = tuple(None if off else value * value for value, off in zip(x, bad, strict=True))
    evaluated = step == shard.steps or (shard.evaluate_every and step % shard.evaluate_every == 0)
    return Record(step, loss, loss if evaluated else None, bad, 1e-3)


def execute(shard: Shard, checkpoints: Checkpoints, sink: Sink, stop: Stop) -> Result:
    options = shard.options
    saved = checkpoints.load()
    if saved is None:
        step, x = 0, [1.0 + member.seed for member in shard.members]
        diverged_at: list[int | None] = [None] * len(x)
        sink.records([record(shard, x, 0)])
    else:
        step, kept, diverged_at = json.loads(saved)
        x = [float.fromhex(value) for value in kept]

    if options.get("straggler"):
        threading.Thread(target=time.sleep, args=(options["straggler"],)).start()

    def save() -> None:
        state = json.dumps([step, [value.hex() for value in x], diverged_at])
        checkpoints.save(state.encode() + b" " * int(options.get("ballast", 0)), step)

    begun = step
    while step < shard.steps:
        if options.get("rest"):
            rest, there = options["rest"]
            while step - begun >= rest and not Path(there).exists() and not stop():
                time.sleep(0.01)
        if not options.get("stubborn") and stop():
            save()
            return Result("stopped", step, (), (), tuple(diverged_at), "pretend", "cpu", 0.0)
        time.sleep(float(options.get("pause", 0)))
        if options.get("kill_at") == step:
            os.kill(os.getpid(), signal.SIGKILL)
        if options.get("abort_at") == step:
            os.abort()
        if options.get("lock_at") == step and saved is None:
            with sink.coordinator.store.database.write():  # type: ignore[attr-defined]
                os.kill(os.getpid(), signal.SIGSTOP)
        if options.get("raise_at") == step:
            raise RuntimeError("the loss was eaten by a grue")
        if options.get("memory_at") == step:
            raise MemoryError("cannot allocate 1 TiB")
        for place, member in enumerate(shard.members):
            x[place] -= member.hypers["lr"] * (x[place] + noise(member.seed, step))
            if not math.isfinite(x[place]) and diverged_at[place] is None:
                diverged_at[place] = step + 1
        step += 1
        if step % shard.record_every == 0 or step == shard.steps:
            sink.records([record(shard, x, step)])
            sink.progress(step)
        if checkpoints.every and step % checkpoints.every == 0:
            save()
    last = record(shard, x, step)
    return Result("finished", step, last.train_loss, last.train_loss, tuple(diverged_at), "pretend", "cpu", 0.0)


if __name__ == "__main__":
    worker.exit_at_once(worker.main(sys.argv[1:], lambda: execute))
