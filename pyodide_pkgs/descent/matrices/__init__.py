"""Functions of matrices that several rules share: polar factors, Newton–Schulz, spectral clipping, eigenbases, retractions.

Every function acts on the last two axes of `(runs, rows, columns)` and mixes no runs: row i of a population equals that
row alone. Everything is written with `xp`, mutates nothing, and never branches on a value, only on a shape or a name.
"""
