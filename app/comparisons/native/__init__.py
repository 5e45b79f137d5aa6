"""The code of one run: a shard's step as C++ made from graphs, many steps a call; `execute` takes it where it can."""
