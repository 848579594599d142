"""Bytes of unknown letters as text: UTF-8, else Windows-1252 or MacRoman, what reads like words.

Comes in: bytes out of metadata. Goes out: one clean line. Knows nothing of fields.

Old programs wrote the letters of their system and said nowhere which. Bytes that are sound UTF-8
are hardly ever anything else; of the two others each letter with an accent is, in the other, a sign
or a capital where none stands: "Musée" of a Macintosh is "MusŽe" of Windows, and the other way
round "MusÈe".
"""

from __future__ import annotations

import unicodedata

LONGEST = 500
"""Characters kept of one field: a credit, not an essay."""
_COMMON = frozenset("àâçèéêëîïôùûœÀÂÇÈÉÊÎÔŒ")
"""Letters of French, which most texts here are in."""
_OTHERS = frozenset("áãäåæìíñòóõöøúüýßÁÄÅÆÍÑÓÖØÚÜ")
_MARKS = frozenset("’‘“”«»–—…©®°·\u00a0€")
"""Signs that stand in credits; between two letters only the first can."""


def decode_metadata(data: bytes, charset: str = "") -> str:
    """*data* as text, in *charset* if it is declared and true."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "ignore")
    for name in dict.fromkeys(filter(None, ("utf-8", charset))):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    macintosh = data.decode("mac_roman")
    try:
        windows = data.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes mean nothing to Windows.
        return macintosh
    return macintosh if _likeness(macintosh) > _likeness(windows) else windows


def cleaned(text: str) -> str:
    """*text* as one line: no controls, no bidi overrides, no zero widths, not too long."""
    plain = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in text
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn") and char != "\ufffd"
    )
    return " ".join(plain.split())[:LONGEST].strip()


def _likeness(text: str) -> int:
    """How much *text* looks like words, judged by its letters beyond ASCII."""
    return sum(
        _fit(char, text[at - 1 : at], text[at + 1 : at + 2])
        for at, char in enumerate(text)
        if char > "\x7f"
    )


def _fit(char: str, before: str, after: str) -> int:
    inside = before.isalpha() and after.isalpha()
    if char.isalpha():
        if char.isupper() and before.islower():
            return -3
        return 2 if char in _COMMON else 1 if char in _OTHERS else 0
    if char in _MARKS:
        return 1 if not inside or char == "’" else -3
    return -3 if inside else -1
