"""How French says numbers, dates, hours, units, titles, acronyms and names.

Comes in: folded text. Goes out: claims on stretches of it, each with the words to say. Pure.
"""

__all__ = ["ear", "names"]
