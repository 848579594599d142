"""The shortened words of addresses, plaques, notices and books.

    bd, rte, St-Lô, tél., p. ex., n. è., bull. mun., larg. 3 m

Comes in: nothing. Goes out: `FORMS`, by the word that a form starts with: what must follow for the
letters to be that abbreviation, and what is said; `say_body`, the adjective of a nation, a
département or a town, which agrees with what stands before it. Titles and ranks are `titles`'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_PARTICLE = r"(?:de |du |des |de la |de l'|d'|von |van |le |la )?"
FOLLOWS_NAME = rf"(?= ?{_PARTICLE}{CAPITAL})"
"""A name follows, with or without its particle."""
_PLACE = rf"(?= (?:du |de |des |de la |de l'|d')?(?:{CAPITAL}|\d))"
_OF = rf"(?= (?:du |des? |d')|(?= {CAPITAL}))"
"""What a street is called after: of something, or a name."""
_DIGIT = r"(?= ?\d)"
_ROMAN_OR_DIGIT = r"(?= ?(?:\d|[IVXL]+(?!\w)))"
_REFERENCE = r"(?= ?(?:\d|[A-Z]{1,2}[. -]?\d|[IVXL]+(?!\w)|[A-Z](?!\w)))"
"""What a number is of: 12, A 12, I.240, XII, B."""
_ENDS = r"(?!\w)"
_COMMON = r"(?= [a-zéèàœ])"
_BEFORE_SAINT = rf"(?=[- ]{CAPITAL})"
_POINTS_OF_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest"}


_OF_A_BODY = r"\.(?= (?:nat|dép|mun)\.)"
BODIES = {"nat": "nation", "dép": "département", "mun": "municip"}
_HEAD = re.compile(
    r"(?:(?P<many>[aA]rch(?:\.|ives))|(?P<feminine>[bB]ibl(?:\.|iothèque)|[rR](?:te\.?|oute)|[gG]arde"
    r"|[fF]ête|[aA]ssemblée|[éÉ]cole|[sS]alle|[pP]olice|[sS]ûreté|[lL]oterie)|[cC]ons(?:\.|eil)"
    r"|[cC]om(?:\.|ité)|[bB]ull(?:\.|etin)|[mM]usée|[sS]tade|[sS]ervice|[cC]imetière) $"
)
"""What is national, of a département, or of a town: it says the ending of the adjective."""


def say_body(match: re.Match[str]) -> str | None:
    """ "Archives nat.", "Bibl. mun.", "rte dép. 12"."""
    head = _HEAD.search(match.string, max(0, match.start() - 16), match.start())
    if head is None:
        return None
    ending = "ales" if head["many"] else "ale" if head["feminine"] else "al"
    return BODIES[match[0][:3]] + ending


def _compass(letter: str) -> tuple[tuple[str, str], ...]:
    """ "au N. de Caen", "au N.-O.", "vers le S.-E.": behind an article, or before "de"."""
    behind = rf"(?<=(?:[aA]u|[dD]u|[lL]e) {letter})"
    elided = rf"(?<=[lL]'{letter})"
    first = _POINTS_OF_COMPASS[letter]
    sides = [other for other in "EO" if letter in "NS"]
    both = [
        (
            rf"{behind}\.?-?{letter}\.?-?{side}(?:\.(?!\w)|(?![\w.]))",
            f"{first}-{first}-{_POINTS_OF_COMPASS[side]}",
        )
        for side in sides
    ] + [
        (
            rf"{behind}(?:\.[ -]?|-|/){side}(?:\.(?!\w)|(?![\w.]))",
            f"{first}-{_POINTS_OF_COMPASS[side]}",
        )
        for side in sides
    ]
    both += [
        (rf"(?<=\({letter})(?:\.[ -]?|-){side}\.?(?=\))", f"{first}-{_POINTS_OF_COMPASS[side]}")
        for side in sides
    ]
    start = elided if letter in "EO" else behind
    return (*both, (rf"{start}\.(?= d[eu'])", first))


def _day(short: str, said: str) -> tuple[tuple[str, str], ...]:
    """ "mar. 6 juin", "du mar. au dim.", "lun., mar. et jeu."."""
    listed = rf"(?<=(?:[dD]u|[lL]e|au|et|es|\.,) {short}\.)(?! {CAPITAL})"
    first = r"(?=,| (?:et|au|ou) )"
    return ((rf"\.{_DIGIT}", said), (rf"\.{listed}", said), (rf"\.{first}", said))


_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _measure(said: str, behind: str = "") -> tuple[tuple[str, str], ...]:
    """ "Long. 12 km ; larg. : 3 m": what is measured, before its number; "long" is a word, too."""
    angle = ((rf"{behind}\.(?= ?:? ?\d+(?:[,.]\d+)? ?°)", "longitude"),)
    return (*(angle if said == "longueur" else ()), (rf"{behind}\.(?= ?:? ?\d)", said))


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

FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Saints, companies, streets, houses.
    "St st": ((rf"\.?{_BEFORE_SAINT}", "Saint"),),
    "Ste ste": ((rf"\.?{_BEFORE_SAINT}", "Sainte"),),
    "Sts": ((rf"(?=[- ]{CAPITAL})", "Saints"),),
    "Stes": ((rf"(?=[- ]{CAPITAL})", "Saintes"),),
    "N": (
        (r"\.-D\.", "Notre-Dame"),
        (rf"-D(?=[- ](?:de|du|des|{CAPITAL}))", "Notre-Dame"),
        (r"\. ?B\.(?=[ :])", "nota bene"),
        (r"(?:[°º]|o)s ?" + _REFERENCE, "numéros"),
        (r"(?:[°º]|o\.?) ?" + _REFERENCE, "numéro"),
        *_compass("N"),
    ),
    "ND": ((rf"(?= (?:de |du |des |d'){CAPITAL})", "Notre-Dame"),),
    "S": (
        (r"\. ?Exc\.", "son excellence"),
        (r"\. ?A\. ?R\.(?= l)", "son altesse royale"),
        (r"\. ?M\.(?= l)", "sa majesté"),
        (r"\. ?S\.(?= le pape)", "sa sainteté"),
        *_compass("S"),
    ),
    "E": _compass("E"),
    "O": _compass("O"),
    "n": (
        (r"(?:(?<=\d n)|(?<=\d, n))\.(?= ?\d)", "note"),
        (r"\. ?d\. ?l\. ?r\.", "note de la rédaction"),
        (r"\. ?è\.", "notre ère"),
        (r"(?:[°º]|o)s ?" + _REFERENCE, "numéros"),
        (r"[°º](?=$|[.,;:)])|[°º] ?(?=[a-z]|" + _REFERENCE[3:], "numéro"),
        (r"o\.? ?" + _DIGIT, "numéro"),
    ),
    "Nos": ((r"(?= ?\d+(?: à | et |-|,|/)\d?)", "numéros"),),
    "nos": ((r"(?<=(?:[lLdD]es|[aA]ux) nos)" + _DIGIT, "numéros"),),
    "No no": ((r"\.? ?" + _DIGIT, "numéro"),),
    "nº nºs Nº Nºs": ((r" ?" + _DIGIT, "numéro"),),
    "Cie cie": ((_ENDS, "compagnie"),),
    "Sté": ((_ENDS, "société"),),
    "Ets Éts": ((_ENDS, "établissements"),),
    "Bd bd Bld bld Bvd bvd Blvd blvd Boul": ((rf"\.?{_PLACE}", "boulevard"),),
    "Qu qu": ((rf"\.{_PLACE}", "quai"),),
    "Fg fg Fbg fbg": ((rf"\.?{_PLACE}", "faubourg"),),
    "Av": ((rf"\.?{_PLACE}", "avenue"),),
    "Ave ave": ((rf"\.?(?= (?:du |de |des |d')?(?!Maria){CAPITAL})", "avenue"),),
    "av": (
        (r"\. ?J\.?-C\.?", "avant Jésus-Christ"),
        (r"\. ?n\. ?è\.", "avant notre ère"),
        (r"\.(?= (?:les? |la |l'|midi|\d+(?: \w+ \d{4}| ?h| \w+\.)))", "avant"),
        (rf"\.?{_PLACE}", "avenue"),
    ),
    "apr ap": (
        (r"\. ?J\.?-C\.?", "après Jésus-Christ"),
        (r"\. ?n\. ?è\.", "après notre ère"),
    ),
    "J": ((r"\.-C\.", "Jésus-Christ"),),
    "P": (
        (r"\.-S\.", "post-scriptum"),
        (r"\. ?S\.(?= ?:)", "post-scriptum"),
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) P)\.(?= {CAPITAL}[a-zà-ÿ])", "père"),
    ),
    "Id id": ((r"\.", "idem"),),
    "Pl": ((rf"\.{_PLACE}", "place"),),
    **{
        number: ((r"/(?=\d{1,3}e[ ,]|[A-Z]{3,4}(?!\w))", f"{rank} bataillon du"),)
        for number, rank in (
            ("I", "premier"),
            ("II", "deuxième"),
            ("III", "troisième"),
            ("IV", "quatrième"),
        )
    },
    "pl": (
        (r"\.(?= ?(?:[IVXL]+(?!\w)|\d))", "planche"),
        (rf"\.{_PLACE}", "place"),
        (r"\.(?=[,; ]|$)(?<=\d pl\.)", "places"),
    ),
    "Rte rte": ((rf"\.?{_OF}", "route"),),
    "All all": ((rf"\.{_OF}", "allée"),),
    "Imp imp": ((rf"\.{_OF}", "impasse"),),
    "Chem chem": ((r"\.", "chemin"),),
    "Esc esc": ((rf"\.(?= (?:\d|{CAPITAL}(?!\w)))", "escalier"),),
    "ét": ((r"\.(?<=\de ét\.)|\.(?<=\der ét\.)", "étage"),),
    "ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (rf"\.{_OF}", "chemin")),
    "Ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (r"\.(?= d(?:es|u) )", "chemin")),
    "suiv": ((r"\.", "suivantes"),),
    "sq": ((r"\.(?<=\d sq\.)", "et suivante"), (rf"\.{_PLACE}", "square")),
    "sqq": ((r"\.", "et suivantes"),),
    "RDV Rdv rdv": ((_ENDS, "rendez-vous"),),
    "Sqn": ((r"\.?" + _ENDS, "squadron"),),
    "x": ((r"(?<=m x)(?= ?\d)", "sur"),),
    "tt": ((_ENDS, "tout"),),
    "ds": ((_ENDS, "dans"),),
    "pop": ((r"(?<=bal pop)\.", "populaire"),),
    "ravit Ravit": ((r"\.", "ravitaillement"),),
    "dem": ((r"(?<=[oO]n dem)\.", "demande"),),
    "Expo expo": ((r"\.", "exposition"),),
    "ouvr": ((r"\.", "ouvrier"),),
    "Sd": ((r"\. ?Kfz\.", "èsse-dé-ka-èf-zède"),),
    "Pz": ((r"\.? ?Kpfw\.?(?= ?[IVX\d])", "Pandzère"),),
    "Pz PzKpfw": ((r"\.?(?= ?(?:[IVX]+(?!\w)|\d|Div|Gren))", "Pandzère"),),
    "PzDiv": ((_ENDS, "Pandzère-division"),),
    "Sq": ((rf"\.{_PLACE}", "square"),),
    "Pass pass": ((rf"\.{_OF}", "passage"),),
    "Rés rés": ((rf"\.{_OF}", "résidence"), (r"\.", "réservation")),
    "Bât bât": ((r"\.", "bâtiment"),),
    "r": (
        (r"[°º](?<=\d r.)", "recto"),
        (r"\.(?= (?:de |du |des |d'))", "rue"),
        (rf"\.(?= {CAPITAL})", "rue"),
    ),
    "Bx": ((r"(?=-Arts)", "Beaux"),),
    "Ctre ctre": ((_ENDS, "centre"),),
    "V": ((r"\.(?=[12](?!\d))", "vé"),),
    "Vit vit": ((r"\.(?= max)", "vitesse"),),
    "Cal cal": ((r"\.(?= ?[.\d])", "calibre"),),
    "Ing ing": ((rf"\.(?= (?:en chef|{CAPITAL}))", "ingénieur"),),
    "Pt": ((rf"(?<=du Pt)\.?(?:-| )(?={CAPITAL})", "président"),),
    "Mt mt": ((rf"(?=[- ]{CAPITAL})", "mont"),),
    "Pte pte": ((rf"\.?(?=[- ](?:du|de|des|d'|{CAPITAL}))", "pointe"),),
    "Vx": ((rf"(?=[- ]{CAPITAL})", "vieux"),),
    "Gd": ((rf"(?=[- ]{CAPITAL})", "grand"),),
    "Gde": ((rf"(?=[- ]{CAPITAL})", "grande"),),
    "Hte": ((rf"(?=[- ]{CAPITAL})", "haute"),),
    "Htes": ((rf"(?=[- ]{CAPITAL})", "hautes"),),
    "Bse": ((rf"(?=[- ]{CAPITAL})", "basse"),),
    "Bses": ((rf"(?=[- ]{CAPITAL})", "basses"),),
    # Notices of a town hall.
    "Tél tél Tel tel": (
        (r"\.(?= ?:| |$)", "téléphone"),
        (r"(?= ?:? ?(?:\+|0\d))", "téléphone"),
    ),
    "Rens rens": ((r"\.", "renseignements"),),
    "Inscr inscr Insc insc": ((r"\.", "inscriptions"),),
    "Réserv réserv": ((r"\.", "réservation"),),
    "Resp resp": ((r"\.", "responsable"),),
    "Assoc assoc": ((r"\.", "association"),),
    "Anniv anniv": ((r"\.?" + _ENDS, "anniversaire"),),
    "Env env": ((r"\.", "environ"),),
    "Délib délib": ((r"\.", "délibération"),),
    "L": ((r"/Cpl\.?", "caporal"),),
    "Doc doc": ((r"\.(?= (?:n[°o]|\d|[A-Z](?!\w)))", "document"),),
    "trad Trad": ((r"\.(?= (?:de |du |d'|par ))", "traduit"), (rf"\.(?= {CAPITAL})", "traduction")),
    "angl": ((r"(?<=l'angl)\.", "anglais"),),
    "Dir dir": (
        (r"(?<=la dir)\.", "direction"),
        (rf"\.(?= {CAPITAL})", "direction"),
    ),
    "Coord coord": ((r"\.(?= ?:? ?\d)", "coordonnées"),),
    "S s": (
        (r"\. ?l\. ?n\. ?d\.", "sans lieu ni date"),
        (r"\. ?(?:[ln]\. ?)?d\.(?!\w)", "sans date"),
    ),
    "Const": ((r"\.(?<=la Const\.)", "Constitution"),),
    "Alt alt": (
        (r"(?<=d'alt)\.", "altitude"),
        (r"\.(?= ?:? ?\d)", "altitude"),
    ),
    "Long": _measure("longueur"),
    "long": _measure("longueur", behind=r"(?<=[;,:(] long)"),
    "Lat lat": _measure("latitude"),
    "Larg larg": _measure("largeur"),
    "Haut": _measure("hauteur"),
    "haut": _measure("hauteur", behind=r"(?<=[;,:(] haut)"),
    "Prof prof": _measure("profondeur"),
    "Diam diam": _measure("diamètre"),
    "Superf superf": _measure("superficie"),
    "Éch éch": _measure("échelle"),
    "T": ((r"°(?= ?:? ?-?\d)", "température"),),
    "G": (
        (r"\.I\.?'?s(?!\w)", "dji-aï"),
        (r"(?<=(?:re|de|2e) G)\. ?M\.", "guerre mondiale"),
    ),
    "h": ((r"(?<=à l'h)\.?(?!\w)", "heure"),),
    "Pop": ((r"\.(?= ?:? ?\d)", "population"),),
    "Dens": ((r"\.(?= ?:? ?\d)", "densité"),),
    "Enf enf": ((r"\.(?= ?:? ?\d)", "enfants"),),
    "cat Cat": ((rf"\.(?= (?:\d|{CAPITAL}(?!\w)))", "catégorie"),),
    "adr": ((r"\.", "adresser"),),
    "Approx approx": ((r"\.", "approximativement"),),
    "pers": ((r"(?<=par pers)\.", "personne"), (r"\.", "personnes")),
    "j": ((r"(?<=par j)\.", "jour"),),
    "max": ((r"\.", "maximum"),),
    "min": ((r"\.(?= ?:)", "minimum"),),
    "Tle": ((_ENDS, "terminale"),),
    "Tles": ((_ENDS, "terminales"),),
    "ép": ((rf"\.?(?= {CAPITAL})", "épouse"),),
    "Arr arr Arrt arrt Arrdt arrdt Arrondt arrondt": ((r"\.?" + _ENDS, "arrondissement"),),
    "trim Trim": ((r"\.", "trimestre"),),
    "Qq qq": ((r"\." + _COMMON, "quelques"),),
    "secr": ((r"\.", "secrétaire"),),
    "midi Midi": ((r" ?(?:½|1/2)", "midi et demi"),),
    "minuit Minuit": ((r" ?(?:½|1/2)", "minuit et demi"),),
    # Books.
    "Arch arch": ((_OF_A_BODY, "archives"),),
    "Bibl bibl": ((_OF_A_BODY, "bibliothèque"),),
    "Bull bull": ((_OF_A_BODY, "bulletin"),),
    "Cons cons": ((_OF_A_BODY, "conseil"),),
    "Com com": ((_OF_A_BODY, "comité"),),
    "p": (
        (r"\. ?ex\.", "par exemple"),
        (r"\. cent" + _ENDS + r"(?<=\d p\. cent)", "pour cent"),
        (r"\. 100" + _ENDS + r"(?<=\d p\. 100)", "pour cent"),
        (r"\. 1 000" + _ENDS + r"(?<=\d p\. 1 000)", "pour mille"),
        (rf"\.{_DIGIT}", "page"),
        (r"\.(?<=\d p\.)(?=$| ?[,;)])", "pages"),
    ),
    "f F": ((r"[°º] ?" + _DIGIT, "folio"),),
    "fol Fol": ((rf"\.{_DIGIT}", "folio"),),
    "al": ((rf"\.{_DIGIT}", "alinéa"),),
    "pp": ((rf"\.{_DIGIT}", "pages"),),
    "par": ((r" ex\.", "par exemple"),),
    "vol Vol": ((rf"\.{_ROMAN_OR_DIGIT}", "volume"), (r"\.(?<=\d vol\.)", "volumes")),
    "t T": ((rf"\.{_ROMAN_OR_DIGIT}", "tome"),),
    "chap Chap": ((rf"\.{_ROMAN_OR_DIGIT}", "chapitre"),),
    "art Art": ((rf"\.{_REFERENCE}", "article"),),
    "fig Fig": ((rf"\.{_ROMAN_OR_DIGIT}", "figure"),),
    "ill Ill": ((rf"\.{_ROMAN_OR_DIGIT}", "illustration"),),
    "réf Réf": ((r"\.", "référence"),),
    "éd": ((r"\.", "édition"),),
    "Éd Ed": ((r"\.(?= d[ue])", "éditions"),),
    "augm": ((r"\.", "augmentée"),),
    "rev": ((r"\.", "revue"),),
    "coll Coll": ((r"\. part\.", "collection particulière"), (r"\.", "collection")),
    "Cl cl": (
        (rf"(?:(?<=\de cl)|(?<=\d[èr]re cl|\d[èe]me cl)|(?<=\d[rn][ed] cl))\.?{_ENDS}", "classe"),
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) Cl)\.?(?= {CAPITAL})", "colonel"),
        (rf"\.(?= {CAPITAL})", "cliché"),
    ),
    "Phot phot": ((rf"\.(?= {CAPITAL})", "photographie"),),
    "cf Cf": ((r"\.?(?= )", "confer"), (r"\.", "confer")),
    "ibid Ibid": ((r"\.", "ibidem"),),
    "op": ((r"\. cit\.", "opere citato"),),
    "Op": ((r"\. cit\.", "opere citato"), (rf"\.(?= {CAPITAL})", "opération")),
    # Everyday words.
    "etc": ((r"(?:\.\.\.|…|\.)?" + _ENDS, "etcétéra"),),
    "c": (
        (r"/o(?!\w)", "chez"),
        (r"\.-?à-?d\.", "c'est-à-dire"),
        (r"\. à d\.", "c'est-à-dire"),
    ),
    "hab": ((r"(?<=par hab)\.", "habitant"), (r"\.", "habitants")),
    "ca": ((r"\.?(?= \d{4})", "vers"),),
    "v": ((r"\.(?= \d{4})", "vers"), (r"[°º](?<=\d v.)", "verso")),
    "dép dépt dpt Dép Dpt": ((r"\.", "département"), (r"(?= d[eu'])", "département")),
    "ss": ((r"(?<=-ss)(?=-)", "sous"),),
    "In in": (
        (r"-8[°º]?(?!\w)", "in-octavo"),
        (r"-4[°º]?(?!\w)", "in-quarto"),
    ),
    "Rééd rééd": ((r"\.", "réédition"),),
    "C": ((r"\. ?pén\.", "Code pénal"), (r"\. ?civ\.", "Code civil")),
    "s": (
        (r"/s(?=[- ])", "sous"),
        (r"\.(?=$|[ ,;:!?)])", "siècle"),
        (rf"/[- ]?(?=(?:l'|la |le )?{CAPITAL})", "sur"),
    ),
    "div Div": ((rf"\.(?:{_COMMON}|(?=[,;:)]|$))", "division"),),
    "rég": ((r"\.", "régiment"),),
    "régt": ((r"\.?" + _ENDS, "régiment"),),
    "év": ((r"\.(?= d[e'])", "évêque"),),
    "inf": ((r"(?<=d'inf)\.", "infanterie"),),
    "Inf": ((r"(?<=-Inf)\.", "Inférieure"),),
    "cav": ((r"(?<=de cav)\.", "cavalerie"),),
    "Mle mle": ((r"\.?" + _DIGIT, "modèle"),),
    "Cdo Cdos cdo": ((_ENDS, "commando"),),
    "rgt Rgt": ((r"\.?" + _ENDS, "régiment"),),
    "bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de bat)\.?" + _ENDS, "bataillon")),
    "Bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de Bat)\.?" + _ENDS, "bataillon")),
    "btn Btn": ((r"\.?" + _ENDS, "bataillon"),),
    "Bon": ((r"(?:(?<=\de Bon)|(?<=\der Bon))" + _ENDS, "bataillon"),),
    "Bn": ((r"\.?" + _ENDS, "bataillon"),),
    "bn": ((r"(?:(?<=\de .n)|(?<=\der .n))\.?" + _ENDS, "bataillon"),),
    "vs": ((r"\.?" + _ENDS, "contre"),),
    **{
        first[:2].title(): tuple(
            (rf"-{last[:2].title()}(?!\w)", f"{first} à {last}") for last in _DAYS if last != first
        )
        for first in _DAYS
    },
    **{
        f"{short} {short.title()}": _day(short, said)
        for short, said in zip(
            ("lun", "mar", "mer", "jeu", "ven", "sam", "dim", "merc", "vend"),
            (*_DAYS, "mercredi", "vendredi"),
            strict=True,
        )
    },
}
"""By the words that a form starts with: patterns of what follows, and what is said. Tried in the
order given."""
