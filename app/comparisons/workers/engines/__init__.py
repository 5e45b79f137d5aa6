"""Where worker processes run. An engine starts and stops them; it knows nothing of jobs, shards or results."""
