"""How a shard is trained: tensors stacked over runs, one step for all, compiled in place where that is asked for."""
