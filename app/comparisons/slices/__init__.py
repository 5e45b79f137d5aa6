"""Slices of the loss landscape: the loss over a plane through trained weights, and the paths that led there."""
