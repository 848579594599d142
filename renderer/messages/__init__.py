"""What the tool says to its users, in their language: English in the source, others beside it.

Comes in: an English sentence with named places, and what stands in them. Goes out: the sentence in
the language of this process. Knows nothing of what is said. Standard library only: every room
speaks through this one.
"""

from renderer.messages.catalogue import deferred, tr, trc, trn

__all__ = [
    "catalogue",
    "deferred",
    "explanations",
    "figures",
    "notes",
    "os_errors",
    "reader_language",
    "tr",
    "trc",
    "trn",
]
