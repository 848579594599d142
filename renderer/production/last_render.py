"""What the last render of a film was made of, so that a plan can say what has changed.

Comes in: the takes and looks of a film being made. Goes out: a small JSON file in the cache, and
reasons in words. It explains and decides nothing: what is reused is decided by keys alone, so a
lost or damaged ledger only makes the reasons vaguer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.clips.drawing_code import look_code, segment_code
from renderer.clips.slide_parameters import Look
from renderer.encoding.codec import for_content
from renderer.files.atomic import drafted
from renderer.messages import deferred, tr
from renderer.production.film_structure import Layout
from renderer.production.library_versions import library_versions
from renderer.store.cache import key_of

if TYPE_CHECKING:
    from renderer.production.prepare import Production

LOG = logging.getLogger(__name__)
_CODE = "code"
_ENCODER = "encoder settings"
_WORDS = {
    "picture": deferred("the picture's settings of '{slide}' changed"),
    "files": deferred("the picture file of '{slide}' changed"),
    "caption": deferred("the caption of '{slide}' changed"),
    "credit": deferred("the credit line of '{slide}' changed"),
    "size": deferred("the frame size of '{slide}' changed"),
    "fps": deferred("the frame rate of '{slide}' changed"),
    "style": deferred("the theme of '{slide}' changed"),
    "draft": deferred("draft or not of '{slide}' changed"),
    "chapter": deferred("the chapter's title of '{slide}' changed"),
    "length": deferred("the slide's length of '{slide}' changed"),
    "seed": deferred("the slide's id of '{slide}' changed"),
    "sentences": deferred("when its sentences start of '{slide}' changed"),
    "language": deferred("the language of '{slide}' changed"),
    "foot": deferred("the rows that subtitles take of '{slide}' changed"),
    "uncovered": deferred("when the caption leaves of '{slide}' changed"),
    "cues": deferred("the subtitles of '{slide}' changed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One finished render, as far as reasons need it. Empty before the first."""

    sentences: Mapping[str, str] = field(default_factory=dict)
    """Key of each sentence, by "slide id/number"."""
    looks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Recipe of each slide's look with the code that draws it, by slide id."""
    common: Mapping[str, Any] = field(default_factory=dict)
    """Encoder settings, versions, and the code that every segment passes through."""
    film: Mapping[str, Any] = field(default_factory=dict)
    """What the finished set is: key, digest of its manifest, film, snippet."""


def ledger_path(production: Production, film: str) -> Path:
    """Where the ledger of a storyboard's film is kept; *film* is its layout's name.

    A draft and a single slide have ledgers of their own: the film itself is as it was.
    """
    board, options = production.board, production.options
    named = {"storyboard": str(board.path.resolve()), "language": board.language, "shape": film}
    if options.draft or options.only:
        named |= {"draft": str(options.draft), "only": options.only}
    name = key_of(named)[:32]
    return production.cache.root / "ledgers" / f"{name}.json"


def read_ledger(path: Path) -> Ledger:
    """The ledger, or an empty one."""
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        return Ledger(**{name: dict(noted[name]) for name in Ledger.__dataclass_fields__})
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, KeyError, TypeError):
        LOG.debug("the ledger %s can't be read: reasons will be vague", path)
        return Ledger()


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Replace the ledger; a cache that can't be written to goes without."""
    noted = {name: getattr(ledger, name) for name in Ledger.__dataclass_fields__}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with drafted(path) as draft:
            draft.write_text(json.dumps(noted), encoding="utf-8")
    except OSError as error:
        LOG.debug("no ledger was written: %s", error)


def ledger_of(layout: Layout, sentences: Mapping[str, str], film: Mapping[str, Any]) -> Ledger:
    """The ledger of a film just made."""
    return Ledger(
        sentences=sentences,
        looks={
            look.name: _recipe(layout, look)
            for whole in layout.looks
            for look in ([shown.look for shown in whole.shots] or [whole])
        },
        common=common_recipe(layout),
        film=film,
    )


def common_recipe(layout: Layout) -> dict[str, Any]:
    """What all segments of a film share."""
    return {
        _ENCODER: [
            for_content(layout.settings, is_smooth=smooth).recipe() for smooth in (False, True)
        ],
        **library_versions(),
        _CODE: segment_code((), has_cues=False),
    }


def why_made(before: Ledger, layout: Layout, number: int) -> str:
    """Why segment *number* has to be made, in words."""
    if not before.looks:
        return tr("nothing was kept of an earlier render")
    common = common_recipe(layout)
    changed = [
        _common_changed(name) for name, value in common.items() if before.common.get(name) != value
    ]
    if changed:
        return ", ".join(changed)
    reasons: list[str] = []
    for run in layout.tasks[number].runs:
        for look in filter(None, run.looks):
            reasons += _why_look(before, look.name, _recipe(layout, look))
    return ", ".join(dict.fromkeys(reasons)) or tr(
        "it is no longer in the cache, or its neighbours are new"
    )


def _common_changed(name: str) -> str:
    if name == _CODE:
        return tr("this version of Récit draws otherwise")
    if name == _ENCODER:
        return tr("encoder settings changed")
    return tr("{name} changed", name=name)


def _recipe(layout: Layout, look: Look) -> dict[str, Any]:
    cues = layout.cue_keys.get(look.slide)
    # Its own length: a longer slide has new parts where none of its pictures is another.
    told = {**look.recipe(), "length": look.length, _CODE: look_code(look)}
    return told | ({"cues": cues} if cues else {})


def _why_look(before: Ledger, slide: str, recipe: Mapping[str, Any]) -> list[str]:
    known = before.looks.get(slide)
    if known is None:
        return [tr("slide '{slide}' is new", slide=slide)]
    names = [name for name in {**known, **recipe} if known.get(name) != recipe.get(name)]
    if names == [_CODE]:
        return [tr("this version of Récit draws '{slide}' otherwise", slide=slide)]
    other = deferred("{name} of '{slide}' changed")
    return [tr(_WORDS.get(name, other), slide=slide, name=name) for name in names if name != _CODE]
