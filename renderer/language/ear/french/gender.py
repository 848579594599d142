"""What is counted: whether the noun after a number is feminine, so that "21 femmes" has its "une".

Comes in: folded text and an offset. Goes out: a yes or a no. Without a dictionary: nouns that a
history film counts, then endings. A wrong guess costs one "e" after "un", nowhere else.
"""

from __future__ import annotations

import re

from renderer.language.cut_words import full_word
from renderer.language.ear.rules import listed_words

_FEMININE = listed_words(
    """
    femme fille mère sœur veuve fiancée dame demoiselle cousine nièce tante grand-mère épouse
    ville villa rue route place voie île côte plage rive mer cité ruelle avenue chaussée digue
    heure minute seconde semaine nuit fois année époque ère date saison aube fête vie
    page ligne lettre carte photo image chose note liste loi clé phrase ligne strophe
    tonne livre lire couronne once verste lieue brasse toise pinte barrique caisse boîte cuve
    arme bombe mine balle batterie pièce grenade torpille fusée roquette mitraillette salve
    charge rafale cartouche baïonnette lame épée dague cible ogive poudre mèche
    troupe force unité équipe escouade section compagnie brigade escadre escadrille flotte
    division armée infanterie patrouille colonne garde relève escorte milice légion cohorte horde
    flottille vedette barge péniche jeep ambulance voiture remorque moto bicyclette charrette
    locomotive barque chaloupe navette draisine motrice corvette frégate
    gare porte église ferme maison caserne usine grue chambre chapelle grange cave salle école
    mairie prison cellule tente tour baraque hutte cabane villa demeure bâtisse cuisine
    personne victime recrue sentinelle vigie ordonnance estafette vedette dupe bête vache mule
    brebis chèvre poule oie
    tête main jambe dent oreille larme voix blessure plaie peine cicatrice fracture oreille
    tombe croix médaille étoile palme gerbe couronne stèle plaque flamme bougie statue urne
    cérémonie rose fleur minute messe cloche cantate chanson danse fanfare
    classe commune zone région province frontière forêt colline vallée montagne plaine haie
    rivière source mare dune falaise grotte roche pierre brèche butte crête cime pente berge anse
    vague attaque perte prise guerre bataille offensive bombe rafle grève révolte émeute alerte
    étape marche course visite sortie mission enquête réunion séance veillée conférence
    république dynastie monarchie demi-heure demi-journée demi-brigade
    cloche flèche part moitié dizaine douzaine vingtaine centaine œuvre quinzaine trentaine
    banque tranchée écluse passerelle piste antenne radio poutre planche caisse malle valise
    cache planque presse affiche brochure revue gazette feuille copie carte enveloppe lettre
    dette taxe prime amende somme rente solde action voix élection candidature
    robe chemise veste capote botte chaussure paire couverture toile corde chaîne roue bille
    vitre fenêtre lampe bouteille gamelle assiette marmite cuillère table chaise couchette
    sirène hélice aile bouée ancre voile rame écoutille
    preuve épreuve cause faute erreur injure plainte peine langue parole réponse
    naissance noce union âme couleur espèce terre eau valeur montre onde suite histoire odeur règle
    phase paroi aide ressource affaire centrale vidéo glace pompe trace recherche offre filiale
    surface dépense limite hypothèse tache plume fin scène idée notice tige base secte leçon
    réserve clef arène fibre fleur lueur rumeur douleur sueur peur mer chaleur couche souche
    paix lèvre joue pomme amie façon boucle menace tempe perle vertu griffe tâche amitié puce
    insulte pile mâchoire vis tuile épingle coutume fiche syllabe face race victoire démarche
    faveur horreur profondeur hauteur longueur largeur grandeur rigueur lenteur épaisseur terreur
    couleur clameur fureur splendeur ardeur vapeur saveur odeur frayeur tumeur candeur stupeur
    valeur erreur teneur torpeur pudeur humeur liqueur vigueur laideur douceur noirceur pesanteur
    barre catastrophe planète bûche anecdote grappe cravate tribu neige armoire dose bagarre
    pyramide défense pêche cloison mie épice lune torche poire mise particule loge farce éponge
    récolte trahison galoche fièvre fable file guitare moisson énigme bourse larve tronche serre
    drachme réussite vertèbre icône garnison aurore foire sauce gloire gamme jarre mûre scie girafe
    cymbale oriflamme halte arche rade pépite aire piastre casemate plinthe valve douve loutre
    controverse purge bride gomme trajectoire encre annexe boue rançon prison boisson chanson leçon
    automobile auto pluie huile course école bobine gorge horloge loupe ronce pince gare
    interview raison liaison cargaison maquette manœuvre noyade ogive péripétie pistache pénurie
    rade rafle razzia séquelle statuette tribune trombe veuve vertu vitesse vipère virgule croûte
    étable tôle écharpe dépêche bâche hache friche guêpe cage caméra analyse vue conserve voûte
    piqûre brume courbe orbite case attache marguerite brioche niche embûche météorite perche
    audace fourche sangle flûte marne écorce sacoche cape broche métaphore agrafe lucarne tringle
    pelote sieste carapace élite catapulte rage droite valse carpe outre bible balançoire extase
    amorce pieuvre soupape jungle ambage pinède véranda enzyme aumône rosace rallonge candidate
    caste antilope carafe huître patate tomate jupe moustache nue tarte épithète soldate avocate
    paroisse province mamelle nacelle ombrelle épave étrave entrave enclave fève
    grève sève trêve rêverie brève lumière carrière bannière manière barrière prière rivière
    jument cuiller oasis autoroute voix noix croix loi foi fourmi souris perdrix chaux faux toux
    chair faim soif fin main façon mi-temps mi-août après-midi
    """
)
_MASCULINE = listed_words(
    """
    musée lycée trophée mausolée apogée cortège été côté comité traité député blessé tué
    rescapé réfugié déporté interné fusillé raid pied silence squelette bastion million camion
    avion espion champion pion lion pavillon bataillon vétérinaire stade grade camarade nomade
    magazine moine capitaine domaine souterrain patrimoine chêne cône incendie génie parapluie
    foie sosie messie pôle rôle monopole pétrole contrôle symbole fleuve rêve élève cratère
    cimetière frère père derrière caractère ministère mystère repère hélicoptère hémisphère groupe
    type principe verbe arabe globe crabe village étage passage otage garage barrage message siège
    piège collège cortège privilège manège dimanche manche affranchi panache acte geste texte
    contexte prétexte reste poste buste buisson poisson garnement satellite mérite site gîte rite
    territoire laboratoire mémoire réfectoire dortoir véhicule article obstacle siècle cercle oncle
    muscle spectacle miracle habitacle couvercle souffle buffle maître mètre centimètre titre litre
    chapitre prêtre peintre centre théâtre spectre cadavre livre havre chiffre timbre arbre nombre
    membre ordre cadre cèdre cylindre pupitre registre ministre sinistre monstre orchestre titulaire
    commissaire notaire militaire volontaire adversaire anniversaire exemplaire commentaire
    inventaire salaire estuaire sanctuaire dictionnaire légionnaire fonctionnaire actionnaire
    partisan cheminot hectare phare square navire empire sourire cuivre gendre
    verre tonnerre lierre parterre cimeterre
    squelette quintette sextette pique-nique kiosque casque masque disque risque moustique
    catholique domestique élastique lac attelage peuple couple exemple temple
    triple triangle ongle seigle règne signe cygne peigne insigne champagne mille milles monde
    conte doute gosse colosse carrosse suisse mousse fanion malade épisode exode crépuscule module
    scrupule matricule préambule convive esclave haltère portique cantique viatique murmure platane
    organe
    arrêté invité révolté parachuté recruté parapente astronaute internaute narcisse acompte
    compte ancêtre adulte homme gendarme comte vicomte drame programme kilogramme gramme diplôme
    problème système thème poème emblème stratagème volume costume rhume légume centime régime
    critère mort scientifique britannique classique critique jeune mammifère congénère lange pence
    penalty collègue rebelle évêque bénévole cours pneumatique pauvre brave autre journaliste
    crime abîme uniforme axe sexe luxe vertige prodige litige vestige échange mélange losange rouge
    coude prince intervalle charme cierge chèque arrière flingue confrère saule eunuque réverbère
    châsse antibiotique somnifère cerne éloge globule antipode gorille tropique zombie viscère
    tentacule portefeuille gilet dinosaure proverbe caïque conciliabule monastère phoque protocole
    compère trille macchabée ridicule augure renne alvéole ulcère cirque scarabée archange
    barbiturique coléoptère narcotique bacille bidonville molosse vacataire parachute scandale
    pétale ovale râle mâle dédale festivale portique graphique réfractaire clandestin incendiaire
    horticole hémicycle cycle binôme tome atome fantôme arôme mime régisseur hôte pilote compatriote
    patriote despote antidote vote tramway prologue dialogue catalogue quadrige édifice orifice
    bénéfice sacrifice service office indice caprice vice exercice précipice armistice solstice
    hospice supplice complice police-secours auspice juge refuge déluge subterfuge centrifuge
    gigue collier jésuite ange code pâté orme torse doge anglais trapèze diocèse malaise ascenseur
    télescope périscope microscope kiosque obélisque
    fisque satyre martyre empyrée caducée lycéen gynécée colisée prytanée hyménée périnée athénée
    """
)
_FEMININE_END = re.compile(
    r"(?:[ts]ion|xion|gion|nion|ée|ette|ance|ence|ité|té|ure|esse|ade|aine|trice|euse|elle|enne|onne"
    r"|erie|ine|ille|ière|aison|ude|gne|aille|asse|isse|osse|ousse|ouche|anche|aise|oise|ise|ique"
    r"|ave|ive|ole|ule|ane|une|ie|ue|oie|aie|oue|ère|tte|nne|lle|sse|nce|nde|rde|rte|ête|ode"
    r"|ale|uche|ute|ppe|ffe|rse|nse|uite|mpe|pse|aite|erbe|ombe|ève|èse|èche"
    r"|oupe|otte|orte|oute|aute|ante|ente|onte|inte|ose|use|erne|orne|arme|orme"
    r"|ame|ime|ouge|auge|oge|ange|arge|erge|orge)$"
)
_MASCULINE_END = re.compile(
    r"(?:isme|logue|graphe|ticule|mane|gone|drome|phone|scope|crate|thèque-bus|oire|aire|iste|âtre"
    r"|able|ible|estre)$"
)
_NOT_YET = listed_words(
    """
    jeunes autres braves pauvres seules premières dernières grandes petites belles bonnes
    nouvelles vieilles longues grosses hautes
    """
)
_WORD = re.compile(r" ?([^\W\d_]+(?:-[^\W\d_]+)*)")


_ADDRESS = re.compile(
    r"(?:rue|place|pl\.|avenue|route|rte\.|impasse|imp\.|allée|all\.|chaussée|villa|ruelle|résidence)"
    r" (?:(?:de |du |des |de la |de l'|d')?(?:(?-i:[A-ZÀ-Þ])|(?:docteur|général|maréchal)))",
    re.IGNORECASE,
)
"""A number in a street is no count of streets: "21 rue Foch" is "vingt et un, rue Foch"."""
SHORT_NOUNS = {"p": "page", "pl": "planche", "ex": "exemplaire"}
"""Nouns cut shorter than those of `cut_words`."""


_PER_CENT = re.compile(r"\. ?(?:1 ?00|cent|mille|c\.)")


def _cut_noun(text: str, word: re.Match[str]) -> str | None:
    if _PER_CENT.match(text, word.end()):
        return None  # "21 p. 100"
    return SHORT_NOUNS.get(word[1]) or full_word(word[1])


def counts_feminine(text: str, at: int) -> bool:
    """Whether the word after offset *at* of *text* is a feminine noun, or announces one."""
    for _ in range(3):
        word = _WORD.match(text, at)
        if word is None:
            return False
        if word[1].lower() not in _NOT_YET:
            if _ADDRESS.match(text, word.end() - len(word[1])):
                return False
            cut = _cut_noun(text, word) if text[word.end() : word.end() + 1] == "." else None
            return is_feminine(cut or word[1])
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
    if _MASCULINE_END.search(singular):
        return False
    return len(singular) > 3 and _FEMININE_END.search(singular) is not None


OFFICES = listed_words(
    """
    président vice-président adjoint directeur instituteur conseiller trésorier député sénateur
    préfet inspecteur conservateur infirmier cultivateur agriculteur employé étudiant veuf marié
    rédacteur commerçant ouvrier couturier boulanger adhérent ancien délégué remplaçant traducteur
    orphelin réfugié interné donateur habitant
    """
)
"""What a woman may be, whose name has an ending of its own for it."""
_OF_WOMAN = re.compile(
    r"(?:Mme|Mlle|[Mm]adame|[Mm]ademoiselle)"
    r"(?: (?:[A-ZÀ-Þ][\w'-]*\.? ){0,2}[A-ZÀ-Þ][\w'-]*, (?:\d*[èr]re )?| la (?:\d*[èr]re )?)$"
)
_WOMEN_AS = {"préfet": "préfète", "veuf": "veuve", "ancien": "ancienne"}


def is_of_woman(before: str) -> bool:
    """Whether what follows *before* is said of a woman: "Mme Roy, …", "Mme la …"."""
    return _OF_WOMAN.search(before) is not None


def in_feminine(office: str) -> str:
    """A word of `OFFICES` as a woman has it: "institutrice", "conseillère", "adjointe"."""
    if office in _WOMEN_AS:
        return _WOMEN_AS[office]
    if office.endswith("teur"):
        return f"{office[:-3]}rice"
    return f"{office[:-2]}ère" if office.endswith("er") else f"{office}e"
