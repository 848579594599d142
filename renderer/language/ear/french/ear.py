"""French as it is spoken: what the rules of this folder hand over.

Goes out: `EAR`. Loaded by name, when a French film is spoken (`language.registry`).
"""

from __future__ import annotations

from functools import lru_cache

from renderer.language.ear.french.claims import claim_all
from renderer.language.ear.french.common_words import COMMON_WORDS
from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.lexicon import LexiconLayer, layer
from renderer.language.ear.rules import Ear, word_set

_FIRST_WORDS = word_set(
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
_WELL_KNOWN = word_set(
    """
    France Français Française Françaises Paris Parisiens Allemagne Allemands Allemand Europe
    Normandie Alliés Allié Américains Américain Britanniques Anglais Canadiens Atlantique Manche
    Lyon Marseille Toulon Nice Bordeaux Toulouse Nantes Lille Londres Berlin Moscou Rome Alger
    Alpes Rhin Rhône Seine Loire Marne Alsace Lorraine Provence Bourgogne Bretagne Italie Espagne
    Résistance Libération République État Église Ville Hôtel École Saint Sainte Dieu Afrique
    """
)


@lru_cache(maxsize=1)
def _names() -> LexiconLayer:
    return layer(ENTRIES, "built in")


EAR = Ear(
    claims=claim_all,
    reads_respellings=True,
    lexicon=_names,
    first_words=_FIRST_WORDS,
    well_known=_WELL_KNOWN | COMMON_WORDS,
)
