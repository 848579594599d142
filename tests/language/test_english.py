"""English for the ear and for the eye, as far as a French film's translation needs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.ear.english import english_claims
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.storyboard.board import Pronunciation
from renderer.subtitles.cue_breaks import break_cues

SAID = {
    "On 6 June 1944, they land.": "On the sixth of June, nineteen forty-four, they land.",
    "The 6 June landings.": "the sixth of June landings.",
    "From 14 to 18 June.": "From the fourteenth to the eighteenth of June.",
    "14–18 June 1944": "the fourteenth to the eighteenth of June, nineteen forty-four",
    "On the 25th and 26th of June.": "On the twenty-fifth and the twenty-sixth of June.",
    "June 6, 1944": "June the sixth, nineteen forty-four",
    "In June 1944, rain.": "In June nineteen forty-four, rain.",
    "In 1900 and 1905.": "In nineteen hundred and nineteen oh five.",
    "The war of 1939-45.": "The war of nineteen thirty-nine to forty-five.",
    "The US VII Corps attacks.": "The US Seventh Corps attacks.",
    "The XIX Tactical Air Corps": "The Nineteenth Tactical Air Corps",
    "World War II ends.": "World War Two ends.",
    "Louis XIV built it.": "Louis the fourteenth built it.",
    "Gen. Collins and Lt. Col. Roe": "General Collins and Lieutenant Colonel Roe",
    "About 21,000 men of the 4th Division.": "About 21,000 men of the 4th Division.",
    "They may 6 times.": "They may 6 times.",
    "It cost $1944 and I paid.": "It cost $1944 and I paid.",
    "Room 1.1944": "Room 1.1944",
}


@pytest.mark.parametrize("written", SAID)
def test_english_is_said_as_a_newsreader_says_it(written: str) -> None:
    (sentence,) = split_sentences(written)
    assert speak(sentence, lexicon_for(language="en"), "en").text == SAID[written]


def test_english_titles_and_initials_end_no_sentence() -> None:
    text = "Gen. J. Lawton Collins of the U.S. Army and Capt. Roe came. The U.S. They left."
    assert [one.written for one in split_sentences(text)] == [
        "Gen. J. Lawton Collins of the U.S. Army and Capt. Roe came.",
        "The U.S.",
        "They left.",
    ]


def test_an_authors_reading_wins_over_the_rules_of_english() -> None:
    (sentence,) = split_sentences("On {6 June|D-Day}, VII Corps lands.")
    lexicon = lexicon_for([Pronunciation(write="VII Corps", say="the seventh")], language="en")
    assert speak(sentence, lexicon, "en").text == "On D-Day, the seventh lands."


@given(
    st.text(alphabet=st.sampled_from("0123456789 IVX-–,.'June Corps War to and The "), max_size=60)
)
def test_no_claim_overlaps_another_and_none_is_empty(text: str) -> None:
    at = 0
    for claim in english_claims(text):
        assert at <= claim.start < claim.end <= len(text)
        assert claim.said
        at = claim.end


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\"It's over,\" he said: 'go!'", "“It’s over,” he said: ‘go!’"),
        ("14-18 June 1944", "14–18\u00a0June 1944"),
        ("the VII Corps", "the VII\u00a0Corps"),
        ("Gen. Collins; St. Lô", "Gen.\u00a0Collins; St.\u00a0Lô"),
        ("Why? Because!", "Why? Because!"),
        ("«Oui»", "«Oui»"),
    ],
)
def test_english_is_set_as_english(typed: str, shown: str) -> None:
    assert typeset(typed, "en") == shown
    assert typeset(shown, "en") == shown


def test_a_cue_keeps_a_number_with_what_it_counts() -> None:
    written = "The garrison of Cherbourg is made up of 21,000 men in all, says the report."
    lines = [line for piece in break_cues(written, "en") for line in piece.lines]
    assert any("21,000 men" in line for line in lines)
