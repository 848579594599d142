"""Faults, odd places and hostile text, each through a whole render."""
