"""What is allowed and may be improved: warnings, not mistakes.

Comes in: a checked `Storyboard`. Goes out: Problems that stop nothing: among them French spellings
that typists get wrong and no rule of typography may mend (2ème, Eglise, coeur, Mr), since letters
are the author's. Quotes, dots, dashes and runs of blanks are set right without a word.
Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from renderer.errors import Problem
from renderer.messages import tr, trn
from renderer.storyboard.board import Music
from renderer.storyboard.calendar_days import impossible_days
from renderer.storyboard.fields import no_such_day
from renderer.storyboard.hash_signs import cut_texts
from renderer.storyboard.slide_kinds import alts_of, keyed_works_of, kind_of
from renderer.storyboard.yaml_source import damaged_accents
from renderer.storyboard.yaml_tree import Marks

if TYPE_CHECKING:
    from renderer.errors import Mark
    from renderer.storyboard.board import Rights, Slide, Storyboard

FRENCH = "fr"
"""The first part of the tags of the texts that `misspelt` is for."""

_TITLES = "M|MM|Mr|Dr|Pr|Me|Gal|Gén|Mal|Cdt|Cne|Col|Lt|Sgt|Adj|Mgr|St"
_ACCENTED = (
    "Eglises?|Etats?|Ecoles?|Ecoliers?|Evreux|Epinal|Etretat|Ecosse|Egypte|Epernay|Etampes|Evian"
    "|Etudiants?|Etrangers?|Etoiles?|Eté|Equipes?|Evacuations?|Evasions?|Evêques?|Elysées?|Elèves?"
    "|Epoux|Epouses?|Etang|Editions?|Ev[éè]nements?|Evadés?|Elections?|Eclaireurs?"
    "|Epoques?|Eclairs?|Ecrits?|Ecrivains?|Ecriture|Edifices?|Education|Egalité|Eglantines?"
    "|Electricité|Elevages?|Emissions?|Emeutes?|Energie|Enigmes?|Epaves?|Epées?|Epidémies?|Epreuves?"
    "|Epuration|Equipages?|Etapes?|Etendards?|Etrangère|Etudes?|Etudiantes?|Evangiles?"
    "|Echecs?|Ecluses?|Echanges?|Evidemment|Egalement|Eventuellement|Etaient|Etait|Etant|Etre"
    "|Ecout(?:e|ez|er)|Eloigné|Enormes?|Enormément|Elue?s?|Erigée?s?|Elevée?s?|Edité|Epuisée?s?"
)
"""Common nouns and places only: how a person's name is spelt is that person's."""
_CA_IS = (
    "va|vient|y|ne|n['’]|fait|sent|suffit|suffisait|commence|recommence|continue|dépend|tient|brûle"
    "|s['’]|me|m['’]|te|t['’]|vous|nous|lui|leur|alors|aussi|arrive|marche|tourne|passe|bouge"
    "|tire|tombe|dure|devient|paraît|prend|veut|peut|sera|allait|faisait|venait"
)
"""What "ça" begins a sentence with, and nothing else that is written "Ca" does."""
_AFTER_A = (
    "l['’]|la|le|les|un|une|ce|cet|cette|ces|son|sa|ses|leurs?|nos|vos|mes|mon|partir|travers|côté"
    "|droite|gauche|peine|midi|minuit|nouveau|bord|pied|cause|force|quoi|qui|chaque|tous|toutes"
    "|jamais|bientôt|demain|\\d+"
)
"""What the preposition is followed by, and the verb hardly ever."""
_OE = (
    "oeuvres? oeil oeufs? oeillets? coeurs? soeurs? voeux? noeuds? boeufs? moeurs choeurs?"
    " manoeuvres? manoeuvrer rancoeurs? désoeuvrés? foetus oedèmes?"
).replace(" ", "|")


_MONTHS = "Janvier|Février|Mars|Avril|Mai|Juin|Juillet|Août|Septembre|Octobre|Novembre|Décembre"
_UNITS = {"km": "km", "kg": "kg", "mn": "min"}
"""Units that typists write their own way, by their first two letters in small."""

_Slip = tuple[tuple[str, ...], re.Pattern[str], Callable[[re.Match[str]], str]]
_SLIPS: tuple[_Slip, ...] = (
    (
        ("ème", "éme", "eme"),
        re.compile(r"(?<![\w.,])(?P<number>\d+|[IVXLC]+)i?[èeé]me(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}e{m['many']}",
    ),
    (
        ("è",),
        re.compile(r"(?<![\w.,])(?P<number>\d+|[IVXLC]+)è(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}e{m['many']}",
    ),
    (
        (" er", " ère", " ème", " ième", "ier"),
        re.compile(
            r"(?<![\w.,])(?P<number>\d+|[IVXLC]+)(?: (?P<ending>er|ère|i?ème)|(?<=1)ier)(?!\w)"
        ),
        lambda m: m["number"] + {"er": "er", "ère": "re", None: "er"}.get(m["ending"], "e"),
    ),
    (
        ("ère", "ere"),
        re.compile(r"(?<![\w.,])(?P<number>1|I)[èe]re(?P<many>s?)(?!\w)"),
        lambda m: f"{m['number']}re{m['many']}",
    ),
    (
        ("A ",),
        re.compile(
            rf"(?:^|(?<=[.!?…:«—] ))A (?P<next>{_AFTER_A})(?:(?<=['’])|(?!\w))", re.MULTILINE
        ),
        lambda m: f"À {m['next']}",
    ),
    (
        ("A ",),
        re.compile(
            r"(?:^|(?<=[.!?…:«—] ))A (?P<name>[A-ZÉ][a-zà-ÿ'’-]+(?:-[\w'’]+)*)"
            r"(?=,| (?:l[ae]s?|une?|on|ils?|elles?|nous|comme|et|en|puis|aussi|même|où|des?|du) )",
            re.MULTILINE,
        ),
        lambda m: f"À {m['name']}",
    ),
    (
        ("E",),
        re.compile(rf"(?<![\w-])(?:{_ACCENTED})(?!\w)"),
        lambda m: ("Ê" if m[0] == "Etre" else "É") + m[0][1:],
    ),
    (
        ("Ile", "Ilot", "Age", "Ame"),
        re.compile(
            r"(?<![\w-])(?P<word>Iles?|Ilots?)(?!\w)|(?<=[Mm]oyen[ -])(?P<age>Age)(?!\w)"
            r"|(?<=[’'])(?P<soul>Ame)(?= (?:du |de |des |d['’]))"
        ),
        lambda m: {"I": "Î", "A": "Â"}[m[0][0]] + m[0][1:],
    ),
    (
        ("Ca ",),
        re.compile(rf"(?<![\w-])Ca (?P<next>{_CA_IS})(?:(?<=['’])|(?!\w))"),
        lambda m: f"Ça {m['next']}",
    ),
    (
        ("Mr",),
        re.compile(r"(?<!\w)Mr\.?(?=[ \u00a0\u202f](?:et Mme|l[e’']|[A-ZÀ-Þ]))"),
        lambda _: "M.",
    ),
    (
        ("Melle", "Mme.", "Mmes.", "Mlle.", "Mlles."),
        re.compile(
            r"(?<!\w)(?:(?P<short>Mmes?|Mlles?)\.[ \u00a0\u202f]?|Melle\.?[ \u00a0\u202f])"
            r"(?P<name>[A-ZÀ-Þ][\w'’-]*)"
        ),
        lambda m: f"{m['short'] or 'Mlle'} {m['name']}",
    ),
    (
        (".",),
        re.compile(
            r"(?<![\w.])(?!U\.S\.)(?P<initials>(?:[A-Z]\.)+)(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{2,})(?![\w.])"
        ),
        lambda m: f"{m['initials']} {m['name']}",
    ),
    (
        ("( ", " )"),
        re.compile(r"\( +(?P<first>[^\W_]+)|(?P<last>[^\W_]+) +\)"),
        lambda m: f"({m['first']}" if m["first"] else f"{m['last']})",
    ),
    (
        ("etc",),
        re.compile(r"(?<!\w)etc ?(?:\.\.+|…)"),
        lambda _: "etc.",
    ),
    (
        ("n °", "N °"),
        re.compile(r"(?<!\w)(?P<letter>[nN])[ \u00a0\u202f]°"),
        lambda m: f"{m['letter']}°",
    ),
    (
        ("urdhui", "c'est à dire", "c’est à dire", "uelques un"),
        re.compile(
            r"(?<!\w)(?:(?P<day>[Aa]ujourd)hui|(?P<that>[Cc]['’]est) à dire"
            r"|(?P<some>[Qq]uelques) (?P<ones>une?s))(?!\w)"
        ),
        lambda m: (
            f"{m['day']}’hui"
            if m["day"]
            else f"{m['that']}-à-dire"
            if m["that"]
            else f"{m['some']}-{m['ones']}"
        ),
    ),
    (
        ("H", "K", "k", "M", "m"),
        re.compile(
            r"(?<![\w.,])(?:(?P<hours>\d{1,2}) ?H ?(?P<minutes>[0-5]\d)"
            r"|(?P<number>\d+)[ \u00a0\u202f]?(?P<unit>Kms?|kms|KM|Kgs?|kgs|KG|[mM]n)"
            r"(?P<per>/[hH])?)(?!\w)"
        ),
        lambda m: (
            f"{m['hours']} h {m['minutes']}"
            if m["hours"]
            else f"{m['number']} {_UNITS[m['unit'].lower()[:2]]}{(m['per'] or '').lower()}"
        ),
    ),
    (
        tuple(_MONTHS.split("|")),
        re.compile(
            r"(?<![\w-])(?P<street>(?:[Rr]ue|[Pp]lace|[Aa]venue|[Ss]quare|[Bb]oulevard|[Qq]uai"
            r"|[Cc]ollège|[Ll]ycée|[Éé]cole|[Pp]ont) du )?(?P<day>1er|[1-3]?\d)[ \u00a0\u202f]"
            rf"(?P<month>{_MONTHS})(?!\w)"
        ),
        lambda m: m[0] if m["street"] else f"{m['day']} {m['month'].lower()}",
    ),
    (
        (",",),
        re.compile(r"(?P<word>[a-zà-ÿœ]{2,}),(?P<next>[a-zà-ÿœ]{2,})(?![\w.@/])(?<![@/])"),
        lambda m: f"{m['word']}, {m['next']}",
    ),
    (
        ("oe", "Oe", "OE"),
        re.compile(rf"(?<!\w)(?:{_OE})(?!\w)", re.IGNORECASE),
        lambda m: m[0].replace("oe", "œ").replace("Oe", "Œ").replace("OE", "Œ"),
    ),
    (
        tuple(f"{title}." for title in _TITLES.split("|")),
        re.compile(rf"(?<!\w)(?P<title>{_TITLES})\.(?P<name>[A-ZÀ-Þ][a-zà-ÿ]+)"),
        lambda m: f"{m['title']}. {m['name']}",
    ),
    (
        (" .", "\u00a0.", "\u202f.", " ,", "\u00a0,", "\u202f,"),
        re.compile(r"(?P<word>[^\W_]+)[ \u00a0\u202f]+(?P<mark>\.(?![\w.])|,(?!\d))"),
        lambda m: f"{m['word']}{m['mark']}",
    ),
)
"""For each slip: what a text that has it holds (most texts need no closer look), its pattern, and
what is set instead."""


def misspelt(text: str) -> Iterator[tuple[str, str]]:
    """What in a French *text* a printer would set otherwise: (as typed, as set), in order, once."""
    found = [
        (match.start(), match[0], mend(match))
        for signs, slip, mend in _SLIPS
        if any(sign in text for sign in signs)
        for match in slip.finditer(text)
        if mend(match) != match[0]
    ]
    yield from dict.fromkeys((typed, right) for _, typed, right in sorted(found))


CHARACTERS_A_SECOND = 15.0
"""French read aloud at rate 1: about 150 words a minute of 6 characters, blanks included."""
LONG_NARRATION_SECONDS = 60.0
"""A picture held longer tires the eye; film editors cut well before."""
LONG_CAPTION = 120
"""Characters; three lines at the size of the theme `sobre`."""
LONG_ALT = 300
"""Characters; beyond, screen readers' users are better served by the narration."""

Slips = Callable[[str], Iterator[tuple[str, str]]]
"""What in a text a printer would set otherwise: as typed, as set."""
_SPELLINGS: Mapping[str, Slips] = {FRENCH: misspelt}
"""By the first part of a language's tag."""

_DRAWN = ("title", "text", "date")
"""Texts that a kind of slide may draw."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def warnings_of(storyboard: Storyboard, *, about_rights: bool = True) -> tuple[Problem, ...]:
    """Every warning about *storyboard*, in file order."""
    found = [*_about_film(storyboard)]
    if isinstance(storyboard.marks, Marks):
        found += cut_texts(storyboard.marks)
        found += damaged_accents(storyboard.marks.source)
    if about_rights:
        found += _about_rights(storyboard)
    for slide in storyboard.slides:
        found += _about_picture(slide)
        found += _about_caption(slide)
        found += _about_words(slide, storyboard.voice_of(slide).rate)
    found += _about_days(storyboard)
    spelling = _SPELLINGS.get(storyboard.language.split("-")[0].lower())
    if spelling is not None:
        found += _about_spelling(storyboard, spelling)
    return tuple(sorted(found, key=lambda each: (each.mark.line, each.mark.column)))


def _about_film(storyboard: Storyboard) -> Iterator[Problem]:
    marks = storyboard.marks
    if not storyboard.description:
        yield Problem(
            code="description-missing",
            mark=marks["title"],
            what=tr("the film has no description"),
            remedy=tr(
                "add '{line}': one or two sentences for the page and search engines",
                line="description: …",
            ),
        )
    chapters = [slide for slide in storyboard.slides if slide.chapter]
    if chapters and not storyboard.slides[0].chapter:
        yield Problem(
            code="chapter-missing",
            mark=storyboard.slides[0].mark(""),
            what=tr("the film has chapters, and its first slide is in none"),
            remedy=tr("add a '{line}' to it", line="chapter: …"),
            slide=storyboard.slides[0].id,
        )


def _about_rights(storyboard: Storyboard) -> Iterator[Problem]:
    music = storyboard.music
    if music is not None and not _allowed(music.rights):
        yield _without_rights("", music.rights, storyboard.marks["music"])
    for slide in storyboard.slides:
        if isinstance(slide.music, Music) and not _allowed(slide.music.rights):
            yield _without_rights("", slide.music.rights, slide.mark("music"), slide.id)
        for key, _, work in keyed_works_of(slide.visual):
            if not _allowed(work.rights):
                yield _without_rights(work.name, work.rights, slide.mark(key), slide.id)


def _without_rights(name: str, rights: Rights | None, mark: Mark, slide: str = "") -> Problem:
    """*name* of a picture or film; empty: the music's."""
    if rights is None:
        told = tr("'{name}' has no rights", name=name) if name else tr("the music has no rights")
        remedy = tr(
            "add '{key}' with its author, holder and license; it can't be published without",
            key="rights:",
        )
    else:
        told = tr("'{name}' has no licence", name=name) if name else tr("the music has no licence")
        remedy = tr(
            "add '{key}' to its rights: the terms on which it may be shown, such as {example};"
            " it can't be published without",
            key="license:",
            example="CC-BY-SA-4.0",
        )
    return Problem(code="rights-missing", mark=mark, what=told, remedy=remedy, slide=slide)


def _about_picture(slide: Slide) -> Iterator[Problem]:
    for key, alt in alts_of(slide.visual):
        if not alt:
            yield Problem(
                code="alt-missing",
                mark=slide.mark(key),
                what=tr("no 'alt'"),
                remedy=tr("say in a sentence what it shows, for those who don't see it"),
                slide=slide.id,
            )
        elif len(alt) > LONG_ALT:
            yield Problem(
                code="text-too-long",
                mark=slide.mark(f"{key}.alt"),
                what=tr("an 'alt' of {length} characters", length=len(alt)),
                remedy=tr("keep it under {limit}; the narration can say the rest", limit=LONG_ALT),
                slide=slide.id,
            )


def _about_caption(slide: Slide) -> Iterator[Problem]:
    """A caption under words alone speaks of a picture that isn't there."""
    kind = kind_of(slide.visual)
    if slide.caption and kind.is_authored and kind.alt(slide.visual) is None:
        yield Problem(
            code="caption-without-picture",
            mark=slide.mark("caption"),
            what=tr("a caption on a card: there is no picture that it could speak of"),
            remedy=tr("show the picture, or write these words on the card"),
            slide=slide.id,
        )


_MINUTES_FROM = 90
"""Seconds from which on minutes say it better."""


def _about_words(slide: Slide, rate: float) -> Iterator[Problem]:
    estimate = len(slide.narration) / CHARACTERS_A_SECOND / rate
    if slide.recording is None and estimate > LONG_NARRATION_SECONDS:
        yield Problem(
            code="narration-too-long",
            mark=slide.mark("narration"),
            what=tr("about {seconds} seconds of narration on one picture", seconds=round(estimate))
            if estimate < _MINUTES_FROM
            else trn(
                "about {count} minute of narration on one picture",
                "about {count} minutes of narration on one picture",
                round(estimate / 60),
            ),
            remedy=tr("make it several slides"),
            slide=slide.id,
        )
    if slide.length_seconds is not None and slide.recording is None:
        needed = estimate + slide.lead_seconds
        seconds = round(needed)
        if estimate and needed > slide.length_seconds * 1.25:
            yield Problem(
                code="length-too-short",
                mark=slide.mark("length"),
                what=trn(
                    "about {count} second is needed to say the narration",
                    "about {count} seconds are needed to say the narration",
                    seconds,
                ),
                remedy=tr("leave 'length' out: the slide then lasts as long as its narration"),
                slide=slide.id,
            )
    if len(slide.caption) > LONG_CAPTION:
        yield Problem(
            code="text-too-long",
            mark=slide.mark("caption"),
            what=tr("a caption of {length} characters", length=len(slide.caption)),
            remedy=tr(
                "keep it under {limit}; it is read while the voice speaks", limit=LONG_CAPTION
            ),
            slide=slide.id,
        )
    for key, text in (("caption", slide.caption), ("narration", slide.narration)):
        if not _DIRECTIONS.isdisjoint(text):
            yield Problem(
                code="character-invisible",
                mark=slide.mark(key),
                what=tr("invisible characters that turn the direction of writing"),
                remedy=tr("delete them, unless right-to-left words need them"),
                slide=slide.id,
            )


def _about_days(storyboard: Storyboard) -> Iterator[Problem]:
    """Days that don't exist: the voice would say them all the same, so this is advice."""
    for text, mark, slide in _texts(storyboard):
        for day, days in impossible_days(text):
            yield Problem(
                code="date-unfit",
                mark=mark(),
                what=no_such_day(day, days),
                remedy=tr("see the source of this date"),
                slide=slide,
            )


def _about_spelling(storyboard: Storyboard, spelling: Slips) -> Iterator[Problem]:
    """Slips that typesetting may not mend, one advice for each text that has some."""
    for text, mark, slide in _texts(storyboard):
        if slips := [*spelling(text)]:
            yield _as_set(slips, mark(), slide)


def _texts(storyboard: Storyboard) -> Iterator[tuple[str, Callable[[], Mark], str]]:
    """Every text that is shown or said, what finds its mark, and the slide it is of.

    Few are remarked on, and where lines stand is counted for each mark.
    """
    for key in ("title", "subtitle", "description"):
        if text := getattr(storyboard, key):
            yield text, partial(storyboard.marks.__getitem__, key), ""
    for slide in storyboard.slides:
        texts = {key: getattr(slide, key) for key in ("chapter", "caption", "narration")}
        shown = kind_of(slide.visual).key
        texts |= {f"{shown}.{key}": getattr(slide.visual, key, "") for key in _DRAWN}
        for key, text in texts.items():
            if isinstance(text, str) and text:
                yield text, partial(slide.mark, key), slide.id


def _as_set(slips: list[tuple[str, str]], mark: Mark, slide: str = "") -> Problem:
    typed = ", ".join(tr("'{text}'", text=typed) for typed, _ in slips)
    right = ", ".join(tr("'{text}'", text=right) for _, right in slips)
    return Problem(
        code="spelling-unfit",
        mark=mark,
        what=trn(
            "{typed} isn't set as in print",
            "{typed} aren't set as in print",
            len(slips),
            typed=typed,
        ),
        remedy=tr("write {right}", right=right),
        slide=slide,
    )


def _allowed(rights: Rights | None) -> bool:
    return rights is not None and (bool(rights.license) or rights.permission is not None)
