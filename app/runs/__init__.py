"""Large comparison runs: what is asked for, how it is queued, how it is executed."""
