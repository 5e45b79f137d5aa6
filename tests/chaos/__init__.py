"""Disturbs a whole site at random, and says whether everything it acknowledged ended once, with the same bits.

    python -m tests.chaos --minutes 5 [--seed N]

`site.py` runs `serve` and finds its processes; each disturbance is a function of `disturbances.py`; `client.py` hands
comparisons in and remembers which were acknowledged; `drill.py` goes through all of it; `verdict.py` compares with the
same comparisons that nobody disturbed. Everything is real: signals, another process's lock on the record, the kernel's
limit on the size of files. Only the clock is ours: a module that Python loads at its start (`clock/sitecustomize.py`)
adds to the time of day what a file says.
"""
