"""What is trained: one file per workload with its `CARD` and `build(settings, place)`; data shipped or generated."""
