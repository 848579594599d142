"""What `check` accepts, `render` makes; what `render` refuses, `check` had named, word for word."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cli.test_check import told
from tests.clips.films import counting, make_film
from tests.production.projects import (
    RIGHTS,
    Board,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.sound.makers import chords, write_wav

Breakage = Callable[[Project, Board], object]
"""Something that may go wrong with a project, or turn out to be harmless."""

SMALL = ("--voice", "hum", "--offline", "--jobs", "2")


def picture(data: bytes) -> Breakage:
    return lambda project, _: (project.media / "un.jpg").write_bytes(data)


def cut(share: float) -> Breakage:
    def breakage(project: Project, _: Board) -> None:
        file = project.media / "deux.jpg"
        whole = file.read_bytes()
        file.write_bytes(whole[: int(len(whole) * share)])

    return breakage


def at(*path: str | int, to: Any) -> Breakage:
    def breakage(_: Project, board: Board) -> None:
        place: Any = board
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return breakage


def file(name: str, data: bytes) -> Breakage:
    return lambda project, _: (project.media / name).write_bytes(data)


def both(*breakages: Breakage) -> Breakage:
    return lambda project, board: [each(project, board) for each in breakages]


BREAKAGES: dict[str, Breakage] = {
    "an unknown key": at("slides", 0, "captoin", to="Vue"),
    "a missing picture": at("slides", 1, "image", "file", to="absente.jpg"),
    "a picture of the web": at("slides", 1, "image", "file", to="https://example.org/a.jpg"),
    "HEIC": picture(b"\0\0\0\x18ftypheic" + b"\0" * 99),
    "Photoshop": picture(b"8BPS\0\1" + b"\0" * 99),
    "an empty picture": picture(b""),
    "a picture cut early": cut(0.1),
    "a picture cut late": cut(0.98),
    "a picture without its last byte": cut(0.9999),
    "no rights": at("slides", 1, "image", "rights", to=None),
    "an unknown licence": at("slides", 1, "image", "rights", to={"author": "A", "license": "x"}),
    "rights that ended": at("slides", 1, "image", "rights", to=RIGHTS | {"expires": "2001-01-01"}),
    "a long credit": at("slides", 1, "image", "rights", to=RIGHTS | {"credit": "Archives, " * 30}),
    "a long title": at("slides", 0, "card", "title", to="Titre " * 40),
    "a long chapter": at("slides", 0, "chapter", to="Chapitre " * 30),
    "signs alone": at("slides", 0, "narration", to="« … »"),
    "nothing said": at("slides", 0, "narration", to=None),
    "a voice that there is not": at("voice", to="robot"),
    "a theme that there is not": at("style", to="gothique"),
    "music in WMA": both(
        at("music", to={"file": "air.wma", "rights": RIGHTS}),
        file("air.wma", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + b"\0" * 99),
    ),
    "music without rights": at("music", to={"file": "air.wav"}),
    "music that is good": at("music", to={"file": "air.wav", "rights": RIGHTS}),
    "a recording of notes": both(at("slides", 0, "recording", to="a.wav"), file("a.wav", b"note")),
    "a recording that is good": at("slides", 0, "recording", to="air.wav"),
    "footage past its end": at("slides", 3, "footage", "end", to=60),
    "footage with a sound it hasn't": at("slides", 3, "footage", "sound", to="keep"),
    "footage that is none": file("film.mp4", b"pas un film" * 20),
    "subtitles": at("film", "subtitles", to={"burn": True}),
    "an upright film": at("film", "formats", to=["9:16"]),
    "an opening": at("film", "opening", to=True),
    "credits": at("film", "credits", to=True),
    "a thousand thanks": both(
        at("contributors", to=["Merci à tous, " * 60]), at("film", "credits", to=True)
    ),
}
PLACES: tuple[tuple[str | int, ...], ...] = (
    ("title",),
    ("slides", 0, "card", "title"),
    ("slides", 0, "card", "author"),
    ("slides", 0, "caption"),
    ("slides", 0, "narration"),
    ("slides", 1, "caption"),
    ("slides", 1, "image", "rights", "author"),
    ("slides", 1, "image", "callouts", 0, "text"),
    ("slides", 2, "map", "places", 0, "name"),
    ("slides", 2, "map", "credit"),
    ("slides", 2, "narration"),
)
LETTERS = st.sampled_from("aeéîœçAÉ'’-–… .,:;!?«»\u00a0\u202f1234e\u0301ßŁłπЖ✠★漢שع🛳№²ᵉ")
TEXTS = st.text(LETTERS, min_size=1, max_size=90)


def whole_film() -> Board:
    """A slide of each kind, with something written wherever that is possible."""
    label = {"kind": "label", "at": [0.5, 0.5], "text": "ici"}
    image = {"file": "un.jpg", "alt": "x", "motion": "none", "rights": RIGHTS, "callouts": [label]}
    chart = {
        "view": {"west": -2, "east": -1, "south": 49.2, "north": 49.8},
        "alt": "x",
        "places": [{"name": "Ville", "at": [49.5, -1.5]}],
        "credit": "IGN",
    }
    footage = {"file": "film.mp4", "alt": "x", "end": 0.4, "rights": RIGHTS}
    return board_of(
        card_slide("carton", card={"title": "Titre", "author": "Auteur"}, caption="Légende"),
        photo_slide("quai", image=image, narration="Voici."),
        {"id": "carte", "map": chart, "narration": "Voici la carte."},
        {"id": "film", "footage": footage},
        photo_slide("rade", "deux.jpg", narration="Voici la rade."),
        film={"fps": 5, "lead": 0.1, "hold": 0.1, "credits": False},
    )


def project_with(folder: Path, broken: set[str], written: dict[int, str]) -> Project:
    project = new_project(folder)
    make_film(project.media / "film.mp4", counting(20))
    write_wav(project.media / "air.wav", chords(3.0))
    board = whole_film()
    for place, text in written.items():
        at(*PLACES[place], to=text)(project, board)
    for name in BREAKAGES:
        if name in broken:
            BREAKAGES[name](project, board)
    project.write(board)
    return project


@settings(max_examples=7)
@given(
    st.sets(st.sampled_from(sorted(BREAKAGES)), max_size=3),
    st.dictionaries(st.integers(0, len(PLACES) - 1), TEXTS, max_size=2),
)
@example({"a picture cut late", "music that is good", "a recording that is good"}, {})
@example({"subtitles", "an upright film", "an opening", "credits"}, {2: "L'abbé – 1944"})
@example({"HEIC", "a picture cut early", "music in WMA", "no rights"}, {3: "Croix ✠", 8: "漢"})
def test_check_accepts_what_render_makes_and_names_what_it_refuses(
    broken: set[str], written: dict[int, str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = project_with(Path(folder), broken, written)
        cache = ("--cache", project.cache)
        checked = run("check", project.path, *cache)
        out = ("--out", project.root / "out")
        if checked.code == 0:
            words = ("--draft", "--height", "180", *SMALL[2:], *cache, *out)
            made = run("render", project.path, *SMALL[:2], *words)
            assert made.code == 0, made.err
            return
        named = told(checked)
        assert named, checked.err
        # The voice asked for on the command line would hide the storyboard's own.
        refused = run("render", project.path, *SMALL[2:], "--height", "64", *cache, *out)
        assert refused.code in (1, 2), named
        assert set(told(refused)) <= set(named)
        assert told(refused), refused.err
        assert not (project.root / "out").exists()
