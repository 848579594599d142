from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from renderer.storyboard.map_schema import OperationsMapModel
from renderer.storyboard.moment_fields import read_date, read_moment, with_year
from renderer.storyboard.moments import Moment, names_words
from tests.maps.boards import NAMES, example, read_map

GOOD: dict[str, Any] = {
    "view": {"west": "-2.1", "east": "-1.0", "south": "49.25", "north": "49.8"},
    "places": [{"name": "Cherbourg", "at": ["49.639", "-1.616"], "kind": "objective"}],
    "arrows": [
        {"path": [["49.41", "-1.18"], ["49.62", "-1.60"]], "from": "19 juin", "to": "25 juin"}
    ],
    "fronts": [{"date": "22 juin", "line": [["49.5", "-1.2"], ["49.5", "-1.8"]]}],
    "areas": [{"name": "X", "ring": [["49.5", "-1.2"], ["49.5", "-1.8"], ["49.6", "-1.5"]]}],
    "clock": {"from": "1944-06-18", "to": "1944-06-27"},
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Give the good map with one value replaced."""
    whole = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    at: Any = whole
    for key in way:
        at = at[int(key)] if isinstance(at, list) else at.setdefault(key, {})
    at[int(last) if isinstance(at, list) else last] = value
    return whole


@pytest.mark.parametrize("name", NAMES)
def test_the_example_maps_are_right(name: str) -> None:
    assert example(name).alt


def test_dates_without_a_year_take_the_clock_s() -> None:
    board = read_map(GOOD)
    assert board.arrows[0].starts == Moment(date=datetime.datetime(1944, 6, 19))
    assert board.fronts[0].when == Moment(date=datetime.datetime(1944, 6, 22))


@pytest.mark.parametrize(
    ("path", "value", "where", "about"),
    [
        ("view.west", "0", ("view",), "'west' must be less than 'east'"),
        ("view.north", "89", ("view",), "nearer the poles"),
        ("view.colour", "red", ("view", "colour"), "Extra inputs"),
        ("places.0.at", ["49.6"], ("places", 0, "at"), "wants a point"),
        ("places.0.at", ["149.6", "3"], ("places", 0, "at"), "wants a point"),
        ("places.0.at", ["nan", "3"], ("places", 0, "at"), "wants a point"),
        ("places.0.at", ["-1.616", "49.639"], (), "looks swapped"),
        ("places.0.kind", "castle", ("places", 0, "kind"), "objective"),
        ("arrows.0.from", "33 juin", ("arrows", 0, "from"), "not a day of the calendar"),
        ("arrows.0.from", "sentence 0", ("arrows", 0, "from"), "counted from 1"),
        ("arrows.0.from", "3 brumaire 1944", ("arrows", 0, "from"), "no month of that name"),
        ("arrows.0.from", "…", ("arrows", 0, "from"), "no moment"),
        ("arrows.0.from", "a" * 201, ("arrows", 0, "from"), "too many words"),
        ("arrows.0.at", "sentence 1", ("arrows", 0), "say the same"),
        ("arrows.0.path", [["49.4", "-1.2"]], ("arrows", 0, "path"), "at least 2"),
        ("areas.0.ring", [["49.4", "-1.2"]] * 2, ("areas", 0, "ring"), "at least 3"),
        ("clock.to", "1944-06-01", ("clock",), "earlier than 'from'"),
        (
            "clock.pins",
            [{"date": "25 juin", "sentence": "1"}, {"date": "20 juin", "sentence": "2"}],
            ("clock",),
            "go forward",
        ),
        ("ground.borders", "yesterday", ("ground", "borders"), ".geojson"),
        ("sides", {"martians": "X"}, ("sides", "martians", "[key]"), "allies"),
    ],
)
def test_each_mistake_is_found_where_it_stands(
    path: str, value: object, where: tuple[object, ...], about: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        OperationsMapModel.model_validate(changed(path, value))
    errors = raised.value.errors()
    assert where in [error["loc"] for error in errors]
    assert any(about in error["msg"] for error in errors)


def test_a_view_across_the_180th_meridian_is_refused() -> None:
    view = {"west": "170", "east": "-170", "south": "0", "north": "10"}
    with pytest.raises(ValidationError, match="180th meridian"):
        OperationsMapModel.model_validate({"view": view})


def test_a_dated_thing_needs_a_clock() -> None:
    without = {key: value for key, value in GOOD.items() if key != "clock"}
    with pytest.raises(ValidationError, match="has no year"):
        OperationsMapModel.model_validate(without)
    without["fronts"] = [{"date": "1944-06-22", "line": [["49.5", "-1.2"], ["49.5", "-1.8"]]}]
    without["arrows"] = []
    with pytest.raises(ValidationError, match="needs the map's 'clock'"):
        OperationsMapModel.model_validate(without)


def test_a_centre_and_a_breadth_are_a_view() -> None:
    view = read_map({"view": {"centre": ["48.85", "2.35"], "km": "14"}}).view
    assert (view.west + view.east) / 2 == pytest.approx(2.35)
    assert (view.east - view.west) * 73.2 == pytest.approx(14, rel=0.01)


def test_yes_and_no_are_what_they_look_like() -> None:
    assert read_map({**GOOD, "ground": {"rivers": "no"}}).ground.rivers is False
    assert read_map({**GOOD, "ground": {"rivers": "yes"}}).ground.rivers is True
    own = read_map({**GOOD, "ground": {"rivers": "mine.geojson"}}).ground
    assert own.files == (("rivers", "mine.geojson"),)


def test_the_map_knows_every_moment_it_names_and_where() -> None:
    board = read_map(changed("areas.0.at", "sentence 7"))
    found = [named for named in board.moments() if named.moment.sentence == 7]
    assert [named.keys for named in found] == [
        ("map.areas.0.from", "map.areas.0.at", "map.areas.0.date")
    ]
    assert board.counts_sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cherbourg peut offrir", "Cherbourg peut offrir"),
        ("demain", "demain"),
        ("2 millions", "2 millions"),
        ("le 19 juin", "le 19 juin"),
        ("« 19 juin 1944 »", "19 juin 1944"),
        ("  deux   mots ", "deux mots"),
    ],
)
def test_what_is_no_sentence_and_no_date_is_words(text: str, words: str) -> None:
    assert read_moment(text) == Moment(words=words)
    assert names_words(text)


@pytest.mark.parametrize("text", ["…", "mot " * 60])
def test_what_is_no_moment_bears_its_code(text: str) -> None:
    with pytest.raises(PydanticCustomError) as error:
        read_moment(text)
    assert (error.value.context or {})["code"] == "moment-unfit"


def test_where_there_is_no_clock_a_date_is_words_too() -> None:
    assert read_moment("19 juin 1944", dated=False) == Moment(words="19 juin 1944")
    assert not names_words("19 juin 1944")
    assert not names_words("phrase 2", dated=False)
    assert not names_words(["sentence"])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1944-06-19", datetime.datetime(1944, 6, 19)),
        ("1er août 1944", datetime.datetime(1944, 8, 1)),
        ("24 août 1944 21 h 30", datetime.datetime(1944, 8, 24, 21, 30)),
        ("24 août 1944, 21h", datetime.datetime(1944, 8, 24, 21)),
        ("1944-08-24T21:05", datetime.datetime(1944, 8, 24, 21, 5)),
        ("6 JUIN 1944", datetime.datetime(1944, 6, 6)),
    ],
)
def test_dates_are_read_as_historians_write_them(text: str, date: datetime.datetime) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize("text", ["sentence 3", "phrase 3", "Sentence  3"])
def test_sentences_are_read_in_either_language(text: str) -> None:
    assert read_moment(text) == Moment(sentence=3)


def test_a_year_is_lent_across_new_year() -> None:
    start, end = datetime.datetime(1944, 8, 1), datetime.datetime(1945, 4, 7)
    assert with_year("2 février", start, end) == "2 février 1945"
    assert with_year("15 août", start, end) == "15 août 1944"
    assert with_year("sentence 2", start, end) == "sentence 2"


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_a_value_error(text: str) -> None:
    try:
        moment = read_moment(text)
    except ValueError:
        return
    given = [moment.sentence is not None, moment.date is not None, bool(moment.words)]
    assert sum(given) == 1
    assert names_words(text) == bool(moment.words)


def test_the_schema_describes_every_key() -> None:
    schema = OperationsMapModel.model_json_schema()
    for name, part in {"map": schema, **schema["$defs"]}.items():
        for key, field in part.get("properties", {}).items():
            assert field.get("description"), f"{name}.{key}"
