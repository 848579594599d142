"""Text becomes phonemes in one language, and a lexicon's phonemes are said exactly."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import PhonemeHint, Sentence
from renderer.voices import espeak
from renderer.voices.phonemes import Reading, read_aloud, said_exactly


def heard(text: str, *hints: PhonemeHint) -> list[str]:
    return [word.ipa for word in read_aloud(text, hints)]


def hint(text: str, stretch: str, ipa: str) -> PhonemeHint:
    at = text.index(stretch)
    return PhonemeHint(start=at, end=at + len(stretch), ipa=ipa)


# IPA by the rules of French, stress on the last full vowel.
NAMES = {
    "Nancy": "nɑ̃sˈi",
    "Thionville": "tjɔ̃vˈil",
    "Neuilly": "nœjˈi",
    "Chambéry": "ʃɑ̃beʁˈi",
    "Béthune": "betˈyn",
    "Vitry": "vitʁˈi",
    "Rémy": "ʁemˈi",
    "Élisabeth": "elizabˈɛt",
    "Roth": "ʁˈɔt",
    "Foy": "fwˈa",
    "Thomery": "tomeʁˈi",
    "Giverny": "ʒivɛʁnˈi",
    "Chantilly": "ʃɑ̃tijˈi",
    "Barthélémy": "baʁtelemˈi",
    "Léopold": "leopˈɔld",
    "Castelnaudary": "kastɛlnodaʁˈi",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_french_name_is_said_by_the_rules_of_french(name: str) -> None:
    [word] = read_aloud(name)
    assert word.ipa == NAMES[name]


@pytest.mark.parametrize(
    "text", ["Vitry-sur-Seine", "les amis d'Élisabeth", "Le week-end à Nancy et à Thury-Harcourt."]
)
def test_no_word_is_read_in_another_language(text: str) -> None:
    assert "(en)" in espeak.phonemes([text])[0], "or this test has nothing to find"
    words = read_aloud(text)
    assert not re.search(r"[()ɹθðʊɪ-]", "".join(word.ipa for word in words))
    assert {word.foreign for word in words if "-" in word.said} <= {"en", ""}


def test_what_espeak_would_have_read_in_another_language_is_told() -> None:
    assert [word.foreign for word in read_aloud("Nancy, ville libre")] == ["en", "", ""]


def test_liaisons_stand_in_the_word_before() -> None:
    assert heard("Les amis arrivent à Nancy")[:2] == ["lez", "amˈi"]


def test_words_that_are_read_as_one_are_one() -> None:
    text = "Ils partent parce que tu viens"
    words = read_aloud(text)
    assert [text[word.start : word.end] for word in words] == [
        "Ils",
        "partent",
        "parce que",
        "tu",
        "viens",
    ]
    assert words[-1].ipa == "vjˈɛ̃"


def test_marks_stand_by_their_words() -> None:
    words = read_aloud("Il crie: « Partez! », puis (enfin) se tait.")
    assert [(word.before, word.after) for word in words] == [
        ("", ""),
        ("", ":"),
        ("«", "!»,"),
        ("", ""),
        ("(", ")"),
        ("", ""),
        ("", "."),
    ]


def test_a_hint_is_said_exactly_and_its_neighbours_as_before() -> None:
    text = "Les Younkeurs arrivent à Utah."
    given = hint(text, "Younkeurs", "/juŋkœʁs/"), hint(text, "Utah", "juta")
    assert heard(text, *given) == ["le", "juŋkˈœʁs", "aʁˈivt", "a", "jutˈa"]


def test_what_is_joined_to_a_hint_is_said_with_it() -> None:
    text = "L'arrivée d'Omaha-sur-Mer."
    [_, word] = read_aloud(text, [hint(text, "Omaha", "o.ma.a")])
    assert word.ipa == "domaˈasyʁmˈɛʁ"
    assert text[word.start : word.end] == "d'Omaha-sur-Mer"
    assert word.after == "."
    assert word.exact


@pytest.mark.parametrize(
    ("text", "ipa"),
    [
        ("Valence-d'Agen", "valˈɑ̃sdaʒˈɛ̃"),
        ("Penne-d'Agen", "pˈɛndaʒˈɛ̃"),
        ("Pré-l'Agen", "pʁˈelaʒˈɛ̃"),
        ("d'Agen", "daʒˈɛ̃"),
    ],
)
def test_what_is_elided_inside_a_compound_is_said_with_it(text: str, ipa: str) -> None:
    [word] = read_aloud(text, [hint(text, "Agen", "aʒɛ̃")])
    assert word.ipa == ipa


def test_a_town_keeps_its_sounds_without_its_article() -> None:
    lexicon = lexicon_for()
    for written, ipa in {
        "les gens du Mans": "mɑ̃",
        "au Mans": "mɑ̃",
        "celles du Kremlin-Bicêtre": "kʁɛmlɛ̃bisɛtʁ",
        "ceux de Clusaz": "klyza",
    }.items():
        spoken = speak(Sentence(written=written), lexicon)
        *_, last = read_aloud(spoken.text, spoken.hints)
        assert last.ipa.replace("ˈ", "").replace("ˌ", "") == ipa


def test_a_hint_of_several_words_is_one() -> None:
    text = "Le Red Ball Express, enfin."
    words = read_aloud(text, [hint(text, "Red Ball Express", "ʁɛd bol ɛkspʁɛs")])
    assert [text[word.start : word.end] for word in words] == ["Le", "Red Ball Express", "enfin"]
    assert words[1].ipa == "ʁˈɛd bˈol ɛkspʁˈɛs"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("/ʒɛʁ.me.ʁi/", "ʒɛʁmeʁˈi"),
        ("[nãt]", "nˈãt".replace("ã", "a\u0303")),
        ("pə.ti", "pətˈi"),
        ("grã'", "ɡʁa\u0303ˈ"),
        ("ʃtʁ", "ʃtʁ"),
    ],
)
def test_an_authors_ipa_is_brought_to_one_spelling(written: str, said: str) -> None:
    assert said_exactly(written) == said


def test_english_keeps_its_r_and_its_stress() -> None:
    assert said_exactly("ˈbrædli", "en") == "ˈbrædli"


@settings(max_examples=25)  # each starts a process or two
@given(st.text(max_size=40))
def test_any_text_is_read_without_an_error_and_in_order(text: str) -> None:
    words: tuple[Reading, ...] = read_aloud(text)
    spans = [at for word in words for at in (word.start, word.end)]
    assert spans == sorted(spans)
    assert all(0 <= word.start < word.end <= len(text) for word in words)


def test_a_long_text_is_matched_in_time() -> None:
    began = time.process_time()  # a busy machine is no fault of ours
    read_aloud("parce que tu viens " * 60)
    assert time.process_time() - began < 20


def test_no_sound_of_english_is_left_in_french() -> None:
    text = "Le col de Halfaya, O'Hara, Quicksilver, les Commemorations of Victory."
    french = set("abdefijklmnopstuvwyzøœəɑɔɛɡɥɲŋʁʃʒˈˌː\u0303 ")
    assert set("".join(heard(text))) <= french


def test_a_name_is_joined_to_nothing_that_follows() -> None:
    assert heard("Les Vosges et Masevaux est là.")[1] == "vˈoʒ"
    assert heard("Masevaux est là.")[0] == "mazvˈo"
    assert heard("Les Nations unies arrivent.")[1].endswith("z")
    assert heard("Ils ont froid.")[0].endswith("z")


@pytest.mark.parametrize(
    ("number", "ipa"),
    [
        ("quatre-vingt-deuxième", "katʁvɛ̃døzjɛm"),
        ("quatre-vingt-un", "katʁvɛ̃œ̃"),
        ("vingt-deux", "vɛ̃tdø"),
    ],
)
def test_the_t_of_eighty_is_mute_in_what_it_begins(number: str, ipa: str) -> None:
    assert "".join(heard(number)).replace("ˈ", "").replace(" ", "") == ipa


def test_a_verb_that_begins_a_sentence_is_no_german_name() -> None:
    assert heard("Porter secours")[0].endswith("e")
    assert heard("Porter les vivres.")[0].endswith("e")
    assert heard("Werfer attaque.")[0].endswith("ɛʁ")
    assert heard("Le capitaine Werfer attend.")[2].endswith("ɛʁ")


@pytest.mark.parametrize(
    ("text", "ipa"),
    [
        ("Steiner.", "ʃtajnɛʁ"),
        ("Oster, Winter.", "ɔstɛʁ vɛ̃tɛʁ"),
        ("Prigent.", "pʁiʒɑ̃"),
        ("Truttemer-le-Grand", "tʁytmɛʁləɡʁɑ̃"),
        ("Résister. Combattre.", "ʁeziste kɔ̃batʁ"),
        ("Libérer, vaincre.", "libeʁe vɛ̃kʁ"),
        ("Porter secours.", "pɔʁte səkuʁ"),
        ("Viennent ensuite les chars.", "vjɛnt ɑ̃syit le ʃaʁ"),
        ("Alger.", "alʒe"),
    ],
)
def test_a_name_that_begins_a_sentence_is_no_verb(text: str, ipa: str) -> None:
    assert re.sub("[ˈˌː]", "", " ".join(heard(text))) == ipa


@pytest.mark.parametrize(
    ("text", "ipa"),
    [
        ("Thomas Elek arrive.", "toma elɛk aʁiv"),
        ("Noël Arnaud arrive.", "nɔɛl aʁno aʁiv"),
        ("les Hauts-de-France", "le odəfʁɑ̃s"),
        ("Sains-en-Gohelle", "sɛ̃ɑ̃ɡoɛl"),
        ("Landelles-et-Coupigny", "lɑ̃dɛlekupinji"),
        ("Les Alliés avancent.", "lez alje avɑ̃s"),
        ("Nations unies", "nasjɔ̃z yni"),
    ],
)
def test_names_have_the_liaisons_of_a_french_reader(text: str, ipa: str) -> None:
    assert re.sub("[ˈˌː]", "", " ".join(heard(text))) == ipa


@pytest.mark.parametrize(
    ("text", "ipa"),
    [
        ("Les Allemands reculent.", "le zalmɑ̃ ʁəkyl"),
        ("Les murs s'écroulent.", "le myʁ sekʁul"),
        ("Ils capitulent, puis se taisent.", "il kapityl pɥi sə tɛz"),
        ("un violent tir", "œ̃ vjɔlɑ̃ tiʁ"),
        ("un paravent", "œ̃ paʁavɑ̃"),
        ("Testament", "tɛstamɑ̃"),
        ("une compagnie", "yn kɔ̃paɲi"),
        ("le respect", "lə ʁɛspɛ"),
        ("Il vécut.", "il veky"),
        ("sur le dos", "syʁ lə do"),
        ("l'abbaye", "labei"),
        ("une messe solennelle", "yn mɛs sɔlanɛl"),
        ("le centième jour", "lə sɑ̃tjɛm ʒuʁ"),
        ("le huitième régiment", "lə yitjɛm ʁeʒimɑ̃"),
        ("la trente-huitième fois", "la tʁɑ̃tyitjɛm fwa"),
        ("le trentième anniversaire", "lə tʁɑ̃tjɛm anivɛʁsɛʁ"),
        ("deux cinquantièmes", "dø sɛ̃kɑ̃tjɛm"),
        ("le septième ciel", "lə sɛtjɛm sjɛl"),
        ("un week-end", "œ̃ wikɛnd"),
        ("les week-ends", "le wikɛnd"),
        ("le camping", "lə kɑ̃piŋ"),
        ("des parkings", "de paʁkiŋ"),
        ("le meeting", "lə metiŋ"),
        ("Nous renversons tout.", "nu ʁɑ̃vɛʁsɔ̃ tu"),
        ("Nous dispersons la foule.", "nu dispɛʁsɔ̃ la ful"),
        ("des versions", "de vɛʁsjɔ̃"),
        ("le blanchiment", "lə blɑ̃ʃimɑ̃"),
        ("à jeun", "a ʒɛ̃"),
        ("lesdits accords", "ledi zakoʁ"),
    ],
)
def test_common_words_that_espeak_misreads_are_said_right(text: str, ipa: str) -> None:
    def alike(sounds: str) -> str:
        plain = re.sub("[ˈˌː ]", "", sounds)
        for one, other in (
            ("ɔ", "o"),
            ("ɛ", "e"),
            ("ɥ", "y"),
            ("jj", "j"),
            ("ie", "je"),
            ("oo", "o"),
        ):
            plain = re.sub(f"{one}(?!\u0303)", other, plain)
        return plain

    assert alike("".join(heard(text))) == alike(ipa)
