"""Shortened words of addresses, plaques, notices and books: bd, rte, St-Lô, tél., p. ex., n. è.

Comes in: nothing. Goes out: `FORMS`, what must follow a word for it to be that abbreviation, and
what is said for it; and the pieces of pattern for what follows a title. Knows no titles or ranks.
"""

from __future__ import annotations

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
_WORD = r"(?!\w)"
_COMMON = r"(?= [a-zéèàœ])"
_BEFORE_SAINT = rf"(?=[- ]{CAPITAL})"
_POINTS_OF_COMPASS = {"N": "nord", "S": "sud", "E": "est", "O": "ouest"}


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
    start = elided if letter in "EO" else behind
    return (*both, (rf"{start}\.(?= d[eu'])", first))


def _day(short: str, said: str) -> tuple[tuple[str, str], ...]:
    """ "mar. 6 juin", "du mar. au dim.", "les lun., mar. et jeu."."""
    listed = rf"(?<=(?:[dD]u|[lL]e|au|et|es|\.,) {short}\.)"
    return ((rf"\.{_DIGIT}", said), (rf"\.{listed}", said))


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
    "S": ((r"\. ?Exc\.", "son excellence"), *_compass("S")),
    "E": _compass("E"),
    "O": _compass("O"),
    "n": (
        (r"\. ?d\. ?l\. ?r\.", "note de la rédaction"),
        (r"\. ?è\.", "notre ère"),
        (r"(?:[°º]|o)s ?" + _REFERENCE, "numéros"),
        (r"[°º] ?" + _REFERENCE, "numéro"),
        (r"o\.? ?" + _DIGIT, "numéro"),
    ),
    "No no": ((r"\.? ?" + _DIGIT, "numéro"),),
    "nº nºs Nº Nºs": ((r" ?" + _DIGIT, "numéro"),),
    "Cie cie": ((_WORD, "compagnie"),),
    "Sté": ((_WORD, "société"),),
    "Ets Éts": ((_WORD, "établissements"),),
    "Bd bd Bld bld Bvd bvd Blvd blvd Boul": ((rf"\.?{_PLACE}", "boulevard"),),
    "Fg fg Fbg fbg": ((rf"\.?{_PLACE}", "faubourg"),),
    "Av": ((rf"\.?{_PLACE}", "avenue"),),
    "Ave ave": ((rf"\.?(?= (?:du |de |des |d')?(?!Maria){CAPITAL})", "avenue"),),
    "av": (
        (r"\. ?J\.?-C\.?", "avant Jésus-Christ"),
        (r"\. ?n\. ?è\.", "avant notre ère"),
        (rf"\.?{_PLACE}", "avenue"),
    ),
    "apr ap": (
        (r"\. ?J\.?-C\.?", "après Jésus-Christ"),
        (r"\. ?n\. ?è\.", "après notre ère"),
    ),
    "J": ((r"\.-C\.", "Jésus-Christ"),),
    "P": ((r"\.-S\.", "post-scriptum"), (r"\. ?S\.(?= ?:)", "post-scriptum")),
    "Id id": ((r"\.", "idem"),),
    "Pl": ((rf"\.{_PLACE}", "place"),),
    "pl": ((rf"\.{_PLACE}", "place"), (r"\.(?=[,; ]|$)(?<=\d pl\.)", "places")),
    "Rte rte": ((rf"\.?{_OF}", "route"),),
    "All all": ((rf"\.{_OF}", "allée"),),
    "Imp imp": ((rf"\.{_OF}", "impasse"),),
    "Chem chem": ((r"\.", "chemin"),),
    "ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (rf"\.{_OF}", "chemin")),
    "Ch": ((r"\.(?= ?(?:\d|[IVXL]+(?!\w)))", "chapitre"), (r"\.(?= d(?:es|u) )", "chemin")),
    "suiv": ((r"\.", "suivantes"),),
    "sq": ((r"\.(?<=\d sq\.)", "suivante"), (rf"\.{_PLACE}", "square")),
    "sqq": ((r"\.", "suivantes"),),
    "RDV Rdv rdv": ((_WORD, "rendez-vous"),),
    "Sqn": ((r"\.?(?= ?\d)", "squadron"),),
    "Pz PzKpfw": ((r"\.?(?= ?(?:[IVX]+(?!\w)|\d|Div|Gren))", "Pandzère"),),
    "Sq": ((rf"\.{_PLACE}", "square"),),
    "Pass pass": ((rf"\.{_OF}", "passage"),),
    "Rés rés": ((rf"\.{_OF}", "résidence"), (r"\.", "réservation")),
    "Bât bât": ((r"\.", "bâtiment"),),
    "r": ((r"\.(?= (?:de |du |des |d'))", "rue"), (rf"\.(?= {CAPITAL})", "rue")),
    "Mt mt": ((rf"(?=[- ]{CAPITAL})", "mont"),),
    "Pte pte": ((rf"\.?(?=[- ](?:du|de|des|d'|{CAPITAL}))", "pointe"),),
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
    "Anniv anniv": ((r"\.?" + _WORD, "anniversaire"),),
    "Env env": ((r"\.", "environ"),),
    "Alt alt": ((r"\.(?= ?:? ?\d)", "altitude"),),
    "Pop": ((r"\.(?= ?:? ?\d)", "population"),),
    "Dens": ((r"\.(?= ?:? ?\d)", "densité"),),
    "Enf enf": ((r"\.(?= ?:? ?\d)", "enfants"),),
    "cat Cat": ((rf"\.(?= (?:\d|{CAPITAL}(?!\w)))", "catégorie"),),
    "adr": ((r"\.", "adresser"),),
    "Approx approx": ((r"\.", "approximativement"),),
    "pers": ((r"\.", "personnes"),),
    "max": ((r"\.", "maximum"),),
    "min": ((r"\.(?= ?:)", "minimum"),),
    "Tle": ((_WORD, "terminale"),),
    "Tles": ((_WORD, "terminales"),),
    "ép": ((rf"\.?(?= {CAPITAL})", "épouse"),),
    "Arr arr Arrt arrt Arrdt arrdt": ((r"\.?" + _WORD, "arrondissement"),),
    "trim Trim": ((r"\.", "trimestre"),),
    "Qq qq": ((r"\." + _COMMON, "quelques"),),
    "secr": ((r"\.", "secrétaire"),),
    # Books.
    "p": (
        (r"\. ?ex\.", "par exemple"),
        (r"\. cent" + _WORD + r"(?<=\d p\. cent)", "pour cent"),
        (r"\. 100" + _WORD + r"(?<=\d p\. 100)", "pour cent"),
        (r"\. 1 000" + _WORD + r"(?<=\d p\. 1 000)", "pour mille"),
        (rf"\.{_DIGIT}", "page"),
    ),
    "pp": ((rf"\.{_DIGIT}", "pages"),),
    "par": ((r" ex\.", "par exemple"),),
    "vol Vol": ((rf"\.{_ROMAN_OR_DIGIT}", "volume"),),
    "t T": ((rf"\.{_ROMAN_OR_DIGIT}", "tome"),),
    "chap Chap": ((rf"\.{_ROMAN_OR_DIGIT}", "chapitre"),),
    "art Art": ((rf"\.{_REFERENCE}", "article"),),
    "fig Fig": ((rf"\.{_ROMAN_OR_DIGIT}", "figure"),),
    "ill Ill": ((rf"\.{_ROMAN_OR_DIGIT}", "illustration"),),
    "réf Réf": ((r"\.", "référence"),),
    "éd": ((r"\.", "édition"),),
    "coll Coll": ((r"\.", "collection"),),
    "cf Cf": ((r"\.?(?= )", "confer"), (r"\.", "confer")),
    "ibid Ibid": ((r"\.", "ibidem"),),
    "op": ((r"\. cit\.", "opere citato"),),
    "Op": ((r"\. cit\.", "opere citato"), (rf"\.(?= {CAPITAL})", "opération")),
    # Everyday words.
    "etc": ((r"(?:\.\.\.|…|\.)?" + _WORD, "etcétéra"),),
    "c": ((r"\.-?à-?d\.", "c'est-à-dire"), (r"\. à d\.", "c'est-à-dire")),
    "hab": ((r"\.", "habitants"),),
    "ca": ((r"\.?(?= \d{4})", "vers"),),
    "v": ((r"\.(?= \d{4})", "vers"),),
    "dép dépt dpt Dép Dpt": ((r"\.", "département"), (r"(?= d[eu'])", "département")),
    "s": ((r"\.(?=$|[ ,;:!?)])", "siècle"), (rf"/[- ]?(?=(?:l'|la |le )?{CAPITAL})", "sur")),
    "div Div": ((rf"\.(?:{_COMMON}|(?=[,;:)]|$))", "division"),),
    "rég": ((r"\.", "régiment"),),
    "régt": ((r"\.?" + _WORD, "régiment"),),
    "év": ((r"\.(?= d[e'])", "évêque"),),
    "rgt Rgt": ((r"\.?" + _WORD, "régiment"),),
    "bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de bat)\.?" + _WORD, "bataillon")),
    "Bat": ((rf"\.{_COMMON}", "bataillon"), (r"(?<=\de Bat)\.?" + _WORD, "bataillon")),
    "btn Btn": ((r"\.?" + _WORD, "bataillon"),),
    "Bon": ((r"(?:(?<=\de Bon)|(?<=\der Bon))" + _WORD, "bataillon"),),
    "Bn": ((r"(?:(?<=\de Bn)|(?<=\der Bn))\.?" + _WORD, "bataillon"),),
    "vs": ((r"\.?" + _WORD, "contre"),),
    **{
        f"{short} {short.title()}": _day(short, said)
        for short, said in zip(
            ("lun", "mar", "mer", "jeu", "ven", "sam", "dim"),
            ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
            strict=True,
        )
    },
}
"""By the words that a form starts with: patterns of what follows, and what is said. Tried in the
order given."""
