"""A map of operations as a painter."""
