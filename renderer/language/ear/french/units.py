"""Quantities: units, percentages, temperatures, angles, dimensions.

Comes in: folded text. Goes out: `QUANTITY_RULES`, tried where a number starts; `BARE_UNITS`, for
units that follow a number in letters ("des km"); what an amount of money is said by, too.
Agreement: singular below two ("1,5 kilomètre"), "une tonne".
"""

from __future__ import annotations

import re

from renderer.language.ear.french.cardinals import cardinal, say_decimal, say_digits
from renderer.language.ear.french.times import COUNTED_IN_MEN
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
    "kg/m²": "kilogramme au mètre carré", "t/mn": "tour par minute", "t/min": "tour par minute",
    "m/m": "millimètre", "c/m": "centimètre",
    "coups/min": "coup par minute",
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


def say_amount(number: str, *, feminine: bool = False) -> str:
    """A written `NUMBER` in words, with its decimals."""
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
    first = f"{say_amount(match['from'])} à " if match["from"] else ""
    return first + say_amount(match["number"], feminine=feminine)


_REFERRED = re.compile(
    r"(?<!\w)(?:fig|pl|art|pp?|doc|tabl?|ill|note|n|n[°º]|planche|figure|page|article|tombe)\.? ?$",
    re.I,
)
_OF_A_MONTH = re.compile(r"(?<!\w)(?:le|du|au) $")
"""What makes "15 ct" a day of this month, and no hundredth."""
_ONE_OF_THEM = re.compile(r"(?<!\w)(?:la|une|sa|ma|cette|en) $", re.IGNORECASE)


def _quantity(match: re.Match[str]) -> str | None:
    if match[0] == f"{match['number']}L" and _ONE_OF_THEM.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return None  # a car: "la 4L"
    if match["unit"] == "ct" and _OF_A_MONTH.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return f"{_amount(match)} courant"
    if match["unit"] == "a" and _REFERRED.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return None  # "fig. 12 a."
    plural = bool(match["from"]) or not _one(match["number"])
    link = "de " if is_whole_millions(match["number"]) else ""
    unit = name_unit(_unit(match), plural=plural)
    if link and unit[0] in "aeiouyhéè":
        link = "d'"
    return f"{_amount(match)} {link}{unit}"


def _rate(match: re.Match[str]) -> str:
    """ "3 m³/s", "800 g/j", "15 000 t./jour", "300 g/pers./jour"."""
    also = f" et par {PER[match['also']]}" if match["also"] else ""
    return f"{_quantity(match)} par {PER[match['per']]}{also}"


_PARTS_OF_A_UNIT = frozenset({10, 100, 1000})


def _slashed(match: re.Match[str]) -> str | None:
    """ "15/20 m": from one to the other, where it is no part of a unit."""
    first, last = int(match["from"]), int(match["number"])
    fine = match["unit"] in {"mm", "s"} and last in _PARTS_OF_A_UNIT
    if first >= last or first == 1 or last <= _LARGEST_PART or fine:
        return None
    return _quantity(match)


_LARGEST_PART = 8
"""Beyond it nobody writes a part of a unit: "3/4 kg", "5/8 km"."""


def _kilos(match: re.Match[str]) -> str:
    """ "2 k. 500": as the notices of a paper had it."""
    name = name_unit("kg", plural=match["kilos"] != "1")
    return f"{say_digits(match['kilos'])} {name} {say_digits(match['grams'])}"


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
    return f"{say_amount(match['from'])} à {say_amount(match['number'])} pour cent"


def _times(match: re.Match[str]) -> str:
    return f"{say_amount(match['number'])} fois"


def _minutes(match: re.Match[str]) -> str:
    """ "2'30"": a length of time, where no degrees stand before it."""
    minutes, seconds = match["minutes"], match["seconds"]
    name = "minute" if _one(minutes) else "minutes"
    return f"{say_amount(minutes, feminine=True)} {name} {say_amount(seconds)}"


_QUOTED = re.compile(r"(?<!\w)'\w[^']*$")


_LONG_QUOTATION = 120
"""Characters before a number in which what decides about its strokes may stand."""


def _only_minutes(match: re.Match[str]) -> str | None:
    """ "Documentaire (52')"; an apostrophe may close a quotation, too."""
    if _QUOTED.search(match.string, max(0, match.start() - _LONG_QUOTATION), match.start()):
        return None
    minutes = match["minutes"]
    return f"{say_amount(minutes, feminine=True)} {'minute' if _one(minutes) else 'minutes'}"


_ARM = re.compile(
    r"(?:obus|canons?|disques?|écrans?|pièces?|calibre|tubes?|torpilles?|tourelles?)(?: de)? $",
    re.I,
)


def _two_strokes(match: re.Match[str]) -> str | None:
    """ "un obus de 14"", "le film dure 30""; a single sign may close a quotation, too."""
    one = _one(match["number"])
    if _ARM.search(match.string, max(0, match.start() - 40), match.start()):
        return f"{say_amount(match['number'])} {'pouce' if one else 'pouces'}"
    quoted = match.string.count('"', 0, match.start()) % 2
    if quoted or not _LASTING.search(
        match.string, max(0, match.start() - _LONG_QUOTATION), match.start()
    ):
        return None
    return f"{say_amount(match['number'], feminine=True)} {'seconde' if one else 'secondes'}"


_LASTING = re.compile(
    r"(?<!\w)(?:dur\w+|films?|spots?|extraits?|silences?|courses?|en|pendant|bandes?|plans?|chrono)"
    r"(?!\w)[^.;]*$",
    re.I,
)


_MANY_HOURS = 99
"""Nobody counts more of them with a point: "812 h." are men."""


def _men(match: re.Match[str]) -> str | None:
    """ "812 h.": nobody counts so many hours, and those that do write no point."""
    many = match[0][-1] == "." and int(whole_digits(match["number"])) > _MANY_HOURS
    if not many and not COUNTED_IN_MEN.search(
        match.string, max(0, match.start() - 40), match.start()
    ):
        return None
    return f"{say_amount(match['number'])} hommes"


def _split_seconds(match: re.Match[str]) -> str:
    """ "10"8": the time of a race."""
    seconds = int(match["seconds"])
    name = "secondes" if seconds > 1 else "seconde"
    return f"{cardinal(seconds, feminine=True)} {name} {say_digits(match['parts'])}"


def _many(match: re.Match[str]) -> str:
    """ "2,3 Mds de francs"."""
    scale = "million" if match["many"] == "M" else "milliard"
    return f"{say_amount(match['number'])} {scale if _one(match['number']) else scale + 's'}"


def is_whole_millions(number: str) -> bool:
    """Whether *number* ends in a million, which takes "de" before what it counts."""
    whole, fraction = split_number(number)
    return not fraction and len(whole) < 20 and int(whole) >= 10**6 and whole.endswith("000000")


def _percent(match: re.Match[str]) -> str:
    first = f"{say_amount(match['from'])} à " if match["from"] else ""
    rate = "pour mille" if match["sign"] == "‰" or len(match["sign"]) > 3 else "pour cent"
    per = f" par {PER[match['per']]}" if match["per"] else ""
    return f"{first}{say_amount(match['number'])} {rate}{per}"


def _temperature(match: re.Match[str]) -> str:
    scale = {"C": " Celsius", "F": " Fahrenheit"}.get(match["scale"] or "", "")
    degrees = "degré" if _one(match["number"]) and not match["from"] else "degrés"
    first = f"{say_amount(match['from'])} à " if match["from"] else ""
    return f"{first}{say_amount(match['number'])} {degrees}{scale}"


_POINTS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}


def _angle(match: re.Match[str]) -> str:
    degrees, minutes = match["degrees"], match["minutes"]
    words = [say_amount(degrees), "degré" if _one(degrees) else "degrés"]
    if minutes:
        minutes = minutes.lstrip("0") or "0"
        words += [say_amount(minutes, feminine=True), "minute" if _one(minutes) else "minutes"]
    if match["seconds"]:
        seconds = match["seconds"].lstrip("0") or "0"
        words += [say_amount(seconds, feminine=True), "seconde" if _one(seconds) else "secondes"]
    point = match["point"] or match["only_point"]
    if point:
        words.append(_POINTS[point])
    return " ".join(words)


_CARTRIDGE = re.compile(r"\d{1,2},\d{1,2} ?[x×] ?\d{2,3}[A-Z]{0,2}")
"""A calibre and the length of the case: "7,92 x 57 mm"."""


_SHIFTS = re.compile(r"[2-5] ?[x×] ?(?:8|12)")
"""Shifts of eight hours: "les 3 x 8"."""
_LENGTHS = frozenset({"km", "m", "dm", "cm", "mm", "hm", "dam", "m²", "m2", "m³", "m3", "pi", "ft"})
_RELAY = 20
"""How many times longer the second side is of what can't be a surface: "4 × 100 m"."""


def _is_relay(sides: str) -> bool:
    first, last = re.findall(NUMBER, sides)
    return first.isdigit() and last.isdigit() and 0 < int(first) * _RELAY <= int(last)


def _dimensions(match: re.Match[str]) -> str:
    sides = [say_amount(side) for side in re.findall(NUMBER, match["sides"])]
    if re.match(r" ?(?:=|[+-] ?\d)", match.string[match.end() : match.end() + 4]):
        return " fois ".join(sides)
    if match["minutes"]:
        return f"{' fois '.join(sides)} minutes"
    if match["unit"] in {None, "mm"} and _CARTRIDGE.fullmatch(match["sides"]):
        sides = [" par ".join(sides)]
    if not match["unit"] and _SHIFTS.fullmatch(match["sides"]):
        return " ".join(sides)
    if not match["unit"] and "x" in match["sides"] and len(set(sides)) == 1 < len(sides):
        return " ".join(sides)  # un 4x4
    if not match["unit"]:
        return f" {'fois' if '×' in match['sides'] else 'sur'} ".join(sides)
    guns = match["unit"] == "mm" and len(sides) == 2 and match["sides"][1:2] in " x×"
    relay = len(sides) == 2 and _is_relay(match["sides"])
    repeated = guns or relay or match["unit"] not in _LENGTHS
    return (
        f"{(' fois ' if repeated else ' sur ').join(sides)} {name_unit(match['unit'], plural=True)}"
    )


PER = {
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


PER_WHAT = "|".join(map(re.escape, sorted(PER, key=len, reverse=True)))


def amount_pattern(tail: str) -> re.Pattern[str]:
    """A number, or a range of two, and *tail* after it."""
    return re.compile(rf"(?:(?P<from>{NUMBER}){DASH})?(?P<number>{NUMBER}) ?{tail}")


QUANTITY_RULES = (
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
        pattern=re.compile(r"(?P<minutes>\d{1,3})'(?![\w'\"])"),
        say=_only_minutes,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<number>{NUMBER}) ?(?:\"|''|″)(?! ?\d)"),
        say=_two_strokes,
    ),
    Rule(
        name="unit",
        pattern=re.compile(r"(?P<number>\d{1,3} \d{3}|\d{1,4}) h(?!\w)\.?(?! ?\d)"),
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
        pattern=amount_pattern(rf"(?:° ?|º ?(?=[CF]))(?:(?P<scale>[CF]){END})?"),
        say=_temperature,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<from>{NUMBER}) ?%{DASH}(?P<number>{NUMBER}) ?%"),
        say=_percents,
    ),
    Rule(
        name="unit",
        pattern=amount_pattern(
            rf"(?P<sign>%|‰|[0o]/[0o]{{1,2}}(?!\w))(?:/(?P<per>{PER_WHAT})(?!\w))?"
        ),
        say=_percent,
    ),
    Rule(
        name="unit",
        pattern=re.compile(
            rf"(?P<sides>{NUMBER}(?: ?[x×] ?{NUMBER})+)"
            rf"(?: ?{_UNIT}|(?P<minutes>'(?![\w'\"])))?{END}"
        ),
        say=_dimensions,
    ),
    Rule(
        name="unit",
        pattern=re.compile(r"(?P<kilos>\d{1,3}) k\.? (?P<grams>\d{3})(?!\w)"),
        say=_kilos,
    ),
    Rule(
        name="unit",
        pattern=re.compile(rf"(?P<from>\d{{1,4}})/(?P<number>\d{{1,4}}) ?{_UNIT}"),
        say=_slashed,
    ),
    Rule(name="unit", pattern=amount_pattern(_UNIT), say=_quantity),
    Rule(
        name="unit",
        pattern=amount_pattern(
            rf"{_SYMBOL}\.? ?/ ?(?P<per>{PER_WHAT})(?![\w²³])"
            rf"(?: ?/ ?(?P<also>{PER_WHAT})(?![\w²³]))?"
        ),
        say=_rate,
    ),
)

_ONE_OF = re.compile(
    r"(?:(?<!\w)(?:le|du|au|un|par|chaque|premier|dernier|\d+(?:er|e|è|ème))|/) ?$", re.IGNORECASE
)


def _bare(match: re.Match[str]) -> str:
    mark = re.match(r" \d", match.string[match.end() : match.end() + 2])  # "le km 12"
    one = _ONE_OF.search(match.string, 0, match.start())
    return name_unit(match["unit"], plural=mark is None and one is None)


BARE_UNITS = {
    unit.rstrip("²³"): (Rule(name="unit", pattern=re.compile(_UNIT), say=_bare),)
    for unit in ("km", "cm", "mm", "kg", "km/h", "hab./km²")
    if unit.isalpha()
}
