"""What is trained: one file per workload, each with a `CARD` and a `build(settings, place)`; data shipped or generated."""
