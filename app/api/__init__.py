"""What the addresses under `/api` answer: the models from which clients are generated."""
