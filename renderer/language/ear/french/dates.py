"""Dates as they are written, said in words: 1er août 1944, 25/08/1944, 1944-06-06, 8-Mai-1945.

Comes in: folded text. Goes out: `DATE_RULES`, tried where a number starts, and `MONTH_RULES`, tried
where a shortened month starts. A day that no calendar has is read as written all the same.
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal, say_digits
from renderer.language.ear.rules import Rule, roman_value

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT = {
    "janv.": "janvier", "jan.": "janvier", "févr.": "février", "fév.": "février",
    "avr.": "avril", "juill.": "juillet", "juil.": "juillet", "sept.": "septembre",
    "oct.": "octobre", "nov.": "novembre", "déc.": "décembre", "dec.": "décembre",
    "fev.": "février", "fevr.": "février",
}  # fmt: skip
_MONTH = (
    "(?P<month>(?i:" + "|".join([*MONTHS, "aout", "fevrier", "decembre"]) + r")(?!\w)"
    "|(?i:" + "|".join(re.escape(short) for short in _SHORT) + ")"
    "|(?i:" + "|".join(short[:-1] for short in _SHORT if short != "sept.") + r")(?![\w.])"
    r"|(?i:sept)(?= [12]\d{3}(?!\d)))"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_OF_YEAR = rf"(?:[ -]{_YEAR})?"
_FIRST = r"(?:er|ER|(?<=1)[°º](?= [a-zéû]{3}))?"
_TO = r" ?[-–—/] ?"
_PLAIN_MONTHS = {"aout": "août", "fevrier": "février", "decembre": "décembre"}


def say_day(day: int) -> str:
    """The day of a month: "premier", then cardinals."""
    return "premier" if day == 1 else cardinal(day)


def say_year(digits: str) -> str:
    """A year in full, "mille neuf cent quarante-quatre"; of two digits, as it is read ("44").

    It ranks and does not count, so "cent" and "vingt" stay without s: mille huit cent quatre-vingt.
    """
    words = say_digits(digits)
    return words[:-1] if words.endswith(("cents", "vingts")) else words


def say_date(day: int, month: int, year: str = "") -> str:
    """A whole date, "six juin mille neuf cent quarante-quatre"; *month* is 1 to 12."""
    words = f"{say_day(day)} {MONTHS[month - 1]}"
    return f"{words} {say_year(year)}" if year else words


def _month_name(written: str) -> str:
    name = written.lower()
    return _SHORT.get(f"{name.rstrip('.')}.") or _PLAIN_MONTHS.get(name, name)


def _numeric(match: re.Match[str]) -> str | None:
    day, year = int(match["day"]), match.groupdict().get("year") or ""
    return say_date(day, int(match["month"]), year) if 1 <= day <= 31 else None


_ARTICLE = re.compile(
    r"(?<!\w)(?:le|du|au|les|aux|lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?"
    r"|sam(?:edi)?|dim(?:anche)?)\.? $",
    re.IGNORECASE,
)
_NAMED = re.compile(r" [A-Z][a-z]")


_PLURAL = re.compile(r"(?<!\w)(?:les|aux) $", re.IGNORECASE)
_SURE_DAY = (
    r"(?:0\d/\d{1,2}|\d{1,2}/0\d|(?:1[3-9]|2\d|3[01])/(?:\d|1[0-2])|(?P<same>\d\d?)/(?P=same))"
    r"(?![\d/])"
)
"""What is no fraction: "25/12", "01/01", "11/11"."""
_REFERRED = re.compile(
    r"(?:(?i:n[°º]) ?|(?<!\w)[A-Z]{1,5} |(?i:dossier|affaire|référence|réf\. ?:?|cote|décision"
    r"|photo|délibération|arrêté|procès-verbal|avis|note|film|page|séance|épisode|fusil|modèle"
    r"|mod\.|mle) )$"
)
"""What two numbers with a slash may name: no day."""
_SURE = re.compile(_SURE_DAY)
_WRITTEN_DAY = re.compile(
    r"0[1-9]/(?:0[1-9]|1[0-2])|[12]\d/0[1-9]|3[01]/0[1-9]|(?:1[3-9]|2\d|3[01])/1[0-2]"
)
"""Two figures each, as a form has it: a day, whatever stands before: "Noël (25/12)"."""
_AND = r"(?:,|,? (?:et|ou|au)(?: le)?) "
_BESIDE = re.compile(rf"{_AND}{_SURE_DAY}")
_BEHIND = re.compile(
    rf"(?<![\d/]){_SURE_DAY}{_AND}$|(?<!\w)(?:les?|du|aux) \d\d?/\d\d?{_AND}$", re.I
)


def _without_year(match: re.Match[str]) -> str | None:
    """ "le 6/6" is a day after an article, and a fraction elsewhere."""
    day, month = int(match["day"]), int(match["month"])
    if not 1 <= day <= 31 or not _is_announced(match):
        return None
    listed = _BESIDE.match(match.string, match.end())
    if (
        _PLURAL.search(match.string, max(0, match.start() - 40), match.start())
        and day < month
        and not listed
    ):
        return None  # "rasée aux 4/5"
    if _NAMED.match(match.string, match.end()) and "0" not in match[0]:
        return None  # "le 2/5 Leicesters"
    return say_date(day, month)


def _is_announced(match: re.Match[str]) -> bool:
    """Whether an article, or a day before it, says that a day follows; or its own figures do."""
    text, start = match.string, match.start()
    if _ARTICLE.search(text, max(0, start - 40), start):
        return True
    if _BEHIND.search(text, max(0, start - 16), start) and _SURE.match(text, start):
        return True
    if not _WRITTEN_DAY.fullmatch(match[0]) and "er" not in match[0]:
        return False
    return _REFERRED.search(text, max(0, start - 24), start) is None


def _month_and_year(match: re.Match[str]) -> str:
    return f"{MONTHS[int(match['month']) - 1]} {say_year(match['year'])}"


def _in_letters(match: re.Match[str]) -> str:
    year = match["year"] or ""
    words = f"{say_day(int(match['day']))} {_month_name(match['month'])}"
    return f"{words} {say_year(year)}" if year else words


_NIGHT = re.compile(r"(?<!\w)nuits?(?: |-)[^.;:!?]{0,30}$", re.IGNORECASE)
_STRETCH = re.compile(r"(?<!\w)du $", re.IGNORECASE)
_LONG_ENOUGH = 28
"""The day from which a month may end, so that the next one is a first: "la nuit du 31/1er août"."""


def _is_night(match: re.Match[str]) -> bool:
    return _NIGHT.search(match.string, max(0, match.start() - 40), match.start()) is not None


def _is_stretch(match: re.Match[str]) -> bool:
    """Whether two days are the ends of a stretch of time, not two of a list."""
    return (
        _is_night(match)
        or _STRETCH.search(match.string, max(0, match.start() - 40), match.start()) is not None
    )


def _two_days(match: re.Match[str]) -> str | None:
    first, last = int(match["first"]), int(match["day"])
    if first >= last and not (last == 1 and first >= _LONG_ENOUGH):
        return None
    stretch = _is_stretch(match)
    link = "et" if last == first + 1 and not stretch else "au"
    year = f" {say_year(match['year'])}" if match["year"] else ""
    days = f"{say_day(first)} {link} {say_day(last)}"
    if " - " in match[0] and last != first + 1 and not stretch:
        return None  # "Chapitre 3 - 6 juin": a dash
    return f"{days} {_month_name(match['month'])}{year}"


def _two_figures(match: re.Match[str]) -> str | None:
    """ "18-21/8/44": two days of one month."""
    first, last, month = int(match["first"]), int(match["day"]), int(match["month"])
    if not first < last <= 31:
        return None
    link = "et" if last == first + 1 and not _is_stretch(match) else "au"
    return f"{say_day(first)} {link} {say_date(last, month, match['year'])}"


def _two_months(match: re.Match[str]) -> str:
    first = f"{say_day(int(match['first']))} {_month_name(match['first_month'])}"
    if match["first_year"]:
        first += f" {say_year(match['first_year'])}"
    return f"{first} au {_in_letters(match)}"


def _night(match: re.Match[str]) -> str | None:
    """ "la nuit du 5/6", whose month is understood: two days, neither a date nor a fraction."""
    first, last = int(match["first"]), int(match["day"])
    follows = last == first + 1 or (last == 1 and first >= _LONG_ENOUGH)
    return f"{say_day(first)} au {say_day(last)}" if follows and _is_night(match) else None


def _roman_month(match: re.Match[str]) -> str | None:
    month = roman_value(match["month"]) or 0
    return say_date(int(match["day"]), month, match["year"]) if 1 <= month <= 12 else None


def _old_month(match: re.Match[str]) -> str:
    """ "le 21 7bre 1792": the months by their Latin numbers."""
    month = _OLD_MONTHS[match["month"]]
    return f"{say_day(int(match['day']))} {month}" if match["day"] else month


def _short_month(match: re.Match[str]) -> str:
    return _month_name(match[0])


_OLD_MONTHS = {"7": "septembre", "8": "octobre", "9": "novembre", "10": "décembre"}

DATE_RULES = (
    Rule(
        name="date",
        pattern=re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<month>7|8|9|10)bre(?!\w)"),
        say=_old_month,
    ),
    Rule(
        name="date",
        pattern=re.compile(r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d{2})(?![\w-])"),
        say=_numeric,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            r"(?P<day>\d{1,2})(?:er)?(?P<sep>[/.-])(?P<month>0?[1-9]|1[0-2])(?P=sep)"
            r"(?P<year>[12]\d{3}|(?:0[1-9]|[1-9]\d)(?!\d))(?![\w/-]|\.\d)"
        ),
        say=_numeric,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            rf"(?P<first>{_DAY})[-–](?P<day>{_DAY})(?P<sep>[/.])(?P<month>0?[1-9]|1[0-2])(?P=sep)"
            r"(?P<year>[12]\d{3}|\d\d)(?![\w/-]|\.\d)"
        ),
        say=_two_figures,
    ),
    Rule(
        name="date",
        pattern=re.compile(r"(?P<month>0[1-9]|1[0-2])/(?P<year>1[89]\d\d|20\d\d)(?![\w/])"),
        say=_month_and_year,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            rf"(?P<day>{_DAY})(?P<sep>[./-])(?P<month>[IVX]+)(?P=sep)(?P<year>[12]\d{{3}}|\d\d)(?!\w)"
        ),
        say=_roman_month,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            rf"(?P<first>{_DAY}){_FIRST}{_TO}(?P<day>{_DAY}){_FIRST} {_MONTH}{_OF_YEAR}"
        ),
        say=_two_days,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            rf"(?P<first>{_DAY}){_FIRST} {_MONTH.replace('month', 'first_month')}"
            rf"(?: (?P<first_year>[12]\d{{3}}))?{_TO}"
            rf"(?P<day>{_DAY}){_FIRST} {_MONTH}{_OF_YEAR}"
        ),
        say=_two_months,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            rf"(?P<first>{_DAY}){_FIRST}[/-](?P<day>{_DAY}){_FIRST}(?![\w/-]|[,.]\d| au \d\d?/)"
        ),
        say=_night,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            r"(?<!\d/)(?P<day>\d{1,2})(?:(?<=1)er)?/(?P<month>0?[1-9]|1[0-2])"
            r"(?![\w/-]|[,.]\d| d[eu'])"
        ),
        say=_without_year,
    ),
    Rule(
        name="date",
        pattern=re.compile(
            r"(?P<day>\d{1,2})(?P<sep>[.-])(?P<month>0?[1-9]|1[0-2])"
            r"(?=\.?(?:,|,? (?:et|ou|au)(?: le)?) \d{1,2}(?P=sep)\d{1,2}(?P=sep)\d{2}(?!\d{3}))"
        ),
        say=_numeric,  # "du 6.6 au 30.6.1943": the year stands with the second day
    ),
    Rule(
        name="date",
        pattern=re.compile(rf"(?P<day>{_DAY}){_FIRST}[ -]{_MONTH}{_OF_YEAR}"),
        say=_in_letters,
    ),
)

_NO_OTHER_WORD = frozenset({"dec", "sept"})
"""Months cut short that are words, or names, of their own."""
_ALONE = r"|,| (?:à|au|et|ou|\(|[–-]) "
_BEFORE_A_LAST = re.compile(
    r"(?:(?<!\w)(?:à|en|de|et|ou|au|mi|fin|début|courant|dès|depuis|jusqu'en|mois)[ -]|(?<!\w)d')$",
    re.IGNORECASE,
)


def _last_month(match: re.Match[str]) -> str | None:
    """The month that a clause ends with: "Ouvert d'avr. à oct."."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    return _month_name(match[0]) if _BEFORE_A_LAST.search(before) else None


MONTH_RULES = {
    start: (
        Rule(
            name="date",
            pattern=re.compile(
                rf"{start}\.(?= (?:[12]\d{{3}}|'?\d\d)(?!\d)|[-–/]\w{{3,9}}\.? "
                rf"|,? (?:et|à|ou) \w{{3,9}}\.? \d"
                rf"{'' if start.lower() in _NO_OTHER_WORD else _ALONE})",
                re.IGNORECASE,
            ),
            say=_short_month,
        ),
        *(
            ()
            if start.lower() in _NO_OTHER_WORD
            else (
                Rule(
                    name="date",
                    pattern=re.compile(rf"{start}\.(?=$|[;:)»\"])", re.IGNORECASE),
                    say=_last_month,
                ),
            )
        ),
    )
    for start in sorted({short[:-1] for short in _SHORT} | {s[:-1].title() for s in _SHORT})
}
