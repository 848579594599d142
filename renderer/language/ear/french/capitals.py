"""Capitals that stand for no acronym: slogans, plaques, headlines, surnames.

    "ICI EST TOMBÉ", « NON ! », "LA 2e DB EST ENTRÉE DANS PARIS", "Jean ZAY", "ROY Marcel"

Comes in: folded text and the place of a word in capitals. Goes out: `plain_word`, the word as it
is said, or None when its capitals may be letters to spell. Unaccented capitals get their accents
back where French leaves no doubt. Knows no letters' names and no Roman numerals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from renderer.language.ear.rules import listed_words

_SPELLED = listed_words(
    """
    AS AOF AEF AFN AFAT AFP ANACR BBC BCC BCP BCRA BIM BM BIMP BMNA BOA CEF CEFEO CFLN CFTC CGT
    CICR CND CNR CNRD COMAC DB DCA DGER DI DIA DIC DIM DMI DMR DST EM EMFFI FAFL FFI FFL FFC FNFL
    FN FTP FTPF GC GFL GI GMR GPRF GQG INA ISBN JOC LVF LCI LCT LST MI MLN MNPGD MOI MP MRP MUR
    NAP NDLR OAS OCM OKW ONU ORA OS OSS OTAN PC PCF PPF PQJ PSF PTT QG RA RAF RAAF RCA RCC RCP RI
    RIC RIF RMT RNP RSHA RTA RTM RTS RTT SA SAS SAP SD SDN SFIO SHAEF SIPO SNCF SOE SOL SPAC SR SS
    SSS STO TA TSF UJP UK UNC UNESCO URSS US USA USAAF USN USS VHF WAAF ZI ZO
    """
)
"""Acronyms of the period and its memory that could pass for words or surnames."""

_LITTLE_WORDS = listed_words(
    """
    LE LA LES DE DES DU ET EN UN UNE AU AUX SUR PAR QUE QUI OU OÙ EST SONT IL ILS ELLE CE SE SON
    SES ON NE PAS NI SI MAIS DANS POUR NOUS VOUS CES CET MES MON TA TON TES SANS SOUS VERS LEUR
    LEURS PLUS FUT FURENT ONT ICI QUAND AVEC ENTRE CONTRE DEPUIS AVANT APRÈS APRES CHEZ À D L C S
    J N QU JUSQU TOUS TOUT NOS VOS
    """
)
"""Words that no acronym stands beside in capitals: one of them tells a sentence in capitals."""

_SHORT_WORDS = _LITTLE_WORDS | listed_words(
    """
    SA MA AN ANS FIN MER RUE MAI DIX SIX ART BAS BON CAP CAS CIEL COL CRI CŒUR DEUX DIT DON EAU
    EUX FEU FER FILS FOI FOIS FOU FUIR GRÉ HUIT ICI CI GÎT GIT JOUR LAC LIT LOI LOIN LUI MAL MARS
    MIS MORT
    MOT MUR TUE NÉ NÉE NES NOM NON NORD NUIT OR ONZE OS OUI PAIX PAYS PEU PIED PIN PONT PORT PRÈS
    PUIS
    ROI SEL SEPT SOI SOIR SOL SUD TÔT TUÉ TUÉS UNIS VA VIE VIN VIT VIVE VU VUE ÂGE ÂME ÉTÉ ÎLE ÊTRE
    AIR AMI AMIS BUT CAR DÉS DU DUR FIT GAZ JEU LÀ MOI NU PUR RIEN SAIT SERA SOIT TEL TOI TU JE ME
    TE HIC Y IN LUC GUY LÉO LÉA MAX ÈVE REX ANNE NE NÉS TIR BAL ARC BEL BOIS COUR FAIT EUT ÔTE ÈRE
    """
)
_SURE_WORDS = listed_words(
    """
    NON OUI ICI ILS LES DES AUX QUI QUE NOUS VOUS DANS POUR VIVE MORT FEU PAIX HALTE STOP PAX
    """
)
"""Said as words wherever they stand."""

GIVEN_NAMES = listed_words(
    """
    Abel Achille Adolphe Adrien Agnès Aimé Aimée Alain Albert Alexandre Alexis Alfred Alice
    Aline Alphonse Amédée Ambroise Anatole André Andrée Angèle Anne Annette Antoine Antoinette
    Ariane Aristide Arlette Armand Arthur Arsène Auguste Augustin Aurélien Basile Baptiste
    Barthélemy Benjamin Benoît Berthe Berty Bernard Bernadette Blanche Boris Brigitte Bruno
    Camille Carlos Catherine Cécile Célestin Césaire César Charles Charlotte Christian
    Christiane Christine Christophe Claire Clara Claude Claudine Clément Colette Constant
    Cyrille Damien Daniel Danielle David Denis Denise Didier Dominique Edgar Edgard Edmond
    Edmonde Edouard Édouard Élie Elie Élisabeth Elisabeth Élise Élisée Émile Emile Emilienne
    Émilienne Emmanuel Ernest Ernestine Estelle Étienne Etienne Eugène Eugénie Eva Évelyne
    Fabien Fernand Fernande Félix Ferdinand Firmin Florence Francine Francis François Françoise
    Franz Frédéric Gabriel Gabrielle Gaby Gaston Geneviève Georges Georgette Gérard Germain
    Germaine Gilbert Gilberte Gilles Ginette Gisèle Guillaume Gustave Guy Hélène Henri Henriette
    Henry Herbert Hervé Hippolyte Honoré Hubert Hugues Ida Irène Isaac Isabelle Ivan Jacob
    Jacqueline Jacques Jean Jeanne Jeannine Jérôme Joël John Joseph Joséphine Jules Julia Julien
    Juliette Justin Karl Laure Laurent Léa Léo Léon Léonce Léone Léopold Liliane Lionel Lise
    Louis Louise Luc Luce Lucette Lucie Lucien Lucienne Lydie Madeleine Marc Marcel Marcelle
    Marguerite Maria Marianne Marie Mariette Marius Marthe Martial Martin Martine Mathilde
    Maurice Max Maxime Mélinée Michel Micheline Michèle Mireille Missak Monique Nathalie Nicolas
    Nicole Noël Noëlle Octave Odette Odile Olga Olivier Oscar Pascal Patrice Paul Paule Paulette
    Pauline Philibert Philippe Pierre Pierrette Raoul Raphaël Raymond Raymonde Régine Rémi Rémy
    Renaud René Renée Richard Robert Roberte Roger Roland Rolande Romain Rosa Rose Rosine Rudolf
    Samuel Sarah Sébastien Serge Séverin Simon Simone Solange Sophie Stanislas Stéphane Suzanne
    Sylvain Sylvie Théodore Théophile Thérèse Thomas Valentin Valentine Véra Victor Victorine
    Vincent Violette Virginie Vladimir Walter William Xavier Yann Yves Yvette Yvon Yvonne
    Zacharie
    """
)
_BEFORE_A_NAME = listed_words(
    """
    m mme mlle mr dr me pr mgr monsieur madame mademoiselle docteur maître professeur monseigneur
    abbé père mère sœur frère général colonel commandant capitaine lieutenant sous-lieutenant
    sergent caporal adjudant aspirant soldat maréchal amiral préfet instituteur famille veuve née
    vve mmes mlles
    épouse époux dit dite gal cdt cne lt col sgt adj cpl enfants frères sœurs époux camarade
    """
)
_PARTICLES = listed_words("LE LA DE DU DES VAN VON DER DEN")
_AUXILIARIES = listed_words("EST SONT FUT FURENT A ONT ETE ÉTÉ ETAIT ÉTAIT")

_ACCENTED = """
allée allées mémoire déportés déporté déportation fusillés internés blessés tués libération liberté
égalité fraternité résistance résistant résistants résistante héros héroïque héroïques héroïquement
héroïsme général généraux armée armées république état école écoles église élèves élève département
préfet français française françaises août février décembre étaient était été née nées régiment
défense défenseurs épouse père pères mère mères frère frères après près dernière dernières première
premières lumière témoin témoins témoignage blindée blindées alliées alliés tombés lâches Compiègne
maréchal américains américain américaine évêque métro débarquement évacuation détruit détruite
détruits êtes délivrance entrée arrêtés exécutés massacrés volonté vérité dignité pièce siècle
région réserve prière prières cérémonie dévouement détention évadé évadés réfugié réfugiés
réfractaire réfractaires comité hôtel hôpital château aînés étoile épée fidèle fidèles fidélité
fierté insurgés légion médaille médecin métier misère numéro président présence protégé représailles
réunion sécurité suprême téléphone théâtre unité vénération enlevés éternel éternelle éternellement
éternité grâce ténèbres étranger étrangers étrangère aérienne aérien aérodrome équipage équipages
écrasé péri lycée collège éducation intérieur intérieure intérieures extérieur frontière rivière
cimetière année années journée journées assemblée pensée épreuve épreuves épopée vécu échec réveil
chrétien chrétiens évangile même mêmes très voilà déjà célèbre célébré sacrifié sacrifiés opprimés
intrépide forêt île maître pêcheurs pêcheur arrêt intérêt tête têtes fête fêtes mémorial musée
génocide exterminés légitime déclaration deuxième troisième quatrième cinquième décret délégué
député députés élu élus énergie espérance événement événements évènements expédition exécution
guérilla hélas immédiat immédiatement impérial intégrité mérite ministère nécessité opération
opérations égard égorgés persécution persécutions persécutés pitié plutôt prénom prêtre prêtres
progrès propriété quête réalité règlement règne résolu sépulture série solidarité succès sûreté
tragédie tranchée tranchées trésor université vallée véhicule véhicules vétérans égaré éclaireurs
électricité émission épicerie époque équipe étudiant étudiants évêché bâtiment bébé cathédrale
chaîne chêne côté dépôt déclarée désert détachement élevé élevée érigé érigée gâteau pâtisserie
bière café crémerie préfecture poème poète pèlerin pèlerinage prélat hébreu israélite israélites
hébraïque détruites incendiées bombardée libérée libéré libérés libérateurs libératrice blessée tuée
fusillée déportée déportées internée internées arrêtée assassinée
"""
"""On a plaque without accents: words that are no others without theirs."""


@lru_cache(maxsize=1)
def _accents() -> Mapping[str, str]:
    """What a word without accents is with them."""
    apart = {word: unicodedata.normalize("NFD", word).upper() for word in _ACCENTED.split()}
    return {re.sub("[\u0300-\u036f]", "", letters): word for word, letters in apart.items()}


_PARTICIPLES = re.compile(
    r"(?:TOMB|FUSILL|ASSASSIN|ARRET|DEPORT|EXECUT|TU|BLESS|LIBER|CRE|INTERN|MASSACR|TORTUR|DECED|N"
    r"|INHUM|ENTERR|DECOR|CIT|ERIG|INAUGUR|ELEV|POS|APPOS|REMPORT|DONN|TROUV|ENTR|FORM|LIVR"
    r"|INCENDI|BOMBARD|ABATT|DRESS|FOND)E(?:E?S?)"
)
_OF_A_VICTIM = re.compile(
    r"(?:TOMB|FUSILL|ASSASSIN|ARRET|DEPORT|EXECUT|TU|BLESS|INTERN|MASSACR|TORTUR|DECED|INHUM|ENTERR"
    r"|DECOR|CIT)E(?= (?:LE|PAR|A|À|EN|AU|AUX|DANS|SUR|PENDANT|LORS) )|(?:DECOR|AG)E(?= DE )"
    r"|NE(?= (?:LE \d|A [A-Z]|À [A-Z]|EN \d))"
)
"""On a plaque that has no accents: what was done to somebody, where no subject stands before it."""
_SUBJECTS = listed_words("IL ELLE ON QUI ICI JE TU NE SE L LA LE")
_AFTER_HAS = re.compile(r" (?:\w+ÉE?S?|ÉTÉ|ETE|EU|VU|FAIT|PRIS|DIT|MIS|VÉCU|VECU|COMBATTU)(?!\w)")
_PARTICIPLE_STEMS = {
    "ARRETE": "arrêté", "DEPORTE": "déporté", "EXECUTE": "exécuté", "LIBERE": "libéré",
    "AGE": "âgé",
    "DECEDE": "décédé", "DECORE": "décoré", "ERIGE": "érigé", "ELEVE": "élevé", "CREE": "créé",
}  # fmt: skip

_NO_WORD = re.compile(
    r"^(?!SCH|CHR|PHR|THR|S[CPT]R|SPL)[BCDFGHJKLMNPQRSTVWXZ]{3}|J[^AEIOUYÀ-Ü]|Q[^U]"
    r"|[BCDFGHJKMPQTVWXZ]{3}$(?<!TCH)"
)
"""Letters that no French word or name has: UJRE, FNDIRP, BCRL."""

_FIRM = re.compile(r" (?:ET|&|et) (?:FILS|FRÈRES|FRERES|CIE|Cie|fils)(?!\w)")
"""What makes a name of the word before it: "ROY & FILS"."""
_COUNT = re.compile(r"\d $")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(?:\d+|[IVX]+)(?:ers?|ère|res?|es?|èmes?|ème|nde?|de?)?")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-ÜŒ]")
_BREAK = re.compile(r"[!?…«»\"();]|(?<=\w\w)\. |: ")
_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+)(\.? |-)$")
_AFTER = re.compile(r" ([^\W\d_]+)")
_OF_A_YEAR = re.compile(r" [IVX]+(?!\w)")


def plain_word(text: str, start: int, end: int) -> str | None:
    """The word in capitals from *start* to *end* of *text* as it is said, when it is a word.

    None when it is an acronym, a Roman numeral, a letter, or may be one of them.
    """
    word = text[start:end]
    if not word.isupper() or text[end : end + 1].isdigit():
        return None
    if word == "AN" and _OF_A_YEAR.match(text, end):
        return "an"  # "AN XII", which a plaque writes, and not the archives
    if any(first <= start and end <= last for first, last in _stretches(text)):
        return _in_capitals(text, start, end)
    if word in _SURE_WORDS or (word == "ANS" and _COUNT.search(text, 0, start)):
        return word.lower()
    return word.lower() if _is_surname(text, start, end) else None


def _in_capitals(text: str, start: int, end: int) -> str | None:
    """A word of a stretch in capitals."""
    word = text[start:end]
    if word == "A":
        verb = _AFTER_HAS.match(text, end)
        alone = text[end : end + 1] != " " or verb or _names_letter(text, start)
        return None if alone else "à"
    if len(word) == 1:
        return None
    before = _BEFORE.search(text, max(0, start - 24), start)
    if before and before[1] in _AUXILIARIES and _PARTICIPLES.fullmatch(word):
        return _participle(word)
    is_subject = before is not None and before[1] in _SUBJECTS
    if not is_subject and text[start - 1 : start] != "'" and _OF_A_VICTIM.match(text, start):
        return _participle(word)
    if word in _accents():
        return _accents()[word]
    if word in _SHORT_WORDS:
        return word.lower()
    if word in _SPELLED or not _VOWEL.search(word) or _NO_WORD.search(word):
        return None
    if len(word) > 3 or not word.isascii():
        return word.lower()
    return word.lower() if _is_surname(text, start, end) else None


def _participle(word: str) -> str:
    for stem, said in _PARTICIPLE_STEMS.items():
        if word.startswith(stem):
            return said + word[len(stem) :].lower()
    stem = word.rstrip("ES")
    return f"{stem.lower()}é{word[len(stem) + 1 :].lower()}"


_LETTERED = listed_words(
    "PLAN BOMBE CLASSE BLOC LIGNE GROUPE ZONE TYPE COMPAGNIE SECTION LETTRE CAMP"
)


_OF_A_CAMP = re.compile(r"(?:OFLAG|STALAG|DULAG|MARLAG)S? [IVX]+ ?-?$")
"""What the letter of a camp stands behind: "L'OFLAG XVII A"."""


def _names_letter(text: str, start: int) -> bool:
    if _OF_A_CAMP.search(text, max(0, start - 24), start):
        return True
    before = _BEFORE.search(text, max(0, start - 24), start)
    return before is not None and before[1].upper() in _LETTERED


def _is_surname(text: str, start: int, end: int) -> bool:
    """Whether the word is a surname in capitals: "Jean ZAY", "Mme ROY", "ROY Marcel"."""
    word = text[start:end]
    if len(word) < 2 or word in _SPELLED or not _VOWEL.search(word):
        return False
    after = _AFTER.match(text, end)
    if len(word) > 2 and _FIRM.match(text, end):
        return True
    if after and len(word) > 2 and not GIVEN_NAMES.isdisjoint({after[1], after[1].title()}):
        return True
    for _ in range(4):  # "Marie LE ROY-DU PIN": at most a few words back to the given name
        before = _BEFORE.search(text, max(0, start - 24), start)
        if before is None:
            return False
        name = before[1]
        if len(name) == 1 and before[2] == ". " and len(word) > 2:
            return True  # "X. ROY"
        if name.isupper() and len(name) > 1:
            if name.capitalize() in GIVEN_NAMES or name.lower() in _BEFORE_A_NAME:
                return True
            if name in _SHORTENED and before[2] != "-":
                return True
            if before[2] != "-" and name not in _PARTICLES:
                return False
        else:
            return name in GIVEN_NAMES or name.lower() in _BEFORE_A_NAME
        start = before.start(1)
    return False


_SHORTENED = listed_words(
    """
    ST STE STS STES BD BLD BLVD AV PL RTE FG CHEM IMP ALL SQ GAL GÉN GEN CDT CNE CAP LT COL SGT ADJ
    ASP CPL BRIG LIEUT CAPT DR PR MME MMES MLLE MLLES MGR MM MR VVE CIE STÉ ETS ARRT RGT RÉGT BAT
    DIV ANC
    """
)
"""Abbreviations that stand among words in capitals."""


def _parts(text: str, start: int, end: int) -> bool:
    """Whether what stands between two words ends a sentence or a headline."""
    found = _BREAK.search(text, start, end)
    if found is None:
        return False
    return found[0] != ". " or text[start : found.start()] not in _SHORTENED


@lru_cache(maxsize=64)
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of *text* that are sentences, or headlines, in capitals."""
    found: list[tuple[int, int]] = []
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        loud = word[0].isupper() or _ORDINAL.fullmatch(word[0]) is not None
        if words and (not loud or _parts(text, words[-1].start(), word.start())):
            found += _stretch(words)
            words = []
        if loud:
            words.append(word)
    return (*found, *_stretch(words))


def _stretch(words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """The span of *words* if they are words, not acronyms."""
    capitals = [word[0] for word in words if word[0].isupper()]
    elided = sum(word.string[word.end() : word.end() + 1] == "'" for word in words)
    if len(capitals) - elided < 2:
        return []
    long = [word for word in capitals if len(word) > 3]
    talks = not _LITTLE_WORDS.isdisjoint(capitals) and any(len(word) > 1 for word in capitals)
    shows = bool(long) and all(
        word in _SHORT_WORDS
        or word in _SHORTENED
        or (len(word) > 3 and word not in _SPELLED and _VOWEL.search(word))
        for word in capitals
    )
    return [(words[0].start(), words[-1].end())] if talks or shows else []
