"""What a line break costs in French, between any two words.

Comes in: the last word of a line and the first of the next, bare of marks. Goes out: a cost on
`break_scale`'s scale. Doesn't know how wide a line is.
"""

from __future__ import annotations

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
