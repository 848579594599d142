"""The lexicon of one slide: whose entries it has, the nearest first.

Comes in: entries of the slide and of the project, a language. Goes out: `Lexicon`.
"""

from __future__ import annotations

from collections.abc import Sequence

from renderer.language.ear.lexicon import Lexicon, layer
from renderer.language.registry import ear_of
from renderer.storyboard.board import Pronunciation


def lexicon_for(
    project: Sequence[Pronunciation] = (),
    slide: Sequence[Pronunciation] = (),
    *,
    language: str = "fr",
) -> Lexicon:
    """The lexicon of a slide: its own entries, then the project's, then the language's."""
    layers = [layer(slide, "slide")] if slide else []
    if project:
        layers.append(layer(project, "project"))
    if built_in := ear_of(language).lexicon():
        layers.append(built_in)
    return Lexicon(layers=tuple(layers))
