"""Other people's files: opened and decoded in fenced processes, and known by what was read."""
