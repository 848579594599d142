"""The line that says whose picture it is, the way its holder asks for it.

Comes in: `Rights`. Goes out: one line of text, and the licence's public name and address.
The same line serves the picture, the end credits, the page, the JSON and the film's metadata.
Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from renderer.language.registry import language_of
from renderer.language.words import LicenceTitles
from renderer.storyboard.board import Rights, Storyboard, Visual, Work
from renderer.storyboard.slide_kinds import keyed_works_of, kind_of

EXAMPLE = "rights: {author: …, holder: …, license: …}"
"""How rights are written, for messages."""

CreditKind = Literal["picture", "footage", "map", "music"]
KeyedCredit = tuple[str, Work | None, CreditKind, Rights, str]
"""The slide's key that it is under, the work (None: it is none), and as `visual_credit`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence as the public reads it."""

    id: str
    title: str
    url: str = ""
    owned: bool = True
    """Whether someone still holds rights: only then is a © due."""


# SPDX identifiers whose texts are not on creativecommons.org.
_OTHERS = (
    Licence(
        id="etalab-2.0",
        title="",
        url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    ),
    Licence(
        id="OGL-UK-3.0",
        title="Open Government Licence v3.0",
        url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    Licence(
        id="CC0-1.0",
        title="CC0 1.0",
        url="https://creativecommons.org/publicdomain/zero/1.0/",
        owned=False,
    ),
    Licence(
        id="CC-PDM-1.0",
        title="",
        url="https://creativecommons.org/publicdomain/mark/1.0/",
        owned=False,
    ),
    Licence(id="LicenseRef-PD-USGov", title="", owned=False),
    Licence(
        id="LicenseRef-Gallica",
        title="gallica.bnf.fr",
        url="https://gallica.bnf.fr/edit/und/conditions-dutilisation-des-contenus-de-gallica",
    ),
)
_TITLES: dict[str, Callable[[LicenceTitles], str]] = {
    "CC-PDM-1.0": lambda titles: titles.public_domain_mark,
    "LicenseRef-PD-USGov": lambda titles: titles.us_government,
    "etalab-2.0": lambda titles: titles.etalab,
}
"""Of the licences above that each language calls its own way."""
_STATEMENT = re.compile(r"LicenseRef-rightsstatements-([A-Za-z-]+)-(\d\.\d)")
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-([1-4]\.[05])(?:-([A-Z]{2}|IGO))?")


def licence(identifier: str, language: str = "fr") -> Licence:
    """What the public is told of an SPDX or LicenseRef identifier."""
    for known in _OTHERS:
        if known.id == identifier:
            title_in = _TITLES.get(known.id)
            titles = language_of(language).credits.licences
            return replace(known, title=title_in(titles)) if title_in else known
    if match := _CREATIVE_COMMONS.fullmatch(identifier):
        terms, version, country = match.groups()
        where = f"{country.lower()}/" if country else ""
        return Licence(
            id=identifier,
            title=" ".join(filter(None, ("CC", terms, version, country))),
            url=f"https://creativecommons.org/licenses/{terms.lower()}/{version}/{where}",
        )
    if match := _STATEMENT.fullmatch(identifier):
        # Its page speaks the reader's language.
        url = f"https://rightsstatements.org/vocab/{match[1]}/{match[2]}/"
        return Licence(id=identifier, title=f"rightsstatements.org: {match[1]}", url=url)
    return Licence(id=identifier, title="" if identifier.startswith("LicenseRef-") else identifier)


@lru_cache(maxsize=1024)
def credit_line(rights: Rights, language: str = "fr") -> str:
    """The credit to show; empty when the rights name nobody: a title and a licence don't.

    The holder's own words (`credit`) win. Otherwise the line follows what archives ask for:
    NARA "National Archives photo no. 80-G-32500", ECPAD "© Walter O. Luben/ECPAD/Défense, DAT 724
    L04", IWM "© IWM (B 5114)", Creative Commons title, author, source, licence and changes. With
    its date, where that is given: when a photograph was taken is half of what it says.
    """
    rights = _without_signs(rights)
    if rights.credit:
        return rights.credit
    return composed_credit(rights, language) if rights.author or rights.holder else ""


def composed_credit(rights: Rights, language: str) -> str:
    """The line of whom the rights name, and of their terms; of a part of them, too."""
    for asked, compose in _HOLDERS:
        if asked.search(rights.holder):
            line = ", ".join(filter(None, (compose(rights), rights.date)))
            return _with_changes(line, rights, language)
    if _CREATIVE_COMMONS.fullmatch(rights.license):
        return _with_changes(_attribution(rights, language), rights, language)
    return _with_changes(_plain_line(rights, language), rights, language)


def _without_signs(rights: Rights) -> Rights:
    """*rights* without names that have neither letter nor digit: a dash stands for nobody."""
    told = {name: getattr(rights, name) for name in ("author", "holder", "credit")}
    mute: dict[str, Any] = {
        name: "" for name, text in told.items() if text and not any(map(str.isalnum, text))
    }
    return replace(rights, **mute) if mute else rights


def visual_credit(visual: Visual, language: str = "fr") -> tuple[CreditKind, Rights, str] | None:
    """What is shown, whose it is, and the line that says so; None for what needs no credit."""
    kind = kind_of(visual)
    rights: Rights | None = kind.rights(visual)
    return (kind.credited_as, rights, credit_line(rights, language)) if rights else None


def visual_credits(visual: Visual, language: str = "fr") -> tuple[KeyedCredit, ...]:
    """The credit of each work that is shown; or the one of what is none, as of a map."""
    shown = tuple(keyed_works_of(visual))
    if not shown:
        found = visual_credit(visual, language)
        return ((kind_of(visual).key, None, *found),) if found else ()
    return tuple(
        (key, work, kind_of(work).credited_as, work.rights, credit_line(work.rights, language))
        for key, _, work in shown
        if work.rights
    )


def film_credits(board: Storyboard) -> Iterator[tuple[CreditKind, str]]:
    """Every line that the film owes, in film order, the music's last; a line may come twice."""
    for slide in board.slides:
        for _, _, credited_as, _, line in visual_credits(slide.visual, board.language):
            if line:
                yield credited_as, line
    for _, music in board.pieces:
        if music.rights is not None:
            yield "music", credit_line(music.rights, board.language)


def _nara(rights: Rights) -> str:
    number = f" photo no. {rights.reference}" if rights.reference else ""
    return f"{rights.author + ', ' if rights.author else ''}National Archives{number}"


def _ecpad(rights: Rights) -> str:
    names = "/".join(filter(None, (rights.author, "ECPAD", "Défense")))
    return ", ".join(filter(None, (f"© {names}", rights.reference)))


def _iwm(rights: Rights) -> str:
    return f"© IWM ({rights.reference})" if rights.reference else "© IWM"


_HOLDERS = (
    (re.compile(r"\bNARA\b|U\.?S\.? National Archives|^National Archives$"), _nara),
    (re.compile(r"\bECPAD\b"), _ecpad),
    (re.compile(r"\bIWM\b|Imperial War Museum"), _iwm),
)


def _attribution(rights: Rights, language: str) -> str:
    """Title, author, source, date, licence: what CC BY 4.0 § 3(a) retains, and when it was made."""
    before, after = language_of(language).credits.quotes
    title = f"{before}{rights.title}{after}" if rights.title else ""
    terms = licence(rights.license).title
    names = (title, rights.author, rights.holder, rights.reference, rights.date)
    return ", ".join(filter(None, (*names, terms)))


def _plain_line(rights: Rights, language: str) -> str:
    names = " / ".join(dict.fromkeys(filter(None, (rights.author, rights.holder))))
    if not names:
        return ""
    terms = licence(rights.license, language)
    sign = "© " if rights.license and terms.owned and not terms.url else ""
    free = "" if terms.owned else language_of(language).credits.public_domain
    named = terms.title if terms.owned else free
    return ", ".join(filter(None, (f"{sign}{names}", rights.reference, rights.date, named)))


def _with_changes(line: str, rights: Rights, language: str) -> str:
    if not line or not rights.modified:
        return line
    changed = language_of(language).credits.changed
    return f"{line} ({changed}{rights.modified})"
