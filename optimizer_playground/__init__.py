"""The playground in a notebook: `from optimizer_playground.notebook import Race`."""
