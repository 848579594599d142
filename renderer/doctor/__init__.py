"""A look at the machine: does everything that Récit needs work here?

Comes in: folders and settings of a render. Goes out: `Check`s. Changes nothing.
"""

__all__ = ["diagnosis", "system"]
