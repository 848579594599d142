"""Publications for tests: whole and real by default, so that a test says only what matters."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from renderer.publish.publication import (
    Credit,
    FilmFile,
    MapNote,
    Publication,
    PublishedChapter,
    PublishedSentence,
    PublishedSlide,
    Subtitles,
    VoiceUsed,
)
from renderer.storyboard.board import Rights, Source
from renderer.timebase import Timebase

FPS = 25
NARRATIONS = (
    ("débarquement", "Le débarquement", ("Le 6 juin, les Alliés débarquent.", "La mer est grise.")),
    ("assaut", "L’assaut", ("Le VIIe corps avance.", "Le 2e bataillon tient la côte.")),
    ("port", "", ("Le port est libre !", "Les navires reviennent.")),
)

MAP_NOTES = (
    MapNote(about="Dates", said="22 juin 1944 – 1er juillet 1944"),
    MapNote(about="Lieux", said="Cherbourg (objectif)\u00a0; Fort du Roule (fort)"),
    MapNote(about="Légende", said="Forces américaines (flèche)"),
    MapNote(about="Sources de la carte", said="Carte Récit\u00a0; Fond\u00a0: GSHHG, WDBII"),
)


def a_slide(number: int, **changes: Any) -> PublishedSlide:
    """Slide *number* of three: four seconds, two sentences, a credited picture."""
    slide_id, chapter, texts = NARRATIONS[number]
    start = number * 4 * FPS
    slide = PublishedSlide(
        id=slide_id,
        start=start,
        end=start + 4 * FPS,
        chapter=chapter,
        alt=f"Photographie numéro {number + 1}\u00a0: des hommes sur une plage.",
        shown=(f"Légende {number + 1}",),
        sentences=tuple(
            PublishedSentence(
                written=text,
                start=start + 10 + 45 * index,
                end=start + 50 + 45 * index,
                paragraph=index,
            )
            for index, text in enumerate(texts)
        ),
        credit=Credit(
            kind="picture",
            name=f"plage-{number + 1}.jpg",
            rights=Rights(author="M. Untel", holder="NARA", license="LicenseRef-PD-USGov"),
            line=f"National Archives photo no. 80-G-{number + 1}",
            sha256=f"{number}" * 64,
        ),
        sources=(Source(title="Un livre d’histoire"),),
    )
    if number == 1:
        slide = dataclasses.replace(slide, map_notes=MAP_NOTES)
    return dataclasses.replace(slide, **changes)


def a_publication(film: Path, poster: Path, **changes: Any) -> Publication:
    """Three slides, two chapters, twelve seconds."""
    slides: Sequence[PublishedSlide] = changes.pop("slides", tuple(a_slide(n) for n in range(3)))
    publication = Publication(
        slug="bataille",
        language="fr",
        title="La bataille",
        subtitle="Juin 1944",
        description="Le récit d’une bataille.",
        timebase=Timebase(fps=FPS),
        length=12 * FPS,
        films=(FilmFile(file=film, width=320, height=180),),
        poster=poster,
        slides=tuple(slides),
        chapters=(
            PublishedChapter(title="Le débarquement", start=0, end=100, slide=slides[0].id),
            PublishedChapter(title="L’assaut", start=100, end=300, slide=slides[-1].id),
        ),
        subtitles=subtitles_of(slides),
        voice=VoiceUsed(title="espeak-ng, français", engine="espeak", version="1.52", name="fr"),
        related=(
            Source(title="Un autre récit", url="../autre/page.html"),
            Source(title="Chemins de mémoire", url="https://www.cheminsdememoire.gouv.fr/"),
        ),
        versions={"recit": "0.1.0"},
        date=datetime.date(2026, 6, 6),
    )
    return dataclasses.replace(publication, **changes)


def subtitles_of(slides: Sequence[PublishedSlide]) -> Subtitles:
    """A cue per sentence, a chapter per titled slide; the real ones have their own tests."""
    base = Timebase(fps=FPS)
    cues = [
        f"{base.timestamp(s.start)} --> {base.timestamp(s.end)}\n{escape(s.written, quote=False)}\n"
        for slide in slides
        for s in slide.sentences
    ]
    chapters = [
        f"{base.timestamp(slide.start)} --> {base.timestamp(slide.end)}\n"
        f"{escape(slide.chapter, quote=False)}\n"
        for slide in slides
        if slide.chapter
    ]
    return Subtitles(
        captions_vtt="\n".join(["WEBVTT\n", *cues]),
        captions_srt="\n".join(f"{n}\n{cue}" for n, cue in enumerate(cues, 1)),
        chapters_vtt="\n".join(["WEBVTT\n", *chapters]),
    )


def with_new_words(made: Publication) -> Publication:
    """*made* with another first sentence."""
    first = a_slide(0)
    sentences = (
        dataclasses.replace(first.sentences[0], written="Des mots nouveaux."),
        first.sentences[1],
    )
    slides = (dataclasses.replace(first, sentences=sentences), *made.slides[1:])
    return dataclasses.replace(made, slides=slides, subtitles=subtitles_of(slides))
