"""One module for a rule whose golden file is drawn: `RECIPE` says who makes its cases."""
