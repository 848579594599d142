"""French set for the eye. In these tests ~ is U+00A0 and · is U+202F."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.eye.typography import plain_spaces, raised, typeset


def visible(text: str) -> str:
    return text.replace("\u00a0", "~").replace("\u202f", "·")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        # before the high marks and the colon
        ("Les voilà !", "Les voilà·!"),
        ("Les voilà!", "Les voilà·!"),
        ("Qui ? Quoi ?!", "Qui·? Quoi·?!"),
        ("le port ; la ville", "le port·; la ville"),
        ("le Landfront : le front de terre", "le Landfront~: le front de terre"),
        ("le Landfront: le front", "le Landfront~: le front"),
        ("trop de fines\u2009! d'autres\u00a0!", "trop de fines·! d’autres·!"),
        ("(!) et [?]", "(!) et [?]"),
        # quotes
        ("« Les voilà ! »", "«~Les voilà·!~»"),
        ("«Les voilà!»", "«~Les voilà·!~»"),
        ('"Les voilà!" dit-il', "«~Les voilà·!~» dit-il"),
        ('« Il a dit "oui" hier »', "«~Il a dit “oui” hier~»"),
        ('"Il a dit "oui" hier"', "«~Il a dit “oui” hier~»"),
        ('Puis "oui" encore. »', "Puis “oui” encore.~»"),
        ("l'\"ennemi\" d'hier", "l’«~ennemi~» d’hier"),
        ('Paris libéré !"', "Paris libéré·!~»"),
        ('"Paris outragé !', "«~Paris outragé·!"),
        ("le mot 'oui' seul", "le mot “oui” seul"),
        ("<< Halte >>", "«~Halte~»"),
        # apostrophes and dots
        ("l'aube d'aujourd'hui", "l’aube d’aujourd’hui"),
        ("l'été '44", "l’été ’44"),
        ("Attendez...", "Attendez…"),
        ("[...]", "[…]"),
        # numbers, units, money
        ("21 000 hommes", "21·000 hommes"),
        ("1 500 000 tonnes", "1·500·000~tonnes"),
        ("en 1944 250 hommes", "en 1944 250 hommes"),
        ("20 % et 20%", "20~% et 20~%"),
        ("35,60 € ou 35,60€", "35,60~€ ou 35,60~€"),
        ("à 90 km/h, sur 12 m, par -5 °C", "à 90~km/h, sur 12~m, par -5~°C"),
        ("3 millions de francs", "3~millions de francs"),
        ("n° 3, n°3, N° 12", "n°~3, n°~3, N°~12"),
        ("p. 12, art. 5, chap. IV", "p.~12, art.~5, chap.~IV"),
        ("tome II, page 3, l'article Dreyfus", "tome~II, page~3, l’article Dreyfus"),
        ("p. ex. Rouen, av. J.-C., par ex. Caen", "p.~ex. Rouen, av.~J.-C., par~ex. Caen"),
        # times and dates
        ("10 h 30, 10h30, 22 h", "10~h~30, 10~h~30, 22~h"),
        ("à 10:30, au 1:25 000", "à 10:30, au 1:25·000"),
        ("le 6 juin 1944, le 1er août", "le 6~juin 1944, le 1er~août"),
        ("du 19 au 30 juin", "du 19 au 30~juin"),
        ("19 – 22 juin", "19–22~juin"),
        ("1939-1945, 14-18, 1939-45", "1939–1945, 14–18, 1939–45"),
        ("1944-06-06, B-17, 06-07-1944, 3-2", "1944-06-06, B-17, 06-07-1944, 3-2"),
        # ordinals, reigns, ranks, titles, initials
        ("la 1re Armée et la 2e DB", "la 1re~Armée et la 2e~DB"),
        ("le 2e et le 3e de la 4e", "le 2e et le 3e de la 4e"),
        ("le XIXe siècle, le IIIe Reich", "le XIXe~siècle, le IIIe~Reich"),
        ("le VII Corps, le VIIe corps", "le VII~Corps, le VIIe~corps"),
        ("Louis XIV, Pie XII, Napoléon Ier", "Louis~XIV, Pie~XII, Napoléon~Ier"),
        ("M. Leclerc, Mme Curie, MM. Juin", "M.~Leclerc, Mme~Curie, MM.~Juin"),
        ("le général de Gaulle", "le général~de~Gaulle"),
        ("le général von der Heydte", "le général~von~der~Heydte"),
        ("l'abbé Pierre, saint Louis", "l’abbé~Pierre, saint~Louis"),
        ("le général arrive", "le général arrive"),
        ("F. D. Roosevelt, J.-P. Sartre", "F.~D.~Roosevelt, J.-P.~Sartre"),
        ("à l'heure H. Les troupes", "à l’heure~H. Les troupes"),
        # dashes
        ("un homme - seul - marche", "un homme —~seul~— marche"),
        ("un homme -- seul -- marche", "un homme —~seul~— marche"),
        ("un homme – seul –, marche", "un homme –~seul~–, marche"),
        ("janvier – février 1945", "janvier~– février 1945"),
        ("il part – enfin – puis revient – tard", "il part –~enfin~– puis revient~– tard"),
        ("— Halte ! — Qui va là ?", "—~Halte·! —~Qui va là·?"),
        ("- Halte !\n- Qui ?", "—~Halte·!\n—~Qui·?"),
        ("Cherbourg - 26 juin", "Cherbourg —~26~juin"),
        # an opening quote is not a closing one
        ('dit:"Non"', "dit~: «~Non~»"),
        ('Il dit: "Non!", puis rien.', "Il dit~: «~Non·!~», puis rien."),
        ('le mot="non"', "le mot=«~non~»"),
        ('Il a dit "non":rien.', "Il a dit «~non~»:rien."),
        # ranges of days and hours, closed
        ("1er - 2 août", "1er–2~août"),
        ("du 1er-3 août", "du 1er–3~août"),
        ("10h-18h", "10~h–18~h"),
        ("10 h 30 - 18 h", "10~h~30–18~h"),
        ("10h30–12h15", "10~h~30–12~h~15"),
        ("10 h-18 h, de 9 h - 12 h 30", "10~h–18~h, de 9~h–12~h~30"),
        ("tél. 02 31 06 06 45.", "tél. 02~31~06~06~45."),
        ("le 02 31 06 06", "le 02 31 06 06"),
        ("au 12 bis et au 3 ter, rue Foch", "au 12~bis et au 3~ter, rue Foch"),
        ("la cote 112, le convoi 77, le bloc 11", "la cote~112, le convoi~77, le bloc~11"),
        ("le Mk II, le No. 4 Commando", "le Mk~II, le No.~4 Commando"),
        ("10 h - rassemblement", "10~h —~rassemblement"),
        ("à 10 h - 12 hommes", "à 10~h —~12 hommes"),
        # more words that hold on to the next
        ("le no 3, les nos 3 enfants", "le no~3, les nos 3 enfants"),
        ("la RN 13, l'A 13, le FM 24/29", "la RN~13, l’A~13, le FM~24/29"),
        ("l'auteur, CC BY 4.0", "l’auteur, CC BY 4.0"),
        ("le CNR et 12 hommes, l'ONU en 1945", "le CNR et 12 hommes, l’ONU en 1945"),
        ("Mr Roy, Mrs. Roy", "Mr~Roy, Mrs.~Roy"),
        ("la 1ère armée, la 2ème division", "la 1ère~armée, la 2ème~division"),
        ("le jour J, à l'heure H.", "le jour~J, à l’heure~H."),
        ("au jour de la fête", "au jour de la fête"),
        ("le plan B et le point A", "le plan~B et le point~A"),
        ("Lt-col. Martin, le Sgt-chef Roy", "Lt-col.~Martin, le Sgt-chef~Roy"),
        ("48° 53' N", "48°~53'~N"),
        ("par 48° 53' de latitude", "par 48°~53' de latitude"),
        ("48° nord", "48°~nord"),
        ("il fait 12° dehors", "il fait 12° dehors"),
        # ranks in small letters, references, amounts, and a dash that opens after a colon
        (
            "le gal Leclerc, le col. Rol, le lt-col. Roy",
            "le gal~Leclerc, le col.~Rol, le lt-col.~Roy",
        ),
        ("Ils passent le col. Les autres suivent", "Ils passent le col. Les autres suivent"),
        ("f° 12, fol. 3, ms. 245, pl. IV", "f°~12, fol.~3, ms.~245, pl.~IV"),
        ("5$, 3 Md€, art. L. 123-4", "5~$, 3~Md€, art.~L.~123-4"),
        ("il dit : – Halte !", "il dit~: –~Halte·!"),
        # left alone
        ("https://a.fr/b?c;d:e!f et x.y@a.fr", "https://a.fr/b?c;d:e!f et x.y@a.fr"),
        ("Voir https://a.fr !", "Voir https://a.fr·!"),
        ("49° 38' 20\" N", "49°~38'~20\"~N"),
        ("C:\\a, renderer:film", "C:\\a, renderer:film"),
        ("Deux  espaces", "Deux espaces"),
        ("Saint-Lô, c.-à-d. ici", "Saint-Lô, c.-à-d. ici"),
        ("", ""),
    ],
)
def test_french_is_set_as_a_printer_would(typed: str, shown: str) -> None:
    assert visible(typeset(typed)) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('"I\'m here", he said', "“I’m here”, he said"),
        ("the 'quoted' dogs' '44", "the ‘quoted’ dogs’ ’44"),
        ("it was -- at last -- over...", "it was—at last—over…"),
        ("1939-1945; really?", "1939–1945; really?"),
        ("5'11\"", "5'11\""),
    ],
)
def test_english_has_its_own_light_rules(typed: str, shown: str) -> None:
    assert typeset(typed, "en-GB") == shown


def test_other_languages_are_left_as_typed() -> None:
    assert typeset('"Wo?" -- 10 %', "de") == '"Wo?" -- 10 %'


def test_every_kind_of_french_is_french() -> None:
    assert typeset("Oui !", "fr-FR") == typeset("Oui !", "FR") == "Oui\u202f!"


PIECES = st.lists(
    st.sampled_from(
        ["M.", "Gal", "J.-C.", "XIVe", "Louis", "roi", "de", "Le", "oui", "p.", "n°", "h", "10h30"]
        + ["6", "juin", "123", "456", "1939-45", "19", "mot:", "x@y.fr", "http://a.b/c", "etc."]
        + list("'\"’«»“”.,;:!?-–—…()[]{}|°%€\n") * 2
        + [" ", " ", " ", " ", "\u00a0", "\u202f", "\u2009", "--", "..."]
    ),
    max_size=12,
).map("".join)
ANY_TEXT = PIECES | st.text(max_size=40)


@given(ANY_TEXT, st.sampled_from(["fr", "en", "de"]))
def test_setting_twice_is_setting_once(text: str, language: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(ANY_TEXT, st.sampled_from(["fr", "en", "de"]))
def test_no_letter_and_no_digit_changes(text: str, language: str) -> None:
    def letters(any_text: str) -> list[str]:
        return [character for character in any_text if character.isalnum()]

    assert letters(typeset(text, language)) == letters(text)


@given(PIECES)
def test_a_high_mark_is_never_alone_at_the_start_of_a_line(text: str) -> None:
    shown = typeset(text)
    assert not any(f" {mark}" in shown for mark in ";!?»")


def test_odd_input_never_raises() -> None:
    for text in ["\x00", "\ud800", "🎖️ !", "سلام ؟", "a" * 10_000 + "!", "-->", "{|}", "\ue000@a.b"]:
        assert typeset(text)


def test_an_address_survives_beside_a_private_character() -> None:
    assert typeset("\ue000 x.y@a.fr !") == "\ue000 x.y@a.fr\u202f!"


def test_plain_text_has_ordinary_spaces() -> None:
    assert plain_spaces("«\u00a0Oui\u202f!\u202f»") == "« Oui ! »"


def marked(text: str) -> str:
    return "".join(f"^{run.text}^" if run.raised else run.text for run in raised(text))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("la 1re Armée, le 1er août", "la 1^re^ Armée, le 1^er^ août"),
        (
            "2e, 2d, 2de, 3es, 4ème, 251e, 1000e",
            "2^e^, 2^d^, 2^de^, 3^es^, 4^ème^, 251^e^, 1000^e^",
        ),
        ("XIXe, IIIe, Ve, Ier, Ire, XXIes", "XIX^e^, III^e^, V^e^, I^er^, I^re^, XXI^es^"),
        ("Le, De, Ce, Vie, Die, LE, 3D, 5d", "Le, De, Ce, Vie, Die, LE, 3D, 5d"),
        ("Vers l'est, Vre, Xers", "Vers l'est, Vre, Xers"),
        ("no 3, n° 3, nos 3 enfants", "n^o^ 3, n° 3, nos 3 enfants"),
        ("Mme, Mmes, Mlle, Mgr, M.", "M^me^, M^mes^, M^lle^, M^gr^, M."),
        ("Me Isorni, Dr Petit, mal, Mal", "M^e^ Isorni, D^r^ Petit, mal, Mal"),
        ("Gal de Gaulle, Cdt Kieffer", "G^al^ de Gaulle, C^dt^ Kieffer"),
        ("12 km2, 3 m3, CO2", "12 km^2^, 3 m^3^, CO2"),
        ("l’XIe, l’été", "l’XI^e^, l’été"),
        ("", ""),
    ],
)
def test_ordinals_and_abbreviations_are_raised(text: str, drawn: str) -> None:
    assert marked(text) == drawn


def test_only_french_raises_its_letters() -> None:
    assert [run.raised for run in raised("2e", "en")] == [False]


@given(ANY_TEXT)
def test_the_runs_give_the_text_back(text: str) -> None:
    runs = raised(text)
    assert "".join(run.text for run in runs) == text
    assert all(run.text for run in runs)
