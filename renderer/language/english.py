"""English: all that a film told in it says, shows and sets its own way.

Goes out: `LANGUAGE`, found by the registry's row. Its typography (quotes, apostrophes, dashes,
spaces that hold) changes no letter and no digit. Languages without a module speak its words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from renderer.language.abbreviations import BREATH, LITTLE_WORDS, SENTENCES, word_set
from renderer.language.eye.break_scale import ENGLISH_GROUP, HOLDS, NUMBER, PLAIN
from renderer.language.eye.marks import NO_BREAK, dash_ranges, english_quotes, one_sign_for_dots
from renderer.language.language import Eye, Language
from renderer.language.words import (
    Counted,
    CreditsWords,
    CueWords,
    DateWords,
    LegendWords,
    LicenceTitles,
    LineWords,
    MapHeadings,
    MapWords,
    PageWords,
    PlaceWords,
    PluralCategory,
    SideWords,
    SignWords,
    TrackWords,
    listed,
)

_TIE = re.compile(
    r"(?<=\d) (?=(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|million|billion|km|kg|cm|mm|mph|am|pm|a\.m\.|p\.m\.)\b)"
    r"|(?<=\bNo\.) (?=\d)|(?<=\b(?:Mr|Dr|St)\.) (?=[A-Z])|(?<=\b(?:Mrs|Gen|Col)\.) (?=[A-Z])"
    r"|(?<=\bLt\.) (?=[A-Z])|(?<=\b[IVX]) (?=Corps\b)|(?<=[IVX][IVX]) (?=Corps\b)"
)
"""Spaces at which English doesn't break a line: a day and its month, a title and its name."""
_HOLDING = word_set(
    """
    the a an of to in on at by for with from into and or but his her its their our my your this
    that these those is are was were has have had will not no
    """
)
_OPENING = word_set(
    """
    and or but because that which who when where while if of to in on at by for with from into
    """
)


def typeset_english(text: str) -> str:
    """*text*, free of addresses, as an English printer sets it."""
    text = one_sign_for_dots(text)
    text = english_quotes(text)
    text = re.sub(r"(?<=\w) ?---? ?(?=\w)", "—", text) if "--" in text else text
    text = dash_ranges(text)
    return _TIE.sub(NO_BREAK, text)


def english_break_cost(last: str, first: str, is_first: bool) -> float:  # noqa: ARG001 - French asks
    """What a line that ends with *last* costs before *first*, as `language.BreakCost` says."""
    before, after = last.lower(), first.lower()
    if before in _HOLDING:
        return HOLDS
    if before[:1].isdigit() and after not in _OPENING:
        return NUMBER
    return ENGLISH_GROUP if after in _OPENING else PLAIN


def _plural(number: int) -> PluralCategory:
    return "one" if number == 1 else "other"


LANGUAGE = Language(
    tag="en",
    name="English",
    locale="en_GB",
    iso_639_2="eng",
    page=PageWords(
        film="Film",
        relive="Watch the film",
        introduction="Introduction",
        chapters="Chapters",
        transcript="Transcript",
        read_transcript="Read the transcript",
        sources="Sources",
        related="Read also",
        credits="Credits",
        share="Share",
        share_link="Address of this page",
        share_mail="Send by e-mail",
        downloads="Download",
        download_film="The film",
        download_teaser="The teaser",
        download_captions="The captions",
        download_transcript="The transcript",
        burned="subtitles in the picture",
        on_picture="In the picture:",
        on_screen="On screen:",
        play_from="Play the film from",
        synthetic_voice="Synthetic voice",
        recorded_voice="Recorded voice",
        stand_in="stand-in voice",
        no_video="Your browser does not play this video.",
        music="Music",
        skip="Skip to content",
        skip_to_transcript="Skip to the transcript",
        enlarge="Enlarge the transcript",
        close="Close",
        other_host="Server of the film: header Access-Control-Allow-Origin",
        frame_height="Optional, once a page: frames take the height of their content",
        languages="Languages of the film",
        duration="Length",
        minutes=Counted(other="min"),
        seconds=Counted(other="s"),
        licence="Licence",
        colon=": ",
    ),
    maps=MapWords(
        sides=SideWords(
            allies="Allies",
            axis="German forces",
            neutral="Neutral",
        ),
        legend=LegendWords(
            landing="Landing",
            fort="Fort",
            strongpoint="Strongpoint",
            gate="Gate",
            battle="Battle",
            wreck="Demolition, wreck",
            mine="Mines",
            border="Present-day borders",
            ground="Base map",
            data="free data: coasts, rivers and borders of the world",
            schematic="sketch",
        ),
        headings=MapHeadings(
            dates="Dates",
            places="Places",
            arrows="Movements",
            fronts="Front lines",
            areas="Areas",
            lines="Lines",
            legend="Legend",
            inset="Inset",
            sources="Sources of the map",
        ),
        signs=SignWords(
            arrow="arrow",
            front="front line",
            area="hatched area",
            border="stroke",
            symbol="symbol",
        ),
        places=PlaceWords(
            objective="objective",
            capital="capital",
            landing="landing",
            port="port",
            fort="fort",
            strongpoint="strongpoint",
            gate="gate",
            bridge="bridge",
            battle="battle",
            wreck="demolition, wreck",
            mine="mines",
        ),
        lines=LineWords(
            road="road",
            railway="railway",
            breakwater="breakwater",
            wall="wall",
            pipeline="pipeline",
            boundary="boundary",
            river="river",
        ),
        in_france="small map of France on which the place of the view is marked",
        in_region="small map of the region on which the place of the view is marked",
        next="; ",
    ),
    credits=CreditsWords(
        team="Team",
        pictures="Pictures",
        maps="Maps",
        sound="Sound",
        sources="Sources",
        base_maps="Base maps",
        public_domain="public domain",
        changed="modified: ",
        quotes=("“", "”"),
        licences=LicenceTitles(
            public_domain_mark="Public domain",
            us_government="Public domain (United States)",
            etalab="Open Licence 2.0",  # France publishes hers in both
        ),
    ),
    cues=CueWords(music="[music]"),
    tracks=TrackWords(pictures="Pictures", sound="Sound", chapters="Chapters"),
    draft="DRAFT",
    dates=DateWords(
        months=listed(
            "January February March April May June July August September October November December"
        ),
    ),
    plural=_plural,
    eye=Eye(
        typeset=typeset_english,
        raised=None,
        break_cost=english_break_cost,
        little_words=LITTLE_WORDS,
        easy_reading=15.0,  # three quarters of the limit
        fastest_reading=20.0,  # Netflix's limit for English
        decimal=".",
    ),
    sentences=replace(SENTENCES, is_cut=lambda _: False),
    breath=BREATH,
    ear="renderer.language.ear.english",
)
