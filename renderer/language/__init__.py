"""A tongue for the ear and for the eye: text in, text out.

Comes in: narration and captions as an author writes them, lexicon entries. Goes out: sentences,
what the voice is given (`Spoken`, with its span map), and text set as a printer would set it.
Knows nothing of files, slides, voices or time: no I/O of any kind happens in this room.
"""

__all__ = ["abbreviations", "ear", "eye", "folding", "sentence", "sentences"]
