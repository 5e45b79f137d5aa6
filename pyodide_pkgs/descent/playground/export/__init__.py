"""A race as a script that needs NumPy alone: the rules, landscapes and loop of this package as plain Python."""
