"""Other people's sound and film files, decoded behind fences."""
