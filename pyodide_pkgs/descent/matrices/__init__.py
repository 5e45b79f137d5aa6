"""Functions of matrices that rules share: Newton–Schulz, polar factors, eigenbases, retractions, Kronecker factors.

Every function acts on the last two axes of `(runs, rows, columns)` and mixes no runs: row i of a population equals that
row alone. Everything is written with `xp`, mutates nothing, and never branches on a value, only on a shape or a name.
"""
