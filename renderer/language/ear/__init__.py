"""Text for the ear: what a voice is given for a written sentence.

Comes in: sentences, lexicon entries. Goes out: `Spoken`, with its span map. Pure.
"""

__all__ = ["lexicon", "rules", "spoken_text", "unknown"]
