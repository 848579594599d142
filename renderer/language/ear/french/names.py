"""Names of 1939–1945 that a French voice misreads, respelled as a French newsreader says them.

Comes in: nothing. Goes out: `ENTRIES`, the farthest layer of every French lexicon. The respellings
are plain French spelling, because that is the one notation that every engine reads; each was
checked against the phonemes of espeak-ng 1.52 (which is also piper's front end). Names that espeak
already says as a newsreader would (de Gaulle, Leclerc, Falaise, Stalingrad) need no entry.
"""

from __future__ import annotations

from renderer.storyboard.board import Pronunciation

_PEOPLE = """
Eisenhower = Aïzènaouère
Dwight = Douaïte
Churchill = Tcheurtchil
Winston = Ouinnstonne
Roosevelt = Rozvelte
Truman = Troumane
Patton = Patonne
Bradley = Bradlé
Montgomery = Mongomeri
Lawton = Lotonne
Collins = Colinnss
Marshall = Marchal
Clark = Clarque
Alexander = Alexandère
Cunningham = Keunigame
Ramsay = Ramzé
Tedder = Tédère
Leigh-Mallory = Li-Malori
Harris = Hariss
Anders = Andèrss
Eddy = Édi
Koenig = Keunig
Kœnig = Keunig
Weygand = Végan
Béthouart = Bétouar
Kieffer = Kiéfère
Manouchian = Manouchiane
d'Estienne d'Orves = d'Étienne d'Orve
Taittinger = Tétingère
Nordling = Nordligne
Schuman = Choumane
Hitler = Itlère
von = fone
Dietrich = Ditriche
Wilhelm = Vilelme
Heinrich = Aïnriche
Choltitz = Koltitse
Schlieben = Schlibène
Sattler = Satlère
Rundstedt = Roune-chtète
Goebbels = Gueubelse
Goering = Gueurigne
Göring = Gueurigne
Himmler = Himelère
Heydrich = Aïdriche
Eichmann = Aïchmane
Keitel = Kaïtel
Jodl = Yodel
Guderian = Goudériane
Dönitz = Deunitse
Raeder = Rédère
Kluge = Klougue
Dollmann = Dolmane
Speidel = Chpaïdel
Stauffenberg = Chtaoufènberg
Kesselring = Kessèlrigne
Speer = Chpère
Ribbentrop = Ribènntrope
"""

_PLACES = """
Rouen = Rouan
Reims = Reince
Metz = Mèss
Bruxelles = Brusselle
Auxerre = Ausserre
Ouistreham = Ouistréame
Villers-Bocage = Villère-Bocage
Brix = Bri
Portbail = Porbaille
Lessay = Lessé
La Haye-du-Puits = La Haie-du-Puits
Saint-Vaast-la-Hougue = Saint-Va-la-Hougue
Doubs = Dou
Montbard = Monbar
Nod-sur-Seine = Nô-sur-Seine
Gérardmer = Gérarmé
Thann = Tane
Vieux-Thann = Vieux-Tane
Wissembourg = Vissembourg
Guebwiller = Guèbvilère
Jebsheim = Yèbsaïme
Gerstheim = Guèrstaïme
Kaysersberg = Kaïzersberg
Sigolsheim = Sigolsaïme
Bennwihr = Bènnvir
Neuf-Brisach = Neu-Brizak
Gurs = Gursse
Pithiviers = Pitivié
Drancy = Dransi
Fresnes = Frêne
Struthof = Strutof
Natzweiler = Natsvaïlère
Fort-Lamy = Fort-Lami
Thiaroye = Tiaroï
Mers-el-Kébir = Mersse-el-Kébir
El Alamein = El Alamène
Kehl = Kèle
Karlsruhe = Karlserou
Germersheim = Guermersaïme
Sigmaringen = Sigmaringuène
Berchtesgaden = Berktesgadène
Remagen = Rémaguène
Walcheren = Valkérène
Coventry = Coventri
Pearl Harbor = Peurle Arbor
Midway = Midoué
Iwo Jima = Ivo Jima
Bletchley Park = Blètchelé Parque
Katyn = Katine
Lidice = Liditsé
Auschwitz = Ochvitse
Birkenau = Birkènao
Buchenwald = Bouchènvald
Dachau = Dakao
Ravensbrück = Ravènsbruk
Mauthausen = Maotaozène
Bergen-Belsen = Berguène-Belsène
Treblinka = Tréblinka
Majdanek = Maïdanek
Flossenbürg = Flossènburg
Neuengamme = Noïengame
Sachsenhausen = Saksènaozène
Theresienstadt = Térésiènchtatte
"""

_OPERATIONS = """
Utah = Youta
Juno = Jouno
Gold = Golde
Sword = Sorde
Beach = Bîtch
D-Day = Di-Dè
Overlord = Ovèrlorde
Dragoon = Dragoune
Anvil = Annvil
Jubilee = Joubili
Husky = Heuski
Mulberry = Meulbéri
Mulberries = Meulbéri
Pluto = Plouto
PLUTO = Plouto
Red Ball Express = Rède Bol Exprèsse
Pegasus Bridge = Pégazusse Bridje
Landfront = Landefronte
Westwall = Vestval
"""

_FORCES = """
Wehrmacht = Vèrmarte
Luftwaffe = Louftvafe
Kriegsmarine = Krigsmarine
Gestapo = Guestapo
Abwehr = Abvère
Waffen-SS = Vafène-èsse-èsse
Panzer = Pandzère
Panzers = Pandzères
Panzerdivision = Pandzère-division
Panzergrenadier = Pandzère-grenadier
Volkssturm = Folkstourme
Blitzkrieg = Blitskrigue
Führer = Fureur
Reich = Raïche
Reichstag = Raïchstague
Reichsmark = Raïchmarque
Hitlerjugend = Itlère-yougueunte
Kommandantur = Komandantour
Rangers = Rèndjeurse
Infantry = Innfantri
Armored = Armeurde
Stuka = Schtouka
Stukas = Schtouka
Spitfire = Spitfaïeur
Spitfires = Spitfaïeur
Lancaster = Lancastère
Heinkel = Aïnkel
Focke-Wulf = Foque-Voulfe
Sherman = Chermane
Shermans = Chermane
Jeep = Djip
Jeeps = Djip
jeep = djip
jeeps = djip
half-track = alf-trak
half-tracks = alf-trak
Liberty Ship = Liberti Chip
Liberty Ships = Liberti Chip
Bailey = Bélé
Thompson = Tomsonne
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


def _read(table: str, *, case: bool = True) -> tuple[Pronunciation, ...]:
    pairs = (line.split(" = ") for line in table.strip().splitlines())
    return tuple(Pronunciation(write=write, say=say, case=case) for write, say in pairs)


ENTRIES: tuple[Pronunciation, ...] = (
    *_read(_PEOPLE),
    *_read(_PLACES),
    *_read(_OPERATIONS),
    *_read(_FORCES),
    *_read(_ACRONYMS),
    *_read(_WORDS, case=False),
)
