"""Packages that only some films need, and how to get them.

Comes in: an extra's name, as pyproject.toml has it. Goes out: the remedy for its absence. The
remedy names the package itself first: an installed wheel has no folder to install '.[…]' from.
"""

from __future__ import annotations

from renderer.messages import tr

EXTRAS = {
    "maps": "basemap-data-hires>=2.0",
    "piper": "piper-tts>=1.3",
    "gradium": "websockets>=15",
    "cluster": "distributed>=2025.1",
    "remote": "fsspec>=2025.1",
    "heic": "pillow-heif>=1.1",
    "otio": "opentimelineio>=0.18.1",
}
"""Each extra's package, as in pyproject.toml: a test compares them."""


def install(extra: str) -> str:
    """What brings *extra* here."""
    # Commands are places: no language may change their quotes.
    alone, checkout = f"pip install '{EXTRAS[extra]}'", f"pip install '.[{extra}]'"
    return tr("{alone} (in a checkout: {checkout})", alone=alone, checkout=checkout)
