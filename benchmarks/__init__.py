"""What is promised in time, and ratios between ways of doing the same work: `python -m benchmarks`, one table."""
