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

from renderer.language.ear.french.towns import ABROAD, FRANCE
from renderer.storyboard.board import Pronunciation

_PEOPLE = """
Geyr = Gaïre /ɡajʁ/
Heydte = Aïte /ajtə/
Stroop = Strôpe /stʁop/
Garros = Garôsse /ɡaʁos/
Reile = Raïle /ʁajlə/
Weichs = Vaïxe /vajks/
Student = Chtoudènnte /ʃtudɛnt/
Skorzeny = Skortséni /skɔʁtseni/
Quesada = Késada /kesada/
Brereton = Brèrtone /bʁɛʁtɔn/
Freyberg = Fraïbèrgue /fʁajbɛʁɡ/
Degliame = Dégliame /deɡliam/
Anglès = Anglèsse /ɑ̃ɡlɛs/
Barrès = Barèsse /baʁɛs/
Benda = Binda /bɛ̃da/
Bernanos = Bèrnanôsse /bɛʁnanos/
Febvre = Fèvre /fɛvʁ/
Lefebvre = Lefèvre /ləfɛvʁ/
Halbwachs = Albvakse /albvaks/
Guynemer = Guinemère /ɡinəmɛʁ/
Tulasne = Tulane /tylan/
Pouyade = Pou-iade /pujad/
Lesage = Leçage /ləsaʒ/
Desgranges = Dégrange /deɡʁɑ̃ʒ/
Desmoulins = Démoulin /demulɛ̃/
Descartes = Décarte /dekaʁt/
Desroches = Déroche /deʁɔʃ/
Desrousseaux = Déroussô /deʁuso/
Desmarais = Démarè /demaʁɛ/
Descamps = Décan /dekɑ̃/
Duquesne = Dukène /dykɛn/
Duquesnoy = Dukènoi /dykɛnwa/
Dufresne = Dufrène /dyfʁɛn/
Duguesclin = Duguéclin /dyɡeklɛ̃/
Delisle = Delile /dəlil/
Lisle = Lile /lil/
Middleton = Midèltone /midɛltɔn/
Barton = Bartone /baʁtɔn/
Mountbatten = Mounetebatène /muntbatɛn/
Maczek = Matchèque /matʃɛk/
Marcks = Markse /maʁks/
Bayerlein = Baïèrlaïne /bajɛʁlajn/
Blaskowitz = Blaskovitse /blaskɔvits/
Paulus = Paolusse /paolys/
Manstein = Mane-chtaïne /manʃtajn/
Dannecker = Danékère /danekɛʁ/
Kaltenbrunner = Kaltènbrunère /kaltɛnbʁynɛʁ/
Trepper = Trépère /tʁepɛʁ/
Wallenberg = Valènbèrgue /valɛnbɛʁɡ/
Badinter = Badintère /badɛ̃tɛʁ/
Wiesel = Vizèle /vizɛl/
Cammaerts = Kamartse /kamaʁts/
Heslop = Èslope /ɛslɔp/
Szabo = Sabo /sabo/
Khan = Kane /kan/
Grover-Williams = Grôvèr-Ouiliamse /ɡʁovɛʁwiljams/
Benoist = Benoi /bənwa/
Delmas = Delmasse /dɛlmas/
Mendès = Mindèsse /mɛ̃dɛs/
Villon = Viyon /vijɔ̃/
Saint-Saëns = Saint-Sance /sɛ̃sɑ̃s/
Rayman = Raïmane /ʁajman/
Pflimlin = Pflimelin /pflimlɛ̃/
Bruller = Brulère /bʁylɛʁ/
Duchesne = Duchène /dyʃɛn/
Brilhac = Briyac /bʁijak/
Diethelm = Diétèlme /djetɛlm/
Lelong = Lelon /ləlɔ̃/
Rémy = Rémi /ʁemi/
Schaeffer = Chèfère /ʃɛfɛʁ/
Schaefer = Chèfère /ʃɛfɛʁ/
Desnos = Dèsnôsse /dɛsnos/
Tanguy-Prigent = Tangui-Prijan /tɑ̃ɡipʁiʒɑ̃/
Pleven = Plévène /plevɛn/
Dewavrin = Devavrin /dəvavʁɛ̃/
Vermeersch = Vèrmèrche /vɛʁmɛʁʃ/
Thorez = Torèze /tɔʁɛz/
Mermoz = Mèrmôze /mɛʁmoz/
Lauwe = Lôve /lov/
Kent = Kènnte /kɛnt/
Kaiser = Kaïzère /kajzɛʁ/
Poulmarc'h = Poulmarque /pulmaʁk/
Touny = Touni /tuni/
Vérity = Vériti /veʁiti/
Verity = Vériti /veʁiti/
Hardy = Ardi /aʁdi/
Schwartzfeld = Chvartsfèlde /ʃvaʁtsfɛld/
Bloch = Bloque /blɔk/
Cavaillès = Cavaï-esse /kavajɛs/
Solomon = Solomone /sɔlɔmɔn/
Asher = Achère /aʃɛʁ/
Weil = Vèï /vɛj/
Messmer = Mèsmère /mɛsmɛʁ/
Dody = Dodi /dɔdi/
Sevez = Sevèze /səvɛz/
Schlesser = Chelessère /ʃlesɛʁ/
Noguès = Noguèsse /nɔɡɛs/
Huntziger = Untsijère /œ̃tsiʒɛʁ/
Altmayer = Altmaïère /altmajɛʁ/
d'Estienne = d'Étienne /detjɛn/
Esteva = Èstéva /ɛsteva/
Wallerand = Valran /valʁɑ̃/
Brunner = Brounère /bʁunɛʁ/
Knochen = Knokène /knɔkɛn/
Stülpnagel = Chtulpnaguèle /ʃtylpnaɡɛl/
Aulock = A-oloque /aolɔk/
Fegelein = Féguelaïne /feɡəlajn/
Dreyfus = Dréfusse /dʁɛfys/
Rouxel = Roussèle /ʁusɛl/
Schoelcher = Cheulchère /ʃœlʃɛʁ/
Fahrmbacher = Farmbakère /faʁmbakɛʁ/
Lammerding = Lamèredingue /lamɛʁdiŋ/
Kahn = Kane /kan/
Barth = Barte /baʁt/
Geissler = Gaïslère /ɡajslɛʁ/
Hausser = A-ossère /aosɛʁ/
Meindl = Maïndele /majndəl/
Meyer = Mèyère /mɛjɛʁ/
Witt = Vite /vit/
Wünsche = Vune-che /vynʃə/
Peiper = Païpère /pajpɛʁ/
Schweppenburg = Chvèpènbourgue /ʃvɛpɛnbuʁɡ/
Kraiss = Craïsse /kʁajs/
Köhn = Keune /køn/
Reiter = Raïtère /ʁajtɛʁ/
Krug = Crougue /kʁuɡ/
Diekmann = Dikmane /dikman/
Boineburg = Boïnebourgue /bɔjnəbuʁɡ/
Keil = Kaïle /kajl/
Dempsey = Dèmpsi /dɛmpsi/
Crerar = Krérare /kʁeʁaʁ/
Simonds = Saïmondse /sajmɔnds/
Keller = Kèlère /kɛlɛʁ/
Foulkes = Foulkse /fulks/
Bucknall = Beuknole /bœknɔl/
O'Connor = Ôkonore /okɔnɔʁ/
Horrocks = Orokse /ɔʁɔks/
Browning = Braouningue /bʁawniŋ/
Howard = Aouarde /awaʁd/
Pyle = Païle /pajl/
Spaatz = Spatse /spats/
Hemingway = Émingoué /emiŋwe/
Canaris = Kanarisse /kanaʁis/
Pearson = Pirsone /piʁsɔn/
Otway = Otoué /ɔtwe/
Dawson = Dossone /dɔsɔn/
Hutchinson = Eutchinsone /œtʃinsɔn/
Ridgway = Ridjoué /ʁidʒwe/
Taylor = Tèleure /tɛlœʁ/
McAuliffe = Macolif /makolif/
Turnbull = Teurnboule /tœʁnbul/
Winters = Ouinteurse /wintœʁs/
Gerhardt = Guérarte /ɡeʁaʁt/
Gerow = Djérô /dʒeʁo/
Rudder = Reudeure /ʁœdœʁ/
Huebner = Ioubneure /jubnœʁ/
Walker = Ouolkeure /wɔlkœʁ/
Truscott = Treuskote /tʁœskɔt/
Dahlquist = Dalkouiste /dalkwist/
O'Daniel = Ôdanièle /odanjɛl/
Butler = Beutleure /bœtlœʁ/
Brooks = Broukse /bʁuks/
Baker = Békeure /bekœʁ/
Smith = Smisse /smis/
Doolittle = Doulitele /dulitəl/
Dowding = Daoudingue /dawdiŋ/
King = Kingue /kiŋ/
MacArthur = Makartoure /makaʁtuʁ/
Hull = Eule /œl/
Leahy = Léi /lei/
Murphy = Meurfi /mœʁfi/
Hopkins = Opkinse /ɔpkins/
Attlee = Atli /atli/
Eden = Idène /idɛn/
Cooper = Koupeure /kupœʁ/
Spears = Spirse /spiʁs/
Buckmaster = Beukmasteure /bœkmastœʁ/
Atkins = Atkinse /atkins/
Rake = Rèque /ʁek/
Southgate = Saousguète /sawsɡɛt/
Wake = Ouèque /wek/
Noor = Noure /nuʁ/
Cowburn = Kôbeurne /kobœʁn/
Yeo-Thomas = Iôtomasse /jotɔmas/
Koniev = Koniève /kɔnjɛv/
Mikoyan = Micoïane /mikɔjan/
Saint-Exupéry = Saint-Tegzupéri /sɛ̃tɛɡzypeʁi/
Gary = Gari /ɡaʁi/
Romain-Gary = Romain-Gari /ʁɔmɛ̃ɡaʁi/
Nelson = Nèlsone /nɛlsɔn/
Klein = Klaïne /klajn/
Weber = Vébère /vebɛʁ/
Werner = Vèrnère /vɛʁnɛʁ/
Müller = Mulère /mylɛʁ/
Muller = Mulère /mylɛʁ/
Fischer = Fichère /fiʃɛʁ/
Becker = Békère /bekɛʁ/
Wolff = Volfe /vɔlf/
Wolf = Volfe /vɔlf/
Walter = Valtère /valtɛʁ/
Wenger = Vènguère /vɛnɡɛʁ/
Heitz = Aïtse /ajts/
Meier = Maïère /majɛʁ/
Schneider = Chenèdère /ʃnɛdɛʁ/
Lévy = Lévi /levi/
Levy = Lévi /levi/
Henry = Anri /ɑ̃ʁi/
Willy = Vili /vili/
Harry = Ari /aʁi/
Fanny = Fani /fani/
Jenny = Djéni /dʒeni/
Suzy = Suzi /syzi/
Kerguelen = Kèrguélène /kɛʁɡelɛn/
Bayet = Baïè /bajɛ/
Kriegel = Kriguèle /kʁiɡɛl/
Koenigswarter = Kénigsvartère /keniɡsvaʁtɛʁ/
Leiris = Lèrisse /lɛʁis/
Lewitsky = Léouitski /lewitski/
Wurmser = Vurmsère /vyʁmsɛʁ/
Seghers = Séguèrse /seɡɛʁs/
Bollaert = Bolarte /bɔlaʁt/
Degliame-Fouché = Dégliamfouché /deɡliamfuʃe/
Dejussieu-Pontcarral = Dejussieu-Poncarale /dəʒysjøpɔ̃kaʁal/
Ely = Éli /eli/
Zeller = Zélère /zelɛʁ/
Geyer = Guéyère /ɡejɛʁ/
Thivollet = Tivolè /tivɔlɛ/
Eisenhower = Aïzènaouère /ajzɛnawɛʁ/
Dwight = Douaïte /dwajt/
Churchill = Tcheurtchil /tʃœʁtʃil/
Winston = Ouinnstonne /winstɔn/
Roosevelt = Rozvelte /ʁozvɛlt/
Truman = Troumane /tʁuman/
Patton = Patonne /patɔn/
Bradley = Bradlé /bʁadle/
Montgomery = Mongomeuri /mɔ̃ɡɔmøʁi/
Lawton = Lotonne /lɔtɔn/
Collins = Colinnss /kɔlins/
Marshall = Marchal /maʁʃal/
Clark = Clarque /klaʁk/
Alexander = Alexandère /alɛksandɛʁ/
Cunningham = Keunigame /køniɡam/
Ramsay = Ramzé /ʁamze/
Tedder = Tédère /tedɛʁ/
Leigh-Mallory = Li-Malori /limalɔʁi/
Harris = Hariss /aʁis/
Anders = Andèrss /andɛʁs/
Eddy = Édi /edi/
Koenig = Keunig /køniɡ/
Kœnig = Keunig /køniɡ/
Weygand = Végan /veɡɑ̃/
Béthouart = Bétouar /betwaʁ/
Kieffer = Kiéfère /kjefɛʁ/
d'Estienne d'Orves = d'Étienne d'Orve /detjɛn dɔʁv/
Taittinger = Tétinjé /tetɛ̃ʒe/
Nordling = Nordlingue /nɔʁdliŋ/
Schuman = Choumane /ʃuman/
Hitler = Itlère /itlɛʁ/
von = fone /fɔn/
Dietrich = Ditriche /ditʁiʃ/
Wilhelm = Vilelme /vilɛlm/
Heinrich = Aïnriche /ajnʁiʃ/
Choltitz = Koltitse /kɔltits/
Schlieben = Schlibène /ʃlibɛn/
Sattler = Satlère /satlɛʁ/
Rundstedt = Roune-chtète /ʁunʃtɛt/
Goebbels = Gueubelse /ɡøbɛls/
Goering = Gueuringue /ɡøʁiŋ/
Göring = Gueuringue /ɡøʁiŋ/
Himmler = Himelère /imlɛʁ/
Heydrich = Aïdriche /ajdʁiʃ/
Eichmann = Aïchmane /ajʃman/
Keitel = Kaïtel /kajtɛl/
Jodl = Yodel /jodɛl/
Guderian = Goudériane /ɡudeʁjan/
Dönitz = Deunitse /dønits/
Raeder = Rédère /ʁedɛʁ/
Kluge = Klougue /kluɡə/
Dollmann = Dolmane /dɔlman/
Speidel = Chpaïdel /ʃpajdɛl/
Stauffenberg = Chtaoufènberg /ʃtaufɛnbɛʁɡ/
Kesselring = Kessèlringue /kesɛlʁiŋ/
Speer = Chpère /ʃpɛʁ/
Ribbentrop = Ribènntrope /ʁibɛntʁɔp/
"""

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
Sturmgeschütz = Chtourmguechutse /ʃtuʁmɡəʃyts/
Firefly = Faïeurflaï /fajœʁflaj/
Tempest = Tèmmpèste /tɛmpɛst/
Stirling = Steurlingue /stœʁliŋ/
Potez = Potèze /pɔtɛz/
Sd.Kfz. = èsse-dé-ka-èf-zède
Obst. = Obèrste
Oblt. = Obèrloïtnante
Hptm. = Aoptmane
Uffz. = Ountèrofitsire
Stubaf. = Chtourmbane-furère
Ostubaf. = Obèrchtourmbane-furère
Ostuf. = Obèrchtourm-furère
Ustuf. = Ountèrchtourm-furère
Hstuf. = Aoptchtourm-furère
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


ENTRIES: tuple[Pronunciation, ...] = (
    *_read(_PEOPLE),
    *_read(FRANCE),
    *_read(ABROAD),
    *_read(_OPERATIONS),
    *_read(_FORCES),
    *_read(_ACRONYMS),
    *_read(_WORDS, case=False),
)
