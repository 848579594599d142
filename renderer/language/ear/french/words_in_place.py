"""Shortened words that mean in one place what they don't mean elsewhere: 812 h., dos. 7, par sem.


Comes in: nothing. Goes out: `SIZES` and `IN_PLACE`, tried before the forms of
`shortened_words`, and like them; `DEPARTMENTS`, as they stand after a town.
"""

from __future__ import annotations

import re
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


_FATES = {
    "Arr arr": "arrêté", "Dép dép": "déporté", "Fus fus": "fusillé", "Lib lib": "libéré",
    "Int int Intern intern": "interné", "Cond cond": "condamné", "Exéc exéc": "exécuté",
    "Bl bl": "blessé", "Disp disp": "disparu", "Décéd décéd": "décédé", "Mob mob": "mobilisé",
    "Rapatr rapatr": "rapatrié", "Inh inh": "inhumé", "Incarc incarc": "incarcéré",
    "Incorp incorp": "incorporé", "Capt capt": "capturé",
}  # fmt: skip
_WHEN = (
    r"\.(?= (?:le (?:\d|1er)|en (?:\d{4}|janv|févr|mars|avril|mai|juin|juil|août|sept|oct|nov|déc)"
    rf"|à (?:mort|{CAPITAL})|par les? ))"
)
"""What follows the fate of somebody, in the notice of his life: when, where, by whom."""


_MEASURED = (
    r"(?: ?[.:=] ?|(?= \d+(?:[.,]\d+)? cm))(?= ?:? ?\d+(?:[.,]\d+)? ?(?:(?:mm|cm|dm|m)(?!\w)"
    r"|[;,x×/] ?(?:[HhLlPpDdEe]\.|[Ll]arg|[ÉéEe]p|[Pp]r)))"
)
"""What is measured on the label of a museum: a length follows, or another measure."""


_SIZE = r"\d+(?:[,.]\d+)?(?: ?[x×] ?[\d,.]+)* ?(?:(?:mm|cm|m)(?!\w)|[;,] [HLlPD](?!\w))"


def _size(letter: str, said: str, after: str = "") -> tuple[str, str]:
    """ "H. 32 cm ; L. : 18 cm": the letters of a label."""
    behind = rf"(?:(?<=^{letter})|(?<=[;,:] {letter})|(?<=\({letter}))"
    return (rf"{behind}(?:\.(?= ?:? ?{_SIZE})|(?= ?: ?{_SIZE})){after}", said)


SIZES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "H": (_size("H", "hauteur"), (rf"(?<!\d H){_MEASURED}", "hauteur")),
    "h": (_size("h", "hauteur"), (rf"(?<!\d h){_MEASURED}", "hauteur")),
    "L": (
        _size("L", "longueur", after=r"(?=.*[;,] l(?:\.| ?:))"),
        _size("L", "largeur", after=r"(?:(?<=[;,] L)|(?<=[;,] L\.))"),
        _size("L", "longueur"),
        (rf"{_MEASURED}(?=[^l]*[;,x×] ?P(?:r|rof)?\. ?\d)", "largeur"),
        (_MEASURED, "longueur"),
    ),
    "l": (_size("l", "largeur"), (rf"(?<!\d l)(?<!\dl){_MEASURED}", "largeur")),
    "P": (_size("P", "profondeur"), (_MEASURED, "profondeur")),
    "Pr": ((_MEASURED, "profondeur"),),
    "D": (_size("D", "diamètre"), (_MEASURED, "diamètre")),
    "E e": ((rf"(?<!\d e){_MEASURED}", "épaisseur"),),
}
"""The sides of a thing in a museum: L. alone, or before l., is its length, and its breadth behind
its height."""

IN_PLACE: Mapping[str, tuple[tuple[str, str], ...]] = {
    **{words: ((_WHEN, said),) for words, said in _FATES.items() if words != "Dép dép"},
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
    "off": (
        (r"(?<=[lL]'off)\. mar\.", "officier marinier"),
        (rf"(?<=[lL]'off)\.(?= (?:de |d'|{CAPITAL}))", "officier"),
        (r"\.(?<=\d off\.)|(?<=d'off)\.", "officiers"),
    ),
    "s": (
        (r"\.-off\.", "sous-officiers"),
        (rf"(?<=-s)\.-(?={CAPITAL})", "sur"),
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
    "gr": (
        (r"\.(?= ?:)", "groupe"),
        (r"\.(?= (?:mobile|franc|de |d'))", "groupe"),
    ),
    "mat": ((rf"(?:{_IN_THE_MORNING})\.", "matin"),),
    "h": ((r"(?<=m de h)\.", "haut"),),
    "hab": ((r"(?<=m² hab)\.|(?<=m2 hab)\.", "habitables"),),
    "rév Rév": ((rf"\.(?= {CAPITAL})", "révérend"),),
    "Rev": ((r"\.(?= (?:[a-zéèœ]|[A-Z]\w+\.))", "revue"),),
    "préf": (
        (r"(?<=[lL]a préf)\.", "préfecture"),
        (r"(?<=(?:[aA]u|[dD]u|[lL]e) préf)\.", "préfet"),
    ),
    "Int": ((r"(?<=l'Int)\.", "Intérieur"),),
    "ff": ((r"(?<=\d ff)\.", "folios"), (rf"\.{DIGIT}", "folios")),
    "f": (
        (rf"(?<!\d f)\.{DIGIT}", "folio"),
        (r"(?<=[ (]1 f)\.(?=$| ?[,;)])", "folio"),
        (r"(?<=\d f)\.(?=$| ?[,;)]| (?:mss|man|dact|r[°o]))", "folios"),
    ),
    "Expo expo": ((r"\.", "exposition"),),
    "Ex ex": ((r"\.(?= ?:)", "exemple"),),
    "sign Sign": ((r"\. et dat\.", "signé et daté"),),
    "aut": ((r"(?<=l'aut)\.", "auteur"),),
    "réd": ((r"(?<=arif réd)\.|\.(?= ?:)", "réduit"),),
    "Pyr": ((r"\.(?<=-Pyr\.)", "Pyrénées"),),
    "É": ((r"\.-?U\.", "États-Unis"),),
    "E": ((r"\.-U\.", "États-Unis"),),
    "G": ((r"(?:(?<=[lL]a G)|(?<=en G)|(?<=de G))\.-B\.", "Grande-Bretagne"),),
    "Proc proc": ((r"\.(?= (?:de la Rép|gén|du |d'))", "procureur"),),
    "Kdo kdo": ((r"\.?" + ENDS, "kommando"),),
    "Kdos kdos": ((r"\.?" + ENDS, "kommandos"),),
    "Org org": ((r"\.(?= ?:)", "organisation"),),
    "Part part": ((r"\.(?= ?:)", "participation"),),
    "Rass rass": ((r"\.", "rassemblement"),),
    "dem": ((r"\.(?= d'empl)", "demandeurs"),),
    "Th th": ((r"\.(?= (?:de (?:doct|3e|l')|d'(?:univ|Ét|ét)))", "thèse"),),
    "Tém tém": ((r"\.(?= d[eu'])", "témoignage"),),
    **{
        short: ((rf"\.(?<=\({short}\.)(?=\))", said),)
        for short, said in {
            "All": "Allemagne",
            "Alg": "Algérie",
            "It": "Italie",
            "Tun": "Tunisie",
            "Pol": "Pologne",
            "Autr": "Autriche",
            "Belg": "Belgique",
            "Ital": "Italie",
            "Angl": "Angleterre",
            "Norv": "Norvège",
            "Tchéc": "Tchécoslovaquie",
        }.items()
    },
    "all": ((r"(?<=l'all)\.|(?<=n all)\.", "allemand"),),
    "trad Trad": ((r"(?= fr\.)\.|\.(?= fr\. d)", "traduction"),),
    "bx": ((rf"(?= {CAPITAL})", "bienheureux"),),
    "î Î": ((r"\.(?= d)", "île"),),
    "interp": ((r"\.", "interprète"),),
    "brig Brig": ((r"\.?-[gG]én\.?", "brigadier général"),),
    "méd Méd": ((r"\. aux\.", "médecin auxiliaire"),),
    "Calv": ((r"\.(?<=\(Calv\.)", "Calvados"),),
    "Fin Finist": ((r"\.(?:(?<=\(Fin\.)|(?<=\(Finist\.))", "Finistère"),),
    "Morb": ((r"\.(?<=\(Morb\.)", "Morbihan"),),
    "Mayen": ((r"\.(?<=\(Mayen\.)", "Mayenne"),),
    "mar": ((r"(?<=, mar)\.(?=[,;)]| à )", "marié"),),
    "dom": (
        (r"(?<=orêt dom)\.", "domaniale"),
        (r"\.(?= (?:à|au|aux|en|rue|place|\d))", "domicilié"),
    ),
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
        (r"\.(?<=rad\. fr\.)", "française"),
    ),
    "Ép ép Épais épais épaiss": (
        (r"\.(?= ?:? ?\d)", "épaisseur"),
        (r"(?<=d'ép)\.|(?<=d'épaiss)\.|(?<=d'épais)\.", "épaisseur"),
    ),
    "prof": ((r"(?<=de prof)\.", "profondeur"),),
    "sf Sf": ((r"(?= [a-zé0-9])", "sauf"),),
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
    "bat": ((r"(?<=chef de bat)\.", "bataillon"),),
    "Batt batt Bat bat": (
        (r"\.(?<=\der [Bb]att\.)|\.(?<=\de [Bb]att\.)|\.(?<=\der [Bb]at\.)", "bataillon"),
    ),
    "brig": ((r"\.(?= [a-zéèàœ]{4,})", "brigade"),),
    "Inf": ((r"\.(?=[ -]?(?:Div|Rgt|Regt))", "infanterie"),),
    "Gren": ((r"\.?(?=-)", "grenadier"),),
    "Fallsch": ((r"\.?(?:-?J[gä]g?\.?)?", "Falchirme-yéguère"),),
    "Ausf": ((r"\.?(?= [A-Z](?!\w))", "Aossfurungue"),),
    "Tir tir": ((r"\.(?= (?:Alg|Sén|Mar|alg|sén|mar)\w*\.?)", "tirailleurs"),),
    "Rés rés": ((r"(?<=de rés)\.", "réserve"), (r"(?<=[lL]a Rés)\.", "Résistance")),
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
        (r"(?<=[eE]n dép)\.", "déportation"),
        (_WHEN, _FATES["Dép dép"]),
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


def _places(listed: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Départements as they stand after a town, "(S.-et-O.)": by their first letters."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in listed.strip().splitlines():
        short, said = line.split(" = ")
        first, point, rest = short.partition(".")
        pattern = re.escape(f"{point}{rest}".removesuffix(".")) + r"\.?(?!\w)"
        found[first] = (*found.get(first, ()), (pattern, said))
    return found


DEPARTMENTS: Mapping[str, tuple[tuple[str, str], ...]] = _places("""
S.-et-O. = Seine-et-Oise
S.-et-M. = Seine-et-Marne
S.-et-L. = Saône-et-Loire
S.-Inf. = Seine-Inférieure
L.-Inf. = Loire-Inférieure
Ch.-Inf. = Charente-Inférieure
M.-et-M. = Meurthe-et-Moselle
M.-et-L. = Maine-et-Loire
I.-et-V. = Ille-et-Vilaine
I.-et-L. = Indre-et-Loire
L.-et-C. = Loir-et-Cher
L.-et-Ch. = Loir-et-Cher
L.-et-G. = Lot-et-Garonne
T.-et-G. = Tarn-et-Garonne
E.-et-L. = Eure-et-Loir
C.-du-N. = Côtes-du-Nord
C.-d'Or = Côte-d'Or
B.-du-R. = Bouches-du-Rhône
B.-du-Rh. = Bouches-du-Rhône
P.-de-C. = Pas-de-Calais
P.-de-D. = Puy-de-Dôme
""")
