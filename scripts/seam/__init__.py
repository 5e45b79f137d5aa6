"""The contract between Python and JavaScript, from the types of `descent`: `python -m scripts.seam` writes it."""
