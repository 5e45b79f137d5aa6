"""What is trained: one file per workload, each with a `CARD` and `build(settings, place)`; data shipped or generated."""
