"""French as it is spoken: what the rules of this folder hand over.

Goes out: `EAR`. Loaded by name, when a French film is spoken (`language.registry`).
"""

from __future__ import annotations

from functools import lru_cache

from renderer.language.ear.french.claims import claim_all
from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.lexicon import LexiconLayer, layer
from renderer.language.ear.rules import Ear, word_set

_COMMON_WORDS = word_set(
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
    """
)
"""Words that French texts on the war write with a capital, though they name nobody in particular.
Any dictionary has them, so every voice reads them right: a lexicon needn't settle them."""
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
    well_known=_WELL_KNOWN | _COMMON_WORDS,
)
