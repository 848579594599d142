"""Names → other spellings, by which espeak-ng's French says them as a French reader does.

Comes in: a word. Goes out: `by_family`, the spelling of a name that belongs to a family espeak
doesn't know (Norman -vast, Breton -c'h, Alsatian -heim, German, English, Polish or Arabic endings),
and `french_spellings`, those to try for a word that it takes for English. A family is known by
letters; names that no letters tell apart are entries of `language.ear.french.names`. Asks no
engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from renderer.voices.french_words import common_spelling

_PART = re.compile(r"([-’'])")

_GERMAN = "mann|berg|bach|stein|feld|ling|ich|bruck|heim|aillme|hofen"
"""Endings that only German names have; @ stands for them in what follows."""
Family = tuple[str, *tuple[tuple[str, str], ...]]
"""What tells that a name belongs to it, and what is spelled otherwise then, in order."""
_ANYWHERE: tuple[Family, ...] = (
    # Normandy: Sottevast, Canteloup, Graye.
    ("vast$", ("vast$", "va")),
    ("[a-z]loup$", ("loup$", "lou")),
    ("^(?:La)?[fF]aye$|scaye$|oulaye$", ("aye$", "aï")),
    ("^(?!Abb).*ayes?$|aÿ", ("ayes?$", "aie"), ("aÿ", "aï")),
    # Mute s before n and l: Le Pesnel, Quesnel, Mesnil, Asnelles; Nesle, Presles, Meslay.
    (
        "[ea]sn[aeéèiyo](?!v|k)|^Asn|^Esn|[aoO]sny$",
        ("^Esn", "Èn"),
        ("sny$", "ny"),
        ("esn(?=[aeéèiyo])", "èn"),
        ("([aA])sn(?=[eèi])", r"\1n"),
    ),
    ("^(?:Cr|[CFLRV])osn|oisl|^Guisl", ("osn", "ôn"), ("isl", "il")),
    ("esl(?:es?|ay|é|ée)$|asles?$|osles$|^Besl", ("esl", "èl"), ("asl", "al"), ("osl", "ôl")),
    ("[ea]i?smes$", ("[ea]i?smes$", "ème")),
    ("^Islet|^Isles?$", ("^Isl", "Il")),
    ("[au]isne|esmin$", ("isn", "in"), ("esmin$", "èmin")),
    # Mute t of Mont- and Pont- : Montcuq, Pontcharra; not Montreuil.
    ("^[MPF]ont(?!s$)[bcdfgjklmnpqsv]", ("ont(?=[bp])", "om"), ("^(.)ont", r"\1on-")),
    # Mute letters before another name: Hautmont, Grandval, Champdeniers, Portvendres; Leclercq.
    ("^Hauts$", ("^H", "h")),
    ("^(?:H|Esc)aut[bcdfgjklmnpqrv]", ("aut", "au")),
    ("^Grand[bcdfgjklmnpqrtv]", ("^Grand", "Gran-")),
    ("^Long[bcdfjlmnpqrstv]", ("^Long", "Lon")),
    ("^Sept[fmv]|^Gros[bcdjlmv]", ("^Sept", "Sè"), ("^Gros", "Gro")),
    ("ssarts$", ("ts$", "")),
    ("^Champ[bcdfgjmnqstv]", ("^Champ(?=n)", "Chan-"), ("^Champ", "Chan")),
    ("^Port[bnv]", ("^Port", "Por")),
    ("ercq$", ("cq$", "c")),
    ("[a-zé](?<!^Mus)tang$|[a-z]sang$|arang$", ("ang$", "an")),
    ("(?:n|nth|[ai]r)od$|[a-z](?<!^Di)(?<!^[CS]hir)(?<!tr)(?<!dj)az$", ("[dz]$", "")),
    ("gnin$", ("gnin$", "gnain")),
    ("^Les(?:aff|ueu|our)|^Lasal", ("^Les", "Leç"), ("^Las", "Laç")),
    # Rouen, Mouen; Baud; Lillers, Villers; Saint-Hillier, Montivilliers.
    (
        "^[A-ZÉ][a-z]?ouen$|(?<!^M)aud$|llers$",
        ("ouen$", "ouan"),
        ("aud$", "aut"),
        ("llers$", "lère"),
    ),
    ("[a-z]villiers?$", ("villier", "vilier")),
    # One syllable keeps its r: Thiers, Chiers. Milly, Millot, Gillot, Boillot; Soignies.
    ("^[BCFGNPRSTV]h?iers$", ("iers$", "ière")),
    ("^Milly|^[GM]illot$|oillot$", ("illy", "i-yi"), ("illot$", "i-yot")),
    ("gnies?$", ("gnies?$", "gni")),
    # Aulnay, Faulquemont; Bouët, Drouët.
    ("[aA]ul[nmq]", ("([aA])ul(?=[nmq])", r"\1u")),
    ("[^ant]ouët$|^Bouët", ("ët$", "è")),
    ("ouë[^t]|oues$", ("ouë", "ouè"), ("oues$", "oue")),
    ("illier$", ("illier$", "ilier")),
    # Saulxures; Arnauld, Anould; Desmarets, Desgranges; Boumediene.
    ("aulxu|[ao]ulx$", ("aulxu", "aussu"), ("ulx$", "ux")),
    ("[A-Za-z][a-z][ao]uld$", ("ld$", "t")),
    ("^Des(?:[bfgjlmnpqrv]|c(?![hr])|tou|troi)", ("^Des", "Dé")),
    ("iene$", ("ene$", "ène")),
    # Proper names keep [aj] before a vowel: Le Rayol, Fayence, Bayard.
    ("ay(?:[aouéè]|e[a-zéèü])(?<!yer)(?<!yez)(?<!yes)", ("ay", "aï")),
    ("guay", ("(?<!ra)(?<!ru)guay", "guè")),
    ("^Tillion$|[a-z](?<!G)oye$", ("illion$", "i-yon"), ("oye$", "oie")),
    ("[ao]ing$", ("aing$", "in"), ("oing$", "ouin")),
    # Cambrai, Tournai; Villerupt; Senones; Doullens, Thorens; Damvillers; Marcellin.
    ("[b-df-hj-tv-z]ai$", ("ai$", "è")),
    ("rupt$|oult$", ("rupt$", "ru"), ("(?<!^S)(?<!^M)oult$", "ou")),
    ("^Villons$|^Illon$", ("illon", "iyon"), ("^Ill", "Iy")),
    ("[a-z]{2}ones$", ("ones$", "onne")),
    ("(?:[fl]l|ol|or|rr)ens$", ("ens$", "ant")),
    # Gascony and Provence: Argens, Navarrenx, Noailhac, Reilhac.
    (
        "(?:[a-z][bcdgsz]|[a-z](?<!r)t|qu)ens$",
        ("cens$", "ssinse"),
        ("gens$", "jinse"),
        ("ens$", "inse"),
    ),
    ("enx$|(?:ar|[ipvz])eix$", ("enx$", "inx"), ("eix$", "è")),
    ("^Xain", ("^X", "S")),
    ("[aeu]ilh|[bcdfgmnprstv]ilh[aou]", ("ilh$", "il"), ("ilh", "ill")),
    ("[a-z]enc$|^Milh", ("enc$", "inc"), ("^Milh", "Mi-y")),
    # Its s is no z: Lieusaint. Auxois, Auxerrois; Fougeretz; Lutetia.
    ("[aeiou]saint$|^Aux(?:ois|err)", ("saint$", "ssaint"), ("^Aux", "Auss")),
    ("(?<!^G)retz$|etia$", ("retz$", "rè"), ("etia$", "éssia")),
    # t is s before a last -ie or -ien: Dalmatie, Helvétie, Haïtien, Laurentienne.
    ("[éo]tie$|(?:Dalm|Gal)atie$|(?:ï|i|en|[ao])tien(?:ne)?s?$", ("ti(?=e(?:n|nne)?s?$)", "ci")),
    # ch is k in no name of Germanic origin: Archambault.
    ("rchamb", ("rchamb", "r-chamb")),
    ("^Damv", ("^Damv", "Danv")),
    ("arcellin", ("ell", "el")),
    # Brittany: Plouescat, Huelgoat, Carnoët, Le Floc'h.
    ("^Pen[fhmv]", ("^Pen", "Pènn")),
    ("^Plou[aeioé]", ("^Plou", "Plouh"), ("^Plouhe(?=z)", "Plouhé")),
    ("[lmnv]arch$", ("ch$", "")),
    ("^Ploe[mr]", ("^Ploe", "Pleu")),
    ("nilis$|polis$", ("is$", "isse")),
    ("ïs$", ("ïs$", "ïsse")),
    ("^[BT]rent$|^Gh?ent$|^Ta[cs]hkent$", ("ent$", "ènnte")),
    ("[gq]uen$|^Guen$", ("uen$", "uène")),
    ("^Ker[aeiou]", ("^Ker", "Kér")),
    ("[gch]oat$", ("hoat$", "ouate"), ("oat$", "ouate")),
    ("[^u]oët$|^Fa?ouët$|[nt]ouët$", ("ët$", "ète")),
    # s is sounded in the south and abroad: Agnès, Cabriès, Bel-Abbès; Évenos, Gémenos.
    ("(?<![gpP]r)(?<![cx])(?<!^[DL])(?<!^Tr)ès$", ("ès$", "èsse")),
    ("[a-zé]{2}(?<![aefh])(?<![eo]p)(?<![éo]r)(?<!cl|gr)(?<!^Dub)(?<!^Duc)os$", ("os$", "osse")),
    # The Basque country: Etchegaray, Irigoyen.
    ("^Etche[a-z]{3}|garay$", ("^Etche", "Etché"), ("garay$", "garaï")),
    ("goyen$", ("oyen$", "o-ïène")),
    # Corsica and Italy: Ghisonaccia, Rogliano, Quilichini, Franceschi; Sebastiani, Vesperini.
    (
        "cci(?:[aou]|$)|[aeiou]gli[ao]",
        ("cci(?=[aou])", "tch"),
        ("cci$", "tchi"),
        ("gli(?=[ao])", "ly"),
    ),
    ("chin[io]$|[cnrs]chi$", ("ch(?=in[io]$|i$)", "qu")),
    (
        "(?:[aio]n|[ae]ll|ar|ett|cc|squ)i$",
        ("(?<=[BCDGLMNPRSTVbcdfglmnprstv])e(?=[bcdfglmnprstvz][aeiou])", "é"),
    ),
    # Flanders: Maes, Aerts, Dehaene, Verhaeren. Picardy and Wallonia: Wavrin, Wissant.
    (
        "aes$|[aA]e(?:(?:gh|[klnrt])e(?!l)|rt)|^Maet",
        ("aes$", "asse"),
        ("ert(s?)$", r"rt\1e"),
        ("([aA])e(?=[gklnrt])", r"\1"),
    ),
    ("^Vanden[a-z]", ("^Vanden", "Vandène")),
    ("^Wallon|^Wa(?:tti?[gr]|vr|mbr|rem|rnet|ncourt)|^Wi(?:ss?an|ngl)", ("^W", "Ou")),
    # Spain: Perez, Gomez, Lopez.
    ("^(?:P[eé]r|Gom|Lop|Chav)ez$", ("^Per", "Pér"), ("ez$", "èze")),
    # Alsace and Germany: Ottmarsheim, Bouxwiller, Rittershoffen, Mittelwihr.
    (
        "heim$",
        ("ill(?=[aeiou])", "il"),
        ("ge(?=lh|rs)", "gue"),
        ("tzh?eim$", "tsaillme"),
        ("([aeiouy])sheim$", r"\1ssaillme"),
        ("enheim$", "enaillme"),
        ("h?eim$", "aillme"),
    ),
    ("(?:w|[a-zé]v)h?ill?er$", ("[vw]h?ill?er$", "vilère"), ("^W", "V")),
    # No verb ends so: Kléber, Honegger.
    ("^K.*[^aeiouy]er$|(?:gg|tz)er$", ("egger$", "éguère"), ("er$", "ère")),
    ("ngenb(?:ourg|erg)", ("ngenb", "nguenb")),
    ("ingh[ei]", ("ingh", "ingu")),
    ("wihr$", ("enwihr$", "ènvire"), ("schwihr$", "chvire"), ("wihr$", "vire")),
    ("(?<=[a-z])s?h(?:of[ef]|oltz)", ("rshof", "rçof"), ("shof", "ssof"), ("sholtz", "ssoltse")),
    ("(?:hof|of)fen$", ("fen$", "fène")),
    ("wald$|wit[sz]$", ("wald$", "valde"), ("wit[sz]$", "vitse")),
    ("(?:[a-z]ei|[aA]u)er$", ("eier$", "aillère"), ("auer$", "aouère"), ("^Auer$", "Aouère")),
    ("^Eh[lr]", ("^Eh", "É")),
    ("enberger$", ("enberger$", "ènbèrguère")),
    ("[a-z](?<!o)inger$", ("inger$", "innguère")),
    ("^Bachm", ("^Bach", "Bac")),
    ("emb(?:ach|erg)", ("em(?=b)", "èmm")),
    ("(?<!o)en(?:@|berg|burg|dorf|wald)", ("(?<!o)en(?=@|berg|burg|dorf|wald)", "ènn")),
    (
        "[a-z]{3}(?<!que)lein$|eicher$|^Wen[zc]|iml",
        ("(?<!que)lein$", "laillne"),
        ("eicher$", "aillchère"),
        ("^Wen", "Vènn"),
        ("iml", "imml"),
    ),
    ("[üöä].*ger$", ("ger$", "guère")),
    ("^[A-Z][a-np-z]?eh[rml](?:$|[aeiou])", ("eh", "è")),
    ("^Rein.*ardt?$", ("^Rein", "Raillne")),
    ("hausen$", ("hausen$", "aouzène")),
    ("dorf$", ("sdorf$", "ssdorfe"), ("dorf$", "dorfe")),
    (
        "sch|t[sz]|[WKw][aei]|[ßüöä]|ère$|(?:@)$",
        ("ei(?=[bcdfgkmnprstvz])(?!gn|n?es?$|n$)", "aill"),
        ("(?<![KQ])ie(?=[bdgkst])", "i"),
        ("^(Sch|Br|H|Kl|Fr|K)au(?=f|ch|p|ss|[bm][aeo])", r"\1aou"),
        ("^S(?=[pt][aeiouéè])(?!tee)", "Ch"),
        ("^W(?=.*(?:@)$)", "V"),
    ),
    ("(?:[bd]|str)ingen$|bergen$", ("ingen$", "inguène"), ("bergen$", "bèrguène")),
    ("burg$", ("enburg$", "ènbourgue"), ("burg$", "bourgue")),
    ("aa[^a]", ("aa", "a")),
    ("[^C]oor", ("oor", "or")),
    (
        "^(?:Schl?|[KGHBRLW]|Fr|(?:S|Ch)t)oe[bcdfghklnprst]|^[KHGRW]œ[hdklnprst]|ö",
        ("^W", "V"),
        ("(?<=[gG])(?:oe|œ|ö)", "ueu"),
        ("oe|œ|ö", "eu"),
    ),
    # Reichenau, Kleist, Weichs; Schimpf, Schindler; Elfeldt; Bingen, Wegener; Witzleben.
    ("(?<!^S)(?<!^T)eich|eist$", ("ei", "aill")),
    ("^Schw|schw|^Scho(?!l[aie])", ("^Schw", "Chv"), ("schw", "chv"), ("^Sch", "Ch")),
    ("^Sch.*i[mn]", ("im(?=p)", "imm"), ("in(?=[dkz])", "inn")),
    ("[a-z]{3}dt$", ("dt$", "te")),
    ("(?<!^A)gen(?:ère)?$", ("gen$", "guène"), ("genère$", "guenère")),
    ("leben$", ("leben$", "lébène")),
    ("^(?:Schw?|Kr|R|Str|Br|[BHJK])ae[bcdfgklmnrst]", ("ae", "é")),
    # Poland: Sosabowski, Mickiewicz, Korczak; Wajda, Rajsfus.
    ("[aeo]j[b-df-hj-np-tv-xz]", ("j", "ï"), ("^W", "V")),
    (
        "w(?:ski|icz|ak)$|cz|sz|^Rz|rz$|[iey]cki$",
        ("iewicz$", "iévitch"),
        ("wicz$", "vitch"),
        ("cki$", "tski"),
        ("([aeo])j(?=[a-z])", r"\1ï"),
        ("szcz", "chtch"),
        ("cz", "tch"),
        ("sz", "ch"),
        ("rz", "j"),
        ("ow(?=ski)", "ov"),
        ("[wW]", "v"),
        ("([aeiou])s(?=[aeiou])", r"\1ss"),
    ),
    ("[ńł]|[aei]nski$", ("ł", "l"), ("([aei])[nń](?=ski$)", r"\1ne-"), ("ń", "gn")),
    ("(?:it|[iv]n|[vw])sky$|werck$", ("[wW]", "v"), ("sky$", "ski")),
    ("^Lovat$", ("vat$", "vate")),
    ("ievski$|enko$", ("ievski$", "ièvski"), ("enko$", "ènnko")),
    # Arabic: Mohammed, Aïn, Benhamou.
    ("^Benh", ("^Benh", "Bènn")),
    ("[^aeéiou]ed$", ("ed$", "ède")),
    ("^Aïn$", ("$", "e")),
    # English: McNair, O'Brien (its parts), Hamilton, Johnson, Cromwell, Jenkins, Brighton.
    ("^Mc[A-Z]", ("^Mc", "Mac")),
    (
        "(?:(?<!Ga)s|(?<!Phi)(?<!^Ce)l|(?<!Ca)(?<!Ma)r|mp|[nd]g|y|[sg]h|w|[kx]|tt|pp?|nn)ton$",
        ("ton$", "tonne"),
        ("ight", "aillt"),
        ("^New", "Niou"),
        ("^Wa", "Oua"),
        ("^W", "Ou"),
        ("ing", "inng"),
        ("([aeo])[mn](?=pt|t)", r"\1nn"),
    ),
    (
        "(?:hn|ck|[kdltwbp]|[a-z]{3}er|(?:[kt]|ll|hn|ch)in|[ev]en|rri|gr[ei])son$",
        ("son$", "ssonne"),
        ("^Joh", "Djo"),
        ("^J", "Dj"),
        ("^Wa", "Oua"),
        ("^W", "Ou"),
        ("([aeio])n(?=ss|d)", r"\1nn"),
    ),
    ("well$", ("well$", "ouèle")),
    ("(?<!^All)[^aeiouéè]e?man$", ("^Wy", "Ouaill"), ("man$", "mane")),
    ("^Whit", ("^White", "Ouaillte"), ("^Wh", "Ou"), ("ley$", "lé")),
    ("(?<!rk)(?<!st)(?<!^Lw)ow$", ("ow$", "ô")),
    ("[^aeiouw]ell$|[bdg]{2}s$", ("ell$", "èle"), ("s$", "se")),
    ("w?ood$|[a-z]wood", ("wood", "oude"), ("^Good", "Goud"), ("ood$", "oude")),
    ("(?:gg|k|[^u]ll|wl)ins$", ("ins$", "innsse"), ("aw", "o"), ("^J", "Dj")),
    ("(?:^[TD]r?av|^[BDJ]or|ew|(?<!^Se)rr|ll|nn|arv|^Elv)is$", ("ewis", "ouis"), ("is$", "isse")),
    ("[a-z]mouth$", ("mouth$", "mousse")),
    ("[a-z]field$", ("field$", "filde")),
    (
        "ight",
        ("^Wr", "R"),
        ("ighter$", "aillteur"),
        ("ight$", "aillte"),
        ("ight", "aillt"),
        ("ing$", "inngue"),
    ),
    ("oo[nkmp]$|oo[dl][a-z]", ("oo(?=[nkmp])", "ou"), ("([nkmp])$", r"\1e")),
    ("[dglm]way$|oadway", ("way$", "oué")),
    ("[a-z]ward$|[a-z]ford$", ("ward$", "ouarde"), ("ford$", "forde")),
    ("[a-zà-ÿ]{2}(?<![ao])ing$", ("ing$", "inngue")),
)
_INSIDE: tuple[Family, ...] = (
    # A verb may look alike, and stand first: "Libérer Paris", "Viennent les Alliés".
    ("(?<![wau])(?<!wh)iller$", ("iller$", "ilère")),
    (
        "[a-z](?<!^[BT]r)(?<!^Gh)(?<![km])ent$",
        ("cent$", "çant"),
        ("gent$", "jant"),
        ("ent$", "ant"),
    ),
    ("zouer$", ("er$", "ère")),
    (
        "(?<!will)(?<!whil)(?<!wil)(?<!^Wag)[^aeiouygéh](?<!^Sam)er$|guer$|[ae]yer$|[pt]her$",
        ("her$", "ère"),
        ("er$", "ère"),
    ),
    ("(?:[a-z]{2}(?<!ne)(?<!p)[ndrlmu]|(?<!Pl)anch|[rt]ch)ez$", ("ez$", "èze")),
)
_SAINT = re.compile(r"(?<![A-Za-z])Saint-(H?)(?=[AÂEÉÈÊIÎOÔUY]|(?<=H)[aeéèiîoôuy])")
"""Its t is heard before a vowel, and no h of saints is aspirated: Saint-Aubin, Saint-Hilaire."""
_PLURAL = re.compile(r"(?:(e|[a-z]in|ier|art)s|(?<![BMP])(on)s|(u)l?x)-(?=(?:en|et|aux?|à)(?:-|$))")
"""Neither s nor x is heard in a place's name before what parts it from others: Cambes-en-Plaine,
Vaulx-en-Velin, Châlons-en-Champagne."""
_EIGHTY = re.compile("(quatre-)vingt-(?=[a-z])")
"""Its t is heard in none of the numbers it begins: quatre-vingt-deux, quatre-vingt-un."""


@lru_cache(maxsize=4096)
def by_family(word: str, *, first: bool = False) -> str:
    """*word* as it is spelled for espeak: itself, but for names of known families.

    Args:
        word: between spaces, without marks around it.
        first: whether a sentence begins with it, so that it may be a verb: "Libérer Paris".
    """
    if not any(map(str.isupper, word)):
        return "".join(map(common_spelling, _PART.split(_EIGHTY.sub(r"\1vin-", word))))
    word = _PLURAL.sub(r"\1\2\3-", word)
    joined = _SAINT.sub("Saint-T", re.sub(r"\bO['’](?=[A-Z])", "Ô-", word))
    if joined != word:
        joined = re.sub("Saint-TE(?=[^aeiouyxsr][lr]?[aeiouyéè])", "Saint-Té", joined)
        joined = re.sub(r"Saint-T(.)", lambda found: f"Saint-T{found[1].lower()}", joined)
    joined = re.sub(r"rc['’]h\b", "r", joined) if "c'h" in joined or "c’h" in joined else joined
    parts = _PART.split(re.sub(r"c['’]h\b", "que", joined))
    return "".join(_spelled(part, first and at == 0) for at, part in enumerate(parts))


def _spelled(part: str, first: bool) -> str:
    if not part[:1].isupper() or len(part) < 3 or part.isupper():
        return common_spelling(part)
    common = part.lower()
    if common != (spelling := common_spelling(common)):
        return spelling
    for sign, spellings in _families(first):
        if sign.search(part):
            for letters, new in spellings:
                part = letters.sub(new, part)
    return part


@lru_cache(maxsize=2)
def _families(first: bool) -> list[tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]]]:
    """Those that are tried, ready to be looked for."""
    tried = _ANYWHERE if first else (*_INSIDE, *_ANYWHERE)
    return [
        (_pattern(sign), [(_pattern(letters), new) for letters, new in spellings])
        for sign, *spellings in tried
    ]


def _pattern(letters: str) -> re.Pattern[str]:
    return re.compile(letters.replace("@", _GERMAN))


_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), spelling)
    for pattern, spelling in (
        # Places: Nancy, Thionville, Béthune, Thury, Foy, Bailey.
        (r"ch?ey(?=s?$)", "ché"),
        (r"ey(?=s?$)", "é"),
        (r"(?<=o)y(?=s?$)", "i"),
        (r"(?<=[^aeiouyéèà])y(?=s?$)", "i"),
        (r"(?<=[^aeiouyéèà])y(?=[^aeiouyéèàâêîôû])", "i"),
        (r"thi(?=[aoueéè])", "ty"),
        (r"eth$", "ète"),
        (r"th$", "te"),
        (r"th", "t"),
        # Flemish, Alsatian and Lorraine: Steenvoorde, Wizernes, Freyming, Bischwiller.
        (r"oo(?=[a-z])", "o"),
        (r"ee", "é"),
        (r"oa", "oha"),
        (r"sh", "ch"),
        (r"wh|w", "v"),
        (r"gh", "g"),
        (r"hn", "n"),
        (r"ings?$", "inng"),
        (r"ck?s?$", "que"),
        (r"(?<=[a-z])k(?=s?$)", "que"),
        (r"k(?=[ei])", "qu"),
        # First names and what ends in several consonants: Léopold, Bill, Wilson, Elbeuf.
        (r"([lr])([dtnmp])$", r"\1\2e"),
        (r"([aeiou])ll$", r"\1le"),
        (r"([sg]?t|s)on$", r"\1onne"),
        (r"e([rn])$", r"è\1e"),
        (r"(st|mb|ss|zz|nch)$", r"\1e"),
        (r"(?<=[a-z])le$", "eule"),
        (r"([dt])l$", r"\1eule"),
        (r"ea(?!u)", "éa"),
        (r"[iy]ze", "ise"),
        (r"ye(?=s?$)", "ie"),
        (r"^be(?=h)", "bé"),
        (r"ttle", "tele"),
        (r"under", "undère"),
        (r"oun(?=[^aeiouy])", "ounn"),
        (r"unch", "unnch"),
        (r"^([^aeiouy]h?)un$", r"\1eun"),
    )
)
_VOWELS = "aeiouyàâäéèêëîïôöûùüœæ"
_SYLLABLE = re.compile(rf"(?<=[{_VOWELS}])(?=[^{_VOWELS}'’-][{_VOWELS}])", re.IGNORECASE)


def french_spellings(word: str) -> Iterator[str]:
    """Spellings to try for *word*, which has no space: each once, none of them *word* itself."""
    seen = {word}
    for spelling in _candidates(word):
        if spelling not in seen:
            seen.add(spelling)
            yield spelling


def _candidates(word: str) -> Iterator[str]:
    for pattern, spelling in _RULES:
        yield pattern.sub(spelling, word)
    everything = word
    for pattern, spelling in _RULES:
        everything = pattern.sub(spelling, everything)
        yield everything
    for whole in (everything, word):
        yield f"{whole}e"
        # Parted where a syllable begins, a pattern of letters no longer fits.
        parts = _SYLLABLE.split(whole)
        yield "-".join(parts)
        for at in range(1, len(parts)):
            yield f"{''.join(parts[:at])}-{''.join(parts[at:])}"
