"""The real worker, which rests beyond step 100 of a slice until there is the file that REST_UNTIL names."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.comparisons.shard import Stop
from app.comparisons.slices.task import SliceResult, SliceTask
from app.comparisons.workers import worker


def resting(compute: worker.Compute) -> worker.Compute:
    def computed(task: SliceTask, progress: Callable[[int], None], stop: Stop) -> SliceResult:
        def told(step: int) -> None:
            progress(step)
            while step > 100 and not Path(os.environ["REST_UNTIL"]).exists() and not stop():
                time.sleep(0.01)

        return compute(task, told, stop)

    return computed


if __name__ == "__main__":
    real = worker.torch_compute
    worker.torch_compute = lambda: resting(real())
    worker.exit_at_once(worker.main(sys.argv[1:]))
