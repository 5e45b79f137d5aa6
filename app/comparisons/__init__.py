"""Comparisons of many runs: what is asked for, how it is planned and queued, how it is trained, what it found."""
