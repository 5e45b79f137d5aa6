"""The pretended worker in a process that can write no file beyond a megabyte."""

import resource
import sys

from app.comparisons.workers import worker
from tests.comparisons.pretend import execute

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (10**6, 10**6))  # Python ignores the signal and raises OSError
    worker.exit_at_once(worker.main(sys.argv[1:], lambda: execute))
