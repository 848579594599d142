"""What `check` says of French spellings that typesetting may not mend."""

import pytest

from renderer.storyboard.advice import misspelt


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("la 2ème DB au XXème siècle", [("2ème", "2e"), ("XXème", "XXe")]),
        ("les 3èmes et la 1ère", [("3èmes", "3es"), ("1ère", "1re")]),
        ("A l'aube, puis. A la nuit", [("A l'", "À l'"), ("A la", "À la")]),
        ("A 6 h, il part", [("A 6", "À 6")]),
        ("« A nos morts »", [("A nos", "À nos")]),
        ("l'Eglise et l'Etat", [("Eglise", "Église"), ("Etat", "État")]),
        ("le coeur, l'Oeuvre", [("coeur", "cœur"), ("Oeuvre", "Œuvre")]),
        ("M.Leclerc et le Gal.Juin", [("M.Leclerc", "M. Leclerc"), ("Gal.Juin", "Gal. Juin")]),
        ("Il cède . Puis rien", [("cède .", "cède.")]),
        ("2ème, 2ème", [("2ème", "2e")]),
        ("au XIXè, le 1 er août, le 1ier", [("XIXè", "XIXe"), ("1 er", "1er"), ("1ier", "1er")]),
        ("A Caen, rien. A Trun le soir", [("A Caen", "À Caen"), ("A Trun", "À Trun")]),
        ("Etre libre. Evidemment", [("Etre", "Être"), ("Evidemment", "Évidemment")]),
        ("Mme.Roy et Melle Petit", [("Mme.Roy", "Mme Roy"), ("Melle Petit", "Mlle Petit")]),
        ("J.Moulin, F.D.Roy", [("J.Moulin", "J. Moulin"), ("F.D.Roy", "F.D. Roy")]),
        ("( ici ) etc...", [("( ici", "(ici"), ("etc...", "etc.")]),
        ("le n ° 3, c'est à dire", [("n °", "n°"), ("c'est à dire", "c'est-à-dire")]),
        ("à 10H30, 12 Kms, 5 mn", [("10H30", "10 h 30"), ("12 Kms", "12 km"), ("5 mn", "5 min")]),
        ("le 15 Août 1944, rue du 8 Mai 1945", [("15 Août", "15 août")]),
        ("quelques uns,des autres", [("quelques uns", "quelques-uns"), ("uns,des", "uns, des")]),
    ],
)  # fmt: skip
def test_a_slip_is_shown_beside_what_a_printer_sets(
    text: str, slips: list[tuple[str, str]]
) -> None:
    assert list(misspelt(text)) == slips


@pytest.mark.parametrize(
    "text",
    [
        "la 2e DB au XXe siècle, la 1re armée",
        "À l'aube. A été fusillé ici. A-t-il parlé ? A t-il parlé ?",
        "la vitamine A le matin, le plan A",
        "Étienne, Edouard et Eric, Eisenhower et l'Estonie",
        "coexister, Noeux, moelle, poème, M. Leclerc, U.S.Army",
        "Attendez ... puis .22 long et 3.5",
        "A Company avance. A Bridge Too Far, film. 12,5 km. a,b et x@y.fr",
        "l'école du 8 Mai, 4 H 2 O, Mme Roy, Mlle Petit, etc. N° 3",
        "le système, le deuxième, cinquième",
        "",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert list(misspelt(text)) == []
