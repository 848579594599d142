"""Common French words → other spellings, by which espeak-ng's French says them right.

Comes in: a word, or a part of one between hyphens and apostrophes. Goes out: `common_spelling`,
and `is_infinitive`, by which a name that begins a sentence is told from a verb.
espeak-ng 1.52 takes "les chars reculent" for a noun in -ent and "un paravent" for a verb, sounds
letters that are mute ("respect"), and reads what French took from English by its letters. Found by
reading the 30,000 most frequent words. Asks no engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_VERBS = """
accolent accumulent acquiescent adulent affolent amarrent annulent articulent assomment bagarrent
barrent bricolent cajolent cambriolent capitulent caracolent chamboulent coagulent consolent
consomment convolent coulent croulent dissimulent déambulent déboulent décarrent décident découlent
défoulent dégringolent démantibulent démarrent dénomment dénudent dépriment déroulent
désarticulent désolent dévident enferment enflamment enroulent envolent essaiment extrapolent
formulent foulent germent gesticulent immiscent immolent imposent inoculent inventorient isolent
maculent manipulent marrent miaulent modulent moulent nomment ondulent postulent programment
préludent pullulent racolent raffolent reculent redémarrent referment refoulent renferment revolent
rigolent rissolent roulent récapitulent régulent saboulent saoulent simulent somment spéculent
stimulent stipulent subliment surnomment survolent trépident véhiculent éboulent écoulent écroulent
éludent émanent épaulent étiolent
"""
"""Of which the whole ending is mute."""

_NOUNS = """
abstinent confident confidents fervent fervents dissident dissidents décadent décadents
grandiloquent omnipotent paravent paravents polyvalent polyvalents relents succulent succulents
tempérament tempéraments testament testaments froment contrevent contrevents chiendent onguent
onguents dûment indûment assidûment crûment ingénument continûment
blanchiment entregent goulument malcontent malcontents munificent munificents
"""
"""Of which the ending is said "an"."""

_INFINITIVES = """
abandonner aborder abriter accepter accompagner accorder accoster accuser acheminer acheter achever
acquitter adapter admirer adopter adresser affirmer affronter agresser aider aimer ajouter alerter
aligner alimenter aller allumer amener améliorer analyser animer annoncer annuler anticiper appeler
appliquer apporter approcher apprécier armer arracher arriver arrêter assassiner assister associer
assumer assurer attaquer attester augmenter autoriser avancer avouer baisser barrer bavarder
blesser bloquer bombarder bouger briser brouiller brûler cacher calculer calmer camoufler capter
capturer casser causer changer chanter charger chasser chercher circuler citer classer collaborer
collecter coller coloniser commander commencer communiquer commémorer comparer compenser compléter
compter concentrer confirmer confisquer conjuguer consacrer conseiller conserver considérer
consolider constater contacter contempler conter contester continuer contourner contrôler converser
convoquer coordonner copier corriger coucher couler couper creuser crier critiquer croiser cultiver
célébrer danser demander demeurer dessiner deviner dialoguer diffuser diriger discuter distribuer
diviser documenter donner douter dresser durer débarquer déblayer débloquer débuter décharger
déchiffrer décider déclarer déclencher décoder décoller décorer découper décrocher dédier défier
défiler dégager déjouer délivrer démanteler démonter démontrer déménager dénoncer dépasser déplacer
déporter déposer dépêcher désarmer désigner détourner développer dévoiler effacer embarquer
embrasser employer emporter emprisonner encadrer encercler encourager endiguer enfermer engager
enlever enquêter enregistrer enseigner enterrer entrer envoyer errer escorter espionner espérer
essayer estimer exagérer examiner exister expliquer exploiter explorer exploser exposer exprimer
expérimenter exécuter fabriquer falsifier fermer fonder forcer former fortifier fouiller frapper
freiner fuguer fusiller fêter gagner garder gouverner guetter guider habiter honorer hériter
hésiter identifier ignorer illustrer imaginer imiter immigrer imposer imprimer improviser incarner
inciter informer innover insister inspirer installer instaurer intercepter interner interpréter
interroger inventer inviter isoler jeter jouer juger jurer justifier laisser lancer laver libérer
lier limiter liquider livrer loger longer lutter lâcher manger manifester manipuler manoeuvrer
manquer manœuvrer marcher marquer masquer massacrer mater menacer mener mentionner mesurer militer
miner mobiliser modifier monter montrer motiver multiplier murer mélanger mériter nager naviguer
nettoyer neutraliser nier nommer noter négocier obliger observer occuper oeuvrer opposer opérer
ordonner organiser oser oublier parachuter pardonner parler partager participer passer patienter
patrouiller payer penser perdurer perforer perpétuer persister persévérer peser piller pilonner
piloter piéger placer planifier planter pleurer plier plonger porter poser poster pousser presser
prier priver proclamer procurer profiter projeter prolonger promener propager proposer protester
protéger prouver provoquer préciser précéder préférer préparer présenter préserver prêter publier
pêcher quitter raconter rallier ramasser ramener rapporter rassembler rationner ravitailler rayer
recommencer recruter redresser refuser regagner regarder regretter rejeter relater relever relier
remarquer remercier remonter remplacer remporter rencontrer renforcer renoncer rentrer reporter
reposer repousser représenter repérer respecter respirer ressembler rester retarder retirer
retourner retrouver risquer ruser réaliser récolter réconcilier récupérer rédiger régler
réhabiliter réparer répliquer réquisitionner réserver résister réveiller réviser révéler rêver
saboter sacrifier saluer saper sauter sauvegarder sauver semer serrer signaler signer simuler
soigner sombrer songer sonner soulager soulever souligner stationner stopper structurer succéder
supporter supprimer surmonter surveiller susciter séparer tenter terminer tester tirer tomber
torpiller torturer toucher tourner tracer traiter transformer transporter travailler traverser
trembler trier tromper trouver tuer tâcher utiliser valider veiller venger verser viser visiter
voler voter voyager vérifier échanger échapper échouer éclairer écouter écraser éditer éduquer
élever éliminer émigrer épargner épauler épouser éprouver étudier évacuer évader éviter évoquer
œuvrer
"""
"""What a sentence consists of or begins with before a comma, and is no name: "Résister." """

_OTHERS = """
respect=respè team=tim respects=respè aspect=aspè aspects=aspè suspect=suspè suspects=suspè
circonspect=circonspè jadis=jadisse sourcil=sourci sourcils=sourci persil=persi fournil=fourni
porc=por porcs=por amer=amère amers=amère laid=lè laids=lè bled=blède bruns=brun embruns=embrun
compagnie=compagnît compagnies=compagnît cheville=cheviye chevilles=cheviye assied=assié
flash=flache cocktail=coctèle cocktails=coctèle bungalow=bungalô bungalows=bungalô
football=foutebole whisky=ouiski hall=hole halls=hole toast=toste toasts=toste leader=lideure
leaders=lideure dos=dô ressens=ressan foot=foute assieds=assié blues=blouze boy=boïe poker=pokère
pizza=pidza fascisme=fachisme fasciste=fachiste fascistes=fachiste solennel=solanel
solennels=solanel solennelle=solanelle solennelles=solanelle solennellement=solanellement
solennité=solanité solennités=solanité alias=aliasse cuiller=cuillère cuillers=cuillère
bienheureux=bien-neureux bienheureuse=bien-neureuse bienheureuses=bien-neureuse crucifix=crucifi
perdrix=perdri joug=jou métis=métisse gratis=gratisse vécut=vécu vécus=vécu prophétie=profécie
prophéties=profécie égyptien=éjipcien égyptiens=éjipcien égyptienne=éjipcienne
égyptiennes=éjipcienne abbaye=abéhi abbayes=abéhi
vasistas=vazistasse talisman=talismane cosmos=cosmôsse choléra=coléra éther=étère déficit=défissite
déficits=défissite référendum=référindome veto=véto tramway=tramoué tramways=tramoué
western=ouesterne djebel=djébel sniper=snaïpeure snipers=snaïpeure outremer=outremère aulnes=aunes
burnous=burnousse prompt=pron prompts=pron prompte=pronte promptes=prontes promptement=prontement
promptitude=prontitude indomptable=indontable indomptables=indontables
yankee=yanki yankees=yanki angélus=angélusse atlas=atlasse gentilshommes=gentizome
indulgent=induljan indulgents=induljan détergent=déterjan négligents=néglijan mauser=mozère
gretchen=grètchène khan=kane khans=kane week=houique weekend=houikènde weekends=houikènde
end=ènde ends=ènde speaker=spikeure speakers=spikeure gangster=gangstère gangsters=gangstère
gentleman=djènntelmane machiavélique=makiavélique machiavéliques=makiavélique
machiavélisme=makiavélisme myosotis=myosotisse enneigé=an-neigé enneigés=an-neigé
enneigée=an-neigée enneigées=an-neigées munichois=munikois munichoise=munikoise succinct=suxin
succincts=suxin succincte=suxinte succinctement=suxintement pullover=pulovère
pullovers=pulovère footballeur=foutebaleur footballeurs=foutebaleur capillaire=capilaire
capillaires=capilaire chiasme=kiasme ischémie=iskémie dichotomie=dikotomie bruxellois=brussèlois
bruxelloise=brussèloise bruxelloises=brussèloises groenlandais=groènlandais antillaise=antiyaise
antillaises=antiyaises microsillon=microssillon microsillons=microssillon havresac=avressac
havresacs=avressac leitmotiv=laïtmotif leitmotivs=laïtmotif jeun=jain muid=mui muids=mui
lesdits=lédits lesdites=lédites desdits=dédits desdites=dédites bulldozer=buldozère
bulldozers=buldozère resurgir=ressurgir resurgit=ressurgit resurgi=ressurgi
"""


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    found = {verb: verb.removesuffix("nt") for verb in _VERBS.split()}
    for noun in _NOUNS.split():
        stem, _, plural = noun.rpartition("ent")
        found[noun] = f"{stem}ant{plural}"
    return found | dict(pair.split("=") for pair in _OTHERS.split())


_ORDINAL = re.compile("(?<=[ni])tième(?=s?$)")
"""t before -ième is no s: huitième, trentième."""
_VERSONS = re.compile("(?<=[pv]er)sons$")
"""Its last s is mute: renversons, dispersons."""


@lru_cache(maxsize=1)
def _infinitives() -> frozenset[str]:
    return frozenset(_INFINITIVES.split())


def is_infinitive(word: str) -> bool:
    """Whether *word*, in small letters, is a frequent infinitive in -er."""
    return word in _infinitives()


def common_spelling(word: str) -> str:
    """*word* as it is spelled for espeak: itself, but for those that it misreads."""
    return _spellings().get(word) or _VERSONS.sub("çon", _ORDINAL.sub("tyème", word))
