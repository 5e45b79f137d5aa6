"""What pages show before Python has loaded: finished races, computed on the server."""
