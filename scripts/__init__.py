"""What the set-up and the checks run."""
