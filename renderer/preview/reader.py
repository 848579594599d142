"""In which language a browser is answered.

Comes in: what it sends as Accept-Language. Goes out: one of the tool's languages. Knows no page.
"""

from __future__ import annotations

from renderer.messages.catalogue import LANGUAGES, language


def tongue_of(accepted: str) -> str:
    """The language that the reader likes best of ours; of none, what the preview itself speaks."""
    liked = sorted(_wishes(accepted), key=lambda wish: -wish[1])
    known = (tag for tag, weight in liked if tag in LANGUAGES and weight > 0)
    return next(known, language())


def _wishes(accepted: str) -> list[tuple[str, float]]:
    """(primary language, weight), in the order of *accepted* (RFC 9110, 12.5.4)."""
    wishes = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";")
        try:
            liked = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            liked = 0.0
        wishes.append((tag.strip().lower().partition("-")[0], liked))
    return wishes
