"""Ratios between ways of doing the same work, measured in one run on one machine; never a gate on absolute time."""
