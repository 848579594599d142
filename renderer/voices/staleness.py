"""Whether a recording still says what the storyboard says.

Comes in: a narration as written, and the fingerprint noted when it was read. Goes out: yes or no.
Apart from `recording`, so that a check loads no codec.
"""

from __future__ import annotations

import hashlib
import unicodedata


def fingerprint(narration: str) -> str:
    """Eight hexadecimal digits of *narration*; line breaks and the form of accents don't count."""
    plain = " ".join(unicodedata.normalize("NFC", narration).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def is_stale(says: str, narration: str) -> bool:
    """Whether a recording that reads the text of fingerprint *says* no longer fits *narration*.

    An empty *says* was never noted, and is not stale.
    """
    return bool(says) and says.strip().lower() != fingerprint(narration)
