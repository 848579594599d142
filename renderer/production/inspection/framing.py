"""What the frame does to pictures: parts, a focus or marks left out; too few pixels made larger.

Comes in: slides and the shapes that are made. Goes out: warnings at their lines; nothing stops a
film. Only headers of pictures are read, and a film in which nothing was found is remembered. How
long a slide lasts is estimated, as nothing is spoken yet: a pan goes as far as its time lets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from renderer.errors import Mark, PictureError, Problem
from renderer.frames.pixels import Size
from renderer.language.phrase_search import passages
from renderer.language.sentences import split_sentences
from renderer.messages import tr
from renderer.messages.figures import percent
from renderer.photographs.file import digest_of_file
from renderer.photographs.views import View
from renderer.production.inspection.subject import Subject, Verdict, place_of
from renderer.production.inspection.verdicts import fit_key, remember, remembered
from renderer.production.options import composed_size
from renderer.storyboard.advice import CHARACTERS_A_SECOND
from renderer.storyboard.board import Callout, Image, Slide, Storyboard
from renderer.storyboard.moments import Moment
from renderer.storyboard.slide_kinds import keyed_works_of
from renderer.themes.theme import parts_digest

_LOOKS = 50
"""Moments of a motion at which a call-out is looked for."""
LEAST_SEEN = 2 / 3
"""Of a picture, over its slide: below, it is no longer the picture that was chosen."""

FRAMING = frozenset({"picture-cropped", "focus-out-of-view", "callout-out-of-view"})
"""The codes of what is told here."""


def inspect_framing(subject: Subject) -> Verdict:
    """What every picture loses to the frame."""
    if not subject.opens_files:
        return Verdict()
    pictures = {i.file: i.name for s in subject.slides for _, _, i in _photographs(s)}
    if not pictures:
        return Verdict()
    try:
        files = [digest_of_file(file, name) for file, name in pictures.items() if file.is_file()]
    except (PictureError, OSError):
        return Verdict(warnings=_advice(subject))
    key = fit_key(parts_digest(subject.digest, files), "renderer.production.inspection.framing")
    if remembered(subject.cache, key) is not None:
        return Verdict()
    warnings = _advice(subject)
    if not warnings:
        remember(subject.cache, key)
    return Verdict(warnings=warnings)


def _advice(subject: Subject) -> tuple[Problem, ...]:
    film = subject.board.film  # of a draft: in its whole film
    shapes = {shape: composed_size(shape, film) for shape in film.formats}
    return tuple(_about_pictures(subject.board, subject.slides, shapes))


def _place(slide: Slide, key: str) -> Mark:
    """Where *key* of the slide was written."""
    return place_of(slide, key)


def _photographs(slide: Slide) -> list[tuple[str, str, Image]]:
    """Each photograph after its key and after the name that seeds its motion (`Look.name`)."""
    return [
        (key, f"{slide.id}/{shot}" if shot else slide.id, work)
        for key, shot, work in keyed_works_of(slide.visual)
        if isinstance(work, Image)
    ]


def _about_pictures(
    board: Storyboard, slides: Sequence[Slide], shapes: Mapping[str, Size]
) -> Iterator[Problem]:
    for slide in slides:
        pictures = _photographs(slide)
        for key, seed, image in pictures:
            if image.awaited:
                continue
            from renderer.photographs.photograph import probe  # Pillow: only for pictures

            try:
                source = probe(image.file, image.name).size
            except PictureError:
                continue  # another look refuses it
            length = max(1, _frames(board, slide) // len(pictures))
            shown = _Shown(
                slide=slide, key=key, seed=seed, image=image, source=source, language=board.language
            )
            yield from _about_picture(shown, shapes, length, board.film.fps)


def _frames(board: Storyboard, slide: Slide) -> int:
    """About how long *slide* lasts."""
    spoken = len(slide.narration) / CHARACTERS_A_SECOND / board.voice_of(slide).rate
    seconds = slide.length_seconds or spoken + slide.lead_seconds + slide.hold_seconds
    return max(1, round(seconds * board.film.fps))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A photograph, and where it stands."""

    slide: Slide
    key: str
    seed: str
    image: Image
    source: Size
    language: str

    def appears(self, callout: Callout) -> float:
        """About which share of the slide has gone by when *callout* appears, 0 to below 1."""
        sentences = [s.written for s in split_sentences(self.slide.narration, self.language)]
        when = callout.when or Moment(sentence=callout.sentence)
        number, offset = (when.sentence or 1) - 1, 0
        if when.words and (found := passages(when.words, sentences)):
            number, offset = found[0].sentence, found[0].offset
        before = sum(map(len, sentences[:number])) + offset
        return min(before / max(1, sum(map(len, sentences))), 1 - 1 / _LOOKS)


def _about_picture(
    shown: _Shown, shapes: Mapping[str, Size], length: int, fps: int
) -> Iterator[Problem]:
    from renderer.photographs.view_motion import TooSmall, framed_scan, showing, small_scan
    from renderer.pictures.coverage import focus_share, seen_share

    image, source = shown.image, shown.source
    seen, focused, small = {}, {}, list[TooSmall]()
    lost: dict[tuple[int, str], list[str]] = {}
    for shape, frame in shapes.items():
        way = showing(source, frame, image, seed=shown.seed, length=length, fps=fps)
        start, end = way.start, way.end
        if way.fitted.is_framed:
            small.append(framed_scan(source, frame, name=image.name))
        elif soft := small_scan(source, frame, start, end, name=image.name):
            small.append(soft)
        if image.motion.kind != "given":  # who says what is shown has chosen what isn't
            seen[shape] = seen_share(source, start, end)
        if image.focus is not None:
            focused[shape] = focus_share(source, start, end, image.focus)
        for number, callout in enumerate(image.callouts):
            if how := _fate(callout, shown, (start, end), frame, way.length / length):
                lost.setdefault((number, how), []).append(shape)
    if small:  # told once, of the worst: a better file serves all shapes
        worst = max(small, key=lambda each: each.enlarged)
        yield Problem(
            code="picture-imperfect",
            mark=_place(shown.slide, f"{shown.key}.file"),
            what=worst.what,
            remedy=worst.remedy,
            slide=shown.slide.id,
        )
    if cropped := {shape: share for shape, share in seen.items() if share < LEAST_SEEN}:
        yield _cropped(shown, cropped)
    if missed := {shape: share for shape, share in focused.items() if share < 1}:
        yield _missed(shown, missed)
    for (number, fate), where in lost.items():
        yield _lost(shown, number, fate, where)


def _fate(
    callout: Callout, shown: _Shown, views: tuple[View, View], frame: Size, arrives: float
) -> str:
    """The worst that the frame does to a call-out from when it appears on; empty: nothing.

    The last of *views* is arrived at after the share *arrives* of the slide.
    """
    from renderer.photographs.view_motion import progress, view_at
    from renderer.pictures.coverage import kept_in

    first, moves = round(_LOOKS * shown.appears(callout)), round(_LOOKS * arrives)
    seen = (view_at(*views, progress(each, moves)) for each in range(first, _LOOKS))
    fates = {kept_in(callout, view, shown.source, frame) for view in dict.fromkeys(seen)}
    return next((fate for fate in ("outside", "cut") if fate in fates), "")


def _cropped(shown: _Shown, seen: Mapping[str, float]) -> Problem:
    shares = [tr("{shape}: {share}", shape=one, share=percent(s)) for one, s in seen.items()]
    return Problem(
        code="picture-cropped",
        mark=_place(shown.slide, f"{shown.key}.fit"),
        what=tr(
            "'{key}' never shows more than a part of '{name}' ({shares})",
            key=f"fit: {shown.image.fit}",
            name=shown.image.name,
            shares=", ".join(shares),
        ),
        remedy=tr(
            "write 'fit: contain' or 'fit: blur' to show it whole, or '{motion}' to say what is"
            " passed over",
            motion="motion: {from: …, to: …}",
        ),
        slide=shown.slide.id,
    )


def _missed(shown: _Shown, focused: Mapping[str, float]) -> Problem:
    if any(focused.values()):
        shares = [
            tr("{shape}: {share} of the time", shape=shape, share=percent(share))
            for shape, share in focused.items()
        ]
        what = tr(
            "the focus of '{name}' leaves the view (seen in {shares})",
            name=shown.image.name,
            shares=", ".join(shares),
        )
    else:
        what = tr(
            "the focus of '{name}' is never seen ({shapes})",
            name=shown.image.name,
            shapes=", ".join(focused),
        )
    return Problem(
        code="focus-out-of-view",
        mark=_place(shown.slide, f"{shown.key}.focus"),
        what=what,
        remedy=tr("widen 'from' and 'to' so that both hold it, or leave them out"),
        slide=shown.slide.id,
    )


def _lost(shown: _Shown, number: int, fate: str, where: Sequence[str]) -> Problem:
    kind = shown.image.callouts[number].kind
    told = {"callout": kind, "name": shown.image.name, "shapes": ", ".join(where)}
    return Problem(
        code="callout-out-of-view",
        mark=_place(shown.slide, f"{shown.key}.callouts.{number}"),
        what=tr("the {callout} on '{name}' lies outside the frame ({shapes})", **told)
        if fate == "outside"
        else tr("the {callout} on '{name}' is cut by the frame's edge ({shapes})", **told),
        remedy=tr(
            "show more of the picture ('fit: contain' or 'fit: blur', a wider view), or move it"
        ),
        slide=shown.slide.id,
    )
