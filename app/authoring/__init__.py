"""Tools for authors of problems: the rules that every problem keeps, which test catches which mistake, a new folder.

Continuous integration runs the same rules over every folder; `optimizer-playground check-problem` runs them on one.
"""
