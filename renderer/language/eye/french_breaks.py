"""What a line break costs in French, between any two words.

Comes in: the last word of a line and the first of the next, bare of marks; and for what two words
don't tell (which a reader takes in one breath), the words of one sentence, typeset, with their
marks. Goes out: costs on `break_scale`'s scale; `french_bonds` gives the least of each break, 0
where nothing holds a word to the next. Rules look at words and endings only: they name no case.
Doesn't know how wide a line is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from renderer.language.abbreviations import word_set
from renderer.language.eye.break_scale import (
    ADJECTIVE,
    CLAUSE,
    COMPLEMENT,
    GROUP,
    HOLDS,
    NAME,
    NEVER,
    NUMBER,
    PLAIN,
    VERB,
    VERB_BEGINS,
)
from renderer.language.eye.ties import MONTHS

_ARTICLES = word_set(
    """
    le la les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs quel quelle quels quelles chaque plusieurs quelques certains certaines
    tout toute tous toutes aucun aucune nul nulle deux trois quatre cinq six sept huit neuf dix
    onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille
    """
)
_PREPOSITIONS = word_set(
    """
    dans en par pour sur sous avec sans vers chez entre contre dès depuis pendant durant après
    avant malgré parmi selon devant derrière jusque jusqu’à jusqu’au jusqu’aux hors outre sauf près
    """
)
_OF_AND_TO = word_set("de du des à au aux")
_CONJUNCTIONS = word_set(
    """
    et ou mais car donc or ni puis que qui dont où quand lorsque puisque quoique si comme tandis
    afin parce alors ainsi tandis soit
    """
)
_CLITICS = word_set(
    """
    je tu il elle on nous vous ils elles ne n’y se me te y très trop si aussi plus moins bien
    c’est d’un d’une qu’un qu’une qu’il qu’elle qu’ils qu’elles qu’on l’on s’y n’en s’en d’en
    """
)
_AUXILIARIES = word_set(
    """
    a ai as ont avait avaient aura auront eut eurent est es sont était étaient sera seront fut
    furent n’a n’ont n’est n’était n’avait s’est s’était s’étaient
    va vont peut peuvent doit doivent fait font
    """
)
_BEFORE_NOUN = word_set(
    """
    petit petite petits petites grand grande grands grandes gros grosse grosses premier première
    premiers premières dernier dernière derniers dernières beau bel belle beaux belles nouveau
    nouvel nouvelle nouveaux nouvelles vieux vieil vieille vieilles jeune jeunes bon bonne bons
    bonnes mauvais mauvaise long longue longs longues haut haute hauts hautes autre autres même
    mêmes seul seule seuls seules demi second seconde principal principale principaux principales
    saint sainte double triple
    """
)
"""Adjectives that stand before their noun."""
_WITH_THAT = word_set("tant afin parce pendant tandis avant après bien sans pour dès lors ainsi")
"""Words that make a conjunction with the *que* after them."""
_AFTER_VERB = word_set("pas plus jamais rien point guère")


def french_break_cost(last: str, first: str, is_first: bool) -> float:
    """What a line that ends with *last* costs before *first*, as `language.BreakCost` says."""
    before, after = last.lower(), first.lower()
    if before in _WITH_THAT and (after == "que" or after.startswith("qu’")):
        return HOLDS
    if before[before.rfind("’") + 1 :] in _BEFORE_NOUN and after not in _CONJUNCTIONS:
        return ADJECTIVE
    if before in _ARTICLES:
        return NEVER
    if before in _PREPOSITIONS or before in _OF_AND_TO or before in _CONJUNCTIONS:
        return HOLDS
    if before in _CLITICS:
        return HOLDS
    if last[:1].isdigit():
        return NUMBER if after not in _CONJUNCTIONS else GROUP
    if after in _CONJUNCTIONS or after.startswith(("qu’", "lorsqu’", "puisqu’", "quoiqu’")):
        return CLAUSE
    if before in _AUXILIARIES or before in _AFTER_VERB or after in _AFTER_VERB:
        return VERB
    if after in _PREPOSITIONS:
        return GROUP
    if after in _OF_AND_TO or after.startswith("d’"):
        return COMPLEMENT
    if after in ("ne", "se") or after.startswith(("n’", "s’")):
        return VERB_BEGINS
    if last[:1].isupper() and first[:1].isupper() and not is_first:
        return NAME
    return PLAIN


_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_STOPPED = re.compile(r"[,;:!?…»)\]—–]$|[.!?…][»”\")\]]*$")
_SHORTENED_MONTH = re.compile(r"(?:janv|févr?|fév|avr|juill?|juil|sept|oct|nov|déc)\.$")
_PARTICLES = word_set("de du des d’ von van der den zu zur di da della le la")
_QUANTITIES = word_set(
    """
    million millions milliard milliards millier milliers centaine centaines dizaine dizaines
    douzaine douzaines vingtaine trentaine quarantaine cinquantaine soixantaine quinzaine
    huitaine moitié tiers quart quarts majorité plupart reste
    """
)
"""Nouns that count another one: "deux millions d’hommes", "la moitié des troupes"."""
_COUNTS = word_set(
    """
    deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    trente quarante cinquante soixante cent cents mille plusieurs quelques
    """
)
_STREETS = word_set(
    """
    rue avenue boulevard place quai impasse allée chemin passage cours square route faubourg
    ruelle esplanade sentier bd av villa cité rond-point promenade montée venelle parvis
    """
)
_NUMBER_TAIL = word_set("bis ter quater")
_DAYS_OF_THE_WEEK = word_set("lundi mardi mercredi jeudi vendredi samedi dimanche")
_NO_ADJECTIVES = word_set(
    """
    dans sans vers sous dès puis plus mais depuis chez après très jamais alors hors ils elles nous
    vous les des ses ces mes tes leurs nos vos lors toujours ailleurs dessous dessus moins pas
    tous toutes pourtant mieux autrefois parfois quelquefois cependant aux ceux celles volontiers
    désormais dehors jadis longtemps tandis parmi
    """
)
"""Words on s that stand after a noun and say nothing of it."""
_ADJECTIVE_ENDS = re.compile(
    r"(?:ain|aine|[aoi]is|aise|oise|ien|ienne|ique|lemand|lemande|portée?|blindée?|cuirassée?"
    r"|motorisée?|mécanisée?|parachutiste|coloniale?|légère?|lourde?|marocaine?|navale?)$"
)
"""Of adjectives in the singular that tell whose a numbered unit is, or what it rides."""
_ORDINAL = re.compile(r"(?:\d+|[IVXLC]+)(?:er|re|e|de|nd|nde|ᵉ|ᵉʳ|ʳᵉ)$")
_PLURAL = re.compile(r"[^\W\d_]{2,}[sx]$")


def french_bonds(words: Sequence[str]) -> list[float]:
    """The least that a break after each of *words* costs.

    Args:
        words: what stands between the spaces of one sentence, no-break ones among them.
    """
    bare = [_EDGE.sub("", word) for word in words]
    costs = [0.0] * len(words)
    for at in range(len(words) - 1):
        for holds, cost in _RULES:
            if costs[at] < cost and holds(words, bare, at):
                costs[at] = cost
    return costs


_Words = Sequence[str]


def _stops(words: _Words, at: int) -> bool:
    """Whether a mark parts the word from the next one."""
    return _STOPPED.search(words[at]) is not None


def _word(bare: _Words, at: int) -> str:
    return bare[at].lower() if 0 <= at < len(bare) else ""


def _is_capital(bare: _Words, at: int) -> bool:
    return at < len(bare) and bare[at][bare[at].rfind("’") + 1 :][:1].isupper()


def _in_a_name(words: _Words, bare: _Words, at: int) -> bool:
    """Before the particle of a name: "Lattre | de Tassigny", "Leclerc | d’Hauteclocque"."""
    if _stops(words, at) or not bare[at][:1].isupper() or _is_numeral(bare[at]):
        return False
    following = bare[at + 1]
    if following[:2] in ("d’", "D’"):
        return following[2:3].isupper()
    return _word(bare, at + 1) in _PARTICLES and _is_capital(bare, _after_particles(bare, at + 1))


def _after_particles(bare: _Words, at: int) -> int:
    while at < len(bare) and _word(bare, at) in _PARTICLES:
        at += 1
    return at


def _is_numeral(word: str) -> bool:
    return _ORDINAL.fullmatch(word) is not None


def _before_of_the(words: _Words, bare: _Words, at: int) -> bool:
    """Before a noun's complement that an elided article opens: "le mur | de l’Atlantique"."""
    if _stops(words, at) or _word(bare, at + 1) != "de" or not bare[at][-1:].isalpha():
        return False
    return at + 2 < len(bare) and bare[at + 2][:2] in ("l’", "L’")


def _counts_the_next(words: _Words, bare: _Words, at: int) -> bool:
    """After a noun that counts another: "2 millions | d’hommes", "des centaines | de chars"."""
    if _stops(words, at) or _word(bare, at) not in _QUANTITIES:
        return False
    following = _word(bare, at + 1)
    return following in ("de", "des", "du") or following.startswith("d’")


def _in_an_address(words: _Words, bare: _Words, at: int) -> bool:
    """Inside "48, rue du Four": after the house's number, after the kind of street."""
    word, following = _word(bare, at), _word(bare, at + 1)
    if following in _STREETS and not words[at].endswith((".", ";", ":", "»")):
        return word.isdigit() or (word in _NUMBER_TAIL and _word(bare, at - 1).isdigit())
    if word in _STREETS and not _stops(words, at):
        name = _after_particles(bare, at + 1)
        if following.startswith(("d’", "l’")):
            return _is_capital(bare, at + 1)
        return _is_capital(bare, name) and name <= at + 3
    return word.isdigit() and following in _NUMBER_TAIL


def _adjective_of_the_counted(words: _Words, bare: _Words, at: int) -> bool:
    """After a counted noun or its first adjective: "trois divisions | américaines"."""
    following = bare[at + 1]
    if _stops(words, at) or not following.isalpha() or following[:1].isupper():
        return False
    noun = at
    while noun > 0 and _is_plural(bare[noun]) and not _is_count(bare[noun - 1]):
        if not _is_plural(bare[noun - 1]) or _stops(words, noun - 1) or at - noun == 2:
            break
        noun -= 1
    if noun > 0 and _is_count(bare[noun - 1]) and _is_plural(bare[noun]):
        return _is_plural(following)
    if at > 0 and _is_numeral(bare[at - 1]):  # "le VIIe corps américain", "la 2e division blindée"
        return _ADJECTIVE_ENDS.search(following) is not None
    return False


def _is_plural(word: str) -> bool:
    return _PLURAL.fullmatch(word) is not None and word.lower() not in _NO_ADJECTIVES


def _is_count(word: str) -> bool:
    return word.lower() in _COUNTS or word[-1:].isdigit()


def _in_a_date(words: _Words, bare: _Words, at: int) -> bool:
    """Inside "mardi 4 oct. 1940": after the day of the week, the day, the month."""
    following = bare[at + 1]
    is_month = _word(bare, at) in MONTHS
    if is_month and following.isdigit() and len(following) in (2, 4):
        return not _stops(words, at) or _SHORTENED_MONTH.search(words[at].lower()) is not None
    if _stops(words, at):
        return False
    if _word(bare, at) in _DAYS_OF_THE_WEEK:
        return following[:1].isdigit()
    return bare[at][:1].isdigit() and _word(bare, at + 1) in MONTHS


_RULES: tuple[tuple[Callable[[_Words, _Words, int], bool], float], ...] = (
    (_in_a_name, HOLDS),
    (_in_an_address, HOLDS),
    (_in_a_date, NUMBER),
    (_counts_the_next, NUMBER),
    (_before_of_the, ADJECTIVE),
    (_adjective_of_the_counted, ADJECTIVE),
)
"""What holds a word to the next, and what tearing it costs: a name as much as a little word."""
