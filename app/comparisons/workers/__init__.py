"""The processes that train: a worker with its heartbeat, the scheduler, and the engines that start workers."""
