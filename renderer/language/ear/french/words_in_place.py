"""Shortened words that mean in one place what they don't mean elsewhere: 812 h., dos. 7, par sem.

Comes in: nothing. Goes out: `SIZES` and `IN_PLACE`, tried before the forms of
`shortened_words`, and like them.
"""

from __future__ import annotations

from collections.abc import Mapping

from renderer.language.ear.french.shortened_words import CAPITAL, DIGIT, ENDS, ROMAN_OR_DIGIT

_AND_A_CENTURY = "|".join(rf"(?<= et [IVX]{{{letters}}}e s\.)" for letters in range(1, 6))
"""Behind the second of two centuries, "aux XIXe et XXe s."."""
_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_ANY_DAY = "|".join(_DAYS)
_IN_THE_MORNING = "|".join(rf"(?<={day}\. mat)" for day in _DAYS)


def _day(said: str) -> tuple[tuple[str, str], ...]:
    """ "mar.-sam.", "ven 12/05", "lun. apr.-midi"."""
    return (
        (rf"\.?[-–](?=(?:{_ANY_DAY})(?!\w))", f"{said} à"),
        (r"(?= \d{1,2}/\d)", said),
        (rf"(?<=-(?:{_ANY_DAY}))\.?", said),
        (r"\.(?= (?:apr\.?-midi|après-midi|matin|soir)|-(?:\d|$))", said),
    )


_SIZE = r"\d+(?:[,.]\d+)?(?: ?[x×] ?[\d,.]+)* ?(?:(?:mm|cm|m)(?!\w)|[;,] [HLlPD](?!\w))"


def _size(letter: str, said: str, after: str = "") -> tuple[str, str]:
    """ "H. 32 cm ; L. : 18 cm": the letters of a label."""
    behind = rf"(?:(?<=^{letter})|(?<=[;,:] {letter})|(?<=\({letter}))"
    return (rf"{behind}(?:\.(?= ?:? ?{_SIZE})|(?= ?: ?{_SIZE})){after}", said)


SIZES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "H": (_size("H", "hauteur"),),
    "h": (_size("h", "hauteur"),),
    "L": (
        _size("L", "longueur", after=r"(?=.*[;,] l(?:\.| ?:))"),
        _size("L", "largeur", after=r"(?:(?<=[;,] L)|(?<=[;,] L\.))"),
        _size("L", "longueur"),
    ),
    "l": (_size("l", "largeur"),),
    "P": (_size("P", "profondeur"),),
    "D": (_size("D", "diamètre"),),
}
"""The sides of a thing in a museum: L. alone, or before l., is its length, and its breadth behind
its height."""

IN_PLACE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Dim dim": ((r"\.(?= ?:? ?\d+(?:,\d+)? ?(?:cm |mm |m )?[x×])", "dimensions"),),
    "d": ((r"(?<=\d, d)\.(?= ?\d)", "dossier"),),
    "l": ((r"(?<=[/¼½¾]\d de l)\.?(?= de | d'|[,;.]|$)", "litre"),),
    "coef Coef": ((r"\.?" + ENDS, "coefficient"),),
    "Haut": ((r"\.(?= [a-z])", "hauteur"),),
    "Larg": ((r"\.(?= [a-z])", "largeur"),),
    "Sup sup": ((r"\.(?= ?: ?\d)", "superficie"),),
    "Dist dist": ((r"\.(?= ?:? ?\d)", "distance"),),
    "ex": ((r"(?<=l'ex)\.", "exemplaire"),),
    "k": ((r"(?<=le k)\.", "kilo"),),
    "crt": ((r"(?<=\d crt)\.?" + ENDS, "courant"),),
    "Ht ht": ((r"\.?(?= ?:? ?\d)", "hauteur"),),
    "Pds pds": ((r"\.?(?= ?:? ?\d)", "poids"),),
    "pt": ((r"\.?(?= \d)", "point"),),
    "pts": ((ENDS, "points"),),
    "Fac fac": ((r"-sim(?!\w)\.?", "fac-similé"),),
    "kil": ((r"(?<=le kil)\.", "kilo"),),
    "Port port": ((r"\.(?= ?:? ?0[67])", "portable"),),
    "off": ((r"\.(?<=\d off\.)|(?<=d'off)\.", "officiers"),),
    "s": (
        (r"\.-off\.", "sous-officiers"),
        (r"/ ?(?=(?:place|RDV|rdv|réserv))", "sur"),
        (r"\.(?<=\d et s\.)", "suivants"),
        (rf"\.(?:{_AND_A_CENTURY})", "siècles"),
    ),
    "cour": ((r"\.(?<=\d cour\.)", "courant"),),
    "dos": ((rf"\.{DIGIT}", "dossier"),),
    "art": (
        (r"(?<=[lL]'art)\.(?= (?:ennemie|lourde|amie|all|div|lég|de camp))", "artillerie"),
        (r"\.(?<=\d art\.)", "articles"),
    ),
    "cap Cap": ((r"\.(?= au long cours)", "capitaine"),),
    "col": (
        (r"\.(?= ?\d)", "colonne"),
        (r"(?<=[iI]nf\. col)\.|(?<=art\. col)\.", "coloniale"),
    ),
    "Art": ((r"\.?(?=-Re?gt)|\.(?=Re?gt)", "artillerie"),),
    "gend Gend": ((rf"\.(?= {CAPITAL})", "gendarme"),),
    "vit": ((r"(?<=[lL]a vit)\.|\.(?= ?: ?\d)", "vitesse"),),
    "Vit": ((r"\.(?= ?:? ?\d| [a-z])", "vitesse"),),
    "int": ((r"\.(?= ?:? ?\d)|(?<=[mgp]\. int)\.", "intérieur"),),
    "Surf surf": ((r"\.(?= ?:| de \d)", "surface"),),
    "not": ((r"(?<=[vV]oir not)\.", "notamment"),),
    "prés Prés": ((r"\.(?= (?:et|par) )", "présenté"),),
    "Cart cart": ((rf"\.{DIGIT}", "carton"),),
    "lat": ((r"(?<=[mM]s\. lat)\.", "latin"),),
    "gr": ((r"\.(?= (?:mobile|franc|de |d'))", "groupe"),),
    "mat": ((rf"(?:{_IN_THE_MORNING})\.", "matin"),),
    "h": ((r"(?<=m de h)\.", "haut"),),
    "hab": ((r"(?<=m² hab)\.|(?<=m2 hab)\.", "habitables"),),
    "rév Rév": ((rf"\.(?= {CAPITAL})", "révérend"),),
    "Rev": ((r"\.(?= (?:[a-zéèœ]|[A-Z]\w+\.))", "revue"),),
    "préf": ((r"(?<=(?:[aA]u|[dD]u|[lL]e) préf)\.", "préfet"),),
    "Int": ((r"(?<=l'Int)\.", "Intérieur"),),
    "ff": ((rf"\.{DIGIT}", "folios"),),
    "f": ((rf"\.{DIGIT}", "folio"),),
    "ms Ms": ((r"\.(?= (?:\d|fr\.|lat\.|n[°º]))", "manuscrit"),),
    "Mss mss": ((r"\.", "manuscrits"),),
    "sc": ((rf"\.{ROMAN_OR_DIGIT}", "scène"),),
    "sect Sect": (
        (r"\.(?= [A-Z]{1,2}(?!\w))", "section"),
        (rf"\.(?= (?:\d|n[°º]|{CAPITAL}))", "secteur"),
    ),
    "bl": ((r"\.(?<=noir et bl\.)", "blanc"), (r"\.?(?!\w)(?:(?<=\d bl)|(?<=\d bl\.))", "blessés")),
    "fr franç": (
        (r"\.(?<=(?:ion|née|mée|que|ine|nce|sse|gue|ure) fr\.)", "française"),
        (r"\.(?<=[a-zé] fr\.)", "français"),
        (r"\.(?<=[mM]s\. fr\.)", "français"),
    ),
    "Ép ép Épais épais épaiss": (
        (r"\.(?= ?:? ?\d)", "épaisseur"),
        (r"(?<=d'ép)\.|(?<=d'épaiss)\.|(?<=d'épais)\.", "épaisseur"),
    ),
    "prof": ((r"(?<=de prof)\.", "profondeur"),),
    "sf": ((r"(?= [a-zé0-9])", "sauf"),),
    "t T": ((r"\. ?l\. ?j\.?", "tous les jours"),),
    "jg": ((ENDS, "ji-gé"),),
    "e": ((r"\. ?r\.(?<=\(e\.r\.)", "en retraite"),),
    "er": ((r"(?<=\(er)(?=\))", "en retraite"),),
    "Lég": ((r"\.(?= d'h| [ée]tr)", "Légion"),),
    "hon": ((r"(?<=d'hon)\.", "honneur"),),
    "Comp comp": ((r"\.(?= de la Lib)", "compagnon"),),
    "doss Doss": ((r"\. pers\.", "dossier personnel"),),
    "corr": ((r"(?<=et corr)\.", "corrigée"),),
    "Min min": ((r"(?<!irc\. min)(?<!rr\. min)\.(?= (?:de la |de l'|des |du |d'))", "ministère"),),
    "Batt batt Bat bat": (
        (r"\.(?<=\der [Bb]att\.)|\.(?<=\de [Bb]att\.)|\.(?<=\der [Bb]at\.)", "bataillon"),
    ),
    "brig": ((r"\.(?= [a-zéèàœ]{4,})", "brigade"),),
    "Inf": ((r"\.(?=[ -]?(?:Div|Rgt|Regt))", "infanterie"),),
    "Gren": ((r"\.?(?=-)", "grenadier"),),
    "Fallsch": ((r"\.?(?:-?J[gä]g?\.?)?", "Falchirme-yéguère"),),
    "Ausf": ((r"\.?(?= [A-Z](?!\w))", "Aossfurungue"),),
    "Tir tir": ((r"\.(?= (?:Alg|Sén|Mar|alg|sén|mar)\w*\.?)", "tirailleurs"),),
    "Rés rés": ((r"(?<=de rés)\.", "réserve"),),
    "circ Circ": ((r"\.(?= (?:min|préf|n[°º]|du \d))", "circulaire"),),
    "env Env": ((r"\.", "environ"),),
    "Ord ord": ((r"\.(?= (?:du \d|n[°º]))|\.(?<=l'ord\.)", "ordonnance"),),
    "Off": ((r"\.(?= d)", "officier"),),
    "Asso asso": ((r"\.", "association"),),
    "élec Élec": ((r"\.", "électrique"),),
    "coul": ((r"(?<=en coul)\.", "couleurs"),),
    "mitr": ((r"(?<=de mitr)\.(?! de)", "mitrailleuses"),),
    "cart": ((r"(?<=\d cart)\.", "cartouches"),),
    "sem": (
        (r"(?<=/sem)\.?|(?<=par sem)\.?", "semaine"),
        (r"\.(?<=[\drnIVX][ed] sem\.)|\.(?<=[\dI]er sem\.)", "semestre"),
    ),
    "arm": ((r"(?<=d'arm)\.", "armée"),),
    "loc": ((r"\. cit\.", "loco citato"),),
    "bibl Bibl": ((r"\.(?= mun)", "bibliothèque"),),
    "Bx": ((rf"(?= {CAPITAL}[a-z])", "bienheureux"),),
    "g": ((r"\.(?<=\de g\.)", "gauche"),),
    "arr Arr": (
        (r"\.(?= (?:préf|mun|min|du \d))", "arrêté"),
        (r"(?<=l'arr)\.(?= d[ue])", "arrêté"),
    ),
    "Croix croix": ((r" de G\.", "croix de guerre"),),
    "coll": (
        (r"(?<=[aA]ctes du coll)\.", "colloque"),
        (r"(?<=uvr\. coll)\.", "collectif"),
        (r"(?<=onv\. coll)\.", "collective"),
    ),
    "ouvr Ouvr": ((r"\.(?= cit)", "ouvrage"), (r"\.(?= [a-z]{5})", "ouvrier")),
    "Ø": ((r"(?= ?\d| (?:int|ext|max))", "diamètre"),),
    **{
        short: (
            (rf"(?:(?<=(?:[aA]u|[dD]u|[dD]e|[lL]e) {short}))(?= (?:d[eu'] ?|force)|[,;.)])", said),
        )
        for short, said in {
            "NO": "nord-ouest",
            "NE": "nord-est",
            "SO": "sud-ouest",
            "SE": "sud-est",
            "NNO": "nord-nord-ouest",
            "NNE": "nord-nord-est",
            "SSO": "sud-sud-ouest",
            "SSE": "sud-sud-est",
        }.items()
    },
    "dép Dép": (
        (
            r"\.(?= ?:? ?(?:à )?\d{1,2} ?[h:]| d(?:u|e la|es) (?:cort|défil|cours|rand|bus|car))",
            "départ",
        ),
    ),
    "ch Ch": ((r"\.(?= (?:élec|gaz|ind|centr|coll|fioul))", "chauffage"),),
    "apr": ((r"\.?-(?=midi)", "après"),),
    "c": ((r"/(?= ?(?:\d|l'|la |le ))", "contre"),),
    **{
        f"{short} {short.title()}": _day(said)
        for short, said in {
            "lun": "lundi",
            "mar": "mardi",
            "mer": "mercredi",
            "jeu": "jeudi",
            "ven": "vendredi",
            "sam": "samedi",
            "dim": "dimanche",
        }.items()
    },
}
