"""How large a picture may be.

Comes in: nothing. Goes out: the caps. What its decoding may cost is `decoding.limits`.
"""

from __future__ import annotations

BYTE_CAP = 1 << 30
"""Largest picture file that is read (bytes)."""
PIXEL_CAP = 1_000_000_000
"""Most pixels that a header may announce: a 30,000 × 30,000 scan passes, a bomb doesn't."""
