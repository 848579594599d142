"""French: all that a film told in it says, shows and sets its own way.

    text ──typeset_french──▶ text to show

Goes out: `LANGUAGE`, found by the registry's row. What is set has the same letters and digits in
the same order; setting twice is setting once. The rules are those of the *Lexique des règles
typographiques en usage à l'Imprimerie nationale*, as far as they can be decided without
understanding the text: what is doubtful is left as typed.
"""

from __future__ import annotations

import re

from renderer.language.abbreviations import BREATH, LITTLE_WORDS, SENTENCES
from renderer.language.eye.french_breaks import french_bonds, french_break_cost
from renderer.language.eye.marks import (
    NARROW,
    NO_BREAK,
    SPACE,
    THIN,
    curl_apostrophes,
    dash_ranges,
    french_quotes,
    one_sign_for_dots,
)
from renderer.language.eye.ties import MONTHS, ties
from renderer.language.language import CueColours, Eye, Language
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

_SP = "[ \u00a0\u202f]"
_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŠŽ]"
_NAMED = rf"{_SP}(?:de{_SP}|d[’']|von{_SP})?{_CAPITAL}"
# Roman numerals in their usual form; alone, only I, V and X: "Le", "De", "Me", "Ce" are words.
_ROMAN = (
    r"(?=[IVX]|[LCDM][IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
    r"(?<=[IVXLCDM])"
)
FRENCH_RAISED = re.compile(
    rf"""
    (?<![\w.,]) (?: \d+ (?P<number>ers?|ères?|res?|[eè]mes?|es?|(?<=2)(?:nd|d)e?s?) (?!\w)
                  | {_ROMAN} (?P<roman>(?<=I)ers?|(?<=I)res?|[eè]mes?|es?) (?![\w’'])
                  | [Nn](?P<numero>os?)(?={_SP}\d)(?<![Nn]os)
                  | M(?P<lady>mes?|lles?|gr)(?!\w)
                  | [DP](?P<doctor>rs?)(?={_NAMED})
                  | M(?P<counsel>e)(?={_NAMED})
                  | [GM](?P<general>al)(?={_NAMED})
                  | C(?P<commander>dt|ne)(?={_NAMED})
                  | L(?P<lieutenant>t)(?={_NAMED})
                  | C(?P<company>ie)(?!\w) )
    | (?<=\d) {_SP}? (?:[kdchm]?m)(?P<power>[23])(?!\w)
    """,
    re.VERBOSE,
)
"""Which letters are drawn raised: 1ʳᵉ, XIXᵉ, nᵒ, Mᵐᵉ. The last group is what rises."""
_SPACE = re.compile(SPACE)
_RUN_OF_SPACES = re.compile(rf"{SPACE}{{2,}}")
_UNIT_ON_NUMBER = re.compile(r"(?<=\d)(?=[%‰€£$]|°[CF]\b)")
_TIGHT_NUMBERED = re.compile(r"(?<!\w)([Nn][°ºᵒ])(?=\d)")
_CLOCK = re.compile(rf"(?<![\w,.:])(\d|[01]\d|2[0-4])(?:{SPACE}?h{SPACE}?([0-5]\d)|h)(?![\w’])")
_FIRST_TO = re.compile(
    rf"(?<![\w–-])(1er|\d{{1,2}}{SPACE}h(?:{SPACE}\d\d)?){SPACE}?[-–]{SPACE}?"
    rf"(?=\d{{1,2}}{SPACE}(?:h|{'|'.join(sorted(MONTHS))})(?!\w))"
)
"""What "1er - 2 août" and "10 h-18 h" begin with: the first of a month, an hour."""
_SPACED_HYPHENS = re.compile(rf"(?<![^\s«“(])-{{1,3}}(?={SPACE}|$)", re.MULTILINE)
_HIGH_MARK = re.compile(r"[;!?](?<![\s«“‘(\[{;!?].)(?![;!?]*-?[)(])")
_COLON = re.compile(r":(?<![\s«“(\[{:].)(?=[\s«»“”\"]|$)")
_OPEN_QUOTE = re.compile(r"«(?=\S)")
_CLOSE_QUOTE = re.compile(r"»(?<=\S»)(?<!«»)")


def typeset_french(text: str) -> str:
    """*text*, free of addresses, as a French printer sets it."""
    text = _one_space(text)
    text = one_sign_for_dots(text)
    text = curl_apostrophes(text) if "'" in text else text
    text = french_quotes(text)
    text = _numbers(text)
    text = _marks(text)
    if "\n" in text:
        return "\n".join(_line(line) for line in text.split("\n"))
    return _line(text)


def _one_space(text: str) -> str:
    """Thin spaces made narrow no-break ones, and one space where several were typed."""
    for thin in THIN:
        text = text.replace(thin, NARROW)
    if "  " in text or NO_BREAK in text or NARROW in text:
        text = _RUN_OF_SPACES.sub(lambda run: run[0].strip(" ")[:1] or " ", text)
    return text


def _numbers(text: str) -> str:
    """Numbers and what touches them: "20%", "n°3", "10h30", "1939-1945"."""
    if "h" in text:
        text = _CLOCK.sub(_clock, text)
    text = dash_ranges(text)
    if "-" in text or "–" in text:
        text = _FIRST_TO.sub(r"\1–", text)
    if "%" in text or "€" in text or "°" in text or "£" in text or "$" in text or "‰" in text:
        text = _UNIT_ON_NUMBER.sub(NO_BREAK, text)
        text = _TIGHT_NUMBERED.sub(rf"\1{NO_BREAK}", text)
    return text


def _marks(text: str) -> str:
    """The space before ; ! ? : » and after «."""
    for mark in ";!?":
        if mark in text:
            text = text.replace(" " + mark, NARROW + mark).replace(NO_BREAK + mark, NARROW + mark)
    if "»" in text:
        text = text.replace(" »", NO_BREAK + "»").replace(NARROW + "»", NO_BREAK + "»")
    text = _HIGH_MARK.sub(rf"{NARROW}\g<0>", text)
    if ":" in text:
        text = text.replace(" :", NO_BREAK + ":").replace(NARROW + ":", NO_BREAK + ":")
        text = _COLON.sub(NO_BREAK + ":", text).replace(":«", ": «")
    if "«" in text:
        text = text.replace("« ", "«" + NO_BREAK).replace("«" + NARROW, "«" + NO_BREAK)
        text = _OPEN_QUOTE.sub("«" + NO_BREAK, text)
    return _CLOSE_QUOTE.sub(NO_BREAK + "»", text) if "»" in text else text


def _line(line: str) -> str:
    """One line with its words tied and its dashes set."""
    if "-" in line:
        line = _SPACED_HYPHENS.sub("—", line)
    words = _SPACE.split(line)
    spaces = [tie or typed for tie, typed in zip(ties(words), _SPACE.findall(line), strict=True)]
    if "—" in line or "–" in line:
        _tie_dashes(words, spaces)
    set_line = [words[0]]
    for space, word in zip(spaces, words[1:], strict=True):
        set_line += (space, word)
    return "".join(set_line)


def _tie_dashes(words: list[str], spaces: list[str]) -> None:
    """An opening dash holds on to what follows it, a closing one to what comes before.

    So does one that parts the ends of a range ("août – septembre"): an en dash without its pair.
    """
    pair: list[int] = []
    for at, word in enumerate([*words, "."]):
        if word.rstrip(",;:.!?…)»”") not in ("—", "–"):
            if word.rstrip("»”")[-1:] in (".", "!", "?", "…"):
                _settle_dashes(words, spaces, pair)
                pair = []
        elif at == 0 or words[at - 1] in ("«", "“", "(", ":"):
            spaces[at : at + 1] = [NO_BREAK] * len(spaces[at : at + 1])  # a line of dialogue
        else:
            pair.append(at)


def _settle_dashes(words: list[str], spaces: list[str], dashes: list[int]) -> None:
    """Tie the dashes of one sentence, two by two."""
    for number, at in enumerate(dashes):
        is_alone = number % 2 == 0 and number == len(dashes) - 1
        closes = number % 2 == 1 or len(words[at]) > 1 or (is_alone and words[at] == "–")
        if closes or at == len(spaces):
            spaces[at - 1] = NO_BREAK
        else:
            spaces[at] = NO_BREAK


def _clock(found: re.Match[str]) -> str:
    return f"{found[1]}{NO_BREAK}h" + (f"{NO_BREAK}{found[2]}" if found[2] else "")


def _plural(number: int) -> PluralCategory:
    """Below two all is singular: "0 minute", "1 minute", "2 minutes"."""
    return "one" if number < 2 else "other"


LANGUAGE = Language(
    tag="fr",
    name="Français",
    locale="fr_FR",
    iso_639_2="fra",
    page=PageWords(
        film="Film",
        relive="Voir le film",
        introduction="Introduction",
        chapters="Chapitres",
        transcript="Transcription",
        read_transcript="Lire la transcription",
        sources="Sources",
        related="À lire aussi",
        credits="Crédits",
        share="Partager",
        share_link="Adresse de cette page",
        share_mail="Envoyer par courriel",
        downloads="Télécharger",
        download_film="Le film",
        download_teaser="L’extrait",
        download_captions="Les sous-titres",
        download_transcript="La transcription",
        burned="sous-titres à l’image",
        on_picture="À l’image\u00a0:",
        on_screen="Texte à l’écran\u00a0:",
        play_from="Lire le film à partir de",
        synthetic_voice="Voix de synthèse",
        recorded_voice="Voix enregistrée",
        stand_in="voix de remplacement",
        no_video="Votre navigateur ne lit pas cette vidéo.",
        music="Musique",
        skip="Aller au contenu",
        skip_to_transcript="Aller à la transcription",
        enlarge="Agrandir la transcription",
        close="Fermer",
        other_host="Serveur du film : en-tête Access-Control-Allow-Origin",
        frame_height="Facultatif, une fois par page : le cadre prend la hauteur de son contenu",
        languages="Langues du film",
        duration="Durée",
        minutes=Counted(other="min"),
        seconds=Counted(other="s"),
        licence="Licence",
        colon="\u00a0: ",
    ),
    maps=MapWords(
        sides=SideWords(
            allies="Alliés",
            axis="Forces allemandes",
            neutral="Neutres",
        ),
        legend=LegendWords(
            landing="Débarquement",
            fort="Fort",
            strongpoint="Point d’appui",
            gate="Porte",
            battle="Combat",
            wreck="Destruction, épave",
            mine="Mines",
            border="Frontières actuelles",
            ground="Fond",
            data="données libres\u00a0: côtes, cours d’eau et frontières du monde",
            schematic="plan schématique",
        ),
        headings=MapHeadings(
            dates="Dates",
            places="Lieux",
            arrows="Mouvements",
            fronts="Lignes de front",
            areas="Zones",
            lines="Tracés",
            legend="Légende",
            inset="Carton",
            sources="Sources de la carte",
        ),
        signs=SignWords(
            arrow="flèche",
            front="ligne de front",
            area="zone hachurée",
            border="trait",
            symbol="symbole",
        ),
        places=PlaceWords(
            objective="objectif",
            capital="capitale",
            landing="débarquement",
            port="port",
            fort="fort",
            strongpoint="point d’appui",
            gate="porte",
            bridge="pont",
            battle="combat",
            wreck="destruction, épave",
            mine="mines",
        ),
        lines=LineWords(
            road="route",
            railway="voie ferrée",
            breakwater="digue",
            wall="mur",
            pipeline="oléoduc",
            boundary="limite",
            river="cours d’eau",
        ),
        in_france="petite carte de France où l’endroit de la vue est marqué",
        in_region="petite carte de la région où l’endroit de la vue est marqué",
        next="\u00a0; ",
    ),
    credits=CreditsWords(
        team="Équipe",
        pictures="Images",
        maps="Cartes",
        sound="Son",
        sources="Sources",
        base_maps="Fonds de carte",
        public_domain="domaine public",
        changed="modifié\u00a0: ",
        quotes=("« ", " »"),
        licences=LicenceTitles(
            public_domain_mark="Domaine public",
            us_government="Domaine public (États-Unis)",
            etalab="Licence Ouverte 2.0",
        ),
    ),
    tracks=TrackWords(pictures="Image", sound="Son", chapters="Chapitres"),
    cues=CueWords(music="[musique]"),
    draft="BROUILLON",
    dates=DateWords(
        months=listed(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        hour="{date}, {hour}\u00a0h",
        first="1ᵉʳ",
        first_spelled="1er",
    ),
    plural=_plural,
    eye=Eye(
        typeset=typeset_french,
        raised=FRENCH_RAISED,
        break_cost=french_break_cost,
        little_words=LITTLE_WORDS,
        # The charter of 2011 for the quality of subtitles (CSA, now Arcom): 12 characters in the
        # first second, 60 in four.
        easy_reading=12.0,
        fastest_reading=15.0,
        bonds=french_bonds,
        # The same charter: cyan for a commentary whose speaker isn't seen, magenta for music.
        cue_colours=CueColours(voice="cyan", music="magenta"),
    ),
    sentences=SENTENCES,
    breath=BREATH,
    ear="renderer.language.ear.french.ear",
)
