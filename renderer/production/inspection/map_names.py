"""Names that find no room on their map, from an estimate: nothing is spoken yet.

Comes in: a `Subject`. Goes out: warnings at the lines of what is named; nothing stops a film. Where
names stand is asked of what draws them, on a map that is all land: a sea's name, which keeps off
the coast, may still find none. What was found is remembered in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.errors import PictureError, Problem
from renderer.frames.pixels import Size
from renderer.messages import deferred, tr
from renderer.messages.notes import PendingMessage, note
from renderer.production.inspection.letters import in_shapes
from renderer.production.inspection.static_slides import FPS, estimated
from renderer.production.inspection.subject import Subject, place_of
from renderer.production.inspection.verdicts import film_key, fit_key, remember, remembered
from renderer.production.options import frame_size
from renderer.storyboard.board import Slide
from renderer.storyboard.map_data import OperationsMap
from renderer.storyboard.slide_kinds import kind_of, maps_of
from renderer.themes.file import load_theme
from renderer.themes.theme import Theme

_LINES = 540
"""Of the frame that is tried: names take the same share of any from there on."""
_DRAWN_BY = "renderer.maps.prepared_map"


def unnamed(subject: Subject) -> tuple[Problem, ...]:
    """Everything on a map whose name is never seen there.

    Raises:
        StoryboardError, PictureError: the theme's file is wrong, or missing.
    """
    if not any(maps_of(slide.visual) for slide in subject.slides):
        return ()
    theme = load_theme(subject.board.style, subject.themes)
    key = film_key(subject, theme, "renderer.production.inspection.map_names", _DRAWN_BY)
    if remembered(subject.cache, key) is not None:
        return ()
    problems = tuple(_unnamed(subject, theme))
    if not problems:
        remember(subject.cache, key)
    return problems


def _unnamed(subject: Subject, theme: Theme) -> Iterator[Problem]:
    for slide in subject.slides:
        found: dict[PendingMessage, list[str]] = {}
        for shape, size in subject.shapes.items():
            tried = frame_size(shape, min(_LINES, *size))
            for chart in maps_of(slide.visual):
                for each in _dropped(chart, slide, theme, tried, subject):
                    found.setdefault(each, []).append(shape)
        for each, shapes in found.items():
            what = str(each)
            yield Problem(
                code="name-without-room",
                mark=place_of(slide, _key(slide, dict(each.values)["name"])),
                what=what if len(shapes) == len(subject.shapes) else in_shapes(what, shapes),
                remedy=tr(
                    "give its name another side ('{key}') or its place another '{at}', show a"
                    " closer view, or leave it out",
                    key="label: e",
                    at="at",
                ),
                slide=slide.id,
            )


def _dropped(
    chart: OperationsMap, slide: Slide, theme: Theme, size: Size, subject: Subject
) -> tuple[PendingMessage, ...]:
    """The names that *chart* has no room for."""
    from renderer.clips.captions import READ_SECONDS, SETTLED_SECONDS
    from renderer.clips.map_painter import map_style  # NumPy: only for maps
    from renderer.maps.prepared_map import prepare_map
    from renderer.pictures.caption import caption_reach

    board = subject.board
    seconds, beats = estimated(slide, board)
    try:
        covered = caption_reach(slide.caption, theme, size, board.language)
        stays = slide.caption_stay
        leaves = SETTLED_SECONDS + (stays if isinstance(stays, float) else READ_SECONDS)
        length = max(1, round(seconds * FPS))
        asked = repr((chart, beats, length, stays, covered, theme))
        key = fit_key(asked, _DRAWN_BY, size=list(size), language=board.language)
        if (known := remembered(subject.cache, key)) is not None:
            return known
        prepared = prepare_map(
            chart,
            map_style(theme),
            size,
            beats=beats,
            length=length,
            media=board.media,
            fps=FPS,
            language=board.language,
            clear_bottom=covered,
            uncovered=None if stays == "always" else (round(leaves * FPS), 0),
            bare=True,
        )
    except PictureError:
        return ()  # a mistake, told as such
    notes = tuple(
        note(deferred("'{name}' finds no room on the map"), name=name) for name in prepared.dropped
    )
    remember(subject.cache, key, notes)
    return notes


def _key(slide: Slide, name: str | int) -> str:
    """Under which key of *slide* the *name* was written."""
    thing = kind_of(slide.visual).key
    for chart in maps_of(slide.visual):
        named = {
            "places": [place.name for place in chart.places],
            "arrows": [arrow.label for arrow in chart.arrows],
            "fronts": [front.label for front in chart.fronts],
            "areas": [area.name for area in chart.areas],
            "lines": [line.name for line in chart.lines],
        }
        for key, names in named.items():
            if name in names:
                return f"{thing}.{key}.{names.index(name)}"
    return thing
