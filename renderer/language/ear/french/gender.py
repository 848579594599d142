"""What is counted: whether the noun after a number is feminine, so that "21 femmes" has its "une".

Comes in: folded text and an offset. Goes out: a yes or a no. Without a dictionary: nouns that a
history film counts, then endings. A wrong guess costs one "e" after "un", nowhere else.
"""

from __future__ import annotations

import re

from renderer.language.ear.rules import word_set

_FEMININE = word_set(
    """
    femme fille mère sœur veuve ville villa rue route place voie île côte plage rive rivière
    mer heure minute seconde semaine nuit fois page ligne lettre carte photo image chose vie
    mort tonne livre lire couronne once verste lieue arme bombe mine balle batterie pièce
    troupe force unité équipe escouade section compagnie brigade escadre escadrille flotte
    flottille vedette barge péniche grenade torpille mitrailleuse jeep ambulance voiture
    locomotive gare porte église ferme maison caserne usine grue personne victime recrue
    sentinelle tête main jambe tombe croix médaille étoile classe école commune zone ligne
    région province frontière forêt colline vallée vague attaque perte prise guerre bataille
    offensive date année époque marche étape ère vache mule bête cloche flèche part moitié
    dizaine douzaine vingtaine centaine œuvre loi clé note liste banque boîte caisse tranchée
    digue écluse passerelle piste antenne radio fusée roquette division armée infanterie
    république dynastie demi-heure cache planque presse affiche messe salve stèle plaque
    """
)
_MASCULINE = word_set(
    """
    musée lycée trophée mausolée apogée cortège été côté comité traité député blessé tué
    rescapé réfugié déporté interné fusillé raid pied silence squelette bastion million camion
    avion espion champion pion lion pavillon bataillon bastion vétérinaire squelette
    """
)
_FEMININE_END = re.compile(
    r"(?:[ts]ion|xion|gion|nion|ée|ette|ance|ence|ité|té|ure|esse|ade|aine|trice|euse|elle|enne|onne"
    r"|erie|ine|ille)$"
)
_NOT_YET = word_set(
    """
    jeunes autres braves pauvres seules premières dernières grandes petites belles bonnes
    nouvelles vieilles longues grosses hautes
    """
)
_WORD = re.compile(r" ?([^\W\d_]+(?:-[^\W\d_]+)*)")


def counts_feminine(text: str, at: int) -> bool:
    """Whether the word after offset *at* of *text* is a feminine noun, or announces one."""
    for _ in range(3):
        word = _WORD.match(text, at)
        if word is None:
            return False
        if word[1].lower() not in _NOT_YET:
            return is_feminine(word[1])
        if word[1].endswith("es") and word[1] not in {"jeunes", "autres", "braves", "pauvres"}:
            return True
        at = word.end()
    return False


def is_feminine(noun: str) -> bool:
    """Whether *noun*, singular or plural, is feminine."""
    noun = noun.lower()
    singular = noun[:-1] if noun.endswith("s") else noun
    if singular in _FEMININE or noun in _FEMININE:
        return True
    if singular in _MASCULINE or noun in _MASCULINE:
        return False
    return len(singular) > 4 and _FEMININE_END.search(singular) is not None
