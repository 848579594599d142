"""All that would stop a film, found before anything is spoken or drawn: one look for each concern.

    Subject ──inspect──▶ Verdict (mistakes, warnings)

Comes in: a board with its options. Goes out: Problems at their lines. `check`, `plan` and `render`
ask here, so that they say the same. A new concern is a function from `Subject` to
`Verdict`, and a row of `CONCERNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from renderer.decoding.file_integrity import digest_of
from renderer.errors import Problem
from renderer.messages import tr
from renderer.production.inspection.cues import inspect_cues
from renderer.production.inspection.framing import inspect_framing
from renderer.production.inspection.letters import inspect_letters
from renderer.production.inspection.moments import inspect_moments
from renderer.production.inspection.pictures import inspect_pictures
from renderer.production.inspection.sounds import inspect_sounds
from renderer.production.inspection.static_slides import inspect_pace
from renderer.production.inspection.subject import Subject, Verdict, place_of
from renderer.production.inspection.verdicts import fit_key, remember, remembered
from renderer.production.missing_resources import missing_grounds
from renderer.production.options import frame_size
from renderer.store.cache import Cache, key_of
from renderer.storyboard.board import Storyboard
from renderer.storyboard.slide_kinds import flies, maps_of
from renderer.themes.theme import parts_digest

__all__ = [
    "CONCERNS",
    "PICTURES",
    "Subject",
    "Verdict",
    "framing",
    "inspect",
    "map_names",
    "sounds",
    "subject",
    "subject_of",
]


def inspect_grounds(subject: Subject) -> Verdict:
    """Every map whose ground isn't on this machine."""
    ids = {slide.id for slide in subject.slides}
    return Verdict(mistakes=tuple(missing_grounds(subject.board, ids)))


def inspect_layers(subject: Subject) -> Verdict:
    """Every layer of their own that maps draw."""
    charts = tuple(chart for slide in subject.slides for chart in maps_of(slide.visual))
    names = sorted({name for chart in charts for _, name in chart.ground.files})
    if not names:
        return Verdict()
    try:
        digests = [digest_of(subject.board.media / name) for name in names]
    except OSError:
        digests = []  # told below, with the line that names it
    shapes = subject.board.film.formats
    key = fit_key(key_of({"files": digests}), _LAYERS, maps=repr(charts), shapes=list(shapes))
    if digests and remembered(subject.cache, key) is not None:
        return Verdict()
    from renderer.maps.custom_layers import layer_problems  # NumPy: only where it is needed

    mistakes, warnings = layer_problems(replace(subject.board, slides=subject.slides))
    if digests and not (mistakes or warnings):
        remember(subject.cache, key)
    return Verdict(mistakes=mistakes, warnings=warnings)


_LAYERS = "renderer.maps.custom_layers"


def inspect_flights(subject: Subject) -> Verdict:
    """Every slide that the view is to fly to, and that has no map before it or isn't one."""
    return Verdict(
        mistakes=tuple(
            Problem(
                mark=place_of(slide, "transition"),
                what=tr("the view flies only from one map to the next"),
                remedy=tr("write 'fade' here, or put a map before this one")
                if maps_of(slide.visual)
                else tr("write 'fade' here"),
                slide=slide.id,
                code="fly-without-maps",
            )
            for number, slide in enumerate(subject.board.slides)
            if slide.transition.kind == "fly"
            and "transition" in slide.marks  # a film that flies fades where there is no map
            and not flies(subject.board.slides, number)
            and slide in subject.slides
        )
    )


CONCERNS: tuple[Callable[[Subject], Verdict], ...] = (
    inspect_letters,
    inspect_grounds,
    inspect_layers,
    inspect_flights,
    inspect_moments,
    inspect_pictures,
    inspect_framing,
    inspect_pace,
    inspect_sounds,
    inspect_cues,  # after the sounds: it reads what they left in the cache
)
PICTURES: tuple[Callable[[Subject], Verdict], ...] = (inspect_pictures, inspect_framing)
"""Those that look at photographs alone."""


def inspect(
    subject: Subject, concerns: Sequence[Callable[[Subject], Verdict]] = CONCERNS
) -> Verdict:
    """All that every one of *concerns* finds.

    Raises:
        StoryboardError: the theme's file is wrong.
        PictureError: the theme asked for on the command line is missing.
    """
    verdicts = [concern(subject) for concern in concerns]
    return Verdict(
        mistakes=tuple(dict.fromkeys(each for one in verdicts for each in one.mistakes)),
        warnings=tuple(dict.fromkeys(each for one in verdicts for each in one.warnings)),
    )


def subject_of(
    board: Storyboard,
    *,
    themes: tuple[Path, ...],
    cache: Cache | None,
    jobs: int,
    only: Collection[str] | None = None,
    is_whole: bool = True,
    opens_files: bool = True,
) -> Subject:
    """What is inspected of *board*, as `Subject` holds it; *only* the slides of these ids."""
    slides = tuple(s for s in board.slides if only is None or s.id in only)
    shapes = {shape: frame_size(shape, board.film.height) for shape in board.film.formats}
    return Subject(
        board=board,
        slides=slides,
        is_whole=is_whole,
        shapes=shapes,
        themes=themes,
        cache=cache,
        jobs=jobs,
        digest=parts_digest(board, [slide.id for slide in slides], is_whole, shapes),
        opens_files=opens_files,
    )
