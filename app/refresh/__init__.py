"""Stored files: data that the code implies, made entry by entry by `optimizer-playground refresh`.

One module a kind of stored file; `kinds` lists them. What an entry is named by is a rule, a landscape, a workload or a
problem, so one name stands for everything that is stored of it.
"""
