"""Optimizer Playground: the command line, the web application, the course of problems, and comparisons of many runs."""
