"""Quantities: units, percentages, temperatures, angles, dimensions and money.

Comes in: folded text. Goes out: `QUANTITY_RULES`, tried where a number starts; `BARE_UNITS` and
`BARE_SIGNS`, for units and signs that follow a number in letters ("des km", "cinq millions €").
Agreement: singular below two ("1,5 kilomètre"), "une tonne", "un million d'euros".
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal, say_decimal, say_digits
from renderer.language.ear.rules import (
    DASH,
    END,
    NUMBER,
    WHOLE,
    Rule,
    is_one,
    listed_words,
    split_number,
    whole_digits,
)

_FEMININE_UNITS = listed_words(
    """
    tonne minute seconde heure livre once couronne verste kilocalorie
    """
)

UNITS = {
    "km/h": "kilomètre à l'heure", "km h": "kilomètre à l'heure", "km": "kilomètre",
    "hm": "hectomètre", "dam": "décamètre",
    "m/s": "mètre par seconde", "m": "mètre", "dm": "décimètre", "cm": "centimètre",
    "mm": "millimètre", "µm": "micromètre", "μm": "micromètre",
    "t": "tonne", "kt": "kilotonne", "kg": "kilogramme", "g": "gramme", "mg": "milligramme",
    "ha": "hectare", "l": "litre", "L": "litre", "hl": "hectolitre", "cl": "centilitre",
    "ml": "millilitre", "h": "heure", "min": "minute", "mn": "minute", "s": "seconde",
    "j": "jour", "nds": "nœud", "V": "volt", "W": "watt", "kW": "kilowatt", "MW": "mégawatt",
    "ch": "cheval", "cv": "cheval", "CV": "cheval", "Hz": "hertz", "kHz": "kilohertz",
    "MHz": "mégahertz", "dB": "décibel", "hPa": "hectopascal", "mb": "millibar", "bar": "bar",
    "lb": "livre", "lbs": "livre", "oz": "once", "ft": "pied", "yd": "yard", "yds": "yard",
    "hab.": "habitant", "hab": "habitant", "ex.": "exemplaire", "ko": "kilooctet",
    "Mo": "mégaoctet", "Go": "gigaoctet", "kWh": "kilowattheure", "GHz": "gigahertz",
    "kV": "kilovolt", "q": "quintal", "gr": "gramme", "kms": "kilomètre", "kgs": "kilogramme",
    "cts": "centime", "ct": "centime", "c.": "centime", "kn": "nœud", "tr/min": "tour par minute",
    "hab./km²": "habitant au kilomètre carré", "hab/km²": "habitant au kilomètre carré",
    "hab./km2": "habitant au kilomètre carré", "hab/km2": "habitant au kilomètre carré",
    "t/j": "tonne par jour", "t/h": "tonne par heure", "l/h": "litre à l'heure",
    "l/100 km": "litre aux cent kilomètres", "kg/cm²": "kilogramme par centimètre carré",
    "kg/ha": "kilogramme à l'hectare", "q/ha": "quintal à l'hectare", "t/ha": "tonne à l'hectare",
    "g/l": "gramme par litre", "mg/l": "milligramme par litre", "tr/mn": "tour par minute",
    "ca": "centiare", "pi": "pied", "in.": "pouce", "tx": "tonneau", "kcal": "kilocalorie",
    "m.l.": "mètre linéaire", "Pf.": "pfennig", "Pf": "pfennig", "cps": "coup", "a": "are",
    "kg/m²": "kilogramme au mètre carré", "coups/min": "coup par minute",
}  # fmt: skip
_UNALTERED = frozenset({"hertz", "kilohertz", "mégahertz", "gigahertz"})
_POWERED = frozenset({"km", "m", "dm", "cm", "mm", "hm", "dam"})
_IN_AUX = frozenset({"cheval", "quintal"})
_IN_LINE = frozenset({"mètre linéaire"})
_POWERS = {"²": "carré", "2": "carré", "³": "cube", "3": "cube"}

_SYMBOL = (
    "(?P<unit>"
    + "|".join(
        [r"(?:km|hm|dam|dm|cm|mm|m)[²³23]", r"a(?= \d+ ?ca(?!\w)|(?<=\d a)\.?$)"]
        + [re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True) if unit != "a"]
    )
    + ")"
)
_UNIT = rf"{_SYMBOL}(?![\w²³])(?!\.?/\w|\.-off)(?!'\w)(?!(?<= [WVL]) \d)"
"""Letters between two numbers are those of a shelf: "9 W 45"."""


def name_unit(symbol: str, *, plural: bool) -> str:
    """The words for a unit's *symbol*, "²" and "³" included."""
    power = ""
    if symbol[:-1] in _POWERED and symbol[-1] in _POWERS:
        symbol, power = symbol[:-1], f" {_POWERS[symbol[-1]]}"
    name = f"{UNITS[symbol]}{power}"
    if not plural or name in _UNALTERED:
        return name
    head, gap, rest = name.partition(" ")
    words = f"{head[:-1]}ux" if head in _IN_AUX else f"{head}{'x' if head[-2:] == 'au' else 's'}"
    return f"{words}{gap}{rest}s" if power or name in _IN_LINE else f"{words}{gap}{rest}"


def _is_feminine(symbol: str) -> bool:
    return UNITS.get(symbol, "").partition(" ")[0] in _FEMININE_UNITS | {"kilotonne"}


def _say(number: str, *, feminine: bool = False) -> str:
    whole, fraction = split_number(number)
    return say_decimal(whole, fraction, feminine=feminine)


def _one(number: str) -> bool:
    return is_one(*split_number(number))


_BLAST = re.compile(r"bombe|charge|puissan|TNT|explos|nucl|atom|Hiroshima|Nagasaki", re.I)


def _unit(match: re.Match[str]) -> str:
    """The symbol of the unit: "30 kt" are knots, but of a bomb."""
    symbol = match["unit"]
    return "kn" if symbol == "kt" and not _BLAST.search(match.string) else symbol


def _amount(match: re.Match[str]) -> str:
    """The number, or the range, of a quantity whose unit is in the match."""
    feminine = _is_feminine(_unit(match))
    first = f"{_say(match['from'])} à " if match["from"] else ""
    return first + _say(match["number"], feminine=feminine)


def _quantity(match: re.Match[str]) -> str:
    plural = bool(match["from"]) or not _one(match["number"])
    link = "de " if _is_whole_millions(match["number"]) else ""
    unit = name_unit(_unit(match), plural=plural)
    if link and unit[0] in "aeiouyhéè":
        link = "d'"
    return f"{_amount(match)} {link}{unit}"


def _rate(match: re.Match[str]) -> str:
    """ "3 m³/s", "800 g/j", "15 000 t./jour"."""
    return f"{_quantity(match)} par {_PER[match['per']]}"


def _metres(match: re.Match[str]) -> str | None:
    """ "1,80 m", "1m80": metres, then centimetres."""
    metres, written = whole_digits(match["metres"]), match["tenths"] or match["cm"]
    centimetres = int(written.ljust(2, "0"))
    if not centimetres:
        return None
    if not int(metres):
        return f"{cardinal(centimetres)} {name_unit('cm', plural=centimetres > 1)}"
    unit = name_unit("m", plural=not is_one(metres, ""))
    return f"{say_digits(metres)} {unit} {cardinal(centimetres)}"


def _percents(match: re.Match[str]) -> str:
    """ "50 %-60 %": each end has its sign, and one is said."""
    return f"{_say(match['from'])} à {_say(match['number'])} pour cent"


def _times(match: re.Match[str]) -> str:
    return f"{_say(match['number'])} fois"


def _minutes(match: re.Match[str]) -> str:
    """ "2'30"": a length of time, where no degrees stand before it."""
    minutes, seconds = match["minutes"], match["seconds"]
    name = "minute" if _one(minutes) else "minutes"
    return f"{_say(minutes, feminine=True)} {name} {_say(seconds)}"


_ARM = re.compile(r"(?:obus|canons?|pièces?|calibre|tubes?|torpilles?|tourelles?)(?: de)? $", re.I)


def _inches(match: re.Match[str]) -> str | None:
    """ "un obus de 14""."""
    if not _ARM.search(match.string, 0, match.start()):
        return None
    return f"{_say(match['number'])} {'pouce' if _one(match['number']) else 'pouces'}"


def _men(match: re.Match[str]) -> str:
    """ "812 h.": nobody counts so many hours, and those that do write no point."""
    return f"{_say(match['number'])} hommes"


def _split_seconds(match: re.Match[str]) -> str:
    """ "10"8": the time of a race."""
    seconds = int(match["seconds"])
    name = "secondes" if seconds > 1 else "seconde"
    return f"{cardinal(seconds, feminine=True)} {name} {say_digits(match['parts'])}"


def _many(match: re.Match[str]) -> str:
    """ "2,3 Mds de francs"."""
    scale = "million" if match["many"] == "M" else "milliard"
    return f"{_say(match['number'])} {scale if _one(match['number']) else scale + 's'}"


def _is_whole_millions(number: str) -> bool:
    whole, fraction = split_number(number)
    return not fraction and len(whole) < 20 and int(whole) >= 10**6 and whole.endswith("000000")


def _percent(match: re.Match[str]) -> str:
    first = f"{_say(match['from'])} à " if match["from"] else ""
    rate = "pour cent" if match["sign"] == "%" else "pour mille"
    per = f" par {_PER[match['per']]}" if match["per"] else ""
    return f"{first}{_say(match['number'])} {rate}{per}"


def _temperature(match: re.Match[str]) -> str:
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match["scale"] or "", "")
    degrees = "degré" if _one(match["number"]) and not match["from"] else "degrés"
    first = f"{_say(match['from'])} à " if match["from"] else ""
    return f"{first}{_say(match['number'])} {degrees}{scale}"


_POINTS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}


def _angle(match: re.Match[str]) -> str:
    degrees, minutes = match["degrees"], match["minutes"]
    words = [_say(degrees), "degré" if _one(degrees) else "degrés"]
    if minutes:
        minutes = minutes.lstrip("0") or "0"
        words += [_say(minutes, feminine=True), "minute" if _one(minutes) else "minutes"]
    if match["seconds"]:
        seconds = match["seconds"].lstrip("0") or "0"
        words += [_say(seconds, feminine=True), "seconde" if _one(seconds) else "secondes"]
    point = match["point"] or match["only_point"]
    if point:
        words.append(_POINTS[point])
    return " ".join(words)


def _dimensions(match: re.Match[str]) -> str:
    sides = [_say(side) for side in re.findall(NUMBER, match["sides"])]
    if not match["unit"] and "x" in match["sides"] and len(set(sides)) == 1:
        return " ".join(sides)  # un 4x4
    if not match["unit"]:
        return f" {'fois' if '×' in match['sides'] else 'sur'} ".join(sides)
    guns = match["unit"] == "mm" and len(sides) == 2 and match["sides"][1:2] in " x×"
    repeated = guns or match["unit"] in {"h", "min", "mn", "s"}
    return (
        f"{(' fois ' if repeated else ' sur ').join(sides)} {name_unit(match['unit'], plural=True)}"
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
_PER = {
    "km": "kilomètre", "kg": "kilo", "m²": "mètre carré", "m2": "mètre carré", "h": "heure",
    "l": "litre", "L": "litre", "t": "tonne", "mois": "mois", "an": "an", "jour": "jour",
    "j": "jour", "nuit": "nuit", "pers": "personne", "pers.": "personne", "personne": "personne",
    "enfant": "enfant", "ha": "hectare", "hab": "habitant", "hab.": "habitant", "place": "place",
    "semaine": "semaine", "unité": "unité", "élève": "élève", "s": "seconde", "min": "minute",
    "mn": "minute", "ml": "mètre linéaire", "m³": "mètre cube", "m3": "mètre cube", "m": "mètre",
    "km²": "kilomètre carré",
    "km2": "kilomètre carré", "homme": "homme", "année": "année", "heure": "heure",
    "minute": "minute", "seconde": "seconde", "mètre": "mètre", "habitant": "habitant",
}  # fmt: skip


_PER_WHAT = "|".join(map(re.escape, sorted(_PER, key=len, reverse=True)))


def _currency(match: re.Match[str]) -> tuple[str, str]:
    """The names of what is paid in, and of its hundredth."""
    sign = match["sign"]
    return _CURRENCIES[sign if sign in _CURRENCIES else sign.rstrip(".").lower()]


def _money(match: re.Match[str]) -> str | None:
    name, hundredth = _currency(match)
    feminine = name == "livre"
    whole, fraction = split_number(match["number"])
    first = f"{_say(match['from'])} à " if match["from"] else ""
    if match["many"]:
        scale = {"k": "mille", "M": "million"}.get(match["many"], "milliard")
        one = is_one(whole, fraction) and not match["from"]
        if scale == "mille":
            number = "mille" if (whole, fraction) == ("1", "") else f"{_say(match['number'])} mille"
            return f"{first}{number} {_plural(name)}"
        words = f"{_say(match['number'])} {scale if one else scale + 's'}"
        return f"{first}{words} {_of(_plural(name))}"
    if len(fraction) == 1:
        fraction += "0"
    if len(fraction) > 2 or first or not fraction:
        name = name if is_one(whole, fraction) and not first else _plural(name)
        name = _of(name) if _is_whole_millions(match["number"]) else name
        return f"{first}{_say(match['number'], feminine=feminine)} {name}"
    return _with_hundredths(int(whole or 0), int(fraction), (name, hundredth), feminine)


def _money_per(match: re.Match[str]) -> str | None:
    said = _money(match)
    return f"{said} par {_PER.get(match['per'], match['per'])}" if said and match["per"] else said


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


def _amount_pattern(tail: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<from>{NUMBER}){DASH})?(?P<number>{NUMBER}) ?{tail}")


QUANTITY_RULES = (
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
        pattern=_amount_pattern(
            rf"(?P<many>Mds?|M|k)? ?{_CURRENCY}(?!\w)"
            rf"(?: ?/ ?(?P<per>{_PER_WHAT}|[a-zà-öø-ÿœ]{{4,}})(?!\w))?(?!/)"
        ),
        say=_money_per,
    ),
    Rule(
        name="unit",
        pattern=re.compile(
            rf"(?P<metres>{WHOLE})(?:[,.](?P<tenths>\d\d?) ?m|(?:m| m\.? )(?P<cm>\d\d)"
            r"(?! (?:[a-zà-öø-ÿœ]{4,}s|kg|g|t|l|km|cm|mm)(?!\w)))(?![\w²³])"
            r"(?!/\w)(?! ?[,.]?\d)(?!'\w)"
        ),
        say=_metres,
    ),
    Rule(
        name="unit",
        pattern=re.compile(
            rf"(?P<degrees>{NUMBER}) ?°(?: ?(?P<minutes>{NUMBER}) ?['′]"
            r"(?!['a-zà-ÿ]|[NSEOW]['\w]|[A-DF-MP-RT-VX-Z])"
            rf"(?: ?(?P<seconds>{NUMBER}) ?(?:\"|''|″))?(?: ?(?P<point>[NSEOW]){END}(?!'))?"
            rf"| ?(?P<only_point>[NSEOW]){END}(?!['-]))"
        ),
        say=_angle,
    ),
    Rule(
        name="unit",
        pattern=re.compile(r"(?P<minutes>\d{1,2})' ?(?P<seconds>[0-5]\d)(?:\"|''|″|(?!\w))"),
        say=_minutes,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<number>{NUMBER}) ?(?:\"|''|″)(?! ?\d)"),
        say=_inches,
    ),
    Rule(
        name="unit",
        pattern=re.compile(r"(?P<number>\d{3,4}|\d{1,3} \d{3}) h\.(?! ?\d)"),
        say=_men,
    ),
    Rule(
        name="unit",
        pattern=re.compile(r"(?P<seconds>\d{1,2}) ?(?:\"|''|″) ?(?P<parts>\d{1,2})(?!\w)"),
        say=_split_seconds,
    ),
    Rule(
        name="number",
        pattern=re.compile(rf"(?P<number>{NUMBER}) ?(?P<many>Mds?|M)(?= (?:de |d'))"),
        say=_many,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<number>{NUMBER}) ?[x×] (?=(?:plus|moins)(?!\w))"),
        say=_times,
    ),
    Rule(
        name="unit",
        pattern=_amount_pattern(rf"(?:° ?|º ?(?=[CF]))(?:(?P<scale>[CF]){END})?"),
        say=_temperature,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<from>{NUMBER}) ?%{DASH}(?P<number>{NUMBER}) ?%"),
        say=_percents,
    ),
    Rule(
        name="unit",
        pattern=_amount_pattern(rf"(?P<sign>[%‰])(?:/(?P<per>{_PER_WHAT})(?!\w))?"),
        say=_percent,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<sides>{NUMBER}(?: ?[x×] ?{NUMBER})+)(?: ?{_UNIT})?{END}"),
        say=_dimensions,
    ),
    Rule(name="unit", pattern=_amount_pattern(_UNIT), say=_quantity),
    Rule(
        name="unit",
        pattern=_amount_pattern(rf"{_SYMBOL}\.? ?/ ?(?P<per>{_PER_WHAT})(?![\w²³])"),
        say=_rate,
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


_ONE_OF = re.compile(r"(?<!\w)(?:le|du|au|un|par|chaque|premier|dernier|\d+e|/) ?$", re.IGNORECASE)


def _bare(match: re.Match[str]) -> str:
    mark = re.match(r" \d", match.string[match.end() : match.end() + 2])  # "le km 12"
    one = _ONE_OF.search(match.string, 0, match.start())
    return name_unit(match["unit"], plural=mark is None and one is None)


BARE_UNITS = {
    unit.rstrip("²³"): (Rule(name="unit", pattern=re.compile(_UNIT), say=_bare),)
    for unit in ("km", "cm", "mm", "kg", "km/h", "hab./km²")
    if unit.isalpha()
}


def _signed_millions(match: re.Match[str]) -> str:
    name = _CURRENCIES[match["bare"]][0] if match["bare"] else _currency(match)[0]
    return f"{match['scale']} {_of(_plural(name))}"


BARE_UNITS |= {
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
