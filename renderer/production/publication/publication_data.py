"""What is said about a finished film: the data that the page, captions and metadata are made of;
and where the sets of its languages stand, on the disk and on the web.

Comes in: a `Making` and its joined files. Goes out: `Publication` and `FilmTags`. Writes nothing.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from renderer import __version__
from renderer.clips.slide_parameters import Look
from renderer.decoding.file_integrity import digest_of
from renderer.language.eye.typography import typeset
from renderer.language.registry import language_of, primary_tag
from renderer.production.publication.page_theme import page_theme
from renderer.production.publication.subtitle_cues import published_cues
from renderer.production.title_and_end_credits import team_lines
from renderer.publish.publication import (
    Credit,
    Edition,
    Fetched,
    FilmFile,
    MapNote,
    Publication,
    PublishedChapter,
    PublishedSentence,
    PublishedSlide,
    SoundMeasured,
    Subtitles,
    TeaserFile,
    VoiceUsed,
)
from renderer.publish.subtitle_files import chapters_vtt, srt, webvtt
from renderer.rights.credit_text import credit_line, film_credits, visual_credits
from renderer.store.cache import key_of
from renderer.storyboard.board import (
    Music,
    Pronunciation,
    Slide,
    Source,
    Storyboard,
    Visual,
)
from renderer.storyboard.slide_kinds import alt_of, kind_of, maps_of, works_of
from renderer.storyboard.slugs import name_in_project
from renderer.subtitles.cues import Cue
from renderer.themes.file import load_theme
from renderer.timebase import Timebase

if TYPE_CHECKING:
    from renderer.encoding.assemble import FilmTags
    from renderer.narration.speech import HeardVoice
    from renderer.production.prepare import Production
    from renderer.production.render import Film, Making


def editions(board: Storyboard, out: Path, told: Sequence[str]) -> tuple[Edition, ...]:
    """The languages that a page can link to: those *told* now, and those already below *out*."""
    there = tuple(
        Edition(language=language, folder=board.name_in(language))
        for language in board.languages
        if language in told or (out / board.name_in(language) / "manifest.json").is_file()
    )
    return there if len(there) > 1 else ()


def set_address(base_url: str, name: str) -> str:
    """The public address of the set called *name* below the project's own; empty: not stated."""
    return f"{base_url.rstrip('/')}/{name}/" if base_url else ""


def cues_of(making: Making) -> tuple[Cue, ...]:
    """The captions beside the film."""
    production = making.production
    theme = load_theme(production.board.style, production.theme_folders)
    return published_cues(production.board, making.films[0].layout, theme)


def film_tags(making: Making, film: Film, today: datetime.date) -> FilmTags:
    """What the MP4 says of itself."""
    from renderer.encoding.assemble import FilmTags, TrackNames

    board = making.production.board
    known = language_of(board.language)
    typed = partial(typeset, language=board.language)
    credits = [line for _, line in film_credits(board)]
    return FilmTags(
        title=typed(board.title),
        language=known.iso_639_2,
        metadata={
            "description": typed(board.description),
            "comment": f"Récit {__version__}, {_names(making)}",
            "copyright": " ; ".join(dict.fromkeys(credits)),
            "date": str(today.year),
        },
        chapters=[(typed(c.title), c.start, c.end) for c in film.layout.timeline.chapters],
        names=TrackNames(
            pictures=known.tracks.pictures,
            sound=known.tracks.sound,
            chapters=known.tracks.chapters,
        ),
    )


def teaser_of(making: Making, file: FilmFile) -> TeaserFile:
    """The finished teaser and its captions."""
    film, language = making.films[0], making.production.board.language
    timeline = film.layout.timeline
    return TeaserFile(
        film=file,
        length=timeline.length,
        slides=tuple(span.id for span in timeline.slides),
        captions_vtt=_captions(cues_of(making), timeline.timebase, language),
    )


def _captions(cues: Sequence[Cue], timebase: Timebase, language: str) -> str:
    return webvtt(cues, timebase, language, language_of(language).eye.cue_colours)


def publication_of(
    making: Making,
    files: Sequence[FilmFile],
    posters: Mapping[str, Path],
    teaser: TeaserFile | None,
    cues: Sequence[Cue],
    today: datetime.date,
) -> Publication:
    """Everything the set is made from; *cues* are the film's."""
    board = making.production.board
    film = making.films[0]
    timeline = film.layout.timeline
    typed = partial(typeset, language=board.language)
    chapters = tuple(_chapters(film, typed))
    return Publication(
        slug=board.set_name,
        storyboard=name_in_project(board.path, board.root),
        language=board.language,
        title=typed(board.title),
        subtitle=typed(board.subtitle),
        description=typed(board.description),
        # The project's own heading is in its own language.
        invitation="" if board.is_translation else typed(making.production.page.invitation),
        base_url=set_address(making.production.page.base_url, board.set_name),
        publisher=typed(making.production.page.publisher),
        license=making.production.page.license,
        dress=making.production.page.dress,
        theme=page_theme(making.production),
        timebase=timeline.timebase,
        length=timeline.length,
        films=tuple(files),
        poster=posters["jpg"],
        other_posters={name: path for name, path in posters.items() if name != "jpg"},
        teaser=teaser,
        slides=tuple(_slides(making, film)),
        chapters=chapters,
        subtitles=_subtitles(film, cues, chapters, board.language),
        music=_music_credit(board.music, board.language),
        sound=_sound(film),
        voice=_voice(making, making.narration.own),
        other_voices=tuple(_voice(making, each) for each in making.narration.others),
        is_recorded=board.is_recorded,
        tags=tuple(typed(tag) for tag in board.tags),
        related=tuple(Source(title=typed(r.title), url=r.url) for r in board.related),
        team=tuple(typed(line) for line in team_lines(board)),
        foreign=tuple(dict.fromkeys(_foreign(board))),
        versions=_versions(),
        date=today,
    )


def _subtitles(
    film: Film, cues: Sequence[Cue], chapters: Sequence[PublishedChapter], language: str
) -> Subtitles:
    timebase = film.layout.timeline.timebase
    return Subtitles(
        captions_vtt=_captions(cues, timebase, language),
        captions_srt=srt(cues, timebase),
        chapters_vtt=chapters_vtt(chapters, timebase),
    )


def _chapters(film: Film, typed: partial[str]) -> Iterator[PublishedChapter]:
    timeline = film.layout.timeline
    for chapter in timeline.chapters:
        yield PublishedChapter(
            title=typed(chapter.title),
            start=chapter.start,
            end=chapter.end,
            slide=timeline.slides[chapter.slide].id,
        )


def _slides(making: Making, film: Film) -> list[PublishedSlide]:
    board, timeline = making.production.board, film.layout.timeline
    typed = partial(typeset, language=board.language)
    said: dict[int, list[PublishedSentence]] = defaultdict(list)
    per_frame = timeline.timebase.samples_per_frame
    for placed in timeline.sentences:
        said[placed.slide].append(
            PublishedSentence(
                written=typed(placed.sentence.written),
                start=placed.start // per_frame,
                end=timeline.timebase.frames_holding(placed.end),
                paragraph=placed.sentence.paragraph,
            )
        )
    looks = film.layout.looks
    credits = [
        _credits(slide, looks[number], making.production)
        for number, slide in enumerate(board.slides)
    ]
    return [
        PublishedSlide(
            id=slide.id,
            start=timeline.slides[number].start,
            end=timeline.slides[number].end,
            chapter=typed(slide.chapter),
            alt=typed(alt_of(slide.visual)),
            shown=_shown(slide, typed),
            map_notes=tuple(_map_notes(slide.visual, board.language, typed)),
            sentences=tuple(said[number]),
            credit=next(iter(credits[number]), None),
            more_credits=credits[number][1:],
            music=_music_credit(slide.music, board.language),
            sources=tuple(Source(title=typed(s.title), url=s.url) for s in slide.sources),
            picture=_fingerprint(film.layout.looks[number]),
        )
        for number, slide in enumerate(board.slides)
    ]


def _shown(slide: Slide, typed: partial[str]) -> tuple[str, ...]:
    """The words drawn on the picture, each on one line.

    Those of the end credits are left out: the page has them all, in its own lists.
    """
    words = (*kind_of(slide.visual).words(slide.visual), slide.caption)
    return tuple(" ".join(typed(word).split(" ")).strip() for word in words if word.strip())


def _foreign(board: Storyboard) -> Iterator[Pronunciation]:
    """The lexicon's entries that name another language, the slides' own among them."""
    own = primary_tag(board.language)
    for entry in (*board.pronounce, *(one for slide in board.slides for one in slide.pronounce)):
        if entry.language and primary_tag(entry.language) != own:
            # How it is said is no business of a page, and would date it anew.
            yield replace(entry, say="", ipa="", origin="")


def _map_notes(visual: Visual, language: str, typed: partial[str]) -> Iterator[MapNote]:
    for chart in maps_of(visual):
        from renderer.maps.description import describe  # only films with maps load it

        for remark in describe(chart, language):
            yield MapNote(about=typed(remark.about), said=typed(remark.said))


def _fingerprint(look: Look) -> str:
    if len(look.shots) > 1:
        return key_of({"shots": [shown.look.digests for shown in look.shots]})
    return look.digests[0] if look.digests else key_of({"look": look.recipe()["picture"]})


def _credits(slide: Slide, look: Look, production: Production) -> tuple[Credit, ...]:
    """Of each work that the slide shows, in their order."""
    files = [work.file for work in works_of(slide.visual)]
    digests = dict(zip(files, look.digests, strict=False))
    found = []
    language = production.board.language
    for _, work, kind, rights, line in visual_credits(slide.visual, language):
        web = production.web.get(work.file) if work else None
        found.append(
            Credit(
                kind=kind,
                name=work.name if work else "",
                rights=rights,
                line=typeset(line, language),
                sha256=digests.get(work.file, "") if work else "",
                fetched=Fetched(url=web.final_url, date=web.date) if web else None,
            )
        )
    return tuple(found)


def _music_credit(music: Music | Literal["none"] | None, language: str) -> Credit | None:
    if music is None or music == "none" or music.rights is None:
        return None
    line = typeset(credit_line(music.rights, language), language)
    digest = digest_of(music.file)
    return Credit(kind="music", name=music.name, rights=music.rights, line=line, sha256=digest)


def _sound(film: Film) -> SoundMeasured:
    facts = film.soundtrack.entry.facts
    return SoundMeasured(
        loudness_lufs=facts["loudness_lufs"],
        true_peak_dbtp=facts["true_peak_dbtp"],
        gain_db=facts["gain_db"],
    )


def _names(making: Making) -> str:
    return "; ".join(making.narration.machines or (making.narration.own.public_name,))


def _voice(making: Making, heard: HeardVoice) -> VoiceUsed:
    narration = making.narration
    stands_in = bool(making.production.choice.fell_back or narration.fell_back)
    return VoiceUsed(
        title=heard.public_name if heard.slides else "",
        engine=str(heard.identity.get("engine", "")),
        version=str(heard.identity.get("version", "")),
        name=str(heard.identity.get("name", "") or heard.title),
        synthetic=heard.synthetic,
        sent_to=heard.sent_to,
        fallback=stands_in and heard is narration.own,
        slides=() if heard is narration.own else heard.slides,
    )


def _versions() -> dict[str, str]:
    found = {"Récit": __version__}
    drawn = ("av", "moviepy", "pillow", "opencv-python-headless")
    for name in (*drawn, "onnxruntime", "espeakng-loader", "gTTS"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
