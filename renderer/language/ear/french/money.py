"""Money: 3,70 F, 12 fr. 50, 2€50, £5, 2,5 M€, 3 £ 10 s., 5 €/pers.

Comes in: folded text. Goes out: `MONEY_RULES`, tried where a number starts, before the quantities;
`SIGN_FIRST`, where a sign stands before its number; `BARE_MONEY`, for "cinq millions €".
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal
from renderer.language.ear.french.units import (
    PER,
    PER_WHAT,
    amount_pattern,
    is_whole_millions,
    say_amount,
)
from renderer.language.ear.rules import (
    DASH,
    END,
    NUMBER,
    WHOLE,
    Rule,
    is_one,
    split_number,
    whole_digits,
)

_CURRENCIES = {
    "€": ("euro", "centime"), "EUR": ("euro", "centime"), "$": ("dollar", "cent"),
    "USD": ("dollar", "cent"), "£": ("livre", "penny"), "F": ("franc", "centime"),
    "FF": ("franc", "centime"), "fr": ("franc", "centime"), "frs": ("franc", "centime"),
    "RM": ("reichsmark", "pfennig"),
    "CHF": ("franc suisse", "centime"), "¥": ("yen", "sen"),
}  # fmt: skip
_CURRENCY = (
    r"(?P<sign>€|EUR|USD|\$|£|¥|CHF|RM(?! [A-Z][a-z])|FF|F(?=[ -]?CFA(?!\w)|-or(?!\w))"
    r"|F(?! [A-Z]\w|\.[A-Z])|[fF]rs?(?!\w)\.?)"
)


def _currency(match: re.Match[str]) -> tuple[str, str]:
    """The names of what is paid in, and of its hundredth."""
    sign = match["sign"]
    return _CURRENCIES[sign if sign in _CURRENCIES else sign.rstrip(".").lower()]


def _money(match: re.Match[str]) -> str | None:
    name, hundredth = _currency(match)
    feminine = name == "livre"
    whole, fraction = split_number(match["number"])
    first = f"{say_amount(match['from'])} à " if match["from"] else ""
    if match["many"]:
        scale = {"k": "mille", "K": "mille", "M": "million"}.get(match["many"], "milliard")
        one = is_one(whole, fraction) and not match["from"]
        if scale == "mille":
            number = (
                f"{say_amount(match['number'])} mille" if fraction else cardinal(int(whole) * 1000)
            )
            return f"{first}{number} {_plural(name)}"
        words = f"{say_amount(match['number'])} {scale if one else scale + 's'}"
        return f"{first}{words} {_of(_plural(name))}"
    if len(fraction) == 1:
        fraction += "0"
    if len(fraction) > 2 or first or not fraction:
        name = name if is_one(whole, fraction) and not first else _plural(name)
        name = _of(name) if is_whole_millions(match["number"]) else name
        return f"{first}{say_amount(match['number'], feminine=feminine)} {name}"
    return _with_hundredths(int(whole or 0), int(fraction), (name, hundredth), feminine)


def _money_per(match: re.Match[str]) -> str | None:
    said = _money(match)
    if not said or not match["per"]:
        return said
    also = f" et par {PER[match['also']]}" if match["also"] else ""
    return f"{said} par {PER.get(match['per'], match['per'])}{also}"


def _price(match: re.Match[str]) -> str:
    """ "2€50", "12 fr. 50": the hundredths stand after the sign."""
    names = _currency(match)
    units = int(whole_digits(match["number"]))
    return _with_hundredths(units, int(match["cents"]), names, names[0] == "livre")


def _with_hundredths(units: int, cents: int, names: tuple[str, str], feminine: bool) -> str:
    name, hundredth = names
    words = f"{cardinal(units, feminine=feminine)} {name if units < 2 else _plural(name)}"
    if not cents:
        return words
    if units:
        return f"{words} {cardinal(cents)}"
    return f"{cardinal(cents)} {hundredth if cents == 1 else _plural(hundredth)}"


def _plural(name: str) -> str:
    return "pence" if name == "penny" else " ".join(f"{word}s" for word in name.split(" "))


def _of(name: str) -> str:
    return f"d'{name}" if name[0] in "aeiouyh" else f"de {name}"


def _old_price(match: re.Match[str]) -> str:
    """ "0 f 75", "2fr50", "1 F 25 c.": as papers and labels of the time had it."""
    names = _CURRENCIES["F"]
    return _with_hundredths(int(match["number"]), int(match["cents"]), names, feminine=False)


def _sterling(match: re.Match[str]) -> str:
    """ "3 £ 10 s. 6 d.": pounds, shillings and pence."""
    said = {
        "pounds": ("livre", "livres"),
        "shillings": ("shilling", "shillings"),
        "pence": ("penny", "pence"),
    }
    words = [
        f"{cardinal(int(match[part]), feminine=part == 'pounds')} {names[int(match[part]) > 1]}"
        for part, names in said.items()
        if match[part]
    ]
    return " ".join(words)


MONEY_RULES = (
    Rule(
        name="money",
        pattern=re.compile(
            r"(?P<number>\d{1,4}) ?(?:f\.? ?|fr\.?|F\.? ?(?=\d\d ?c))(?P<cents>\d\d)"
            r"(?: ?c(?!\w)\.?)?(?![\w°%]|[ ,.]\d)"
        ),
        say=_old_price,
    ),
    Rule(
        name="money",
        pattern=re.compile(
            r"(?P<pounds>\d{1,4}) ?£ ?(?P<shillings>\d\d?) ?s(?!\w)\.?"
            r"(?: ?(?P<pence>\d\d?) ?d(?!\w)\.?)?"
        ),
        say=_sterling,
    ),
    Rule(
        name="money",
        pattern=re.compile(
            rf"(?P<number>{WHOLE}) ?{_CURRENCY} ?(?P<cents>\d\d)(?![\w°%]|[ ,.]\d)"
            r"(?! [a-zà-öø-ÿœ]{3,}s(?!\w))"  # "100 F 20 hommes": two numbers
        ),
        say=_price,
    ),
    Rule(
        name="money",
        pattern=amount_pattern(
            rf"(?P<many>Mds?|M|[kK])? ?{_CURRENCY}(?!\w)"
            rf"(?: ?/ ?(?P<per>{PER_WHAT}|[a-zà-öø-ÿœ]{{4,}})(?!\w))?"
            rf"(?:/(?P<also>{PER_WHAT})(?!\w))?(?!/)"
        ),
        say=_money_per,
    ),
)

SIGN_FIRST = Rule(
    name="money",
    pattern=re.compile(
        rf"(?P<sign>[€$£¥]) ?(?:(?P<from>{NUMBER}){DASH})?(?P<number>{NUMBER}) ?"
        rf"(?:(?P<many>Mds?|M|k){END})?"
    ),
    say=_money,
)


def _signed_millions(match: re.Match[str]) -> str:
    name = _CURRENCIES[match["bare"]][0] if match["bare"] else _currency(match)[0]
    return f"{match['scale']} {_of(_plural(name))}"


BARE_MONEY = {
    scale: (
        Rule(
            name="money",
            pattern=re.compile(
                rf"(?P<scale>{scale}) (?:(?:de |d'){_CURRENCY}(?!\w)|(?P<bare>[€$£]))"
            ),
            say=_signed_millions,
        ),
    )
    for scale in ("million", "millions", "milliard", "milliards")
}
