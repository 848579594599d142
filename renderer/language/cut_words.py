"""French words cut short before a vowel, with a point: mitr., dactyl., préf., sect., univ.

    "mitr" ──full_word──▶ "mitrailleuse"

Comes in: letters as they stand before a point. Goes out: the word they begin, and whether it is an
adjective. French cuts a word behind the consonants of a syllable, wherever its writer likes
("arr.", "arrond."), so that a list of abbreviations is never whole, and a list of words nearly is.
Knows neither sentences nor how anything is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

_NOUNS = """
musée reproduction dessin médaille section secteur division compagnie batterie modèle brigade
instituteur inspecteur conseil
blessés hussards chasseurs cuirassiers gendarmerie permanence vaisseau frégate corvette
commissaire enseigne abstention adhérent administration adresse agglomération allocation
ambassadeur ambulance annexe appartement appendice arrondissement artillerie association
automitrailleuse bataillon bibliographie bibliothèque biographie bombardement bulletin cadastre
canton carrefour cartouche cassation catalogue catégorie cavalier chevalier chirurgien
circonscription circulaire citation classement collection comité commission commune communication
concession conférence conservateur conservation construction convention convocation coopérative
correspondance croiseur délégation délégué dépêche dépôt destination détachement diamètre
dictionnaire délibération dimensions directeur direction dossier début décret document édition
effectif élection enregistrement enveloppe environ épisode escadron établissement évacuation
exemplaire exercice exposition expéditeur faculté fascicule fédération feuillet fondation
formation garnison gendarme gouvernement gouverneur grenadier groupement habitant hauteur histoire
hôpital illustrations immeuble impasse imprimerie incorporation industrie infanterie infirmier
information ingénieur inscriptions inspection installation institution instruction intendance
intervention introduction inventaire itinéraire jardin juridiction laboratoire largeur légion
légende libération librairie location logement lotissement magasin mairie manuscrit matériel
matricule mémoire ministère mitrailleuse mobilisation monument munitions municipalité notice
observation occupation officier opération ordonnance organisation original ouvrage paragraphe
parlement paroisse participation personnes pharmacie photocopie photographie pontonnier population
postface préface préfecture président prévision prisonnier professeur profondeur promotion
propriétaire protection province provision publication quartier question ravitaillement
recensement recommandation reconnaissance recrutement rédaction rédacteur référence réédition
régiment région registre règlement renseignements représentation république réquisition
réservations résidence résistance responsable restauration résultat réunion révolution bâtiment
rubrique secrétaire secrétariat semaine semestre séance série sergent signature société soldat
sommaire souscription statistique supérieur supplément surface superficie surveillance syndicat
tableau
téléphone température territoire tirailleurs topographie traduction transmission transport
travailleur trésorier tribunal trimestre université vacances vaccination véhicule vétérinaire
vitesse vocabulaire volontaire kilomètre longueur latitude longitude altitude appareil avenant
autographe étage état-major échelle agriculteur cultivateur domicile naissance décès profession
grade terminale anniversaire blessures cantonnement commandement coordonnées correspondant
décorations demandes départ destinataire disparu évadé enquête étranger exécution gravure groupe
inhumation interné orphelin permissionnaire pensionnaire rapatriement requête sépulture souterrain
subdivision torpilleur victime renfort boyau tranchée buvette cortège déchets entrée parchemin
rapport carton notamment journal extrait service calibre assemblée auteur abbaye abbé académie
accord accueil acquisition activité affiche affaires agence agent aménagement animation annuaire
apprenti archevêque archiviste assurance attestation attribution auberge auditoire aumônier
automobile autorisation baptême bâtonnier bénéfice bénéficiaire biographe boucher boulanger
bourgmestre brevet brochure bureau cabinet caporal capitaine cérémonie certificat chapelle
chapitre charpentier château cimetière clergé coiffeur collaborateur collège combattant commandant
commerce commerçant compositeur comptable comptabilité confirmation congé conjoint conseiller
consul contribution convoi copie cordonnier couvent couverture créateur croissance cuisinier
décoration défense demande démolition dentiste député descendance description dessinateur diocèse
diplôme discours disposition domestique donateur doyen échange éclairage éducation employé emploi
emprunt enfant entrepreneur environnement équipement équivalent essence estimation étudiant évêque
évolution exploitation expression fabricant fermeture festival fonctionnaire fournisseur fragment
garantie géomètre gérant graveur greffier hebdomadaire hectare hommage horaires horloger hospice
huissier identité imprimeur indemnité indication indice ingénierie inhumé initiative interprète
invalide invitation italique juge jugement lieutenant littérature livraison locataire loisirs
maçon magistrat maison manifestation manœuvre marchand mariage marin mécanicien médecin membre
menuisier métier meunier moniteur moteur municipalités musique naturalisation négociant nombre
notaire novice numéro obligation œuvre opérateur option orateur orchestre ordonnateur orfèvre
orientation ornement orthographe outillage ouvrier parcelle parrain partie passage patron
patrouille paysan peinture peintre pèlerin pension période phonographe pilote plantation plâtrier
plombier poète porteur possession potager poudre praticien prélèvement préparation présentation
puissance production
présence prêtre prieuré procuration produit programme projet proposition prospectus prospection
pseudonyme qualité quantité quittance récépissé récit réclamation recteur récompense redevance
réfugié relation religieux remplacement remise répertoire réponse reproduction requérant
réserviste retraite retraité révérend romancier saison salaire sculpteur sculpture serrurier
signalement signification solution statue statuaire station stèle suivant tailleur technicien
témoin témoignage tenue terrain testament tisserand titre tonnelier topographe tradition
traducteur traitement travaux troupe typographe unité usine valeur vannier vêtement vicaire
vigneron vigne village visite vitrine vitrail vitrier voirie voiture voyageur
célibataire couleur lithographie surnommé adaptation affluent analyse antiquité aquarelle architecte
atelier auvent balcon banlieue botanique broderie cahier calvaire céramique chronique chronologie
collaboration consultation croquis cuivre déclaration définition démographie district écrivain
église élément encyclopédie entretien épreuve estampe évaluation exception feuille filigrane galerie
généalogie géographie géologie gymnase horticulture institut maîtrise manufacture monographie
morceau navigation palais pénitencier philosophie production provenance quinzaine rassemblement
réalisation remarque remplaçant rencontre rivière sanctuaire spectacle doctorat
voyage zoologie sapeur cycliste tambour réfractaire ajusteur tourneur électricien chauffeur cheminot
contrôleur facteur receveur percepteur forgeron bûcheron tapissier relieur potier quincaillier
maraîcher épicier jardinier maréchal-ferrant manutentionnaire linotypiste sténodactylo couturier
brasseur cafetier hôtelier restaurateur bijoutier plâtre porcelaine faïence tombe
réduction douzaine
"""
_ADJECTIVES = """
algérien marocain tunisien sénégalais colonial militaire municipal ministériel préfectoral
départemental national régional cantonal communal scolaire universitaire criminel correctionnel
civil pénal permanent français américain britannique canadien polonais allemand italien soviétique
espagnol historique géographique illustré augmenté revu corrigé inédit dactylographié ronéotypé
imprimé anonyme inférieur ancien électrique mécanique motorisé aérien naval maritime indigène
auxiliaire particulier public spécial hebdomadaire mensuel trimestriel annuel quotidien gratuit
obligatoire facultatif complémentaire supplémentaire approximatif provisoire définitif judiciaire
administratif législatif constitutionnel agricole industriel commercial postal téléphonique
topographique photographique médical sanitaire honoraire relié broché ouvert cité central général
cadastral collectif privé étranger alpin latin volontaire présenté annoté traduit publié rural
urbain féminin masculin contemporain médiéval clinique économique politique social
culturel sportif technique religieux catholique protestant chrétien républicain démocratique
communiste socialiste syndical parlementaire patriotique métallique magnétique chimique physique
mathématique littéraire artistique archéologique généalogique héraldique monumental funéraire
commémoratif décoratif descriptif explicatif respectif relatif positif négatif actif passif
dernier premier temporaire polyvalent scientifique juridique préliminaire authentique antérieur
postérieur royal primaire exclusif encadré germanique numérique similaire symbolique
extérieur intérieur
"""
_ALSO = """
acte agent all art auteur aux avis bain ban bar baron bat bois bon bonnet bourg can canon cap
capital cart carton cent certain champ chant chat chef cheval clair class col colon com
command commun con consul cont convoi cordon correct correspond coup cour couvent crois crédit
cuir dir direct discours don dos doux départ enfant est exploit fac fil fin fond font form
format fort fun gar grand group haut hors huis install institut int jar lieu log loin long lot
lun ma mais mar march marchand marin mat ment met moi mois mon mot mul mur nation nav nom not
nul occident off on or ord org par parc part patron pays photograph plant plat plomb pont port
pos post pot prier pris profond prot présent prêt pub public quant quart rap rec rel rest
retrait ris récit sais salut san sec sein sens serg sign signal sol son sort sous sport sub
sup sur surf tail ten ter terminal terrain test tir tisser ton top tort tour trait travail
tribun trop us vaccin val ver vers vic vis vit voc voi voir vol écart éclair
"""
"""Words of their own, and the ends of addresses: a point after them may be a full stop. Some are
abbreviations in places that other rules know."""
_VOWELS = frozenset("aeiouyàâéèêëîïôûüœ")
_SHORTEST = 3
"""Letters: two may begin too many words, and those of use have rules of their own."""


def full_word(short: str, *, adjective: bool = False) -> str | None:
    """The noun, or the adjective, that the letters *short* before a point begin."""
    return _cut_words(adjective=adjective).get(short.lower())


def is_cut(short: str) -> bool:
    """Whether *short* before a point is a word cut short."""
    return full_word(short) is not None or full_word(short, adjective=True) is not None


@lru_cache(maxsize=2)
def _cut_words(*, adjective: bool) -> Mapping[str, str]:
    """Every way to cut every word; where two words are cut alike, the first listed has it."""
    found: dict[str, str] = {}
    also = frozenset((_ALSO + _NOUNS + _ADJECTIVES).split())
    for word in (_ADJECTIVES if adjective else _NOUNS).split():
        for short in _cuts(word, also):
            found.setdefault(short, word)
    return found


def _cuts(word: str, also: frozenset[str]) -> Iterator[str]:
    for at in range(_SHORTEST, len(word)):
        short = word[:at]
        if word[at] in _VOWELS and short[-1] not in _VOWELS and short not in also:
            yield short
