"""What it costs the reader to have a line end between two words.

Comes in: two neighbouring words of a sentence as shown. Goes out: 0 (nothing: a full stop) to 1000
(an article torn from its noun). Doesn't know how wide a line is.
"""

from __future__ import annotations

import re

from renderer.language.abbreviations import word_set

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
_ENGLISH_HOLDS = word_set(
    """
    the a an of to in on at by for with from into and or but his her its their our my your this
    that these those is are was were has have had will not no
    """
)
_ENGLISH_OPENS = word_set(
    """
    and or but because that which who when where while if of to in on at by for with from into
    """
)
_EDGE = re.compile(r"^[\W_]+|[^\w’]+$")
_SENTENCE_END = re.compile(r"[.!?…。！？؟][\u00a0\u202f»”’\"')\]]*\Z")
_CLOSERS = "\u00a0\u202f»”’\"')]"
NEVER = 1000.0


def break_cost(before: str, after: str, *, is_first: bool = False, language: str = "fr") -> float:
    """What a line break between *before* and *after* costs, 0 to `NEVER`.

    Args:
        before: a word with its marks and whatever no-break spaces tie to it.
        after: the next one; "" at the end of the sentence.
        is_first: whether *before* opens the sentence, where a capital says nothing.
        language: BCP 47 tag.
    """
    if not after or _SENTENCE_END.search(before):
        return 0.0
    bare = before.rstrip(_CLOSERS)
    if bare[-1:] in (";", ":", "；", "："):
        return 2.0
    if bare[-1:] in (",", "،", "、") or before[-1] in ("—", "–"):
        return 6.0
    if after[0] in "(«“—–[" or before[-1] in "»”)]":
        return 14.0
    last = _EDGE.sub("", re.split("[\u00a0\u202f]", before)[-1])
    first = _EDGE.sub("", re.split("[\u00a0\u202f]", after)[0])
    if language.partition("-")[0].lower() == "en":
        return _english(last.lower(), first.lower())
    return _french(last, first, is_first=is_first)


def _french(last: str, first: str, *, is_first: bool) -> float:
    before, after = last.lower(), first.lower()
    if before in _WITH_THAT and (after == "que" or after.startswith("qu’")):
        return 600.0
    if before[before.rfind("’") + 1 :] in _BEFORE_NOUN and after not in _CONJUNCTIONS:
        return 300.0
    if before in _ARTICLES:
        return NEVER
    if before in _PREPOSITIONS or before in _OF_AND_TO or before in _CONJUNCTIONS:
        return 600.0
    if before in _CLITICS:
        return 600.0
    if last[:1].isdigit():
        return 400.0 if after not in _CONJUNCTIONS else 20.0
    if after in _CONJUNCTIONS or after.startswith(("qu’", "lorsqu’", "puisqu’", "quoiqu’")):
        return 10.0
    if before in _AUXILIARIES or before in _AFTER_VERB or after in _AFTER_VERB:
        return 90.0
    if after in _PREPOSITIONS:
        return 20.0
    if after in _OF_AND_TO or after.startswith("d’"):
        return 32.0
    if after in ("ne", "se") or after.startswith(("n’", "s’")):
        return 26.0  # a verb begins
    if last[:1].isupper() and first[:1].isupper() and not is_first:
        return 150.0
    return 45.0


def _english(before: str, after: str) -> float:
    if before in _ENGLISH_HOLDS:
        return 600.0
    if before[:1].isdigit() and after not in _ENGLISH_OPENS:
        return 400.0
    return 15.0 if after in _ENGLISH_OPENS else 45.0
