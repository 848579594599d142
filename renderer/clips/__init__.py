"""moviepy clips of slides and transitions: frame number in, picture out. Encodes nothing."""
