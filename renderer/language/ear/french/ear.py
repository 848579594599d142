"""French as it is spoken: which rule takes which stretch of a sentence.

    folded text + lexicon + overrides ──claim_all──▶ claims in order, none overlapping

Goes out: `EAR`, loaded by name when a French film is spoken (`language.registry`). Its claims:
those of the author (inline forms, then the lexicon) and addresses first, then one walk from left
to right in which the first rule that holds at a place takes it. Words that no rule takes are
claimed as written, by the rule "". Of a web or mail address only the host is said, as one says it
to somebody who writes it down: nobody can remember a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from renderer.language.cut_words import is_cut
from renderer.language.ear.french.acronyms import (
    claim_capitals,
    claim_initials,
    claim_roman,
    claim_type,
    is_unsayable,
    spell,
)
from renderer.language.ear.french.cardinals import say_digits
from renderer.language.ear.french.cut_words import claim_cut
from renderer.language.ear.french.dates import DATE_RULES, MONTH_RULES, MONTHS
from renderer.language.ear.french.fractions import PART_RULES, say_drawn_fraction
from renderer.language.ear.french.money import BARE_MONEY, MONEY_RULES, SIGN_FIRST
from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.french.numbers import NUMBER_RULES, RANK_RULES, SIGN, TELEPHONE
from renderer.language.ear.french.times import TIME_RULES
from renderer.language.ear.french.titles import WORD_FORMS, word_rules
from renderer.language.ear.french.units import BARE_UNITS, PER, QUANTITY_RULES
from renderer.language.ear.lexicon import Lexicon, LexiconLayer, layer
from renderer.language.ear.plain import lexicon_claims
from renderer.language.ear.rules import Claim, Ear, Rule, listed_words
from renderer.language.folding import FRACTIONS, SUPERSCRIPTS

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
_HINT = re.compile(
    r"://|www\.|\w@\w|\w\.(?:fr|com|org|net|eu|info|edu|museum|int|bzh|paris|mil)(?!\w)"
)
_ADDRESS = re.compile(
    rf"(?:(?P<box>[\w.+-]{{1,64}})@(?P<domain>{_LABEL}(?:\.{_LABEL})+)"
    rf"|(?:[a-z]{{2,8}}://|www\.)(?:[^\s/@«»\"]{{1,64}}@)?(?P<site>{_LABEL}(?:\.{_LABEL})*)"
    r"(?::\d+)?(?:[/?#][^\s«»\"<>]*)?"
    rf"|(?<![\w.@-])(?P<bare>(?:{_LABEL}\.)+(?:fr|com|org|net|eu|info|edu|museum|int|bzh|paris|mil))"
    r"(?![\w@-])(?:/[^\s«»\"<>]*)?)"
)
_TRAILING = ".,;:!?)…'"
_PART = re.compile(r"\d+|[^\W\d_]+|[.@+_-]")
_SPELLED = frozenset({"fr", "eu", "uk", "de", "be", "ch", "us"})
"""Countries, that no voice should take for words."""
_NAMES = {".": "point", "@": "arobase", "-": "tiret", "_": "tiret bas", "+": "plus"}


def find_addresses(text: str) -> list[Claim]:
    """The addresses of *text*, in order."""
    if not _HINT.search(text):
        return []
    return [_claim_address(match) for match in _ADDRESS.finditer(text)]


def _claim_address(match: re.Match[str]) -> Claim:
    written = match[0].rstrip(_TRAILING)
    host = match["domain"] or match["site"] or match["bare"]
    if match["box"]:
        host = f"{match['box']}@{host}"
    *labels, last = _PART.findall(host.removeprefix("www."))
    said = " ".join([*map(_say, labels), spell(last.upper()) if last in _SPELLED else _say(last)])
    return Claim(match.start(), match.start() + len(written), said, "address")


def _say(part: str) -> str:
    if part.isdigit():
        return say_digits(part)
    return _NAMES.get(part, part.lower())


_RESTORED = re.compile(
    r"(?<![\w\]])(?:[^\W\d_]*\[(?!sic|note|réf)[^\W\d_]{1,12}\][^\W\d_]+"
    r"|[^\W\d_]+\[(?!sic|note|réf)[^\W\d_]{2,12}\])(?![\w\[])"
)


def find_restored(text: str) -> list[Claim]:
    """Words in which an editor has put letters between brackets: "[L]a", "av[i]ons", "J[ean]"."""
    if "[" not in text:
        return []
    return [
        Claim(match.start(), match.end(), re.sub(r"[\[\]]", "", match[0]), "")
        for match in _RESTORED.finditer(text)
    ]


_LETTER = rf"[^\W\d_{SUPERSCRIPTS}{FRACTIONS}]"
_MARKS = (  # vowel signs and accents that stay apart in composed text, and that \w leaves out
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0981-\u0dff\u0e31-\u0e4e\u20d0-\u20f0"
)
_FILE = r"(?:jpe?g|png|pdf|tiff?|mp[34]|docx?|odt|xlsx?|svg|txt|srt|vtt)(?!\w)"
"""What a file is, behind the point of its name."""
_SMALL = r"[a-zà-öø-ÿœ]++"
_WHOLE_WORD = rf"(?!{_LETTER}|[{_MARKS}])"
_ONE_WORD = re.compile(rf"(?P<word>{_LETTER}(?:{_LETTER}|[{_MARKS}])*+)")
_TOKEN = re.compile(
    rf"(?P<run>{_SMALL}{_WHOLE_WORD}(?:(?:,? |['-]){_SMALL}{_WHOLE_WORD})*+)"
    rf"|{_ONE_WORD.pattern}"
    r"|(?P<number>\d)"
    r"|(?P<money>[€$£¥](?= ?\d))"
    r"|(?P<sign>(?<![\w)\]?!%‰°€$£])(?:[-+](?=\d| (?:de )?\d+ ans)|[–—](?=\d+(?:,\d+)? ?°))"
    r"|(?:(?<=[^\W\d] )|(?<=[:,(] ))[-–] (?=\d+(?:,\d+)? ?"
    r"(?:°(?! ?\d)|(?:à|et) [-+–] ?\d+(?:,\d+)? ?°))"
    r"|(?<= à )[-–] (?=\d)"
    r"|(?:^|(?<=[,:;(/] )|(?<=les )|(?<=et )|(?<=ou )|(?<=aux ))-(?= de \d+ (?!h\w?(?!\w)|à )))"
    r"|(?P<silent>\[(?:\d{1,3}(?:[,-] ?\d{1,3})*|[a-z]|\*+|note[^\]]{0,24}|réf[^\]]{0,32}|sic)\]"
    r"|(?<=[^\W\d_])\((?:e|s|es|x|ne|nes|ère|ères|trice|euse)\)(?:s(?!\w))?"
    r"|(?<=[^\W\d_]{3})(?:[·•](?:le|te|l)|[·•.](?:e|es|ne|ère|r?ice|trice|euse))(?:[·•.]?s)?(?!\w))"
    rf"|(?P<symbol>\+ ?/ ?-|[&%‰+=@#§€$£×÷°≠≤≥≈±{FRACTIONS}]|[~<>](?= ?\d)|(?<![\w.])\.(?=\d)"
    rf"|(?<=\w)\.{_FILE}"
    r"|(?:(?<=[(,] )|(?<=\())\*(?= ?(?:\d{1,2}\D|[12]\d{3}(?!\d)))"
    r"|†(?= ?(?:\d|(?i:en|à|a|au|pour|le|dans) ))|(?<=\d )†"
    r"|(?<=\w)/(?=(?:Mer|Seine|Loire|Marne|Saône|Rhône|Meuse|Moselle|Aisne|Oise|Orne|Somme)(?!\w))"
    r"|(?<=\w)/(?=(?:jour|heure|minute|seconde|an|mois|semaine|sem|homme|habitant|hab)s?(?!\w))"
    r"|(?<=[^\W\d_]{3})/(?:km[²2]?|ha|m[²2³3])(?![\w²³])"
    r"|(?<=\d)(?:\([a-z]\)|/h(?!\w)))"
)
"""What a walk stops at. A run is small words that are said as written, if no rule knows them."""
_TO_SPACES = str.maketrans("'-,", "   ")
_SYMBOLS = {
    "&": "et", "%": "pour cent", "‰": "pour mille", "+": "plus", "=": "égale", "@": "arobase",
    "#": "dièse", "§": "paragraphe", "€": "euros", "$": "dollars", "£": "livres", "×": "fois",
    "÷": "divisé par", "≠": "différent de", "≤": "inférieur ou égal à", "<": "moins de",
    "≥": "supérieur ou égal à", ">": "plus de", "≈": "environ", "~": "environ",
    "±": "plus ou moins", "°": "degrés", ".": "point", "/": "par",
}  # fmt: skip

_NUMBERS: tuple[Rule, ...] = (
    *DATE_RULES, *TIME_RULES, *PART_RULES, *RANK_RULES, *MONEY_RULES, *QUANTITY_RULES,
    *NUMBER_RULES,
)  # fmt: skip
_WORDS = {*WORD_FORMS, *MONTH_RULES, *BARE_UNITS, *BARE_MONEY}
_SMALL_ROMAN = listed_words(
    """
    I V X Ist Vth Xth Ve Xe Ves Xes Ier Iers Ire Ires Ière Vème Xème Vèmes Xèmes Vè Xè
    """
)


def claim_all(text: str, lexicon: Lexicon, inline: Sequence[Claim] = ()) -> list[Claim]:
    """Every word of the folded *text* claimed once, in order; *inline* claims come first."""
    ranks = [inline, find_addresses(text), find_restored(text), lexicon_claims(text, lexicon)]
    fixed = _settle(len(text), ranks)
    claims: list[Claim] = []
    at = 0
    for claim in fixed:
        _walk(claims, text, (at, claim.start), lexicon)
        claims.append(claim)
        at = max(at, claim.end)
    _walk(claims, text, (at, len(text)), lexicon)
    return claims


def _settle(length: int, ranks: Iterable[Sequence[Claim]]) -> list[Claim]:
    """The claims of all *ranks* that no claim of an earlier rank overlaps, in order."""
    taken = bytearray(length)
    kept: list[Claim] = []
    for rank in ranks:
        for claim in rank:
            if not any(taken[claim.start : claim.end]):
                taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
                kept.append(claim)
    return sorted(kept, key=lambda claim: (claim.start, claim.end))


def _walk(claims: list[Claim], text: str, stretch: tuple[int, int], lexicon: Lexicon) -> None:
    at, end = stretch
    while at < end:
        for token in _TOKEN.finditer(text, at, end):
            start = token.start()
            if start < at:
                if token.end() > at:
                    break  # the last claim ended inside this token: cut it anew
                continue
            if token.lastgroup == "run":
                if not _is_known(text, token):
                    claims.append(Claim(start, token.end(), token[0], ""))
                    continue
                token = _ONE_WORD.match(text, start, end) or token
            claim = _claim(text, token, end, lexicon)
            if claim.rule == "silent" and text[claim.end - 1] == "s":
                _put_in_plural(claims, claim)
            claims.append(claim)
            at = claim.end
            if token.lastgroup == "word" and token.re is _ONE_WORD:
                break
        else:
            return


def _is_known(text: str, run: re.Match[str]) -> bool:
    """Whether a rule may know one of the words of *run*: only its last can be cut short."""
    words = run[0].translate(_TO_SPACES).split()
    at_point = text[run.end() : run.end() + 1] == "."
    return not _WORDS.isdisjoint(words) or (at_point and is_cut(words[-1]))


def _claim(text: str, token: re.Match[str], end: int, lexicon: Lexicon) -> Claim:
    start = token.start()
    kind = token.lastgroup
    if kind == "word":
        word = token[0]
        return _claim_word(text, token, end, lexicon) or Claim(start, token.end(), word, "")
    if kind == "number":
        return _claim_number(text, start, end)
    if kind == "money":
        return _first(text, start, end, (SIGN_FIRST,)) or _symbol(token)
    if kind == "sign":
        return _first(text, start, end, (TELEPHONE, SIGN)) or _symbol(token)
    if token[0] in FRACTIONS:
        return _first(text, start, end, PART_RULES) or _symbol(token)
    if kind == "silent":
        return Claim(start, token.end(), "", "silent")
    return _symbol(token)


def _put_in_plural(claims: list[Claim], ending: Claim) -> None:
    """ "ami(e)s", "ancien·ne·s": the s is of the word before the ending that isn't said."""
    if claims and claims[-1].rule == "" and claims[-1].end == ending.start:
        claims[-1] = claims[-1]._replace(said=f"{claims[-1].said}s")


_WHEN = re.compile(r" ?(?:(?P<year>[12]\d{3})(?!\d)|\d{1,2}(?:er)?[ ./-](?=[\dIVX]|[a-zéû]{3}))")


_COUNT = re.compile(r"(?<![\d/.-])(?:[2-9]|[1-9]\d{1,2}) $")
"""How many died: "3 †"; after a year the sign is a date's."""


def _symbol(token: re.Match[str]) -> Claim:
    sign = token[0]
    when = _WHEN.match(token.string, token.end()) if sign in "†°*" else None
    if sign == "†" and _COUNT.search(token.string, max(0, token.start() - 40), token.start()):
        return Claim(token.start(), token.end(), "morts", "symbol")
    if when or sign == "†":
        said = "mort" if sign == "†" else "né"
        link = " en" if when and when["year"] else " le" if when else ""
        return Claim(token.start(), token.end(), said + link, "symbol")
    if sign[0] == "." and len(sign) > 1:
        parts = (
            spell(p.upper()) if p.isalpha() else say_digits(p) for p in _PART.findall(sign[1:])
        )
        return Claim(token.start(), token.end(), f"point {' '.join(parts)}", "symbol")
    if sign[0] == "(":  # captured arms: "Pz 38(t)"
        return Claim(token.start(), token.end(), spell(sign[1].upper()), "letter")
    if sign[0] == "+" and len(sign) > 1:
        return Claim(token.start(), token.end(), _SYMBOLS["±"], "symbol")
    if sign == "/h":
        return Claim(token.start(), token.end(), "à l'heure", "symbol")
    if len(sign) > 1:
        return Claim(token.start(), token.end(), f"par {PER[sign[1:]]}", "symbol")  # habitants/km²
    said = say_drawn_fraction(token) if sign in FRACTIONS else _SYMBOLS.get(sign, "")
    before, after = token.string[: token.start()], token.string[token.end() :]
    if sign == "§" and re.search(r"(?<![\d,])(?:[2-9]|\d\d+) ?$", before):
        said += "s"
    if (sign == "/" and after[0].isupper()) or (sign == "×" and before.endswith("m ")):
        said = "sur"  # "Saint-Aubin/Mer", "2 m × 3 m"
    return Claim(token.start(), token.end(), said, "symbol")


def _first(text: str, start: int, end: int, rules: Iterable[Rule]) -> Claim | None:
    for rule in rules:
        match = rule.pattern.match(text, start)
        if match is not None and match.end() > end:
            match = rule.pattern.match(text, start, end)  # the rest is somebody else's
        if match is not None:
            said = rule.say(match)
            if said is not None:
                return Claim(start, match.end(), said, rule.name)
    return None


_RUN = re.compile(r"\d+")
_COUNTED = re.compile(r"\d{1,4}(?= ([a-zà-öø-ÿœ]{4,})(?![\w./])(?! (?:[½¼¾]|[13]/[24])))")
"""A number before a common word, which is then counted, unless it is a month, an hour or a unit."""
_RANKED = re.compile(r"(?:\d(?:er|re|e)|(?<!\w)(?:ex|anti|après|avant|[JH]))-$")
"""What makes no name with the number after it: the first of two ordinals, "1er-2e", or "ex-"."""
_MEASURES = frozenset(MONTHS) | {"aout", "fevrier", "decembre", "heure", "heures"}
_MEASURES |= {"janv", "févr", "juil", "juill", "sept"}


def _claim_number(text: str, start: int, end: int) -> Claim:
    before = text[max(0, start - 2) : start]
    named = before[-1:].isalpha() or before == "V." or (before[-1:] == "-" and before[:1].isalpha())
    if not named or _RANKED.search(text, max(0, start - 7), start):
        counted = _COUNTED.match(text, start)
        if counted is not None and counted.end() <= end and counted[1] not in _MEASURES:
            return _first(text, start, end, NUMBER_RULES[-1:]) or _digits(text, start, end)
        claim = _first(text, start, end, _NUMBERS)
        if claim is not None:
            return claim
    return _digits(text, start, end)


def _digits(text: str, start: int, end: int) -> Claim:
    run = _RUN.match(text, start, end)
    last = run.end() if run else start + 1
    return Claim(start, last, say_digits(text[start:last]), "number")


def _claim_word(text: str, token: re.Match[str], end: int, lexicon: Lexicon) -> Claim | None:
    word, start, stop = token[0], token.start(), token.end()
    if word in _WORDS:
        claim = _first(text, start, end, _rules_of(word))
        if claim is not None:
            return claim
    cut = claim_cut(text, start, stop)
    cut = cut or _claim_loud(text, start, stop, end)
    if cut is not None:
        return cut
    if not word[0].isupper():
        return claim_type(text, start)
    if len(word) > 1 and word[1:].islower() and not _may_be_letters(text, word, stop):
        return claim_type(text, start) if len(word) == 2 else None
    if len(word) == 1 and text[stop : min(stop + 1, end)] == "." and word.isascii():
        claim = claim_initials(text, start, end)
        if claim is not None:
            return _known_letters(text, claim, lexicon)
    if word[0] in "IVXLM" and (len(word) == 1 or word[1].isupper() or word in _SMALL_ROMAN):
        claim = claim_roman(text, start, stop)
        if claim is not None and claim.end <= end:
            return claim
    return claim_capitals(text, start, stop)


_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]")


def _may_be_letters(text: str, word: str, stop: int) -> bool:
    """Whether a word that begins with its only capital is a numeral or letters: "Ve", "Kfz"."""
    if word in _SMALL_ROMAN or is_unsayable(word):
        return True
    return _CONSONANTS.fullmatch(word) is not None and text[stop : stop + 2].strip(" -").isdigit()


def _claim_loud(text: str, start: int, stop: int, end: int) -> Claim | None:
    """A shortened word of a text in capitals, read as it is in small letters: "AV. J. MOULIN"."""
    word = text[start:stop]
    if stop - start < 2 or not word.isupper() or not _IN_CAPITALS.match(text, stop):
        return None
    for quiet in (word.title(), word.lower()):
        if quiet in _WORDS:
            claim = _first(f"{text[:start]}{quiet}{text[stop:]}", start, end, _rules_of(quiet))
            if claim is not None:
                return claim
    lowered = text.lower()
    return claim_cut(lowered, start, stop) if len(lowered) == len(text) else None


_IN_CAPITALS = re.compile(r"\.[ -]?(?:\d|[A-ZÀ-ÖØ-ÞŒ][.'A-ZÀ-ÖØ-ÞŒ])")
"""The point of a shortened word, and what tells a text in capitals."""


@lru_cache(maxsize=4096)
def _rules_of(word: str) -> tuple[Rule, ...]:
    return (
        *word_rules(word),
        *MONTH_RULES.get(word, ()),
        *BARE_UNITS.get(word, ()),
        *BARE_MONEY.get(word, ()),
    )


def _known_letters(text: str, claim: Claim, lexicon: Lexicon) -> Claim:
    """Letters with points that the lexicon knows without them: "O.T.A.N."."""
    written = text[claim.start : claim.end]
    if written.count(".") < 2 or " " in written or "-" in written:
        return claim
    entry = lexicon.entry(written.replace(".", ""))
    if entry is None:
        return claim
    return Claim(claim.start, claim.end, entry.say, f"lexicon:{entry.origin}", entry.ipa)


_COMMON_WORDS = listed_words(
    """
    Abbaye Académie Air Ancien Anciens Appel Arc Archives Arme Armes Armée Armées Armistice
    Arsenal Artillerie Assemblée Avenue Bataille Bataillon Bibliothèque Bois Boulevard Brigade
    Butte Camp Capitale Capitole Caserne Cathédrale Centre Cercle Chambre Champ Champs Chapelle
    Château Cimetière Cité Citadelle Collège Colonne Combattants Comité Commandement Commune
    Communes Compagnie Compagnon Compagnons Concorde Conseil Consul Corps Cour Croix Débarquement
    Défense Démocratie Département Division Droits Empire Est Étoile Étranger Exposition Faculté
    Flamme Fondation Force Forces Forêt Fort Forteresse Forts Franc Francs Frères Front Gare
    Gouvernement Grand Grande Groupe Guerre Halle Halles Haut Haute Histoire Honneur Hôpital
    Hôtel Île Inconnu Infanterie Intérieur Jardin Justice Légion Liberté Lycée Mairie Maison
    Maquis Marché Marine Marché Martyrs Médaille Mémoire Mémorial Midi Milice Ministère Mont
    Monument Monuments Mort Morts Moulin Mur Musée Nation National Nationale Nations Nord Nouveau
    Occident Occupation Opéra Orient Ouest Outre Pacifique Palais Panthéon Parc Parlement Parti
    Patrie Pays Place Plage Plan Pointe Police Pont Port Porte Poste Préfecture Premier Première
    Président Prison Province Quai Quartier Régiment Reich Reine Renseignement Révolution Roi Rouge
    Route Royaume Rue Second Seconde Secours Section Sénat Service Services Soldat Soldats Source
    Square Stade Sud Télégraphe Territoire Théâtre Tour Transports Travail Tribunal Triomphe
    Troupes Tunnel Union Unis Unies Université Usine Vallée Victoire Vieux Village Volontaires
    Azur Baie Bas Basse Basses Blanc Blanche Cap Central Centrale Col Côte Côtes Détroit États
    Fleuve Franche Golfe Grandes Grands Hautes Hauts Îles Inférieure Ivoire Lac Maritime Maritimes
    Mer Méridionale Montagne Montagnes Neuf Neuve Noir Noire Nouvelle Nouvelles Occidental
    Occidentale Océan Orientale Orientales Pas Petit Petite Petits Plaine Plateau Rivière
    Septentrionale Soviétique Soviétiques Supérieure Vieille
    """
)
"""Words that French texts on the war write with a capital, though they name nobody in particular.
Any dictionary has them, so every voice reads them right: a lexicon needn't settle them."""
_FIRST_WORDS = listed_words(
    """
    À A Après Ainsi Alors Au Aucun Aucune Aujourd Aussi Autour Aux Avant Avec C Ce Celle Celui
    Cependant Ces Cet Cette Chaque Comme Contre D Dans De Déjà Depuis Derrière Des Dès Deux Devant
    Dix Du Elle Elles En Enfin Entre Et Eux Face Grâce Hier Il Ils Ici J Jamais Je Jusqu L La Là Le
    Les Leur Leurs Lors Lorsque Mais Malgré Mille Moins N Ni Nos Notre Nous Nul On Or Ou Où Par
    Parce Parmi Partout Pas Pendant Personne Peu Plus Plusieurs Pour Pourquoi Pourtant Près Puis
    Qu Quand Que Quel Quelle Quelques Qui Quoi Rien S Sa Sans Sauf Se Selon Ses Si Sous Son
    Soudain Sur Tandis Tous Tout Toute Toutes Trois Trop Un Une Vers Voici Voilà Vous Y
    M MM Mme Mmes Mlle Mgr Me Dr Pr St Ste Gal Mal Cdt Cne Lt Col
    """
)
_WELL_KNOWN = listed_words(
    """
    France Français Française Françaises Paris Parisiens Allemagne Allemands Allemand Europe
    Normandie Alliés Allié Américains Américain Britanniques Anglais Canadiens Atlantique Manche
    Lyon Marseille Toulon Nice Bordeaux Toulouse Nantes Lille Londres Berlin Moscou Rome Alger
    Alpes Rhin Rhône Seine Loire Marne Alsace Lorraine Provence Bourgogne Bretagne Italie Espagne
    Résistance Libération République État Église Ville Hôtel École Saint Sainte Dieu Afrique
    Cherbourg Cotentin Bayeux Strasbourg Rennes Dieppe Calais Dunkerque Boulogne Orléans Tours
    Dijon Grenoble Avignon Amiens Verdun Falaise Valognes Carentan Coutances Granville Avranches
    Mortain Argentan Alençon Évreux Honfleur Deauville Sedan Brest Lorient Vannes Limoges Poitiers
    Colmar Mulhouse Besançon Vire Lisieux Carteret Barneville Montebourg Octeville Roule Orne
    Vendée Corse Champagne Picardie Artois Flandre Calvados Angers Pau Perpignan Montpellier Nîmes
    Tarbes Rochefort Royan Nevers Bourges Chartres Beauvais Compiègne Laon Soissons Épernay
    Langres Vesoul Belfort Toul Briey Forbach Sarreguemines Saverne Sélestat Carcassonne Narbonne
    Béziers Sète Arles Aubagne Hyères Cannes Antibes Menton
    Belgique Suisse Luxembourg Hollande Angleterre Écosse Galles Irlande Islande Norvège Suède
    Danemark Finlande Pologne Russie Ukraine Biélorussie Estonie Lettonie Lituanie Autriche Hongrie
    Tchécoslovaquie Slovaquie Yougoslavie Serbie Croatie Slovénie Bosnie Monténégro Macédoine
    Roumanie Bulgarie Albanie Grèce Turquie Chypre Malte Portugal Canada Amérique Mexique Cuba
    Brésil Argentine Chili Pérou Colombie Asie Chine Japon Corée Indochine Cambodge Laos Birmanie
    Malaisie Indonésie Philippines Inde Indes Pakistan Afghanistan Perse Iran Irak Syrie Liban
    Palestine Jordanie Israël Égypte Libye Tunisie Algérie Maroc Sénégal Mali Niger Cameroun Gabon
    Tchad Congo Soudan Éthiopie Abyssinie Érythrée Somalie Madagascar Mozambique Australie Zélande
    Calédonie Océanie Polynésie Antilles Guadeloupe Martinique Guyane Réunion Scandinavie Balkans
    Sibérie Crimée Caucase Méditerranée Baltique Adriatique Bavière Saxe Prusse Rhénanie Westphalie
    Palatinat Silésie Poméranie Bohême Moravie Tyrol Sarre Flandres Brabant Frise Sicile Sardaigne
    Lombardie Piémont Toscane Vénétie Calabre Campanie Catalogne Andalousie Castille Aragon Navarre
    Crète Corfou Danube Elbe Vistule Tamise Escaut Moselle Meuse Garonne Ardennes Ardenne Argonne
    Auvergne Limousin Poitou Anjou Touraine Berry Gascogne Languedoc Roussillon Savoie Dauphiné
    Comté Vosges Jura Isère Drôme Ardèche Vaucluse Gironde Charente Creuse Corrèze Dordogne Lozère
    Ariège Landes Pyrénées Finistère Morbihan Sarthe Mayenne Eure Oise Somme
    """
)
"""Nobody needs to settle them: what the rules make of these towns, regions and countries was read
in IPA. Those that a voice gets wrong are left out (the Oder, the Ruhr)."""


@lru_cache(maxsize=1)
def _names() -> LexiconLayer:
    return layer(ENTRIES, "built in")


EAR = Ear(
    claims=claim_all,
    reads_respellings=True,
    lexicon=_names,
    first_words=_FIRST_WORDS,
    well_known=_WELL_KNOWN,
    common_words=_COMMON_WORDS,
)
