"""Names of 1939–1945 that a French voice misreads, respelled as a French newsreader says them.

Comes in: nothing. Goes out: `ENTRIES`, the farthest layer of every French lexicon. A line of a
table is what is written, its respelling, and mostly its sounds in IPA:

    Rouen = Rouan /ʁwɑ̃/

The respelling is plain French spelling, because that is the one notation that every engine reads;
an engine that takes phonemes gets the IPA exactly. The IPA comes from how French says the name, not
from an engine; each respelling was then checked against the phonemes of espeak-ng 1.52 (which is
also piper's front end). Names that espeak says as a newsreader would (de Gaulle, Leclerc, Falaise,
Stalingrad) need no entry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from renderer.language.ear.french.abroad import ABROAD
from renderer.language.ear.french.given_names import GIVEN_NAMES
from renderer.language.ear.french.people import PEOPLE
from renderer.language.ear.french.towns import FRANCE
from renderer.storyboard.board import Pronunciation

_OPERATIONS = """
Pegasus = Pégazusse /peɡazys/
Romeo = Roméo /ʁomeo/
Utah = Youta /juta/
Juno = Jouno /ʒuno/
Gold = Golde /ɡɔld/
Sword = Sorde /sɔʁd/
Beach = Bîtch /bitʃ/
D-Day = Di-Dè /dide/
Overlord = Ovèrlorde /ovɛʁlɔʁd/
Dragoon = Dragoune /dʁaɡun/
Anvil = Annvil /anvil/
Jubilee = Joubili /ʒubili/
Husky = Heuski /œski/
Mulberry = Meulbéri /mœlbeʁi/
Mulberries = Meulbéri /mœlbeʁi/
Windsor = Ouinndzor /windzɔʁ/
Nordwind = Nordvinnde /nɔʁdvind/
Bluecoat = Bloukôte /blukot/
Totalize = Totalaïze /tɔtalajz/
Torch = Tortche /tɔʁtʃ/
Jedburgh = Djèdbeurgue /dʒɛdbœʁɡ/
Pluto = Plouto /pluto/
PLUTO = Plouto
Red Ball Express = Rède Bol Exprèsse
Pegasus Bridge = Pégazusse Bridje /peɡazysbʁidʒ/
Landfront = Landefronte /lɑ̃dfʁɔ̃t/
Westwall = Vestval /vɛstval/
"""

_FORCES = """
Tiger = Tiguère /tiɡɛʁ/
Sturmgeschütz = Schtourmguechutse /ʃtuʁmɡɛʃyts/
Firefly = Faïeurflaï /fajœʁflaj/
Tempest = Tèmmpèste /tɛmpɛst/
Stirling = Steurlingue /stœʁliŋ/
Potez = Potèze /pɔtɛz/
Obst. = Obèrste
Oblt. = Obèrloïtnante
Hptm. = Aoptmane
Uffz. = Ounetère-offitsire
Stubaf. = Schtourmbane-furère
Ostubaf. = Obèr-schtourmbane-furère
Ostuf. = Obèr-schtourm-furère
Ustuf. = Ounetère-schtourm-furère
Hstuf. = Aopt-schtourm-furère
Gruf. = Groupène-furère
Wehrmacht = Vèrmarte /vɛʁmaʁt/
Luftwaffe = Louftvafe /luftvafə/
Kriegsmarine = Krigsmarine /kʁiɡsmaʁin/
Gestapo = Guestapo /ɡɛstapo/
Abwehr = Abvère /abvɛʁ/
Waffen-SS = Vafène-èsse-èsse
Panzer = Pandzère /pɑ̃dzɛʁ/
Panzers = Pandzères /pɑ̃dzɛʁ/
Panzerdivision = Pandzère-division
Panzerfaust = Pandzère-faouste /pɑ̃dzɛʁfaust/
Panzerfausts = Pandzère-faouste /pɑ̃dzɛʁfaust/
Nebelwerfer = Nébelvèrfère /nebɛlvɛʁfɛʁ/
Anschluss = Anne-chelousse /anʃlus/
bunker = bounequère /bunkɛʁ/
bunkers = bounequère /bunkɛʁ/
Bunker = Bounequère /bunkɛʁ/
ersatz = èrzatse /ɛʁzats/
Panzergrenadier = Pandzère-grenadier
Volkssturm = Folkstourme /fɔlkstuʁm/
Blitzkrieg = Blitskrigue /blitskʁiɡ/
Führer = Furère /fyʁɛʁ/
Reich = Raï-che /ʁajʃ/
Reichstag = Raï-che-stague /ʁajʃstaɡ/
Reichsmark = Raïchmarque /ʁajʃmaʁk/
Hitlerjugend = Itlèryouguènnde /itlɛʁjuɡɛnd/
Frundsberg = Froune-sbèrgue /fʁunsbɛʁɡ/
Das Reich = Dasse-Raï-che /dasʁajʃ/
Lebensborn = Lébènnsborne /lebɛnsbɔʁn/
bazooka = bazouka /bazuka/
bazookas = bazouka /bazuka/
Thunderbolt = Teunedeurbolte /tœndœʁbɔlt/
Thunderbolts = Teunedeurbolte /tœndœʁbɔlt/
Typhoon = Taïfoune /tajfun/
Typhoons = Taïfoune /tajfun/
Aconit = Akonite /akɔnit/
Hohenstaufen = Oènchtaoufène /oɛnʃtaufɛn/
Prinz Eugen = Prinntse Oïguène /pʁintsɔjɡɛn/
Ostfront = Ostefronte /ɔstfʁɔ̃t/
Normandie-Niemen = Normandi-Niémène /nɔʁmɑ̃dinjemɛn/
Niemen = Niémène /njemɛn/
Kommandantur = Komandantour /kɔmɑ̃dɑ̃tuʁ/
Rangers = Rèndjeurse /ʁɛndʒœʁs/
Infantry = Innfantri /infantʁi/
Armored = Armeurde /aʁmœʁd/
Stuka = Schtouka /ʃtuka/
Stukas = Schtouka /ʃtuka/
Spitfire = Spitfaïeur /spitfajœʁ/
Spitfires = Spitfaïeur /spitfajœʁ/
Lancaster = Lancastère /lɑ̃kastɛʁ/
Heinkel = Aïnkel /ajnkɛl/
Focke-Wulf = Foque-Voulfe /fɔkvulf/
Sherman = Chermane /ʃɛʁman/
Shermans = Chermane /ʃɛʁman/
Jeep = Djip /dʒip/
Jeeps = Djip /dʒip/
jeep = djip /dʒip/
jeeps = djip /dʒip/
half-track = alf-trak /alftʁak/
half-tracks = alf-trak /alftʁak/
Liberty Ship = Liberti Chip
Liberty Ships = Liberti Chip
Bailey = Bélé /bɛle/
Thompson = Tomsonne /tɔmsɔn/
"""

_ACRONYMS = """
SHAEF = chaèf
OTAN = otan
ONU = onu
UNESCO = unesco
URSS = u-èr-èsse-èsse
RAF = rafe
SAS = èsse-a-èsse
ORA = ora
MUR = mur
COMAC = comac
AOF = a-o-èf
FTP-MOI = èf-té-pé-moï
INA = ina
ONaCVG = onac-vé-gé
ONACVG = onac-vé-gé
GI = dji-aï
GIs = dji-aï
GI's = dji-aï
DUKW = deuk
"""

_WORDS = """
à l'est = à l'èste
vers l'est = vers l'èste
de l'est = de l'èste
dans l'est = dans l'èste
par l'est = par l'èste
"""
"""Common words, whatever their capitals."""


_LINE = re.compile(r"(?P<write>.+?) = (?P<say>.+?)(?: /(?P<ipa>.+)/)?")


def _read(table: str, *, case: bool = True) -> tuple[Pronunciation, ...]:
    found = map(_LINE.fullmatch, table.strip().splitlines())
    return tuple(
        Pronunciation(write=line["write"], say=line["say"], ipa=line["ipa"] or "", case=case)
        for line in found
        if line is not None
    )


def _in_capitals(names: Sequence[Pronunciation]) -> Iterator[Pronunciation]:
    """*names* as a plaque or a surname in capitals has them, accents or none: METZ, CHAMBERY.

    They are spelled as usual then, not respelled: the letters may stand for something else.
    """
    found: dict[str, Pronunciation] = {}
    for name in names:
        if len(name.write) >= _LONG and name.write not in _WORDS_IN_CAPITALS:
            found.setdefault(name.write.upper(), name)
    for loud, name in list(found.items()):
        bare = unicodedata.normalize("NFD", loud).translate(_NO_ACCENTS)
        found.setdefault(unicodedata.normalize("NFC", bare), name)
    for loud in sorted(found.keys() - {name.write for name in names}):
        yield replace(found[loud], write=loud, say=found[loud].write)


_LONG = 4
"""Letters of the shortest name that capitals make no acronym of: HAM and NAY may be one."""
_WORDS_IN_CAPITALS = frozenset({"Guise", "Void", "Mens", "Hall", "King", "Duras", "Eu égard"})
"""Names that are words as well: EN GUISE DE."""
_NO_ACCENTS = dict.fromkeys(range(0x300, 0x327))
"""The cedilla stays: it is kept on capitals, and tells a sound."""
_NAMES = (*_read(PEOPLE), *_read(GIVEN_NAMES), *_read(FRANCE), *_read(ABROAD))

ENTRIES: tuple[Pronunciation, ...] = (
    *_NAMES,
    *_in_capitals(_NAMES),
    *_read(_OPERATIONS),
    *_read(_FORCES),
    *_read(_ACRONYMS),
    *_read(_WORDS, case=False),
)
