"""A film's language for the ear and for the eye: text in, text out.

Comes in: narration and captions as an author writes them, lexicon entries, a language tag. Goes
out: sentences, what the voice is given (`Spoken`, with its span map), text set as a printer would
set it, and the words around the film. Each language is a module, found by its row in registry.py.
Knows nothing of files, slides, voices or time: no I/O of any kind happens in this room.
"""

__all__ = [
    "dates",
    "ear",
    "eye",
    "folding",
    "language",
    "phrase_search",
    "registry",
    "sentence",
    "sentences",
    "words",
]
