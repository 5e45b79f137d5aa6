"""What a GPU does with the rules and with training, by one command under eight minutes; the same on a CPU, tiny.

python -m benchmarks gpu                         # the first GPU; writes gpu.md and gpu.json
python -m benchmarks gpu --device cpu --tiny     # tries every line of it, and measures nothing worth keeping
"""
