"""The side of Ray: a process that is connected to a cluster, and the actors that it starts there.

Only these modules import Ray, and only in processes of their own: Ray ends a process whose head is gone. The scheduler
speaks to the first one by lines of JSON (`app.comparisons.workers.engines.ray`).
"""
