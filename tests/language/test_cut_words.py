"""Words cut short: wherever they are cut, they are said whole, and end no sentence."""

from __future__ import annotations

import pytest

from renderer.language.cut_words import full_word, is_cut
from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.spoken_text import speak
from renderer.language.sentence import Sentence
from renderer.language.sentences import split_sentences

EMPTY = Lexicon()


def said(written: str) -> str:
    return speak(Sentence(written=written), EMPTY).text


@pytest.mark.parametrize("short", ["mitr", "mitraill"])
def test_a_word_is_known_wherever_a_vowel_follows_its_cut(short: str) -> None:
    assert full_word(short) == "mitrailleuse"
    assert said(f"Une {short}. tire.") == "Une mitrailleuse tire."


@pytest.mark.parametrize("short", ["mit", "mitra", "mitrail", "mi", "xyz", ""])
def test_no_word_is_cut_inside_its_consonants_or_behind_a_vowel(short: str) -> None:
    assert not is_cut(short)


@pytest.mark.parametrize("word", ["port", "cour", "sport", "mais", "voir", "est", "parc", "dos"])
def test_a_word_of_its_own_is_no_cut(word: str) -> None:
    assert not is_cut(word)
    assert len(split_sentences(f"Ils gagnent le {word}. Paris attend.")) == 2


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Il y a 3 doss. et 1 photogr. ici.", "Il y a trois dossiers et une photographie ici."),
        ("Les doss. sont clos.", "Les dossiers sont clos."),
        ("La circ. préf. est lue.", "La circulaire préfectorale est lue."),
        ("Un tribunal mil. siège.", "Un tribunal militaire siège."),
        ("La prison mil. ferme.", "La prison militaire ferme."),
        ("La division alg. avance.", "La division algérienne avance."),
        ("Les tirailleurs alg. avancent.", "Les tirailleurs algériens avancent."),
        ("Don de l'anc. coll. Roy.", "Don de l'ancienne collection Roy."),
        ("On compte 21 abst. hier.", "On compte vingt et une abstentions hier."),
        ("Le 75 mod. 1897 tire.", "Le soixante-quinze modèle mille huit cent "
         "quatre-vingt-dix-sept tire."),
    ],
)  # fmt: skip
def test_what_is_said_agrees_with_what_stands_beside_it(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Le gend. Petit refuse.", 1),
        ("La div. Leclerc entre à Paris.", 1),
        ("Ils rejoignent leur comp. Le soir tombe.", 2),
        ("Voir le dict. Il est complet.", 2),
        ("Il garde 3 doss. 4 sont perdus.", 1),
    ],
)
def test_only_a_word_that_opens_sentences_ends_one_after_a_cut(text: str, sentences: int) -> None:
    assert len(split_sentences(text)) == sentences


def test_an_english_narration_knows_no_french_cuts() -> None:
    assert is_cut("comp")
    assert len(split_sentences("They left the comp. Paris was near.", "en")) == 2
