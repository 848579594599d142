"""Récit: a YAML storyboard in, a narrated film and its web page out.

The rooms of this package stand in one line, and each knows only what stands left of it:
storyboard, french, voices, narration, timeline, pictures, clips, encode, assemble, publish, cli.
`docs/architecture.md` tells the same in more words; `tests/test_architecture.py` holds it.
"""

__version__ = "0.1.0"
