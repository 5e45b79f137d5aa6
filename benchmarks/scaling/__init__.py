"""How many workers one site can have: costs measured, a simulation of many, and real fake workers to check it by.

    python -m benchmarks.scaling costs check curve

docs/scaling.md says what was seen.
"""
