"""Where a narration's sentences begin and end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.sentence import Override
from renderer.language.sentences import split_sentences


def written(narration: str) -> list[str]:
    return [sentence.written for sentence in split_sentences(narration)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Juin 1944.", "À la pointe du Cotentin, une ville regarde la mer."],
        ["M. Leclerc arrive.", "MM. Juin et de Gaulle aussi."],
        ["Le Gal. Collins, le Cdt. Kieffer et le Lt. Colin attendent.", "Rien ne vient."],
        ["Le jour J.", "Les troupes débarquent."],
        ["À l'heure H.", "Aucun bruit."],
        ["F. D. Roosevelt et J.-P. Sartre.", "Puis W. Churchill."],
        ["Le livre de J. Le Goff paraît."],
        ["Ils occupent la S.N.C.F.", "Les cheminots résistent."],
        ["La U.S. Army avance."],
        ["Des ponts, des routes, etc.", "Tout est détruit."],
        ["Des ponts, des routes, etc., sont détruits."],
        ["En 52 av. J.-C.", "Les Romains vainquent."],
        ["En 52 av. J.-C. à Alésia."],
        ["Une ville, p. ex. Rouen, brûle."],
        ["Une ville, par ex. Rouen, brûle."],
        ["Voir p. 12, art. 5, vol. 2 et cf. Harrison."],
        ["Ils étaient sept.", "Les autres partirent."],
        ["En sept. 1944, ils passent la Moselle.", "Il neige."],
        ["Il va mal.", "Elle aussi."],
        ["Ils mettent le cap.", "Le port approche."],
        ["Il pèse 3.5 kg.", "Il mesure 1.80 m."],
        ["En 1944.", "2 000 hommes arrivent."],
        ["Il hésita… puis partit."],
        ["Il hésita...", "Puis il partit."],
        ["Le texte […] Puis la suite."],
        ["« Les voilà ! » s'écrie-t-il.", "Puis rien."],
        ["« Les voilà ! »", "Puis rien."],
        ["« Qui va là ? »", "« Amis. »", "Silence."],
        ['"Les voilà !"', "Puis rien."],
        ["“Les voilà.”", "Puis rien."],
        ["(Il mourut en 1945.)", "Sa femme survécut."],
        ["Halte !", "— Qui va là ?", "— Amis !"],
        ["— Non ! — répond-il."],
        ["Quoi ?!", "Ici ?"],
        ["Le port est pris.[1]", "La ville aussi.²", "Fin."],
        ["1. Le débarquement.", "2. Le port."],
        ["Voir https://exemple.fr/a.b?c=d. pour la suite."],
        ["Voir www.exemple.fr.", "Merci."],
        ["これは文です。", "次の文。"],
        ["هل هذا سؤال؟", "نعم."],
        ["Louis XIV.", "Les rois passent."],
        ["Le Pz.Kpfw. IV avance.", "Ph. Pétain parle."],
        ["Il pesait 80 kg.", "Martin le vit."],
        ["Les FTP.", "Martin en était."],
        ["La rte nat. 13 est coupée.", "Le LXXXIV. Armeekorps recule."],
        ["Il monte en haut.", "12 hommes tombent."],
        ["🎖 Honneur !", "🎖 Patrie !"],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_sentences_end_where_a_reader_stops(sentences: list[str]) -> None:
    between = "" if "。" in sentences[0] else " "
    assert written(between.join(sentences)) == sentences


def test_blank_lines_make_paragraphs_and_line_breaks_are_spaces() -> None:
    narration = "\n\nUn port\nde guerre. Une ville.\n \t\n\n\nLa mer.\n"
    assert [(s.paragraph, s.written) for s in split_sentences(narration)] == [
        (0, "Un port de guerre."),
        (0, "Une ville."),
        (1, "La mer."),
    ]


def test_a_sentence_knows_where_it_starts_in_the_raw_text() -> None:
    narration = "À {Rouen|Rouan}, le \\{pont\\} tombe.\n\nPuis {Caen|Can}. Enfin le port.\n"
    starts = [sentence.start for sentence in split_sentences(narration)]
    assert [narration[start : start + 4] for start in starts] == ["À {R", "Puis", "Enfi"]


def test_overrides_follow_their_words_into_the_sentence() -> None:
    narration = "Un.  Le  {von\n Choltitz|fonne Koltitss}  cède à {Rol|Role}. Fin."
    sentence = split_sentences(narration)[1]
    assert sentence.written == "Le von Choltitz cède à Rol."
    assert sentence.overrides == (
        Override(start=3, end=15, said="fonne Koltitss"),
        Override(start=23, end=26, said="Role"),
    )


def test_spaces_around_an_inline_form_are_not_counted_twice() -> None:
    first, second = split_sentences("Le   {  port|a} cède.{  Il|b} brûle {|c}.")
    assert [(first.written[o.start : o.end].strip(), o.said) for o in first.overrides] == [
        ("port", "a")
    ]
    assert [(second.written[o.start : o.end], o.said) for o in second.overrides] == [
        ("Il", "b"),
        ("", "c"),
    ]


FORMS = st.lists(
    st.sampled_from(
        [
            "Le port. ",
            "{von\nX|a}",
            "{ Il |b}",
            "{|c}",
            " ",
            "\n",
            ".",
            "! ",
            "\\{",
            "mot",
            "{M. Y|d}",
        ]
    ),
    max_size=12,
).map("".join)


@given(FORMS)
def test_every_inline_form_with_a_word_is_said_in_its_sentence(narration: str) -> None:
    sentences = split_sentences(narration)
    said = [o.said for s in sentences for o in s.overrides if s.written[o.start : o.end].strip()]
    wanted = [form[-1] for form in re.findall(r"\{[^{}|]+\|([abd])\}", narration)]
    assert said == wanted
    for sentence in sentences:
        for form in sentence.overrides:
            words = sentence.written[form.start : form.end].split()
            assert words == {"a": ["von", "X"], "b": ["Il"], "c": [], "d": ["M.", "Y"]}[form.said]


def test_a_sentence_never_ends_inside_an_inline_form() -> None:
    assert written("Le {navire. Le Texas|Texas} tire. Fin.") == [
        "Le navire. Le Texas tire.",
        "Fin.",
    ]


def test_a_no_break_space_after_a_point_ends_nothing() -> None:
    assert written("Le Pdt.\u00a0Coty parle.") == ["Le Pdt.\u00a0Coty parle."]


@pytest.mark.parametrize("narration", ["", "   ", "\n\n\t\n"])
def test_white_space_has_no_sentence(narration: str) -> None:
    assert split_sentences(narration) == ()


TYPED = st.lists(
    st.sampled_from(
        [
            "M. ",
            "J.-C. ",
            "Le ",
            "mot",
            " ",
            "\n",
            "\n\n",
            ". ",
            "! ",
            "… ",
            " »",
            "« ",
            "1",
            "— ",
            "(",
            ")",
            "[1]",
            '"',
            "\u00a0",
            "\x00",
            "\ud800",
            "Il",
            "。",
            "etc. ",
        ]
    ),
    max_size=20,
).map("".join)


@given(TYPED | st.text(alphabet=st.characters(exclude_characters="{|}\\"), max_size=60))
def test_every_letter_is_in_exactly_one_sentence(narration: str) -> None:
    sentences = split_sentences(narration)
    assert "".join("".join(s.written.split()) for s in sentences) == "".join(narration.split())
    assert all(s.written == s.written.strip() != "" for s in sentences)
    for sentence in sentences:
        assert narration[sentence.start] == sentence.written[0]
