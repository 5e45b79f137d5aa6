"""One-edit changes of a correct program: each with its source, its name and a sentence that is true of its outputs."""
