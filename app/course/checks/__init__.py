"""What every problem keeps: the checks that `check-problem` runs on one folder and the tests on all of them.

One module a subject; `all_checks` lists them in the order in which an author wants to hear of them.
"""
