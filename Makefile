# Two commands: `make serve` and `make test`. Each does the whole set-up it needs, alone, from a bare clone.
