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
DIGIT = r"(?= ?\d)"
ROMAN_OR_DIGIT = r"(?= ?(?:\d|[IVXL]+(?!\w|\.[A-Z])))"
_REFERENCE = r"(?= ?(?:\d|[A-Z]{1,2}[. -]?\d|[IVXL]+(?!\w)|[A-Z](?!\w)))"
"""What a number is of: 12, A 12, I.240, XII, B."""
_SEVERAL = r"(?= ?\d+(?:(?: et | à | ?[-–] ?)\d|(?:, \d+)+ et \d))"
"""Numbers of several: "p. 12-15", "art. 4 et 5"."""
ENDS = r"(?!\w)"
_A_YEAR = r"(?:1\d|20)\d\d(?!\d)"
_COMMON = r"(?= [a-zéèàœ])"
_BEFORE_SAINT = rf"(?=[- ]{CAPITAL})"
_POINTS_OF_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest"}


_OF_A_BODY = r"\.(?= (?:nat|dép|mun|comm?)\.)"
BODIES = {
    "nat": "nation", "dép": "département", "mun": "municip", "comm": "commun", "com": "commun",
}  # fmt: skip
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
    return BODIES[match[0].removesuffix(".")] + ending


_SIDED = re.compile(
    r"(?:\d ?k?m|(?<![\w'-])(?:lat\.|long\.|latitude|longitude|sortie"
    r"|côte|rive|partie|bord|lisière|entrée|face|pointe|angle|coin|flanc|aile"
    r"|quartier|banlieue|façade|mur|secteur|versant|extrémité|limite|bordure|bout|moitié|rivage"
    r"|plage|jetée|porte|front|côté|faubourg|pignon|tour|nef|transept|môle|batterie)s?) $"
)


_ACROSS = re.compile(r"d'[EO]\. en [EO]\.")


def say_side(match: re.Match[str]) -> str | None:
    """ "la sortie N. du bois", "à l'angle S.-E."."""
    text, start = match.string, match.start()
    across = _ACROSS.search(text, max(0, start - 8), match.end() + 6)
    if not _SIDED.search(text, max(0, start - 16), start) and not across:
        return None
    return "-".join(_POINTS_OF_COMPASS[letter] for letter in re.findall("[NSEO]", match[0]))


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
    behind_of = rf"(?<=[dD]e {letter})"
    both += [(rf"{behind_of}\.-{side}\.", f"{first}-{_POINTS_OF_COMPASS[side]}") for side in sides]
    both += [
        (rf"(?<=\({letter})(?:\.[ -]?|-){side}\.?(?=\))", f"{first}-{_POINTS_OF_COMPASS[side]}")
        for side in sides
    ]
    start = elided if letter in "EO" else behind
    return (*both, (rf"{start}\.(?= d[eu'])", first))


def _day(short: str, said: str) -> tuple[tuple[str, str], ...]:
    """ "mar. 6 juin", "du mar. au dim.", "lun., mar. et jeu."."""
    listed = rf"(?<=(?:[dD]u|[lL]e|au|et|es|er|\de|\.,) {short}\.)(?! {CAPITAL})"
    first = r"(?=,| (?:et|au|ou) )"
    return ((rf"\.{DIGIT}", said), (rf"\.{listed}", said), (rf"\.{first}", said))


_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _measure(said: str, behind: str = "") -> tuple[tuple[str, str], ...]:
    """ "Long. 12 km ; larg. : 3 m": what is measured, before its number; "long" is a word, too."""
    angle = ((rf"{behind}\.(?= ?:? ?\d+(?:[,.]\d+)? ?°)", "longitude"),)
    return (*(angle if said == "longueur" else ()), (rf"{behind}\.(?= ?:? ?\d)", said))


FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    # Saints, companies, streets, houses.
    "St st": ((rf"\.?{_BEFORE_SAINT}", "Saint"),),
    "Ste ste": ((rf"\.?{_BEFORE_SAINT}", "Sainte"),),
    "Sts": ((rf"(?=[- ]{CAPITAL})", "Saints"),),
    "Stes": ((rf"(?=[- ]{CAPITAL})", "Saintes"),),
    "N": (
        (r"\.-D\.", "Notre-Dame"),
        (rf"\. ?D\.?(?= (?:de |du |des |de la |d'){CAPITAL})", "Notre-Dame"),
        (rf"-D\.?(?=[- ](?:de|du|des|{CAPITAL}))", "Notre-Dame"),
        (r"\. ?B\.(?=[ :])", "nota bene"),
        (r"\. ?d\. ?l\. ?r\.", "note de la rédaction"),
        (r"[°º] ?inv\.?(?= ?:? ?\w)", "numéro d'inventaire"),
        (r"(?:[°º]|o)s ?" + _REFERENCE + r"|[°º]s" + ENDS, "numéros"),
        (r"(?:[°º]|o\.?) ?" + _REFERENCE, "numéro"),
        (r"[°º]", "numéro"),
        *_compass("N"),
    ),
    "ND": ((rf"(?= (?:de |du |des |d'){CAPITAL})", "Notre-Dame"),),
    "S": (
        (r"\. ?Exc?\.", "son excellence"),
        (r"\. ?E\. ?M\.(?= )", "son excellence monsieur"),
        (r"\. ?éd\.", "sans éditeur"),
        (r"\. ?A\. ?R\.(?= l)", "son altesse royale"),
        (r"\. ?M\.(?= l)", "sa majesté"),
        (r"\. ?S\.(?= le pape)", "sa sainteté"),
        *_compass("S"),
    ),
    "E": _compass("E"),
    "O": _compass("O"),
    "n": (
        (r"\. et bl?\.", "noir et blanc"),
        (r"\.(?= ?\d)", "note"),
        (r"\. ?d\. ?l\. ?r\.", "note de la rédaction"),
        (r"[°º] ?(?:d')?inv\.?(?= ?:? ?\w)", "numéro d'inventaire"),
        (r"\. ?è\.", "notre ère"),
        (r"(?:[°º]|o)s ?" + _REFERENCE + r"|[°º]s" + ENDS, "numéros"),
        (r"[°º](?=$|[.,;:)])|[°º] ?(?=[a-z]|" + _REFERENCE[3:], "numéro"),
        (r"o\.? ?" + DIGIT, "numéro"),
        (r"[°º]", "numéro"),
    ),
    "Nos": ((r"(?= ?\d+(?: à | et |-|,|/)\d?)", "numéros"),),
    "nos": ((r"(?<=(?:[lLdD]es|[aA]ux) nos)" + DIGIT, "numéros"),),
    "No no": ((r"\.? ?" + DIGIT, "numéro"),),
    "nº Nº": ((r" ?" + DIGIT, "numéro"),),
    "nºs Nºs": ((r" ?" + DIGIT, "numéros"),),
    "Cie cie": ((ENDS, "compagnie"),),
    "Sté": ((ENDS, "société"),),
    "Ets Éts": ((ENDS, "établissements"),),
    "Bd bd Bld bld Bvd bvd Blvd blvd Boul": ((rf"\.?{_PLACE}", "boulevard"),),
    "Qu qu Q q": ((rf"\.{_OF}", "quai"),),
    "Fg fg Fbg fbg": ((rf"\.?{_PLACE}", "faubourg"),),
    "Av": ((rf"\.?{_PLACE}", "avenue"),),
    "Ave ave": ((rf"\.?(?= (?:du |de |des |d')?(?!Maria){CAPITAL})", "avenue"),),
    "av": (
        (r"\. ?J\.?-C\.?", "avant Jésus-Christ"),
        (r"\. ?n\. ?è\.", "avant notre ère"),
        (rf"\.(?= {_A_YEAR})", "avant"),
        (r"\.(?= (?:les? |la |l'|midi|\d+(?: \w+ \d{4}| ?h| \w+\.)))", "avant"),
        (rf"\.?{_PLACE}", "avenue"),
    ),
    "apr ap": (
        (r"\. ?J\.?-C\.?", "après Jésus-Christ"),
        (r"\. ?n\. ?è\.", "après notre ère"),
        (rf"\.(?= (?:{_A_YEAR}|les? |la |l'))", "après"),
    ),
    "J": ((r"\.-C\.", "Jésus-Christ"),),
    "P": (
        (r"\. et Ch(?:\.|aussées)", "Ponts et Chaussées"),
        (rf"\.(?= ){_SEVERAL}(?! ?\d+ ?[a-z])", "pages"),
        (r"\.(?= \d{1,4}(?:[,;.)]|-\d| (?:et|à) \d|$))", "page"),
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
    "Chem chem": ((r"\.(?= ?\d)", "chemise"), (r"\.", "chemin")),
    "Rd rd": ((r"-[pP]t(?!\w)", "rond-point"),),
    "Esc esc": ((rf"\.(?= (?:\d|{CAPITAL}(?!\w)))", "escalier"),),
    "ét": ((r"\.(?<=\de ét\.)|\.(?<=\der ét\.)", "étage"),),
    "ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (rf"\.{_OF}", "chemin")),
    "Ch ch": (
        (r"\.-l\.", "chef-lieu"),
        (r"\.(?= (?:de (?:bat|corps|sect|cab|gare|poste|serv)|d'(?:esc|état|équ)))", "chef"),
    ),
    "Ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (r"\.(?= d(?:es|u) )", "chemin")),
    "suiv": ((r"\.", "suivantes"),),
    "sq": ((r"\.(?<=\d sq\.)", "et suivante"), (rf"\.{_PLACE}", "square")),
    "sqq": ((r"\.", "et suivantes"),),
    "RDV Rdv rdv": ((ENDS, "rendez-vous"),),
    "Sqn": ((r"\.?" + ENDS, "squadron"),),
    "x": ((r"(?<=m x)(?= ?\d)", "sur"), (r"(?= ?\d)", "fois")),
    "tt": ((ENDS, "tout"),),
    "ds": ((ENDS, "dans"),),
    "pop": ((r"(?<=bal pop)\.", "populaire"),),
    "dem": ((r"(?<=[oO]n dem)\.", "demande"),),
    "Sd": ((r"\. ?Kfz\.", "èsse-dé-ka-èf-zède"),),
    "Pz": (
        (r"\.? ?Kpfw\.?(?= ?[IVX\d])", "Pandzère"),
        (r"\.?-?K(?!\w)\.?", "Pandzère-korps"),
    ),
    "Pz PzKpfw": ((r"\.?-?(?= ?(?:[IVX]+(?!\w)|\d|Div|Gren|Abt|Rgt|A(?!\w)))", "Pandzère"),),
    "PzDiv": ((ENDS, "Pandzère-division"),),
    "Sq": ((rf"\.{_PLACE}", "square"),),
    "Pass pass": ((rf"\.{_OF}", "passage"),),
    "Rés rés": (
        (rf"\.(?:{_OF}|(?= (?:l[ae]s? |l'){CAPITAL}))", "résidence"),
        (r"\.", "réservation"),
    ),
    "rez": ((r"-de-ch\.", "rez-de-chaussée"),),
    "Crs crs": ((rf"\.?{_OF}", "cours"),),
    "Apt apt": ((r"\.?(?= (?:n[°º] ?)?(?:\d|[A-Z](?!\w)))", "appartement"),),
    "R r": ((r"\.-de-ch(?:\.|(?!\w))", "rez-de-chaussée"),),
    "r": (
        (r"\. ?dr\.", "rive droite"),
        (r"\. ?g\.", "rive gauche"),
        (r"[°º](?!\w)", "recto"),
        (r"\.(?= (?:de |du |des |d'))", "rue"),
        (rf"\.(?= {CAPITAL})", "rue"),
    ),
    "Bx": ((r"(?=-Arts)", "Beaux"),),
    "Ctre ctre": ((ENDS, "centre"),),
    "V": ((r"\.(?=[12](?!\d))", "vé"),),
    "Vit vit": ((r"\.(?= max)", "vitesse"),),
    "Cal cal": ((r"\.(?= ?[.\d])", "calibre"),),
    "Ing ing": ((rf"\.(?= (?:en chef|{CAPITAL}))", "ingénieur"),),
    "Pt": (
        (rf"(?:(?<=du Pt)|(?<=[lL]e Pt)|(?<=au Pt))\.?(?:-| )(?!St)(?={CAPITAL})", "président"),
        (r"(?=-(?:l'|à-|d'|de-|[A-Z]))", "Pont"),
    ),
    "Mt mt": ((rf"(?=[- ]{CAPITAL})", "mont"),),
    "Pte pte": (
        (
            r"\.?(?= (?:de |d'|des )?(?:Versailles|Orléans|Clignancourt|Vincennes|Maillot|Italie"
            r"|Ivry"
            r"|Bagnolet|Pantin|Montreuil|Auteuil|Saint-|St-|Châtillon|Vanves|Champerret|Lilas|Doré"
            r"|Charenton|Choisy|Gentilly|Dauphine|Clichy|Villette))",
            "porte",
        ),
        (rf"\.?(?=[- ](?:du|de|des|d'|{CAPITAL}))", "pointe"),
    ),
    "Vx": ((rf"(?=[- ]{CAPITAL})", "vieux"),),
    "Gd": ((rf"(?=[- ](?:{CAPITAL}|croix|officier|maître|chancelier))", "grand"),),
    "Gde": ((rf"(?=[- ]{CAPITAL})", "grande"),),
    "Hte": ((rf"(?=[- ]{CAPITAL})", "haute"),),
    "Htes": ((rf"(?=[- ]{CAPITAL})", "hautes"),),
    "Bse": ((rf"(?=[- ]{CAPITAL})", "basse"),),
    "Bses": ((rf"(?=[- ]{CAPITAL})", "basses"),),
    # Notices of a town hall.
    "Tél tél Tel tel": (
        (r"\.(?= ?:| |$|/)", "téléphone"),
        (r"(?= ?:? ?(?:\+|0\d))", "téléphone"),
    ),
    "Anniv anniv": ((r"\.?" + ENDS, "anniversaire"),),
    "L": ((r"/Cpl\.?", "caporal"), (r"\.(?= n[°º])", "loi")),
    "Doc doc": ((r"\.(?= (?:n[°o]|\d|[A-Z](?!\w)))", "document"),),
    "trad Trad": ((r"\.(?= (?:de |du |d'|par ))", "traduit"), (rf"\.(?= {CAPITAL})", "traduction")),
    "angl": ((r"(?<=l'angl)\.", "anglais"),),
    "Dir dir": (
        (r"(?:(?<=[lL]e dir)|(?<=, dir))\.(?= d(?:e |u |es |'))", "directeur"),
        (r"(?<=la dir)\.", "direction"),
        (rf"\.(?= {CAPITAL})", "direction"),
    ),
    "Coord coord": ((r"\.(?= ?:? ?\d)", "coordonnées"),),
    "S s": (
        (r"(?<=la s)\.-préf\.?", "sous-préfète"),
        (r"\.-préf\.?", "sous-préfet"),
        (r"\. ?l\. ?n\. ?d\.", "sans lieu ni date"),
        (r"\. ?(?:[ln]\. ?)?d\.(?!\w)", "sans date"),
        (r"\. ?l\.(?!\w)", "sans lieu"),
        (r"\. ?n\.(?=[,;)]|$)", "sans nom"),
        (r"\. ?éd\.", "sans éditeur"),
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
    "h": ((r"(?:(?<=à l'h)|(?<=[/¼½¾]\d d'h)|(?<=[¼½¾] d'h)|(?<=\de h))\.?(?!\w)", "heure"),),
    "Pop": ((r"\.(?= ?:? ?\d)", "population"),),
    "Dens": ((r"\.(?= ?:? ?\d)", "densité"),),
    "Enf enf": ((r"\.(?= ?:? ?\d)", "enfants"),),
    "cat Cat": ((rf"\.(?= (?:\d|{CAPITAL}(?!\w)))", "catégorie"),),
    "adr": ((r"\.", "adresser"),),
    "Approx approx": ((r"\.", "approximativement"),),
    "pers": ((r"(?<=par pers)\.", "personne"), (r"\.", "personnes")),
    "j": ((r"(?<=par j)\.", "jour"), (r"\.(?= (?:fér|ouvr))", "jours")),
    "max": ((r"\.", "maximum"),),
    "min": ((r"\.(?= ?:)|(?<=pers\. min)\.|(?<=personnes min)\.", "minimum"),),
    "Tle": ((ENDS, "terminale"),),
    "Tles": ((ENDS, "terminales"),),
    "ép": ((rf"\.?(?= {CAPITAL})", "épouse"),),
    "Arr arr Arrt arrt Arrdt arrdt Arrondt arrondt": ((r"\.?" + ENDS, "arrondissement"),),
    "Qq qq": ((r"\." + _COMMON, "quelques"),),
    "midi Midi": ((r" ?(?:½|1/2)", "midi et demi"),),
    "minuit Minuit": ((r" ?(?:½|1/2)", "minuit et demi"),),
    # Books.
    "Arch arch": ((_OF_A_BODY, "archives"),),
    "Bibl bibl": ((_OF_A_BODY, "bibliothèque"),),
    "Bull bull": ((_OF_A_BODY, "bulletin"),),
    "Cons cons": (
        (r"(?:(?<=[a-zé], cons)|(?<=M\. le cons))\.(?= (?:gén|mun|dép|rég))", "conseiller"),
        (_OF_A_BODY, "conseil"),
    ),
    "Com com": ((_OF_A_BODY, "comité"),),
    "p": (
        (r"\. ?ex\.", "par exemple"),
        (r"\.(?= la (?:F|P))", "pour"),
        (r"\. cent" + ENDS + r"(?<=\d p\. cent)", "pour cent"),
        (r"\. ?c\.(?:(?<=\d p\. c\.)|(?<=\d p\.c\.))", "pour cent"),
        (r"\. mille" + ENDS + r"(?<=\d p\. mille)", "pour mille"),
        (r"\. 100" + ENDS + r"(?<=\d p\. 100)", "pour cent"),
        (r"\. 1 000" + ENDS + r"(?<=\d p\. 1 000)", "pour mille"),
        (r"\. 1000" + ENDS + r"(?<=\d p\. 1000)", "pour mille"),
        (rf"\.{_SEVERAL}", "pages"),
        (rf"\.{ROMAN_OR_DIGIT}", "page"),
        (r"\.(?<=\d p\.)(?=$| ?[,;)]| (?:et|ou|dont|in|de) )", "pages"),
    ),
    "f F": ((r"[°º] ?" + DIGIT, "folio"),),
    "fol Fol": ((rf"\.{DIGIT}", "folio"),),
    "al": (
        (rf"\.{DIGIT}", "alinéa"),
        (r"\.(?:(?<=[\den][er] al\.)|(?<=[n2]d al\.)|(?<=(?:au|er) al\.))", "alinéa"),
        (rf"(?<!et al)(?<=[a-zà-ÿ,] al)\.(?= (?:[«\"] ?)?{CAPITAL})", "alias"),
    ),
    "pp": ((rf"\.{ROMAN_OR_DIGIT}", "pages"),),
    "par": ((r" ex\.", "par exemple"),),
    "vol Vol": ((rf"\.{ROMAN_OR_DIGIT}", "volume"), (r"\.(?<=\d vol\.)", "volumes")),
    "t T": ((rf"\.{ROMAN_OR_DIGIT}", "tome"),),
    "chap Chap": ((rf"\.{ROMAN_OR_DIGIT}", "chapitre"),),
    "art Art": (
        (r"\. cit\.", "article cité"),
        (rf"\.{_SEVERAL}", "articles"),
        (r"(?<=l'art)\.", "article"),
        (rf"\.{_REFERENCE}", "article"),
    ),
    "fig Fig": ((rf"\.{ROMAN_OR_DIGIT}", "figure"),),
    "ill Ill": ((rf"\.{ROMAN_OR_DIGIT}", "illustration"),),
    "éd": ((r"\.", "édition"),),
    "Éd Ed": ((r"\.(?= d[ue])", "éditions"),),
    "augm": ((r"\.", "augmentée"),),
    "rev": ((r"\.", "revue"),),
    "coll Coll": ((r"\. part\.", "collection particulière"), (r"\.", "collection")),
    "Cl cl": (
        (rf"(?:(?<=\de cl)|(?<=\d[èr]re cl|\d[èe]me cl)|(?<=\d[rn][ed] cl))\.?{ENDS}", "classe"),
        (rf"(?<=(?:[lL]e|[dD]u|[aA]u) Cl)\.?(?= {CAPITAL})", "colonel"),
        (rf"\.(?= {CAPITAL})", "cliché"),
    ),
    "Phot phot": ((rf"\.(?= {CAPITAL})", "photographie"),),
    "cf Cf": ((r"\.?(?= )", "confer"), (r"\.", "confer")),
    "ibid Ibid": ((r"\.", "ibidem"),),
    "op": ((r"\. cit\.", "opere citato"),),
    "Op": ((r"\. cit\.", "opere citato"), (rf"\.(?= {CAPITAL})", "opération")),
    # Everyday words.
    "etc": ((r"(?:\.\.\.|…|\.)?" + ENDS, "etcétéra"),),
    "c": (
        (r"/o(?!\w)", "chez"),
        (r"(?<!\d c)\.(?= ?[12]\d{3}(?!\d))", "vers"),
        (r"\.-?à-?d\.", "c'est-à-dire"),
        (r"\. à d\.", "c'est-à-dire"),
    ),
    "hab": ((r"(?<=par hab)\.|(?<=/hab)\.", "habitant"), (r"\.", "habitants")),
    "vf Vf": ((r"\.?(?=[,;)]| de )", "veuf"),),
    "post": ((r"(?<=arte post)\.", "postale"), (r"(?<=artes post)\.", "postales")),
    "Insc insc Ins": ((r"\.(?= ?(?::|MH|M\.))", "inscription"),),
    "Quart quart": ((r"\.(?= (?:Ste?[- ]|d(?:u|e|es|e la) |d'))", "quartier"),),
    "Lot lot": ((r"\.(?= (?:d[eu]|l[ea])s? )", "lotissement"),),
    "Esp esp": ((rf"\.(?:(?= (?:du|des|de la) )|(?= {CAPITAL}))", "esplanade"),),
    "Pds pds": ((r"\.?(?= ?:? ?\d)", "poids"),),
    "Stat stat": ((r"\.(?= (?:interd|grat|aut|rés|régl|pay|rue|pl|all|bil))", "stationnement"),),
    "Nouv nouv": ((r"\.(?= (?:éd|coll|sér|rev))", "nouvelle"), (r"\.(?= [a-z])", "nouveau")),
    "ca": ((r"\.?(?= \d{4})", "vers"),),
    "Ingr ingr": ((rf"\.?(?= {CAPITAL})", "ingénieur"),),
    "Frs Fres": ((rf"(?:(?<=les Frs)|(?<=les Fres))\.?(?= {CAPITAL})", "frères"),),
    "v": ((r"\.(?= \d{4})", "vers"), (r"[°º](?!\w)", "verso")),
    "dép dépt dpt Dép Dpt": ((r"\.", "département"), (r"(?= d[eu'])", "département")),
    "ss": ((r"(?<=-ss)(?=-)", "sous"), (r"(?= l(?:[ae]s? |'))", "sous")),
    "In in": (
        (r"-8[°º]?(?!\w)", "in-octavo"),
        (r"-4[°º]?(?!\w)", "in-quarto"),
    ),
    "C": ((r"\. ?pén\.", "Code pénal"), (r"\. ?civ\.", "Code civil")),
    "s": (
        (r"/s(?=[- ])", "sous"),
        (r"/off\.", "sous-officier"),
        (r"/-?(?=(?:sols?|off|préf|mar|sect|chef|ing|dir|comité)(?:\w|(?!\w)))", "sous"),
        (r"\.(?=$|[ ,;:!?)])", "siècle"),
        (rf"/[- ]?(?=(?:l'|la |le )?{CAPITAL})", "sur"),
        (r"/(?=(?:préf|lieut|chef|mar|sect|off|dir|titre|sol)[a-zé]*)", "sous"),
        (r"/ ?(?=[a-zà-ÿ]{4})", "sur"),
    ),
    "div Div": ((rf"\.(?:{_COMMON}|(?=[,;:)]|$))", "division"),),
    "rég": ((r"\.", "régiment"),),
    "év": ((r"\.(?= d[e'])", "évêque"),),
    "Inf": ((r"(?<=-Inf)\.", "Inférieure"),),
    "Mon mon": (
        (r"\.(?= aux? )", "monument"),
        (r"\. hist\.(?<=[dl]es mon\. hist\.)", "monuments historiques"),
        (r"\. hist\.", "monument historique"),
    ),
    "Mle mle": (
        (r"\.?(?= ?(?:n° ?)?(?:\d{5,}|(?!1[789])\d{4}(?!\d)))", "matricule"),
        (r"\.?" + DIGIT, "modèle"),
    ),
    "Cdo Cdos cdo": ((ENDS, "commando"),),
    "rgt Rgt": ((r"\.?" + ENDS, "régiment"),),
    "bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de bat)\.?" + ENDS, "bataillon")),
    "Bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de Bat)\.?" + ENDS, "bataillon")),
    "btn Btn": ((r"\.?" + ENDS, "bataillon"),),
    "Bon": ((r"(?:(?<=\de Bon)|(?<=\der Bon))" + ENDS, "bataillon"),),
    "Bn": ((r"\.?" + ENDS, "bataillon"),),
    "bn": ((r"(?:(?<=\de .n)|(?<=\der .n))\.?" + ENDS, "bataillon"),),
    "vs": ((r"\.?" + ENDS, "contre"),),
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
