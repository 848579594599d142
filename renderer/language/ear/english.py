"""English for the ear, as far as voices get it wrong: dates, years, Roman numerals, titles.

    folded text ──english_claims──▶ Claim, Claim, …

Comes in: a sentence, folded. Goes out: what is said for its dates ("6 June 1944", "June 6"), years
("1939-45"), numerals ("VII Corps", "World War II") and abbreviations ("Gen. Collins"), in order,
none overlapping another. All else is left to the voice, which reads plain numbers well. Knows no
lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from renderer.language.ear.plain import plain_claims
from renderer.language.ear.rules import Claim, Ear, listed_words, roman_value

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"(?:[12]\d|3[01]|[1-9])"
_ENDING = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[1-9]\d\d|20[1-9]\d)"
_RANK = "[IVXLC]{2,}|[VX]"
_MONARCH = re.compile(
    r"\b(?:Louis|Charles|Henry|Henri|George|Edward|William|James|Richard|Napoleon|Philip|Francis|Pius"
    r"|Frederick|Wilhelm|Leopold|Elizabeth|Nicholas|Alexander|Benedict) \Z"
)
_TITLES = {
    "Gen": "General",
    "Maj": "Major",
    "Col": "Colonel",
    "Lt": "Lieutenant",
    "Capt": "Captain",
    "Cpl": "Corporal",
    "Sgt": "Sergeant",
    "Adm": "Admiral",
    "Brig": "Brigadier",
    "Cdr": "Commander",
}
_RULE = re.compile(
    rf"""
    (?P<date>(?<![\w.,/-])(?:[Tt]he[ ])?
      (?:(?P<first>{_DAY}){_ENDING}(?P<between>[ ]?[-–][ ]?|[ ]to[ ]|[ ]and[ ]))?
      (?P<day>{_DAY}){_ENDING}[ ](?:of[ ])?(?P<month>{_MONTHS})\b
      (?:,?[ ](?P<year>{_YEAR})(?!\w|[.,]\d))?)
    | (?P<american>\b(?P<month_first>{_MONTHS})[ ](?P<day_last>{_DAY}){_ENDING}(?![\w:]|[.,]\d)
      (?:,[ ](?P<year_last>{_YEAR})(?!\w))?)
    | (?P<years>(?<![\w.,$£€-])(?P<since>{_YEAR})[-–](?P<until>{_YEAR}|\d\d)(?![\w-]))
    | (?P<lone_year>(?<![\w.,$£€/:-])(?P<single>{_YEAR})(?![\w%/:-]|[.,]\d))
    | (?P<corps>\b(?P<number>{_RANK}|I)(?=[ ](?:[A-Z][\w.]*[ ]){{0,2}}Corps\b))
    | (?P<war>(?<=War[ ])I{{1,2}}\b)
    | (?P<king>(?<=[a-z][ ])(?P<reign>{_RANK}|I)\b)
    | (?P<title>\b(?:{"|".join(_TITLES)})\.(?=[ ][A-Z]))
    """,
    re.VERBOSE,
)


def english_claims(text: str) -> list[Claim]:
    """What is said otherwise than it is written in the folded *text*."""
    claims = []
    for found in _RULE.finditer(text):
        name = next(key for key in _SAID if found[key])
        said = _SAID[name](found)
        if said:
            claims.append(Claim(found.start(), found.end(), said, name))
    return claims


def _date(found: re.Match[str]) -> str:
    day = f"the {_ordinal(int(found['day']))} of {found['month']}"
    if found["first"]:
        between = "and" if "and" in found["between"] else "to"
        day = f"the {_ordinal(int(found['first']))} {between} {day}"
    return day + _with_year(found["year"])


def _american(found: re.Match[str]) -> str:
    day = f"{found['month_first']} the {_ordinal(int(found['day_last']))}"
    return day + _with_year(found["year_last"])


def _with_year(year: str | None) -> str:
    return f", {_year(int(year))}" if year else ""


def _span(found: re.Match[str]) -> str:
    until = found["until"]
    last = _year(int(until)) if len(until) == 4 else _words(int(until), "cardinal")
    return f"{_year(int(found['since']))} to {last}"


def _corps(found: re.Match[str]) -> str:
    number = roman_value(found["number"])
    return _ordinal(number).capitalize() if number else ""


def _king(found: re.Match[str]) -> str:
    """Of a monarch only: elsewhere a numeral may be a letter, or a first person."""
    number = roman_value(found["reign"])
    if not number or not _MONARCH.search(found.string, 0, found.start()):
        return ""
    return f"the {_ordinal(number)}"


def _year(year: int) -> str:
    return _words(year, "year").replace("oh-", "oh ")


def _ordinal(number: int) -> str:
    return _words(number, "ordinal")


def _words(number: int, kind: str) -> str:
    from num2words import num2words  # imports sixty languages: only when a number is spoken

    return str(num2words(number, lang="en", to=kind))


_SAID: dict[str, Callable[[re.Match[str]], str]] = {
    "date": _date,
    "american": _american,
    "years": _span,
    "lone_year": lambda found: _year(int(found["single"])),
    "corps": _corps,
    "war": lambda found: _words(len(found["war"]), "cardinal").capitalize(),
    "king": _king,
    "title": lambda found: _TITLES[found["title"].rstrip(".")],
}
"""Rule → what it says. A claim bears its rule's name."""

EAR = Ear(
    claims=partial(plain_claims, rules=english_claims),
    reads_respellings=False,
    lexicon=lambda: None,
    first_words=listed_words(
        """
        A After All Although An And Another As At Because Before Behind Between But By Despite
        During Each Every Few For From Further He Her Here His How However I If In Instead It Its
        Later Many Meanwhile More Most My Near No Nobody Not Nothing Now Of On Once One Only Or
        Other Our Out Over People She Since So Some Soon Still Such Than That The Their Then There
        These They This Those Though Three Through Thus To Today Two Under Until We What When Where
        Which While Who Why With Within Without Yet You
        Mr Mrs Miss Ms Dr St Gen Maj Col Lt Capt Cpl Sgt Adm Brig Cdr
        """
    ),
    well_known=listed_words(
        """
        France French Paris Germany German Germans Europe European England English Britain British
        America American Americans Canada Canadian Canadians Allies Allied Atlantic Channel London
        Berlin Rome Moscow Washington Normandy Army Navy Monday Tuesday Wednesday Thursday Friday
        Austria Australia Belgium China Denmark Egypt Greece Hungary India Ireland Italy Japan
        Netherlands Norway Poland Portugal Russia Scotland Spain Sweden Turkey Wales Africa Asia
        United States Kingdom Soviet Union North South East West Northern Southern Eastern Western
        Saturday Sunday January February March April May June July August September October November
        December God
        """
    ),
)
