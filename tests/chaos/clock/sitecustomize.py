"""The time of day, put forward or back by as many seconds as eight bytes of a file say: loaded by each process."""

import mmap
import os
import struct
import time
from pathlib import Path

place = os.environ.get("CHAOS_CLOCK")
if place is not None:
    with Path(place).open("rb") as file:
        shared = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)
    real, real_ns = time.time, time.time_ns

    def shift() -> float:
        return float(struct.unpack("d", shared[:8])[0])

    time.time = lambda: real() + shift()
    time.time_ns = lambda: real_ns() + int(shift() * 1e9)
