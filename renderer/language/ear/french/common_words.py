"""Words that French texts on the war write with a capital, though they name nobody in particular.

Comes in: nothing. Goes out: a set. Every voice reads them right: they are in any dictionary, and
needn't be settled by a lexicon.
"""

from __future__ import annotations

from renderer.language.ear.rules import word_set

COMMON_WORDS = word_set(
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
