"""Whose a picture is: what its file says, what the storyboard says, and what may be published.

Comes in: rights as an author wrote them, the bytes of pictures. Goes out: credit lines, rights read
from files, mistakes that stop a publication. Knows no film.
"""

__all__ = ["clearance", "credit_text", "embedded"]
