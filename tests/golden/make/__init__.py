"""Makes the golden files again, and new ones, from the libraries that their cases name.

`python -m tests.golden.make NAME... [--check]` is the command (`__main__`). `sources` lists every source that a case
may name and the script that runs it; `from_<library>` are those scripts, `formula` is the one without a library.
`recipe` writes the cases of a new rule; the recipes are in `recipes/`.
"""
