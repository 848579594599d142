"""Words that decide where a sentence ends and which words stay together, in French and English.

Comes in: nothing. Goes out: sets of words, without their final point; `SENTENCES`, `BREATH` and
`LITTLE_WORDS`, which both share: a French narration quotes English names and ranks, and an English
one French names, so that one table for both reads either better. Knows no rule.
"""

from __future__ import annotations

import re

from renderer.language.cut_words import is_cut
from renderer.language.language import BreathRules, SentenceRules


def word_set(text: str) -> frozenset[str]:
    """The words of *text*."""
    return frozenset(text.split())


ALWAYS_FOLLOWED = word_set(
    """
    m mm mme mmes mlle mlles mgr me mes mr mrs
    gal mal cdt col lt cne cap cpt adj sgt asp ss-lt slt brig amb maj gén
    dr pr prof st ste sts stes
    cf p pp art chap vol fig coll t n no nos nº n° tab pl éd ed dir trad réf rééd
    av apr env c.-à-d c-à-d c.a.d càd vs bd bld boul pl fg faub r rte tél
    rgt rég bat bn cie div
    gen capt cpl adm cdr mk
    ép vve rens inscr insc réserv resp bât imp rte chem bvd blvd bld ave fbg fg sq pte
    gaux ltt cel lcl adc adjt cmdt cch mdl prés amal mrs melle serg cte ctesse
    alt pop dens op enf cat adr rés apt insc quart
    card sén préf past év
    lieut th jos méd exc pz kfz ch
    coord doc dir trad coef
    fol al esc éch long larg haut prof dist superf phot cl chan sold frég corv vaiss ausf vadm kadm
    ap dos reg ff ms ph port qu lat ill am obst oblt hptm uffz stubaf ostubaf ostuf ustuf hstuf gruf
    """
)
"""Abbreviations that call for something after them: their point never ends a sentence."""

ALSO_WORDS = word_set("quart dos port mal cap col me mes maj bat pl st nos imp long haut al")
"""Plain words in small letters, abbreviations only with a capital."""

BEFORE_A_NUMBER = word_set(
    "janv févr fév fevr fev avr juil juill sept oct nov déc dec lun mar mer merc jeu ven vend sam "
    "dim trim max"
)
"""Months and days cut short: followed by a number, their point ends nothing ("sept" is also seven,
"mer" the sea)."""

SOMETIMES_LAST = word_set(
    """
    ex etc j.-c jc n.-d hab anc angl all amér fr fém masc sing plur
    id ibid cit loc suiv sqq ms mss bibl anniv arr arrt arrdt dép dpt pers max
    """
)
"""Abbreviations that may stand last: their point ends a sentence before a capital."""

NAMED_BY_LETTER = word_set(
    """
    jour heure plan point lettre groupe type classe zone bloc modèle série catégorie hypothèse
    vitamine option équipe section compagnie escadron batterie article annexe projet
    """
)
"""Words that take a lone letter as a name ("le jour J."): that letter is no initial."""

SENTENCE_STARTERS = word_set(
    """
    le la les l un une des du d ce cet cette ces c son sa ses leur leurs mon ma mes notre nos
    il elle ils elles on nous vous je j tu qui que quand où comment pourquoi
    à au aux de dans en sur sous par pour avec sans vers chez contre entre depuis dès pendant
    après avant jusqu jusque malgré selon
    et ou mais car donc or ni puis ensuite enfin alors ainsi aussi cependant pourtant toutefois
    tandis lorsque lorsqu quelques plusieurs chaque tous toutes tout aucun deux trois
    plus très ici là aujourd hier demain
    the he she it they we but and when this that these those
    """
)
"""Words that often open a sentence and hardly ever a name: after an initial, they decide."""

WITHIN = re.compile(
    r"\d ?[hH]¶[A-ZÀ-Þ]{2}|(?<!\w)(?i:port|dos|reg|ms|ff|cart|boy|int)¶\d"
    r"|(?i:ms¶fr|tir¶alg|d'arm¶|rés¶|dép¶\d|[a-zé.] fr¶\d)"
    r"|(?<!\w)(?:[Ii]nf|Gren|Fallsch|Fsch|Geb|Feldm)¶|\(e\.r¶|Pz\.?-(?:Abt|Rgt|Div)¶\d"
    r"|\d ?(?:h|m|frs?|l|kg|km|t|ha)¶"  # 8 h. 30, 12 fr. 50, 5 l. 1/2
    r"(?:\d\d(?![\d,.]\d| \d{3})|[13]/[24](?![\d/])|[½¼¾])"
    r"|(?<!\w)(?:v|c|ca|apr|ap)¶\d{4}"  # né v. 1910
    r"|(?:^|[;,(:] ?)[hHlLPD]¶\d"  # H. 12 cm ; l. 4 cm
    r"|(?<!\w)[LRDA]¶\d"  # article L. 123-4: parts of a French code
    r"|(?<![\dIVXLC])(?:\d{1,3}|[IVXLC]+)¶(?:A\.?K|SS|Armee|Panzer|Infanterie|Fallschirm|Luftwaffen|Volks"
    r"|Flak|Flieger|Jäger|Grenadier|Gebirgs|Division|I\.?D|P\.?D"
    r"|Pz|Inf|Gren|Fsch|Lw|VG)"  # 709. ID, LXXXIV. Armeekorps
    r"|(?<!\w)(?i:rte|route|garde|bibl)\.? nat¶[\dA-Z]|(?:^|[;,:('’] ?)(?i:long|haut|larg|al)¶\d"
    r"|(?:(?<!\w)(?:[Ll]e|[Dd]u|[Aa]u|un|[Ll]a|sur|et)|,) (?:cap|col|maj|pl|[Mm]a[rt])¶"
    rf"(?!(?i:{'|'.join(sorted(SENTENCE_STARTERS))})(?!\w))"
    r"|(?<![\w'’])(?!(?:[kdchm]?[mgl]|k?t|kV|mn|cv|ch|lb|ft|yd|h|fr)s?¶)[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]+"
    rf"(?<=[b-df-hj-np-tv-xz])¶(?!(?i:{'|'.join(sorted(SENTENCE_STARTERS))})(?!\w))"  # Kpfw., Ph.
    r"|(?:^|[;,x×:(] ?)[HhLlPDEe]¶\d+(?:[.,]\d+)? ?(?:[cm]?m|[x×])(?!\w)"  # H. 32 cm ; l. 21 cm
    r"|(?:[a-zà-ÿ]{2}|,) al¶[A-ZÀ-Þ](?<!et al¶.)|(?i:quart)¶Ste?[- ]|Ins¶M"
    r"|off\. mar¶|de bat¶|interp¶[A-Z]|méd\. aux¶|m\.d\.l¶"
    r"|(?i:méd)\W+cap¶"
    r"|[A-ZÀ-Þ]{2} [A-Z](?:\.[A-Z])*¶[A-ZÀ-Þ]{2}"  # ICI FUT LE P.C. DU COLONEL
)
"""Around a point that ends no sentence; ¶ stands for the point and what is blank after it."""


SENTENCES = SentenceRules(
    always_followed=ALWAYS_FOLLOWED,
    also_words=ALSO_WORDS,
    before_a_number=BEFORE_A_NUMBER,
    sometimes_last=SOMETIMES_LAST,
    named_by_letter=NAMED_BY_LETTER,
    within=WITHIN,
    numbers_rank=False,
    is_cut=is_cut,
    starters=SENTENCE_STARTERS,
)
"""Where a sentence ends."""

_JOINING = re.compile(
    r"(?:et|ou|mais|car|puis|donc|qui|dont|où|lorsque|quand|tandis|alors|afin|après|avant|pendant"
    r"|depuis|pour|sans|que|qu['’]\w+|and|or|but|because|which|who|that|when|while|where|then|after"
    r"|before|during|since|for|without)\b",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"(?:^|\s)(?:le|la|les|un|une|des|de|du|au|aux|à|en|et|ou|ce|cet|cette|ces|son|sa|ses|leur"
    r"|leurs|mon|ma|notre|nos|par|sur|dans|vers|ne|se|si|très|plus|il|elle|on|ils|elles|a|ont|est"
    r"|sont|the|an|of|to|in|on|at|by|his|her|their|its|is|are|was|were)$",
    re.IGNORECASE,
)
BREATH = BreathRules(joining=_JOINING, leaning=_LEANING)
"""Where a long text is parted for a voice."""

LITTLE_WORDS = word_set(
    "à au aux ce ces cet cette d’ dans de des du elle en et est il ils je la le les leur leurs ma "
    "mais mes ne nos notre nous on ou où par pas pour que qui sa sans se ses si son sous sur un "
    "une vers vos votre y a an and at by for in of or the to with"
)
"""Words that belong to the word after them, on pictures."""
