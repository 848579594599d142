"""A language is one module and one row: a third one goes all the way, and none lacks a word."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

import renderer
from renderer.frames.pixels import Size
from renderer.language.dates import running_date, shown_date
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.ear.unknown import unknown_names
from renderer.language.english import LANGUAGE as ENGLISH
from renderer.language.eye.break_scale import NEVER
from renderer.language.eye.typography import typeset
from renderer.language.language import Language
from renderer.language.registry import (
    LANGUAGES,
    autonym,
    ear_of,
    language_of,
    locale_of,
    primary_tag,
)
from renderer.language.sentence import Sentence
from renderer.language.sentences import split_sentences
from renderer.language.words import Counted, LegendWords, LineWords, PlaceWords
from renderer.maps.description import describe
from renderer.maps.ground_sources import ground_source
from renderer.maps.legend_and_scale import credit_parts, legend_entries
from renderer.maps.symbols import EXPLAINED_KINDS
from renderer.pictures.callout import set_label
from renderer.publish.transcript import transcript_text
from renderer.rights.credit_text import credit_line, licence
from renderer.storyboard.board import Rights
from renderer.storyboard.map_data import (
    LineKind,
    MapArrow,
    MapLine,
    MapPlace,
    MapView,
    OperationsMap,
)
from renderer.subtitles.cue_breaks import break_cues
from renderer.themes.file import load_theme
from renderer.typesetting.line_breaks import Word, break_words
from renderer.voices.gtts_wire import split_by_sense
from tests.publish.builders import a_publication

WRITTEN = 'Am 26. Juni nimmt das VII. Korps "Cherbourg" und den Hafen der Stadt im Sturm.'
BOARD = OperationsMap(
    view=MapView(west=0, east=1, south=48, north=49),
    places=(MapPlace(name="Roule", at=(48.5, 0.5), kind="strongpoint", side="axis"),),
    arrows=(MapArrow(path=((48.1, 0.1), (48.2, 0.2))),),
    lines=(MapLine(path=((48.1, 0.1), (48.2, 0.2)), kind="railway"),),
)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a new language costs: its module, and this row."""
    monkeypatch.setitem(LANGUAGES, "de", "tests.language.german")


@pytest.mark.usefixtures("german")
def test_a_third_language_speaks_on_the_page_in_credits_and_on_maps() -> None:
    made = a_publication(Path("film.mp4"), Path("poster.jpg"), language="de-AT", length=61 * 25)
    text = transcript_text(made)
    assert "Dauer: 1\u00a0Minute 01\u00a0Sekunde\n" in text
    assert "Im Bild: Photographie" in text
    assert "\nMitwirkende\n" in text
    assert (autonym("de-AT"), locale_of("de"), locale_of("de-AT")) == ("Deutsch", "de_DE", "de_AT")
    rights = Rights(author="A. B.", license="LicenseRef-PD-USGov", modified="beschnitten")
    assert credit_line(rights, "de") == "A. B., gemeinfrei (bearbeitet: beschnitten)"
    assert licence("CC-PDM-1.0", "de-CH").title == "Gemeinfrei"
    entries = [entry.text for entry in legend_entries(BOARD, "de")]
    assert entries == ["Alliierte", "Stützpunkt"]
    assert credit_parts(BOARD, "GSHHG", "de") == ["Kartengrund: GSHHG"]
    assert {remark.about: remark.said for remark in describe(BOARD, "de")} == {
        "Orte": "Roule (Stützpunkt, Deutsche Truppen)",
        "Bewegungen": "Pfeil (Alliierte)",
        "Linien": "Eisenbahn",
        "Legende": "Alliierte (Pfeil); Stützpunkt (Zeichen)",
        "Quellen der Karte": f"Kartengrund: {ground_source(BOARD.ground)}"
        " (freie Daten: Küsten, Flüsse und Grenzen der Welt)",
    }


@pytest.mark.usefixtures("german")
def test_a_third_language_writes_dates_its_own_way() -> None:
    date = datetime.datetime(1944, 6, 1, 21)
    shown = [shown_date(date, shows, "de") for shows in ("month", "day", "hour", "nothing")]
    assert [text.replace("\u00a0", " ") for text in shown] == [
        "Juni 1944",
        "1. Juni 1944",
        "1. Juni 1944, 21 Uhr",
        "",
    ]


@pytest.mark.usefixtures("german")
def test_a_third_language_is_set_said_and_broken_by_its_own_rules() -> None:
    assert "„Cherbourg“" in typeset(WRITTEN, "de")
    (sentence,) = split_sentences(WRITTEN, "de")
    assert "das Siebtes Korps" in speak(sentence, lexicon_for(language="de"), "de").text
    assert len(split_sentences(WRITTEN, "en")) > 1
    assert [one.written for one in split_sentences("Es kam Gen. Koch. Er ging.", "de")] == [
        "Es kam Gen. Koch.",
        "Er ging.",
    ]
    lines = [line for piece in break_cues(WRITTEN, "de", 60, 30) for line in piece.lines]
    assert len(lines) > 2
    assert not [line for line in lines[:-1] if line.split()[-1] in ("das", "den", "der", "im")]
    said = [
        Sentence(written="Hier war Deutschland."),
        Sentence(written="Es war Das Lager Maybach."),
    ]
    found = unknown_names(said, lexicon_for(language="de"), "de")
    assert [(one.written, one.said) for one in found] == [("Lager Maybach", "Lager Maybach")]


@pytest.mark.usefixtures("german")
def test_the_little_words_of_a_third_language_end_no_line_and_no_request() -> None:
    texts = ("Die", "Truppen", "ziehen", "in", "die", "Bucht", "der", "Stadt")
    words = [Word(text=text, width=len(text), gap=1.0) for text in texts]
    lines = break_words(words, 19, 3, "de") or ()
    assert [texts[line.stop - 1] for line in lines] == ["ziehen", "Bucht", "Stadt"]
    assert split_by_sense("Sie nehmen die Stadt als der Regen fällt", 28, "de") == (
        "Sie nehmen die Stadt",
        "als der Regen fällt",
    )


@pytest.mark.usefixtures("german")
def test_what_is_drawn_breaks_by_the_rules_of_a_third_language() -> None:
    text = "Ruhe kehrt ein in der Stadt am Meer"
    theme, size = load_theme("sobre", ()), Size(320, 270)
    first = {tag: set_label(text, theme, size, tag).lines[0].text for tag in ("de", "fr")}
    assert first == {"de": "Ruhe kehrt", "fr": "Ruhe kehrt ein"}


def test_a_language_without_a_row_has_english_words_and_is_left_as_written() -> None:
    polish = language_of("pl-PL")
    assert polish.page == ENGLISH.page
    assert polish.maps == ENGLISH.maps
    assert (polish.tag, polish.iso_639_2, autonym("pl"), autonym("tlh-X")) == (
        "pl",
        "und",
        "Polski",
        "tlh-X",
    )
    assert (locale_of("pl"), locale_of("pt-BR")) == ("pl", "pt_BR")
    assert typeset('"Ale" -- 10 %', "pl") == '"Ale" -- 10 %'
    assert speak(Sentence(written="VII korpus, 6."), lexicon_for(language="pl"), "pl").text == (
        "VII korpus, 6."
    )
    assert language_of("frr").page == ENGLISH.page, "Frisian is no French"


@pytest.mark.parametrize("tag", ["fr", "FR", "fr-CA", "Fr-fr"])
def test_regions_and_capitals_of_a_tag_change_no_language(tag: str) -> None:
    assert primary_tag(tag) == "fr"
    assert language_of(tag) is language_of("fr")


def test_a_month_in_running_text_has_no_capital_of_its_own() -> None:
    june = datetime.datetime(1944, 6, 1)
    assert (shown_date(june, "month", "fr"), running_date(june, "month", "fr")) == (
        "Juin\u00a01944",
        "juin\u00a01944",
    )


def test_a_word_takes_the_form_of_its_number() -> None:
    minutes = Counted(one="minuta", few="minuty", other="minut")
    assert [minutes.of(category) for category in ("one", "few", "many")] == [
        "minuta",
        "minuty",
        "minut",
    ]
    assert [language_of("fr").plural(number) for number in (0, 1, 2)] == ["one", "one", "other"]
    assert [language_of("en").plural(number) for number in (0, 1, 2)] == ["other", "one", "other"]


def test_legend_and_tale_have_a_word_for_each_kind_they_look_up() -> None:
    assert set(EXPLAINED_KINDS) <= names_of(LegendWords)
    assert set(get_args(LineKind)) == names_of(LineWords)
    assert set(EXPLAINED_KINDS) <= names_of(PlaceWords)


def names_of(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}


def texts_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a language, under its path: "page.film"."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if not isinstance(value, Counted) or inner:
                yield from texts_of(inner, f"{name}.{field.name}".lstrip("."))
    elif isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts_of(item, f"{name}.{number}")


MAY_BE_EMPTY = {"dates.first", "dates.first_spelled"}


def slots(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def lacks_of(language: Language) -> list[str]:
    """What a language leaves empty, or says with other placeholders than English."""
    texts, english = dict(texts_of(language)), dict(texts_of(ENGLISH))
    lacking = [name for name, text in texts.items() if not text and name not in MAY_BE_EMPTY]
    lacking += [name for name, text in texts.items() if slots(text) != slots(english.get(name, ""))]
    if len(language.dates.months) != 12:
        lacking.append("dates.months")
    if len(language.tracks.chapters.encode()) > 15:
        lacking.append("tracks.chapters")
    rules = language.sentences
    lacking += [
        f"sentences.{field.name}"
        for field in fields(rules)
        if field.name not in ("also_words", "within", "numbers_rank")
        and not getattr(rules, field.name)
    ]
    return lacking


@pytest.mark.parametrize("module", [*LANGUAGES, "de"])
def test_a_language_lacks_nothing(module: str, german: None) -> None:
    known = language_of(module)
    assert lacks_of(known) == []
    assert known.tag == module
    assert known.eye.typeset("") == ""
    ear = ear_of(module)
    assert ear.first_words
    assert ear.well_known
    costs = [known.eye.break_cost(word, "x", False) for word in ("a", "la", "der", "12", "Mer")]
    assert len(set(costs)) > 1
    assert all(0 <= cost <= NEVER for cost in costs)


def test_nobody_asks_for_a_language_by_name() -> None:
    """A branch on "fr" or "en" outside the language's own modules is a table that a third language
    would have to find."""
    asked = re.compile(
        r"""(?:==|!=|\bin\b|startswith\(|\.get\()\s*[("']*(?:fr|en)["']|(?:^\s*|{)["'](?:fr|en)["']\s*:"""
        r"""|language\[:2\]|language\.partition"""
    )
    root = Path(renderer.__file__).parent
    # The row; engines' own names of their voices and accents, and what they alone know of them.
    engines = ("gtts", "espeak", "kokoro_model", "kokoro_tokens", "phonemes", "azure", "google")
    own = {"language/registry.py", *(f"voices/{engine}.py" for engine in engines)}
    found = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted(root.rglob("*.py"))
        if path.relative_to(root).as_posix() not in own
        # What the tool itself speaks, and its pages of documentation.
        and path.relative_to(root).parts[0] != "messages"
        and path.relative_to(root).as_posix() != "storyboard/reference.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if asked.search(line)
    ]
    assert found == []


def test_what_draws_loads_no_spoken_rules_and_one_film_no_other_language() -> None:
    code = (
        "import sys\n"
        "from renderer.language.eye.typography import typeset\n"
        "from renderer.subtitles.cue_breaks import break_cues\n"
        "typeset('Oui !', 'fr'); break_cues('La mer est calme.', 'fr')\n"
        "print([m for m in sys.modules if m.startswith('renderer.language.ear')"
        " or m in ('renderer.language.english', 'num2words')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
