"""What runs in the process of a submission: copied to a folder of its own, with `descent`, and started from there.

Nothing here imports `app`, which is not to be found there.
"""
