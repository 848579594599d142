"""What the frame leaves out of pictures: large parts, a focus, marks; motions that don't happen.

Comes in: slides and the shapes that are made. Goes out: warnings at their lines; nothing stops a
film. Only headers of pictures are read. How long a slide lasts is estimated, as nothing is spoken
yet: a pan goes as far as its time lets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from renderer.errors import Mark, PictureError, Problem
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.messages.figures import percent
from renderer.production.inspection.subject import Subject, Verdict, place_of
from renderer.storyboard.advice import CHARACTERS_A_SECOND
from renderer.storyboard.board import Image, Motion, Slide, Storyboard
from renderer.storyboard.kinds import kind_of, photographs_of

LEAST_SEEN = 2 / 3
"""Of a picture, over its slide: below, it is no longer the picture that was chosen."""


def inspect_framing(subject: Subject) -> Verdict:
    """What every picture loses to the frame."""
    if not subject.opens_files:
        return Verdict(warnings=tuple(_about_motion(subject.slides)))
    return Verdict(warnings=framing_advice(subject.board, subject.slides, subject.shapes))


def framing_advice(
    board: Storyboard, slides: Sequence[Slide], shapes: Mapping[str, Size]
) -> tuple[Problem, ...]:
    """The same of *slides*, whose pictures lie in their files, in *shapes*."""
    return (*_about_motion(slides), *_about_pictures(board, slides, shapes))


def _about_motion(slides: Sequence[Slide]) -> Iterator[Problem]:
    for slide in slides:
        for image in photographs_of(slide.visual):
            if image.callouts and _goes_somewhere(image.motion):
                yield Problem(
                    code="motion-ignored",
                    mark=_place(slide, "motion"),
                    what=tr(
                        "call-outs keep the picture still: of this motion only 'from' is shown"
                    ),
                    remedy=tr("leave the motion or the call-outs out, or make two slides of it"),
                    slide=slide.id,
                )


def _place(slide: Slide, key: str) -> Mark:
    """Where *key* of the slide's picture was written."""
    return place_of(slide, f"{kind_of(slide.visual).key}.{key}")


def _goes_somewhere(motion: Motion) -> bool:
    return motion.kind == "given" and motion.end is not None and motion.start != motion.end


def _about_pictures(
    board: Storyboard, slides: Sequence[Slide], shapes: Mapping[str, Size]
) -> Iterator[Problem]:
    for slide in slides:
        for image in photographs_of(slide.visual):
            if image.awaited:
                continue
            from renderer.photographs.photograph import probe  # Pillow: only for pictures

            try:
                source = probe(image.file, image.name).size
            except PictureError:
                continue  # another look refuses it
            length = _frames(board, slide)
            yield from _about_picture(slide, image, source, shapes, length, board.film.fps)


def _frames(board: Storyboard, slide: Slide) -> int:
    """About how long *slide* lasts."""
    spoken = len(slide.narration) / CHARACTERS_A_SECOND / board.voice.rate
    seconds = slide.length_seconds or spoken + slide.lead_seconds + slide.hold_seconds
    return max(1, round(seconds * board.film.fps))


def _about_picture(
    slide: Slide, image: Image, source: Size, shapes: Mapping[str, Size], length: int, fps: int
) -> Iterator[Problem]:
    from renderer.photographs.framing import shown_views
    from renderer.pictures.coverage import focus_share, kept_in, seen_share

    seen, focused = {}, {}
    lost: dict[tuple[int, str], list[str]] = {}
    for shape, frame in shapes.items():
        start, end = shown_views(source, frame, image, seed=slide.id, length=length, fps=fps)
        if image.motion.kind != "given":  # who says what is shown has chosen what isn't
            seen[shape] = seen_share(source, start, end)
        if image.focus is not None:
            focused[shape] = focus_share(source, start, end, image.focus)
        for number, callout in enumerate(image.callouts):
            if (how := kept_in(callout, start, source, frame)) != "whole":
                lost.setdefault((number, how), []).append(shape)
    if cropped := {shape: share for shape, share in seen.items() if share < LEAST_SEEN}:
        yield _cropped(slide, image, cropped)
    if missed := {shape: share for shape, share in focused.items() if share < 1}:
        yield _missed(slide, image, missed)
    for (number, fate), where in lost.items():
        yield _lost(slide, image, number, fate, where)


def _cropped(slide: Slide, image: Image, seen: Mapping[str, float]) -> Problem:
    shares = [tr("{shape}: {share}", shape=one, share=percent(s)) for one, s in seen.items()]
    return Problem(
        code="picture-cropped",
        mark=_place(slide, "fit"),
        what=tr(
            "'{key}' never shows more than a part of '{name}' ({shares})",
            key=f"fit: {image.fit}",
            name=image.name,
            shares=", ".join(shares),
        ),
        remedy=tr(
            "write 'fit: contain' or 'fit: blur' to show it whole, or '{motion}' to say what is"
            " passed over",
            motion="motion: {from: …, to: …}",
        ),
        slide=slide.id,
    )


def _missed(slide: Slide, image: Image, focused: Mapping[str, float]) -> Problem:
    if any(focused.values()):
        shares = [
            tr("{shape}: {share} of the time", shape=shape, share=percent(share))
            for shape, share in focused.items()
        ]
        what = tr(
            "the focus of '{name}' leaves the view (seen in {shares})",
            name=image.name,
            shares=", ".join(shares),
        )
    else:
        what = tr(
            "the focus of '{name}' is never seen ({shapes})",
            name=image.name,
            shapes=", ".join(focused),
        )
    return Problem(
        code="focus-out-of-view",
        mark=_place(slide, "focus"),
        what=what,
        remedy=tr("widen 'from' and 'to' so that both hold it, or leave them out"),
        slide=slide.id,
    )


def _lost(slide: Slide, image: Image, number: int, fate: str, where: Sequence[str]) -> Problem:
    kind = image.callouts[number].kind
    told = {"callout": kind, "name": image.name, "shapes": ", ".join(where)}
    return Problem(
        code="callout-out-of-view",
        mark=_place(slide, f"callouts.{number}"),
        what=tr("the {callout} on '{name}' lies outside the frame ({shapes})", **told)
        if fate == "outside"
        else tr("the {callout} on '{name}' is cut by the frame's edge ({shapes})", **told),
        remedy=tr(
            "show more of the picture ('fit: contain' or 'fit: blur', a wider view), or move it"
        ),
        slide=slide.id,
    )
