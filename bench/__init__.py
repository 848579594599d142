"""Measurements: each makes its own inputs from a fixed seed and prints a table."""
