"""Cues: the timed words beside the film, how they break, and the word that lights up as it is said.

Comes in: sentences with their words' times. Goes out: `Cue`s of one or two lines. Draws nothing.
"""

__all__ = ["cues", "highlight"]
