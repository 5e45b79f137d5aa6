"""What a comparison amounts to before anything runs: runs, shards, cost."""
