"""Words that a reader takes in one breath stay on one line: each fault seen, and its like."""

import pytest

from renderer.subtitles.cue_breaks import _tokens as tokens_of
from renderer.subtitles.cue_breaks import break_cues


def cost_of(written: str, language: str = "fr") -> float:
    """What the break at the bar in *written* costs."""
    before = written.split(" | ")[0]
    shown = written.replace(" | ", " ")
    tokens = list(tokens_of(shown, 200, language))
    ends = {token.end: token.cost for token in tokens}
    return ends.get(len(before), 1000.0)  # no token ends there: a space that holds


PLAIN = 45.0
"""What a break between two words of which nothing is known costs."""


@pytest.mark.parametrize(
    "written",
    [
        # Names with particles.
        "Voici le général de Lattre | de Tassigny à Marseille.",
        "Voici le colonel Bernard | de Vernejoul et ses chars.",
        "Il croise Emmanuel | d’Astier de La Vigerie à Londres.",
        "Le vicomte Philippe | de Hauteclocque se bat au Tchad.",
        "La ville est tenue par Karl-Wilhelm | von Schlieben depuis juin.",
        # A noun and what completes it after an elided article.
        "Ils ont bâti le mur | de l’Atlantique en deux ans.",
        "Ils suivent la route | de l’aéroport de Maupertus.",
        "Il entre à la préfecture | de l’Oise avec ses hommes.",
        "On y voit l’entrée | de l’arsenal et des quais.",
        # A quantity and what it counts.
        "En tout 2 millions | d’hommes ont débarqué en Normandie.",
        "Ils ont tiré des centaines | de coups sur le port.",
        "Ils sont une dizaine | d’officiers dans la cave.",
        "Ils perdent la moitié | des navires dans la tempête.",
        # Addresses.
        "Le Comité se réunit au 48, | rue du Four, à Paris.",
        "Il habite au 12 bis, | avenue Foch, depuis un an.",
        "Ils se cachent au 7 | quai des Orfèvres, sous les toits.",
        "On se bat dans la rue | de Rivoli tout le jour.",
        # Adjectives after a counted noun.
        "Ce sont trois divisions | américaines qui font face au nord.",
        "Ce sont 21 000 soldats | allemands qui défendent la ville.",
        "On voit quelques navires | anglais devant la côte.",
        "Il reste deux divisions blindées | allemandes à l’est.",
        "Voici la 2e division | blindée dans les faubourgs.",
        # Dates.
        "Il est arrêté le 4 oct. | 1940 par la police.",
        "La ville est prise en juin | 1944 par trois divisions.",
        "Le siège commence le mardi | 6 juin à l’aube.",
        "Il meurt au début de janv. | 1945 en Alsace.",
        # An abbreviation's point ends nothing.
        "Le secteur est à la Cie. | Martin depuis ce matin.",
        "Il suit le pst. du chap. | Douze de ce livre.",
        "Il obéit au Sous-lt. | Bernard sans un mot.",
        "La lettre de J. | Moulin est arrivée hier.",
    ],
)
def test_what_belongs_together_is_dearer_to_part_than_two_plain_words(written: str) -> None:
    assert cost_of(written) >= 300.0


@pytest.mark.parametrize(
    "written",
    [
        "Les soldats de Cherbourg | se rendent un à un.",
        "Trois divisions | attaquent par le sud et par l’est.",
        "Deux hommes | sans armes passent le pont.",
        "Il revient en juin | avec une armée entière.",
        "Il passe la rue | sans un regard pour eux.",
        "Ils ont perdu 300 hommes, | tous du même village.",
        "La ville est prise. | Martin y entre le soir.",
    ],
)
def test_what_only_looks_alike_breaks_as_before(written: str) -> None:
    assert cost_of(written) <= PLAIN


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (
            "Le 19 juin, trois divisions américaines font face au nord et se mettent en marche.",
            [
                "Le 19~juin, trois divisions américaines",
                "font face au nord",
                "et se mettent en marche.",
            ],
        ),
        (
            "Le Comité se réunit en secret à Paris au 48, rue du Four, chez René Corbin.",
            ["Le Comité se réunit en secret à Paris", "au 48, rue du Four, chez René Corbin."],
        ),
        (
            "À la fin du mois de juillet, près de 2 millions d'hommes ont débarqué.",
            ["À la fin du mois de juillet,", "près de 2~millions d’hommes", "ont débarqué."],
        ),
    ],
    ids=["adjective", "address", "quantity"],
)
def test_lines_of_whole_sentences(written: str, lines: list[str]) -> None:
    found = [line for piece in break_cues(written) for line in piece.lines]
    assert [line.replace("\u00a0", "~") for line in found] == lines
