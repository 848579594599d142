"""A film in other languages: its words are the translation's, all else is shared."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.errors import StoryboardError, UsageError
from renderer.storyboard.board import Card, Image, Storyboard, VoiceChoice
from renderer.storyboard.load import check, load_languages, load_storyboard
from renderer.storyboard.map_data import OperationsMap
from renderer.storyboard.slide_kinds.map import is_proper_name
from tests.storyboard.corpus import project_for

EVERYTHING = Path(__file__).parent / "good" / "everything.yaml"
Board = dict[str, Any]
FILM: Board = {
    "storyboard": "1",
    "slug": "film",
    "title": "Un film",
    "subtitle": "Juin 1944",
    "description": "Un port.",
    "voice": {"engine": "espeak", "name": "fr-be", "rate": "0.9"},
    "pronounce": [{"write": "Caen", "say": "Can"}],
    "contributors": [{"role": "Écriture", "name": "Le service"}],
    "slides": [
        {
            "id": "carte",
            "chapter": "Le port",
            "map": {
                "view": {"west": "-2", "east": "-1", "south": "49", "north": "50"},
                "alt": "Une carte.",
                "places": [
                    {"name": "Cherbourg", "at": ["49.6", "-1.6"]},
                    {"name": "La Manche", "at": ["49.9", "-1.5"], "kind": "water"},
                ],
                "arrows": [{"path": [["49.1", "-1.5"], ["49.3", "-1.5"]], "label": "9e division"}],
                "sides": {"allies": "Américains"},
            },
            "caption": "Cherbourg",
            "narration": "Le port est là.",
            "hold": "2",
        },
        {
            "id": "photo",
            "image": {
                "file": "port.jpg",
                "alt": "Un quai.",
                "rights": {"author": "X", "license": "CC-BY-4.0", "modified": "recadré"},
                "callouts": [
                    {"kind": "label", "at": ["0.5", "0.5"], "text": "Le fort", "sentence": "1"}
                ],
            },
            "narration": "Voici le quai.",
            "recording": "voix/carte.wav",
            "pronounce": [{"write": "quai", "say": "qué"}],
        },
        {"id": "fin", "card": {"title": "Fin", "date": "1944"}, "length": "3"},
    ],
}
ENGLISH: Board = {
    "title": "A film",
    "subtitle": "June 1944",
    "description": "A port.",
    "words": {
        "La Manche": "The Channel",
        "9e division": "9th Division",
        "Américains": "Americans",
        "Écriture": "Written by",
        "recadré": "cropped",
        "Le fort": "The fort",
    },
    "slides": {
        "carte": {
            "chapter": "The port",
            "alt": "A map.",
            "caption": "Cherbourg",
            "narration": "The port is there.",
        },
        "photo": {"alt": "A quay.", "narration": "Here is the quay."},
        "fin": {"card": {"title": "The end", "date": "1944"}},
    },
}
PATHS = [
    *((key,) for key in ("title", "subtitle", "description")),
    *(("words", word) for word in ENGLISH["words"]),
    *(("slides", "carte", key) for key in ENGLISH["slides"]["carte"]),
    *(("slides", "photo", key) for key in ENGLISH["slides"]["photo"]),
    *(("slides", "fin", "card", key) for key in ("title", "date")),
]
"""Everything that this film owes its readers."""


def written(folder: Path, english: Any = None, **changes: Any) -> Path:
    path = project_for(folder, EVERYTHING).with_name("film.yaml")
    board = {**copy.deepcopy(FILM), **changes}
    if english is not None:
        board["languages"] = {"en": english}
    path.write_text(yaml.safe_dump(board, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def english_file(storyboard: Path, english: Board, name: str = "film.en.yaml") -> Path:
    file = storyboard.parent / "translations" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(english, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


@pytest.fixture(params=["inline", "file"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Storyboard, Storyboard]:
    """The film in French and in English, its words in the storyboard or in a translator's file."""
    path = written(tmp_path, ENGLISH if request.param == "inline" else "film.en.yaml")
    if request.param == "file":
        english_file(path, ENGLISH)
    own, other = load_languages(path)
    return own, other


def test_every_word_that_is_read_or_heard_is_the_translations(
    both: tuple[Storyboard, Storyboard],
) -> None:
    own, film = both
    assert (own.language, film.language) == ("fr", "en")
    assert (film.title, film.subtitle, film.description) == ("A film", "June 1944", "A port.")
    assert [c.role for c in film.contributors] == ["Written by"]
    chart, photo, card = (slide.visual for slide in film.slides)
    assert isinstance(chart, OperationsMap)
    assert [place.name for place in chart.places] == ["Cherbourg", "The Channel"]
    assert chart.arrows[0].label == "9th Division"
    assert chart.side_names == (("allies", "Americans"),)
    assert chart.alt == "A map."
    assert isinstance(photo, Image)
    assert photo.callouts[0].text == "The fort"
    assert photo.rights is not None
    assert photo.rights.modified == "cropped"
    assert card == Card(title="The end", date="1944")
    assert [slide.narration for slide in film.slides[:2]] == [
        "The port is there.",
        "Here is the quay.",
    ]


def test_pictures_places_times_and_rights_are_shared(both: tuple[Storyboard, Storyboard]) -> None:
    own, other = both
    for french, english in zip(own.slides, other.slides, strict=True):
        assert (french.id, french.hold_seconds, french.length_seconds, french.transition) == (
            english.id,
            english.hold_seconds,
            english.length_seconds,
            english.transition,
        )
    french, english = own.slides[0].visual, other.slides[0].visual
    assert isinstance(french, OperationsMap)
    assert isinstance(english, OperationsMap)
    assert french.view == english.view
    assert [p.at for p in french.places] == [p.at for p in english.places]
    assert (own.film, own.root, own.slug) == (other.film, other.root, other.slug)


def test_how_names_are_said_recordings_and_a_voices_name_belong_to_one_language(
    both: tuple[Storyboard, Storyboard],
) -> None:
    own, other = both
    assert own.voice.name == "fr-be"
    assert other.voice == replace(own.voice, name="")
    assert own.pronounce
    assert other.pronounce == ()
    assert own.slides[1].recording is not None
    assert other.slides[1].recording is None
    assert other.slides[1].pronounce == ()


def test_a_translation_has_a_voice_readings_and_sources_of_its_own(tmp_path: Path) -> None:
    english = copy.deepcopy(ENGLISH)
    english["voice"] = {"name": "en-gb", "pause": {"sentence": "0.5"}}
    english["pronounce"] = [{"write": "quay", "say": "key"}]
    english["slides"]["photo"] |= {"recording": "voix/carte.wav", "sources": "A book"}
    film = load_languages(written(tmp_path, english))[1]
    assert film.voice == VoiceChoice(
        engine="espeak", name="en-gb", rate=0.9, sentence_pause_seconds=0.5
    )
    assert film.pronounce[0].say == "key"
    assert film.slides[1].recording is not None
    assert [source.title for source in film.slides[1].sources] == ["A book"]


def test_an_agreed_voice_name_and_lexicon_are_the_own_languages_too(tmp_path: Path) -> None:
    english = copy.deepcopy(ENGLISH)
    path = written(tmp_path, english, voice={"engine": "espeak"})
    (tmp_path / "recit.toml").write_text(
        'pronounce = [{ write = "Caen", say = "Can" }]\n[voice]\nname = "fr-be"\n', encoding="utf-8"
    )
    own, other = load_languages(path)
    assert (own.voice.name, other.voice.name) == ("fr-be", "")
    assert own.pronounce
    assert other.pronounce == ()


def test_marks_lead_to_the_file_and_line_where_the_words_were_written(tmp_path: Path) -> None:
    path = written(tmp_path, "film.en.yaml")
    file = english_file(path, ENGLISH)
    film = load_languages(path)[1]
    mark = film.slides[0].mark("narration")
    assert mark.path == file
    assert mark.excerpt.strip() == "narration: The port is there."
    assert film.slides[0].mark("map.places.1.name").excerpt.strip() == "La Manche: The Channel"
    assert film.slides[0].mark("map.places.0.name").path == path
    assert film.marks["title"].path == file
    assert film.slides[0].mark("hold").path == path


def test_sets_are_named_after_the_language_they_are_in(both: tuple[Storyboard, Storyboard]) -> None:
    own, other = both
    assert own.languages == other.languages == ("fr", "en")
    assert (own.set_name, other.set_name) == ("film", "film.en")
    assert (own.is_translation, other.is_translation) == (False, True)


def without(path: tuple[str, ...], english: Board) -> None:
    """Take a text out, and a card with its last one."""
    holder = english
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    if not holder and path[-2] == "card":
        without(path[:-1], english)


@pytest.mark.parametrize("path", PATHS, ids=".".join)
def test_each_text_that_is_left_out_is_a_mistake_at_its_line(
    tmp_path: Path, path: tuple[str, ...]
) -> None:
    english = copy.deepcopy(ENGLISH)
    without(path, english)
    storyboard = written(tmp_path, english)
    (problem,) = check(storyboard).problems
    assert "is not translated into en" in problem.what
    own = path[1] if path[0] == "words" else path[-1]
    assert own in problem.mark.excerpt
    assert problem.mark.path == storyboard
    assert problem.remedy
    if path[0] == "slides":
        assert problem.slide == path[1]


@settings(deadline=None)
@given(left_out=st.sets(st.sampled_from(PATHS)))
def test_all_that_is_left_out_is_said_in_one_run(
    tmp_path_factory: pytest.TempPathFactory, left_out: set[tuple[str, ...]]
) -> None:
    english = copy.deepcopy(ENGLISH)
    for path in left_out:
        without(path, english)
    problems = check(written(tmp_path_factory.mktemp("left"), english)).problems
    assert len(problems) == len(left_out)


JUNK = st.sampled_from([None, "", "x", [], {}, ["x"], [[]], {"x": "y"}, {"name": ["x"]}, [None]])


def paths_in(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys: Any = value if isinstance(value, dict) else range(len(value))
    if not isinstance(value, dict | list):
        return [at]
    return [at, *(path for key in keys for path in paths_in(value[key], (*at, key)))]


WHOLE: Board = {**FILM, "languages": {"en": ENGLISH}}


@settings(deadline=None)
@given(
    path=st.sampled_from([path for path in paths_in(WHOLE) if len(path) > 1]),
    junk=JUNK,
    as_file=st.booleans(),
)
def test_whatever_stands_in_a_storyboard_is_judged_and_never_trips_the_translation(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], junk: Any, as_file: bool
) -> None:
    board = copy.deepcopy(WHOLE)
    holder: Any = board
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    storyboard = written(tmp_path_factory.mktemp("junk"))
    if as_file and isinstance(board["languages"].get("en"), dict):
        english_file(storyboard, board["languages"]["en"])
        board["languages"]["en"] = "film.en.yaml"
    storyboard.write_text(yaml.safe_dump(board, allow_unicode=True), encoding="utf-8")
    report = check(storyboard)
    assert (report.storyboard is None) == bool(report.problems)
    assert len(set(report.problems)) == len(report.problems)
    assert all(p.mark.line >= 1 and p.what for p in report.problems)


@pytest.mark.parametrize("given", [None, {}, {"title": None}])
def test_a_language_with_nothing_in_it_owes_everything(tmp_path: Path, given: Any) -> None:
    path = written(tmp_path)
    board = {**copy.deepcopy(FILM), "languages": {"en": given}}
    path.write_text(yaml.safe_dump(board, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert len([p for p in check(path).problems if "not translated" in p.what]) == len(PATHS)


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("Cherbourg", True),
        ("Sainte-Mère-Église", True),
        ("Porte d'Orléans", True),
        ("Nod-sur-Seine", True),
        ("Fort du Roule", True),
        ("La Tour-Maubourg", True),
        ("Gare maritime", False),
        ("Anvers (port fermé)", False),
        ("21 000 hommes", False),
        ("1944", False),
    ],
)
def test_a_name_is_proper_when_each_of_its_words_has_its_capital(name: str, proper: bool) -> None:
    assert is_proper_name(name) is proper


def test_a_town_keeps_its_name_unless_the_translation_gives_another(tmp_path: Path) -> None:
    english = copy.deepcopy(ENGLISH)
    english["slides"]["carte"]["words"] = {"Cherbourg": "Cherburg", "La Manche": "Channel"}
    chart = load_languages(written(tmp_path, english))[1].slides[0].visual
    assert isinstance(chart, OperationsMap)
    assert [place.name for place in chart.places] == ["Cherburg", "Channel"]


def test_work_in_the_own_language_goes_on_while_a_translation_lags(tmp_path: Path) -> None:
    path = written(tmp_path, {"title": "A film"})
    assert load_storyboard(path).title == "Un film"
    with pytest.raises(StoryboardError, match="not translated into en"):
        load_languages(path, ["en"])
    assert check(path).storyboard is None
    assert check(path, []).storyboard is not None


def test_a_mistake_in_what_is_shared_is_said_once(tmp_path: Path) -> None:
    slides = copy.deepcopy(FILM["slides"])
    slides[0]["hold"] = "un peu"
    problems = check(written(tmp_path, ENGLISH, slides=slides)).problems
    assert [problem.what for problem in problems] == ["'hold' wants a duration"]


def test_a_mistake_in_a_translation_is_said_once(tmp_path: Path) -> None:
    english = copy.deepcopy(ENGLISH)
    english["slides"]["photo"]["recording"] = {"file": "voix/carte.wav", "say": "a1"}
    (problem,) = check(written(tmp_path, english)).problems
    assert problem.what == "unknown key 'say'"
    assert problem.slide == "photo"


def test_warnings_about_a_translation_stand_at_its_lines(tmp_path: Path) -> None:
    english = copy.deepcopy(ENGLISH)
    english["slides"]["carte"]["caption"] = "A long caption. " * 10
    warnings = check(written(tmp_path, english)).warnings
    assert [w.what for w in warnings if "caption" in w.what] == ["a caption of 159 characters"]
    assert len(set(warnings)) == len(warnings)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("film.uk.yaml", "no file 'film.uk.yaml' in storyboards/translations/"),
        ("../film.en.yaml", "climbs out of its folder"),
        ("https://example.org/film.en.yaml", "a web address where a file should be"),
    ],
)
def test_a_translators_file_must_lie_in_its_folder(tmp_path: Path, name: str, said: str) -> None:
    path = written(tmp_path, name)
    english_file(path, ENGLISH)
    (problem,) = check(path).problems
    assert said in problem.what
    assert problem.mark.path == path


def test_mistakes_in_a_translators_file_are_said_at_its_lines(tmp_path: Path) -> None:
    path = written(tmp_path, "film.en.yaml")
    file = english_file(path, {**ENGLISH, "titel": "A film", "voice": {"rate": "9"}})
    problems = check(path).problems
    assert {problem.mark.path for problem in problems} == {file}
    assert [p.what for p in problems] == [
        "unknown key 'titel'",
        "'rate' wants a speed from 0.5 to 2",
    ]


def test_a_language_that_the_film_has_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no language 'de'; it has fr, en") as caught:
        load_languages(written(tmp_path, ENGLISH), ["de"])
    assert caught.value.code == "language-missing"


def test_the_good_storyboard_is_whole_in_both_languages(tmp_path: Path) -> None:
    report = check(project_for(tmp_path, EVERYTHING))
    assert report.problems == ()
    (english,) = report.translations
    assert english.slides[0].visual == Card(title="no", text="1:30", date="010", author="1.10")
    assert english.voice.name == "en-gb"
    assert [source.title for source in english.related] == ["The artificial harbour"]
    assert english.tags == ("Summer 1944",)
