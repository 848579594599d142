"""YAML text in, a checked storyboard out: `load_storyboard(path)`, with line numbers throughout."""
