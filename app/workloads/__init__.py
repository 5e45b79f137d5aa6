"""What is trained: one file per workload with its `CARD` and `build(settings, device)`; data shipped or generated."""
