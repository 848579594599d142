"""How names are said: layers, forms of writing, inline forms, and what is not settled yet."""

from __future__ import annotations

from typing import Any

import pytest

from renderer.language.ear.french.names import ENTRIES
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.ear.unknown import unknown_names
from renderer.language.sentence import Override, Sentence
from renderer.language.sentences import read_inline
from renderer.storyboard.board import Pronunciation


def reads(write: str, say: str, **more: Any) -> Pronunciation:
    return Pronunciation(write=write, say=say, **more)


def said(
    written: str,
    project: list[Pronunciation] | None = None,
    slide: list[Pronunciation] | None = None,
) -> str:
    return speak(Sentence(written=written), lexicon_for(project or [], slide or [])).text


def test_the_slide_wins_over_the_project_and_the_project_over_ours() -> None:
    project, slide = [reads("Rouen", "Projet")], [reads("Rouen", "Diapo")]
    assert said("Rouen") == "Rouan"
    assert said("Rouen", project) == "Projet"
    assert said("Rouen", project, slide) == "Diapo"


def test_a_nearer_layer_wins_even_with_a_shorter_entry() -> None:
    project = [reads("Jean de Lattre", "loin")]
    assert said("Jean de Lattre", project, [reads("Lattre", "Latre")]) == "Jean de Latre"


def test_the_longest_entry_of_a_layer_wins() -> None:
    project = [reads("Utah", "Court"), reads("Utah Beach", "Longue"), reads("Beach", "Fin")]
    assert said("à Utah Beach", project) == "à Longue"
    assert said("à Utah, Beach", project) == "à Court, Fin"


def test_an_entry_wins_over_every_rule() -> None:
    project = [reads("2e DB", "deuxième division blindée"), reads("août", "oute")]
    assert said("la 2e DB entre le 25 août 1944", project) == (
        "la deuxième division blindée entre le vingt-cinq oute mille neuf cent quarante-quatre"
    )


@pytest.mark.parametrize(
    ("entry", "written", "spoken"),
    [
        (reads("d'Orves", "d'Orve"), "d’Orves", "d'Orve"),
        (reads("d’Orves", "d'Orve"), "d'Orves", "d'Orve"),
        (reads("Bir Hakeim", "Bir Akème"), "Bir\u202fHakeim", "Bir Akème"),
        (reads("Bir\u00a0Hakeim", "Bir Akème"), "Bir  Hakeim", "Bir Akème"),
        (reads("Kœnig", "Keunig"), "Kœnig", "Keunig"),
        (reads("Be\u0301thouart", "Bétouar"), "Béthouart", "Bétouar"),
        (reads("Ain", "In"), "Aincourt et Saint-Ain", "Aincourt et Saint-In"),
        (reads("court", "X", whole_word=False), "Aincourt", "Ain ixe"),
        (reads("wehrmacht", "Vèrmarte", case=False), "la WEHRMACHT", "la Vèrmarte"),
        (reads("Colmar", "Kolmar"), "colmar", "colmar"),
        (reads("n° 1", "le premier"), "le n°\u00a01", "le le premier"),
        (reads("X", "le 2e DB, M. Y 3"), "X", "le deuxième dé-bé, monsieur Y trois"),
        (reads("F.F.I.", "les fifis"), "les F.F.I. !", "les les fifis!"),
        (reads("FFI", "fifi"), "les F.F.I. entrent", "les fifi entrent"),
        (reads("", "rien"), "rien", "rien"),
        (reads("tacet", ""), "un tacet dit", "un dit"),
        (reads("...", "silence"), "Puis ...", "Puis silence."),
    ],
    ids=lambda value: value.write if isinstance(value, Pronunciation) else None,
)
def test_an_entry_holds_however_it_is_typed(
    entry: Pronunciation, written: str, spoken: str
) -> None:
    assert said(written, slide=[entry]) == spoken


def test_a_word_says_which_rule_touched_it() -> None:
    lexicon = lexicon_for([reads("Caen", "Can", origin="lexique.yaml:3")], [reads("Vire", "Vir")])
    sentence = Sentence(
        written="M. Roi, Caen, Vire, Rouen, 12 ici",
        overrides=(Override(start=30, end=33, said="là"),),
    )
    spoken = speak(sentence, lexicon)
    assert [(spoken.text[w.start : w.end].rstrip(","), w.rule) for w in spoken.words] == [
        ("monsieur", "title"), ("Roi", ""), ("Can", "lexicon:lexique.yaml:3"),
        ("Vir", "lexicon:slide"), ("Rouan", "lexicon:built in"), ("douze", "number"),
        ("là", "inline"),
    ]  # fmt: skip


def test_words_that_one_written_thing_gave_share_its_span() -> None:
    written = "Le 6\u00a0juin 1944\u202f! L’ONU."
    spoken = speak(Sentence(written=written), lexicon_for())
    shown = {w.rule: written[w.written_start : w.written_end] for w in spoken.words}
    assert shown["date"] == "6\u00a0juin 1944\u202f!"
    assert [written[w.written_start : w.written_end] for w in spoken.words][-1] == "L’ONU."
    assert len({(w.written_start, w.written_end) for w in spoken.words if w.rule == "date"}) == 1


def test_an_inline_form_wins_over_the_slide_and_may_be_silent() -> None:
    shown, overrides = read_inline("À {Rouen|Rouane}, {(1944)|}{2e DB|deuxième D.B.}.")
    assert shown == "À Rouen, (1944)2e DB."
    lexicon = lexicon_for(slide=[reads("Rouen", "X")])
    spoken = speak(Sentence(written=shown, overrides=overrides), lexicon)
    assert spoken.text == "À Rouane, deuxième dé-bé."


@pytest.mark.parametrize(
    ("raw", "shown", "forms"),
    [
        ("{a|b}", "a", [(0, 1, "b")]),
        ("x {a|b} y {c|d}", "x a y c", [(2, 3, "b"), (6, 7, "d")]),
        ("{a|b|c}", "a", [(0, 1, "b|c")]),
        ("{a}", "{a}", []),
        ("{a|b", "{a|b", []),
        ("a|b}", "a|b}", []),
        ("{ {a|b}", "{ a", [(2, 3, "b")]),
        ("{la {2e|deuxième} DB|la division}", "la 2e DB", [(0, 8, "la division")]),
        ("{a|b {c|d}}", "a", [(0, 1, "b d")]),
        (r"\{a|b\}", "{a|b}", []),
        (r"{a\|b|c\}}", "a|b", [(0, 3, "c}")]),
        (r"C:\dossier", r"C:\dossier", []),
        ("{|x}", "", [(0, 0, "x")]),
        ("{{{{", "{{{{", []),
    ],
)
def test_an_inline_form_is_read_as_typed(
    raw: str, shown: str, forms: list[tuple[int, int, str]]
) -> None:
    assert read_inline(raw) == (
        shown,
        tuple(Override(start=start, end=end, said=what) for start, end, what in forms),
    )


def test_deep_nesting_is_no_danger() -> None:
    shown, overrides = read_inline("{a|" * 3000 + "b" + "}" * 3000)
    assert (shown, len(overrides)) == ("a", 1)


def test_our_own_entries_are_many_useful_and_plain() -> None:
    written = [entry.write for entry in ENTRIES]
    assert len(written) >= 500
    assert len(set(written)) == len(written)
    assert [e.write for e in ENTRIES if e.say == e.write or not e.say] == []
    assert [
        e.write
        for e in ENTRIES
        if not e.say.replace("-", "").replace("'", "").replace(" ", "").isalpha()
    ] == []


def test_another_language_has_the_projects_entries_and_not_ours() -> None:
    lexicon = lexicon_for([reads("SHAEF", "shafe")], language="nl-BE")
    sentence = Sentence(written="SHAEF\u00a0moved\u202f– at last – to Rouen on 6 June.")
    assert speak(sentence, lexicon, "nl-BE").text == "shafe moved, at last, to Rouen on 6 June."


def test_names_without_an_entry_are_listed_once_with_their_places() -> None:
    sentences = [
        Sentence(written="Brévands tombe."),
        Sentence(written="Le VIIe corps atteint Brévands avec les FFI de M. Dupont-Aubert."),
        Sentence(written="Louis XIV, à Rouen : Puis rien. Marie Reynoard écoute."),
    ]
    listed = unknown_names(sentences, lexicon_for())
    assert [(u.written, u.kind, u.said, u.count) for u in listed] == [
        ("Brévands", "name", "Brévands", 2),
        ("FFI", "acronym", "èf-èf-i", 1),
        ("Dupont-Aubert", "name", "Dupont-Aubert", 1),
        ("Louis XIV", "name", "Louis quatorze", 1),
        ("Marie Reynoard", "name", "Marie Reynoard", 1),
    ]
    for name in listed:
        for place in name.places:
            assert sentences[place.sentence].written[place.start : place.end] == name.written


@pytest.mark.parametrize(
    "written",
    [
        "Les Francs-Tireurs gagnent la Place, et des tireurs francs les suivent.",
        "Devant l'Hôtel de Ville, la 1re Armée attend, face au Midi.",
        "La Croix de la Libération, l'Arc de Triomphe et la Concorde.",
        "On roule vers le fort du Roule.",
        "Ils viennent des Pays-Bas, de Belgique, des États-Unis et de Grande-Bretagne.",
        "De la Haute-Savoie au Pas-de-Calais, de l'Île-de-France à la Franche-Comté.",
        "La Nouvelle-Zélande, l'Afrique du Sud et l'Union soviétique s'engagent en Basse-Saxe.",
    ],
)
def test_common_words_with_a_capital_are_not_listed(written: str) -> None:
    listed = unknown_names([Sentence(written=written)], lexicon_for())
    assert [name.written for name in listed if name.written != "Francs-Tireurs"] == []


@pytest.mark.parametrize(
    "name",
    [
        *("Tour-Maubourg", "Fort Lebreton", "Croix Vermeille", "Place Beauvau"),
        *("Petit-Couronne", "Pays-Noirault", "Oder", "Ruhr"),
    ],
)
def test_a_name_made_of_a_common_word_and_another_is_listed(name: str) -> None:
    [listed] = unknown_names([Sentence(written=f"Ils tiennent encore {name}.")], lexicon_for())
    assert listed.written == name


def test_a_name_settled_by_an_entry_or_an_inline_form_is_not_listed() -> None:
    shown, overrides = read_inline("À {Quinéville|Kinéville}, Valognes et Brix.")
    sentence = Sentence(written=shown, overrides=overrides)
    lexicon = lexicon_for([reads("Valognes", "Valogne")])
    assert unknown_names([sentence], lexicon) == ()


def test_towns_that_the_voice_says_right_by_itself_are_not_to_be_settled() -> None:
    text = "Il passe par Cherbourg, Bayeux et Verdun, dans le Cotentin, avec von Ploutz."
    found = unknown_names([Sentence(written=text)], lexicon_for())
    assert [name.written for name in found] == ["Ploutz"]
