"""Runs of other programs taken in, other records merged, and comparisons written for the tools of others."""
