"""The two storyboards the project ships: whole, honest about places and dates, told on maps."""

from __future__ import annotations

import datetime
import math
import re
import subprocess
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

import PIL.Image
import pytest

from renderer.language.sentences import split_sentences
from renderer.narration.sentence_counts import sentence_mistakes
from renderer.storyboard.board import Card, Slide, Storyboard
from renderer.storyboard.load import check
from renderer.storyboard.map_data import MapPlace, Moment, OperationsMap
from renderer.storyboard.slide_kinds import photographs_of
from renderer.storyboard.visuals import Image, Pictures

ROOT = Path(__file__).parents[1]
CHERBOURG = "bataille-de-cherbourg"
LIBERATION = "liberation-de-paris-et-de-la-france"
BOTH = (CHERBOURG, LIBERATION)

# Where things are, latitude and longitude, from the project's own list of checked facts.
PLACES = {
    "Cherbourg": (49.6390, -1.6160),
    "Fort du Roule": (49.6290, -1.6130),
    "Utah Beach": (49.4150, -1.1750),
    "Omaha Beach": (49.3690, -0.8720),
    "Sainte-Mère-Église": (49.4090, -1.3170),
    "Barneville-Carteret": (49.3850, -1.7540),
    "Valognes": (49.5090, -1.4700),
    "Montebourg": (49.4880, -1.3800),
    "Carentan": (49.3030, -1.2430),
    "Auderville": (49.7160, -1.9310),
    "Barfleur": (49.6710, -1.2640),
    "Avranches": (48.6840, -1.3560),
    "Paris": (48.8566, 2.3522),
    "Porte d'Orléans": (48.8230, 2.3255),
    "Porte de Gentilly": (48.8175, 2.3440),
    "Place de la Concorde": (48.8656, 2.3212),
    "Hôtel Meurice": (48.8652, 2.3282),
    "École militaire": (48.8526, 2.3035),
    "La Tour-Maubourg": (48.8577, 2.3100),
    "Palais-Bourbon": (48.8620, 2.3185),
    "Hôtel de Ville": (48.8565, 2.3525),
    "Débarquement": (43.2000, 6.6000),
    "Provence": (43.2000, 6.6000),
    "Lyon": (45.7640, 4.8357),
    "Nod-sur-Seine": (47.7670, 4.5770),
    "Strasbourg": (48.5734, 7.7521),
    "Colmar": (48.0794, 7.3585),
    "Kehl": (48.5730, 7.8150),
    "Karlsruhe": (49.0069, 8.4037),
}
_WITHIN_METRES = 300.0

# What is said on a day, and the day. Popular accounts that say otherwise are wrong.
DATES = {
    CHERBOURG: (
        ("débarquent en Normandie", "6 juin"),
        ("Barneville-Carteret", "18 juin"),
        ("trois divisions américaines", "19 juin"),
        ("s'emplit d'avions", "22 juin"),
        ("la mer entre dans la bataille", "25 juin"),
        ("von Schlieben est capturé", "26 juin"),
        ("l'arsenal se rend", "27"),
        ("les derniers forts résistent", "29 juin"),
        ("von Schlieben", "23"),
        ("un premier chargement", "16 juillet"),
        ("y amène de l'essence", "22 septembre"),
        ("elle s'arrête", "4 octobre"),
    ),
    LIBERATION: (
        ("Avranches", "31 juillet"),
        ("von Choltitz", "7 août"),
        ("les cheminots", "10 août"),
        ("la police les suit", "15"),
        ("l'insurrection", "19 août"),
        ("la petite colonne", "24 août"),
        ("marcher sur Paris", "22 août"),
        ("un cri court", "25 août"),
        ("débarqué en Provence", "15 août"),
        ("Lyon est libre", "3 septembre"),
        ("entre Nod-sur-Seine et Montbard", "12"),
        ("marcher sur Strasbourg", "22 novembre"),
        ("la poche de Colmar", "20 janvier"),
        ("Colmar est libre", "2 février"),
        ("franchit le Rhin", "31 mars"),
        ("Karlsruhe est prise", "4 avril"),
        ("franchit le fleuve à son tour", "7"),
    ),
}

# Slow speech: no voice says more letters a second than this, so a film is at least this long.
_LETTERS_A_SECOND = 20.0


@lru_cache(maxsize=2)
def film(slug: str) -> Storyboard:
    report = check(ROOT / "storyboards" / f"{slug}.yaml")
    assert report.problems == ()
    assert report.storyboard is not None
    return report.storyboard


def maps(slug: str) -> list[tuple[Slide, OperationsMap]]:
    return [
        (slide, slide.visual)
        for slide in film(slug).slides
        if isinstance(slide.visual, OperationsMap)
    ]


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Over a sphere of 6,371 km, for points a few kilometres apart."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians(one[0]))
    return 6_371_000 * math.hypot(north, east)


def named_places() -> list[tuple[str, str, MapPlace]]:
    return [
        (slug, slide.id, place)
        for slug in BOTH
        for slide, board in maps(slug)
        for place in board.places
    ]


@pytest.mark.parametrize("slug", BOTH)
def test_a_shipped_storyboard_has_no_mistake_and_nothing_to_look_at(slug: str) -> None:
    report = check(ROOT / "storyboards" / f"{slug}.yaml")
    assert report.problems == ()
    assert report.warnings == ()


@pytest.mark.parametrize("slug", BOTH)
def test_a_film_has_its_measure(slug: str) -> None:
    slides = film(slug).slides
    assert 8 <= len(slides) <= 14
    assert len({slide.chapter for slide in slides if slide.chapter}) >= 2
    letters = sum(len(slide.narration) for slide in slides)
    assert letters / _LETTERS_A_SECOND >= 90
    assert letters <= 3600, "longer than four and a half minutes at a radio voice's pace"


def test_what_a_strongpoint_s_fall_shows_comes_after_what_is_said_before_it() -> None:
    """Choltitz is taken before the École militaire gives in, and Karlsruhe falls on 4 April."""
    boards = {slide.id: (slide, board) for slide, board in maps(LIBERATION)}
    slide, board = boards["points-d-appui"]
    when = {
        place.name: slide.narration.index(place.leaves.words)
        for place in board.places
        if place.side == "axis" and place.leaves is not None
    }
    assert when["Hôtel Meurice"] < when["École militaire"] < when["La Tour-Maubourg"]
    _, rhine = boards["rhin"]
    assert rhine.clock is not None
    assert datetime.datetime(1945, 4, 4) in {pin.date for pin in rhine.clock.pins}


@pytest.mark.parametrize("slug", BOTH)
def test_every_slide_has_words_under_it_and_every_map_an_alternative(slug: str) -> None:
    for slide in film(slug).slides:
        assert bool(slide.caption) != isinstance(slide.visual, Card), slide.id
        assert slide.narration, slide.id
    for slide, board in maps(slug):
        assert len(board.alt) >= 60, slide.id
        assert re.match(r"Carte|Plan", board.alt), slide.id
        assert board.credit, slide.id


def test_cherbourg_is_told_on_maps_between_two_cards() -> None:
    slides = film(CHERBOURG).slides
    told = {slide.id for slide, _ in maps(CHERBOURG)}
    assert {"objectif", "presqu-ile-coupee", "landfront", "fort-du-roule", "port-detruit"} <= told
    assert isinstance(slides[0].visual, Card)
    assert isinstance(slides[-1].visual, Card)


def test_paris_is_a_plan_and_france_a_long_advance() -> None:
    boards = {slide.id: board for slide, board in maps(LIBERATION)}
    plans = [board for board in boards.values() if board.ground.schematic]
    names = {place.name for board in plans for place in board.places}
    assert {"Porte d'Orléans", "Porte de Gentilly", "Hôtel Meurice", "École militaire"} <= names
    assert len(plans) >= 2
    assert {"percee", "france-occupee", "provence", "strasbourg", "colmar", "rhin"} <= set(boards)


def test_every_known_place_stands_where_it_is() -> None:
    known = [(slug, slide, place) for slug, slide, place in named_places() if place.name in PLACES]
    assert len(known) > 50
    for slug, slide, place in known:
        off = metres_between(place.at, PLACES[place.name])
        assert off <= _WITHIN_METRES, f"{slug}, {slide}: {place.name} is {off:.0f} m off"


def test_every_place_of_the_facts_is_shown() -> None:
    shown = {place.name for _, _, place in named_places()}
    assert set(PLACES) <= shown


def test_a_name_stands_at_one_point_of_a_map() -> None:
    for slug in BOTH:
        for slide, board in maps(slug):
            spots: dict[str, tuple[float, float]] = {}
            for place in board.places:
                if place.kind == "mine":
                    continue
                assert spots.setdefault(place.name, place.at) == place.at, (slide.id, place.name)


@pytest.mark.parametrize("slug", BOTH)
def test_what_happens_is_said_with_its_day(slug: str) -> None:
    for words, day in DATES[slug]:
        said = [
            sentence.written
            for slide in film(slug).slides
            for sentence in split_sentences(slide.narration)
            if words in sentence.written
        ]
        found = [text for text in said if re.search(rf"(?<!\d){re.escape(day)}\b", text)]
        assert found, f"'{words}' without '{day}' in {said}"


@pytest.mark.parametrize("slug", BOTH)
def test_maps_follow_sentences_that_exist_and_clocks_their_story(slug: str) -> None:
    for slide, board in maps(slug):
        sentences = len(split_sentences(slide.narration))
        for named in board.moments():
            _is_in_slide(slide, named.moment, sentences)
        if board.clock is None:
            continue
        year = str(board.clock.start.year)
        assert year in " ".join((slide.narration, slide.caption, board.alt)), slide.id


def _is_in_slide(slide: Slide, moment: Moment, sentences: int) -> None:
    assert moment.sentence is None or moment.sentence <= sentences, slide.id


@pytest.mark.parametrize(
    ("slug", "slide", "clock"),
    [
        (CHERBOURG, "presqu-ile-coupee", ("1944-06-14", "1944-06-18")),
        (CHERBOURG, "tempete", ("1944-06-19", "1944-06-22")),
        (CHERBOURG, "port-detruit", ("1944-06-27", "1944-07-16")),
        (LIBERATION, "percee", ("1944-07-31", "1944-08-07")),
        (LIBERATION, "provence", ("1944-08-15", "1944-09-12")),
        (LIBERATION, "strasbourg", ("1944-11-22", "1944-11-23")),
        (LIBERATION, "colmar", ("1945-01-01", "1945-02-10")),
        (LIBERATION, "rhin", ("1945-03-31", "1945-04-07")),
    ],
)
def test_a_clock_runs_between_the_days_of_its_story(
    slug: str, slide: str, clock: tuple[str, str]
) -> None:
    board = {shown.id: board for shown, board in maps(slug)}[slide]
    assert board.clock is not None
    days = tuple(datetime.date.fromisoformat(day) for day in clock)
    assert (board.clock.start.date(), board.clock.end.date()) == days


# What is said on a day in English, and the day; the facts are those of the French film.
ENGLISH_DATES = (
    ("land in Normandy", "6 June"),
    ("at Barneville-Carteret", "18 June"),
    ("three American divisions", "19 June"),
    ("The storm lasts", "22 June"),
    ("the sky fills with aircraft", "22 June"),
    ("the sea enters the battle", "25 June"),
    ("von Schlieben is captured", "26 June"),
    ("the arsenal surrenders", "27th"),
    ("the last forts hold out", "29 June"),
    ("a first cargo", "16 July"),
    ("On 4 October it stops", "4 October"),
)


@lru_cache(maxsize=1)
def english() -> Storyboard:
    (found,) = check(ROOT / "storyboards" / f"{CHERBOURG}.yaml").translations
    return found


def test_cherbourg_is_told_in_english_with_the_same_facts() -> None:
    own, other = film(CHERBOURG), english()
    assert other.language == "en"
    assert sentence_mistakes(own, other) == ()
    for words, day in ENGLISH_DATES:
        (said,) = [
            sentence.written
            for slide in other.slides
            for sentence in split_sentences(slide.narration)
            if words in sentence.written
        ]
        assert day in said
    for french, translated in zip(own.slides, other.slides, strict=True):
        numbers = [
            {int(n) for n in re.findall(r"\d+", re.sub(r"(?<=\d)[ ,](?=\d{3})", "", text))}
            for text in (french.narration, translated.narration)
        ]
        assert numbers[0] == numbers[1], french.id


def test_nothing_of_the_english_film_is_left_in_french() -> None:
    french = re.compile(r"\b(le|la|les|des|du|et|une|sur|juin|juillet|armée|débarquement)\b")
    names = re.compile(r"Fort du Roule|La Hague|La Manche|Chemins de mémoire.*")
    for slide in english().slides:
        shown = [slide.chapter, slide.caption, slide.narration]
        if isinstance(slide.visual, Card):
            shown += [slide.visual.title, slide.visual.text, slide.visual.date]
        if isinstance(slide.visual, OperationsMap):
            board = slide.visual
            shown += [board.alt, board.credit, *(name for _, name in board.side_names)]
            shown += [place.name for place in board.places]
            shown += [arrow.label for arrow in board.arrows]
            shown += [thing.name for thing in (*board.areas, *board.lines)]
            shown += [front.label for front in board.fronts]
        for text in shown:
            assert not french.search(names.sub("", text)), (slide.id, text)


EXAMPLE = ROOT / "storyboards" / "exemples" / "photographies.yaml"


def example() -> tuple[Storyboard, tuple[Image, ...]]:
    report = check(EXAMPLE)
    assert (report.problems, report.warnings) == ((), ())
    assert report.storyboard is not None
    shown = (photographs_of(slide.visual) for slide in report.storyboard.slides)
    return report.storyboard, tuple(image for images in shown for image in images)


def test_the_example_shows_all_that_photographs_can_do() -> None:
    board, shown = example()
    assert {image.fit for image in shown} == {"auto", "cover", "contain", "blur"}
    assert {image.motion.kind for image in shown} == {"auto", "none", "given"}
    assert any(image.motion.kind == "given" and image.callouts for image in shown)
    marks = [mark for image in shown for mark in image.callouts]
    assert {mark.kind for mark in marks} == {"rectangle", "circle", "arrow", "label"}
    assert all(mark.when for mark in marks)
    assert any(isinstance(slide.visual, Pictures) for slide in board.slides)
    assert any(image.focus for image in shown)
    with PIL.Image.open(next(i.file for i in shown if "portrait" in i.name)) as upright:
        assert upright.height > upright.width
    assert "Rien ici n'est une archive" in board.description


def test_each_picture_of_the_example_is_free_and_said_where_it_comes_from() -> None:
    _, shown = example()
    folder = ROOT / "media" / "exemples"
    told = (folder / "PROVENANCE.md").read_text(encoding="utf-8")
    files = {path for path in folder.iterdir() if path.suffix in {".png", ".jpg"}}
    assert files == {image.file for image in shown}
    assert all(f"`{path.name}`" in told for path in files)
    assert sum(path.stat().st_size for path in files) <= 3_000_000
    for image in shown:
        assert image.rights is not None
        assert image.rights.author
        assert image.rights.license in {"CC0-1.0", "CC-PDM-1.0"}


def test_the_script_takes_only_pictures_that_it_knows(tmp_path: Path) -> None:
    package = tmp_path / "scikit_image.whl"
    with zipfile.ZipFile(package, "w") as files:
        for path in (ROOT / "media" / "exemples").glob("*.*g"):
            files.writestr(f"skimage/data/{path.name}", path.read_bytes()[:-1])
    script = ROOT / "media" / "exemples" / "extract.py"
    done = subprocess.run(
        [sys.executable, script, package], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "is not the picture that is known" in done.stderr
