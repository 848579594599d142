"""German, as small as a language can be: the module of the recipe in CONTRIBUTING, for tests alone.

All that it says is real; what Récit would ship for German would know more words.
"""

from __future__ import annotations

import re
from functools import partial

from renderer.language.ear.plain import plain_claims
from renderer.language.ear.rules import Claim, Ear
from renderer.language.eye.break_scale import HOLDS, NEVER, PLAIN
from renderer.language.language import BreathRules, Eye, Language, SentenceRules
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

_ARTICLES = frozenset(listed("der die das den dem des ein eine einer eines"))
_LITTLE = frozenset(listed("und oder in im am an auf bei mit von zu nach"))
_CORPS = re.compile(r"VII(?=\. Korps\b)")


def _typeset(text: str) -> str:
    """German quotes, and nothing else."""
    return re.sub(r'"([^"]*)"', "„\\1“", text)


def _break_cost(last: str, first: str, is_first: bool) -> float:
    if last.lower() in _ARTICLES:
        return NEVER
    return HOLDS if last.lower() in _LITTLE else PLAIN


def _plural(number: int) -> PluralCategory:
    return "one" if number == 1 else "other"


def _claims(text: str) -> list[Claim]:
    return [
        Claim(found.start(), found.end() + 1, "Siebtes", "corps") for found in _CORPS.finditer(text)
    ]


EAR = Ear(
    claims=partial(plain_claims, rules=_claims),
    reads_respellings=False,
    lexicon=lambda: None,
    first_words=frozenset(listed("Der Die Das Am Im")),
    well_known=frozenset(listed("Deutschland Frankreich")),
)

LANGUAGE = Language(
    tag="de",
    name="Deutsch",
    locale="de_DE",
    iso_639_2="deu",
    page=PageWords(
        film="Film",
        relive="Geschichte neu erleben",
        introduction="Einleitung",
        chapters="Kapitel",
        transcript="Abschrift",
        read_transcript="Abschrift lesen",
        sources="Quellen",
        related="Siehe auch",
        credits="Mitwirkende",
        share="Teilen",
        share_link="Adresse dieser Seite",
        share_mail="Per E-Mail senden",
        downloads="Herunterladen",
        download_film="Der Film",
        download_teaser="Der Ausschnitt",
        download_captions="Die Untertitel",
        download_transcript="Die Abschrift",
        burned="Untertitel im Bild",
        on_picture="Im Bild:",
        on_screen="Text im Bild:",
        play_from="Film abspielen ab",
        synthetic_voice="Künstliche Stimme",
        recorded_voice="Aufgenommene Stimme",
        stand_in="Ersatzstimme",
        no_video="Ihr Browser spielt dieses Video nicht ab.",
        music="Musik",
        skip="Zum Inhalt",
        skip_to_transcript="Zur Abschrift",
        enlarge="Abschrift vergrößern",
        close="Schließen",
        other_host="Server des Films: Header Access-Control-Allow-Origin",
        frame_height="Einmal je Seite: Rahmen werden so hoch wie ihr Inhalt",
        languages="Sprachen des Films",
        duration="Dauer",
        minutes=Counted(one="Minute", other="Minuten"),
        seconds=Counted(one="Sekunde", other="Sekunden"),
        licence="Lizenz",
        colon=": ",
    ),
    maps=MapWords(
        sides=SideWords(allies="Alliierte", axis="Deutsche Truppen", neutral="Neutrale"),
        legend=LegendWords(
            landing="Landung",
            fort="Fort",
            strongpoint="Stützpunkt",
            gate="Tor",
            battle="Gefecht",
            wreck="Sprengung, Wrack",
            mine="Minen",
            border="Heutige Grenzen",
            ground="Kartengrund",
            data="freie Daten: Küsten, Flüsse und Grenzen der Welt",
            schematic="Skizze",
        ),
        headings=MapHeadings(
            dates="Daten",
            places="Orte",
            arrows="Bewegungen",
            fronts="Frontlinien",
            areas="Gebiete",
            lines="Linien",
            legend="Legende",
            inset="Nebenkarte",
            sources="Quellen der Karte",
        ),
        signs=SignWords(
            arrow="Pfeil",
            front="Frontlinie",
            area="schraffiertes Gebiet",
            border="Strich",
            symbol="Zeichen",
        ),
        places=PlaceWords(
            objective="Ziel",
            capital="Hauptstadt",
            landing="Landung",
            port="Hafen",
            fort="Fort",
            strongpoint="Stützpunkt",
            gate="Tor",
            bridge="Brücke",
            battle="Gefecht",
            wreck="Sprengung, Wrack",
            mine="Minen",
        ),
        lines=LineWords(
            road="Straße",
            railway="Eisenbahn",
            breakwater="Mole",
            wall="Mauer",
            pipeline="Pipeline",
            boundary="Grenze",
            river="Fluss",
        ),
        in_france="kleine Karte Frankreichs, auf der der Ort der Ansicht markiert ist",
        in_region="kleine Karte der Gegend, auf der der Ort der Ansicht markiert ist",
        next="; ",
    ),
    credits=CreditsWords(
        team="Team",
        pictures="Bilder",
        maps="Karten",
        sound="Ton",
        sources="Quellen",
        base_maps="Kartengrund",
        public_domain="gemeinfrei",
        changed="bearbeitet: ",
        quotes=("„", "“"),
        licences=LicenceTitles(
            public_domain_mark="Gemeinfrei",
            us_government="Gemeinfrei (Vereinigte Staaten)",
            etalab="Offene Lizenz 2.0",
        ),
    ),
    cues=CueWords(music="[Musik]"),
    tracks=TrackWords(pictures="Bild", sound="Ton", chapters="Kapitel"),
    draft="ENTWURF",
    dates=DateWords(
        months=listed(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        day="{day}.\u00a0{month}\u00a0{year}",
        hour="{date}, {hour}\u00a0Uhr",
    ),
    plural=_plural,
    eye=Eye(
        typeset=_typeset,
        raised=None,
        break_cost=_break_cost,
        little_words=_ARTICLES | _LITTLE,
        easy_reading=15.0,
        fastest_reading=17.0,
    ),
    sentences=SentenceRules(
        always_followed=frozenset(listed("dr prof gen nr bzw vgl")),
        also_words=frozenset(),
        before_a_number=frozenset(listed("jan febr aug sept okt nov dez")),
        sometimes_last=frozenset(listed("usw etc")),
        named_by_letter=frozenset(listed("tag plan punkt")),
        within=None,
        numbers_rank=True,
        is_cut=lambda _: False,
        starters=frozenset(listed("der die das er sie es wir in im am und aber")),
    ),
    breath=BreathRules(
        joining=re.compile(r"(?:und|oder|aber|weil|als|dass)\b", re.IGNORECASE),
        leaning=re.compile(r"(?:^|\s)(?:der|die|das|ein|eine|in|im|am|und)$", re.IGNORECASE),
    ),
    ear=__name__,
)
