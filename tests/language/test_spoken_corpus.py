"""Written → spoken pairs, each reasoned about in French; and the numbers that can be tried in full.

The pairs are in corpus/*.tsv, one category a file: written, tab, spoken. ␣ stands for a no-break
space, ⎵ for a narrow one.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from renderer.language.ear.french.cardinals import cardinal, ordinal, say_decimal, say_digits
from renderer.language.ear.lexicon import Lexicon
from renderer.language.ear.rules import roman_value
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import Sentence
from renderer.language.sentences import split_sentences

FOLDER = Path(__file__).parent / "corpus"
LEXICON = lexicon_for()
OF_TWO = (
    "Il est 8 h. Les", "Il coûte 12 fr. Les", "Ils passent le col. Le", "Il coûte 100 F. Les",
    "– Où vont-ils ?", "— Qui vive ?",
)  # fmt: skip
"""How those rows of the corpus begin that really are two sentences."""
CATEGORIES = (
    "acronyms", "collected", "cousins", "dates", "field", "memorial", "money", "names", "numbers",
    "ordinals", "punctuation", "roman", "times", "titles", "units", "unseen",
)  # fmt: skip


def pairs(category: str) -> list[tuple[str, str]]:
    lines = (FOLDER / f"{category}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.replace("␣", "\u00a0").replace("⎵", "\u202f").split("\t") for line in lines]
    return [(written, spoken) for written, spoken in cells]


def said(written: str) -> str:
    return speak(Sentence(written=written), LEXICON).text


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_written_form_is_said_as_a_french_reader_would(category: str) -> None:
    wrong = [(w, said(w), want) for w, want in pairs(category) if said(w) != want]
    assert wrong == []


@pytest.mark.parametrize("category", CATEGORIES)
def test_typeset_spaces_and_apostrophes_change_nothing_that_is_heard(category: str) -> None:
    for written, _ in pairs(category):
        typeset = written.replace("'", "’").replace("\u202f", "\u00a0")
        assert said(typeset) == said(written)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_form_is_said_the_same_inside_a_sentence(category: str) -> None:
    for written, spoken in pairs(category):
        if not spoken or written != written.strip() or spoken[-1] in ".?!" or written.isupper():
            continue
        if re.match(r"[—•«\"-]", written) or not written[-1].isalnum():
            continue
        assert said(f"On dit : {written}, et voilà.") == f"On dit: {spoken}, et voilà."


@pytest.mark.parametrize("category", ["field", "cousins", "memorial"])
def test_no_abbreviation_cuts_a_sentence_of_the_field(category: str) -> None:
    counts = [(written, len(split_sentences(written))) for written, _ in pairs(category)]
    assert [w for w, count in counts if count != 1 + w.startswith(OF_TWO)] == []


def test_the_corpus_has_at_least_three_hundred_pairs_without_repetition() -> None:
    written = [w for category in CATEGORIES for w, _ in pairs(category)]
    assert {path.stem for path in FOLDER.glob("*.tsv")} == set(CATEGORIES)
    assert len(set(written)) >= 300


def _words(listed: str) -> list[str]:
    return listed.split()


UNITS = _words(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
)
TENS = _words("x x vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")


def below_hundred(n: int) -> str:
    if n < 20:
        return UNITS[n]
    base = n // 10 * 10 - (10 if n // 10 in {7, 9} else 0)
    rest = n - base
    if n == 80:
        return "quatre-vingts"
    if rest == 0:
        return TENS[n // 10]
    if n in {21, 31, 41, 51, 61, 71}:
        return f"{TENS[n // 10]} et {UNITS[rest]}"
    return f"{TENS[n // 10]}-{UNITS[rest]}"


def below_thousand(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    if hundreds == 0:
        return below_hundred(n)
    head = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent"
    if rest == 0:
        return head + ("s" if hundreds > 1 else "")
    return f"{head} {below_hundred(rest)}"


SMALL = [below_thousand(n) for n in range(1000)]


def test_every_cardinal_up_to_a_million_agrees_with_the_school_rules() -> None:
    before_mille = [re.sub(r"(cent|vingt)s$", r"\1", words) for words in SMALL]
    assert [cardinal(n) for n in range(1000)] == SMALL
    for thousands in range(1, 1000):
        head = "mille" if thousands == 1 else f"{before_mille[thousands]} mille"
        base = thousands * 1000
        assert cardinal(base) == head
        assert all(cardinal(base + n) == f"{head} {SMALL[n]}" for n in range(1, 1000))
    assert cardinal(1_000_000) == "un million"


def test_large_numbers_keep_the_s_of_millions_and_of_what_they_count() -> None:
    assert cardinal(80_000_000) == "quatre-vingts millions"
    assert cardinal(200_000_000_000) == "deux cents milliards"
    assert cardinal(1_000_001, feminine=True) == "un million une"
    assert cardinal(-21, feminine=True) == "moins vingt et une"
    with pytest.raises(ValueError, match="digit by digit"):
        cardinal(10**24)


def test_only_a_last_un_is_made_feminine() -> None:
    changed = [n for n in range(1000) if cardinal(n, feminine=True) != cardinal(n)]
    assert changed == [n for n in range(1000) if n % 10 == 1 and n % 100 not in {11, 71, 91}]
    assert cardinal(21_000, feminine=True) == "vingt et un mille"


def test_a_run_of_any_length_is_read() -> None:
    assert say_digits("000") == "zéro zéro zéro"
    assert say_digits("9" * 10_000) == " ".join(["neuf"] * 10_000)
    assert say_decimal("", "5") == "zéro virgule cinq"


def test_every_ordinal_up_to_ten_thousand_is_its_cardinal_with_an_ending() -> None:
    assert (ordinal(1), ordinal(1, feminine=True), ordinal(0)) == (
        "premier",
        "première",
        "zéroième",
    )
    for n in range(2, 10_001):
        stem = ordinal(n).removesuffix("ième")
        kept = {"cinqu": "cinq", "neuv": "neuf"}
        head, last = re.fullmatch(r"(.*?)([^ -]+)", stem, re.DOTALL).groups()  # type: ignore[union-attr]
        assert cardinal(n) in {head + kept.get(last, last) + end for end in ("", "e", "s")}
        assert not re.search("vingts|cents|mil[^l]", ordinal(n))


MONTHS = _words(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)


def test_every_day_of_the_war_is_said_in_full_whatever_its_form() -> None:
    day = datetime.date(1939, 1, 1)
    empty = Lexicon()
    while day.year < 1946:
        number = "premier" if day.day == 1 else below_hundred(day.day)
        year = f"mille neuf cent {below_hundred(day.year - 1900)}"
        expected = f"{number} {MONTHS[day.month - 1]} {year}"
        shown = "1er" if day.day == 1 else str(day.day)
        forms = (
            f"{shown} {MONTHS[day.month - 1]} {day.year}",
            f"{shown}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}",
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d.%m.%Y}",
            f"{day:%Y-%m-%d}",
            f"{day.day}-{MONTHS[day.month - 1].title()}-{day.year}",
        )
        for form in forms:
            assert speak(Sentence(written=f"Le {form}."), empty).text == f"Le {expected}."
        day += datetime.timedelta(days=1)


def test_every_minute_of_the_day_is_said_as_a_time() -> None:
    feminine = {1: "une", 21: "vingt et une", 31: "trente et une", 41: "quarante et une"}
    feminine[51] = "cinquante et une"
    for hour in range(24):
        hours = f"{feminine.get(hour, below_hundred(hour))} heure{'s' if hour > 1 else ''}"
        for minute in range(60):
            minutes = feminine.get(minute, below_hundred(minute))
            expected = hours if minute == 0 else f"{hours} {minutes}"
            for form in (f"{hour} h {minute:02}", f"{hour}h{minute:02}", f"{hour:02}:{minute:02}"):
                assert said(f"À {form}.") == f"À {expected}."


def to_roman(n: int) -> str:
    table = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        _words("M CM D CD C XC L XL X IX V IV I"),
        strict=True,
    )
    out = ""
    for value, letters in table:
        out += letters * (n // value)
        n %= value
    return out


def test_roman_numerals_are_read_when_and_only_when_well_formed() -> None:
    assert [roman_value(to_roman(n)) for n in range(1, 4000)] == list(range(1, 4000))
    assert [roman_value(bad) for bad in ("", "IIII", "VX", "IM", "LL", "ABC", "i", "M" * 99)] == [
        None
    ] * 8
