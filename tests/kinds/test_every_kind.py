"""Every kind of slide, through every stage: schema, check, alternative, rights, painter, page."""

import copy
import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.clips.drawing import Darkroom
from renderer.clips.painter_factory import painter_for
from renderer.clips.slide_drawings import drawing_of, files_of
from renderer.clips.slide_setup import Dressing, looks_of
from renderer.frames.pixels import Size
from renderer.frames.yuv import empty_planes
from renderer.photographs.decoder import open_decoder
from renderer.photographs.photograph import probe
from renderer.production.inspection import inspect, subject_of
from renderer.production.prepare import picture_digests
from renderer.rights.clearance import check_rights
from renderer.rights.credit_text import visual_credit
from renderer.storyboard.advice import warnings_of
from renderer.storyboard.board import CreditsLine, CreditsPage, EndCard, Slide, Storyboard
from renderer.storyboard.json_schema import schema
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.schema import SlideModel
from renderer.storyboard.slide_kinds import AUTHORED, KINDS, alt_of, kind_of, with_files, works_of
from renderer.storyboard.translation_overlay import slide_labels, slide_texts
from renderer.timeline import lay_out
from tests.footage.test_footage_sound import talking_film, tone
from tests.production.projects import RIGHTS, Project, board_of, new_project

ALT = "Ce que montre {}."
EXAMPLES: dict[str, Any] = {
    "image": {
        "file": "un.jpg",
        "alt": ALT.format("image"),
        "rights": dict(RIGHTS),
        "callouts": [{"kind": "label", "at": [0.5, 0.5], "text": "Le fort"}],
    },
    "pictures": [
        {
            "file": "deux.jpg",
            "alt": ALT.format("deux"),
            "rights": dict(RIGHTS),
            "callouts": [{"kind": "label", "at": [0.5, 0.5], "text": "Le quai"}],
        },
        {"file": "trois.jpg", "alt": ALT.format("trois"), "rights": dict(RIGHTS)},
    ],
    "map": {
        "view": {"west": -2, "east": -1, "south": 49.2, "north": 49.8},
        "alt": ALT.format("map"),
        "credit": "Carte : Récit",
        "places": [{"name": "Cherbourg", "at": [49.64, -1.62]}],
    },
    "card": {
        "title": "Un titre",
        "date": "Juin 1944",
        "lines": ["Un texte", {"text": "Sa suite"}],
    },
    "footage": {
        "file": "archive.mkv",
        "alt": ALT.format("footage"),
        "start": 1,
        "end": 3,
        "rights": dict(RIGHTS),
    },
    "clip": {"target": "studio_of_kinds:flat", "alt": ALT.format("clip")},
}
"""One slide of each kind that an author writes: a new kind needs a line here."""
MADE = {
    "credits_page": CreditsPage(lines=(CreditsLine(text="Images", kind="heading"),)),
    "end_card": EndCard(title="Fin", notice="Récit"),
}
"""And those that no author writes."""
CLIP = """
def flat(width, height, fps, length):
    from moviepy import ColorClip
    return ColorClip((width, height), color=(200, 80, 40), duration=length / fps)
"""


@dataclass(frozen=True, kw_only=True)
class Every:
    project: Project
    board: Storyboard
    slides: dict[str, Slide]
    """By the name of their kind."""


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Every:
    slides = [{"id": key, key: example, "length": 1} for key, example in EXAMPLES.items()]
    film = {"fps": 10, "lead": 0.1, "hold": 0.1}
    project = new_project(tmp_path_factory.mktemp("kinds"), board_of(*slides, film=film))
    talking_film(project.media / "archive.mkv", tone(440))
    (project.root / "studio_of_kinds.py").write_text(CLIP, encoding="utf-8")
    board = load_storyboard(project.path)
    written = {slide.visual.kind: slide for slide in board.slides}
    made = {
        kind: replace(board.slides[0], id=kind.replace("_", "-"), visual=visual)
        for kind, visual in MADE.items()
    }
    return Every(project=project, board=board, slides=written | made)


@pytest.fixture(scope="module")
def page(every: Every) -> str:
    done = every.project.render("--draft", "--allow-code", "--height", "90")
    assert done.code == 0, done.err
    drafts = every.project.root / "out" / ".drafts"
    text = next(drafts.rglob("transcript.fr.html")).read_text(encoding="utf-8")
    return unescape(text).replace("\u00a0", " ").replace("\u202f", " ")


def test_each_kind_is_tried_here() -> None:
    assert set(EXAMPLES) == set(AUTHORED)
    assert set(EXAMPLES) | set(MADE) == set(KINDS)


def test_rows_and_modules_stand_for_one_another() -> None:
    root = Path(__file__).parents[2] / "renderer"
    for folder, others in (
        ("storyboard/slide_kinds", {"kind"}),
        ("clips/slide_drawings", set[str]()),
    ):
        modules = {path.stem for path in (root / folder).glob("*.py")} - {"__init__"}
        assert modules - others == set(KINDS), folder


@pytest.mark.parametrize("key", AUTHORED)
def test_its_key_is_one_of_a_slide_and_described_to_editors(key: str) -> None:
    assert key in SlideModel.model_fields
    described = schema()["definitions"]["Slide"]
    assert described["properties"][key]["description"]
    assert {"required": [key]} in described["oneOf"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_names_its_own_row(kind: str, every: Every) -> None:
    visual = every.slides[kind].visual
    assert visual.kind == kind
    assert kind_of(visual) is KINDS[kind]
    assert type(visual).kind == kind


@pytest.mark.parametrize("key", AUTHORED)
def test_check_asks_for_the_alternative_and_the_rights_that_are_left_out(
    key: str, every: Every
) -> None:
    slide = every.slides[key]
    kind = kind_of(slide.visual)
    assert [w.slide for w in warnings_of(every.board) if w.slide == key] == []

    bare = copy.deepcopy(EXAMPLES[key])
    for shown in bare if isinstance(bare, list) else [bare]:
        for left_out in ("alt", "rights"):
            shown.pop(left_out, None)
    project = Project(root=every.project.root)
    whole = project.path.read_text(encoding="utf-8")
    try:
        project.write(board_of({"id": key, key: bare, "length": 1}))
        poor = load_storyboard(project.path)
    finally:
        project.write(whole)

    said = {warning.what for warning in warnings_of(poor)}
    assert ("no 'alt'" in said) == (kind.alt(slide.visual) is not None)
    owed = [work.name for work in works_of(slide.visual)]
    assert {f"'{name}' has no rights" for name in owed} <= said
    refused = check_rights(poor, datetime.date(2026, 1, 1))
    assert [problem.slide for problem in refused] == [key] * len(owed)


def test_check_finds_nothing_wrong_with_any(every: Every) -> None:
    verdict = inspect(subject_of(every.board, themes=(), cache=None, jobs=1))
    assert verdict.mistakes == ()


@pytest.mark.parametrize("key", AUTHORED)
def test_a_letter_that_no_font_has_is_told_at_its_line(key: str, every: Every) -> None:
    """Of all its words that are drawn: each is tried in turn."""
    slide = {"id": key, key: EXAMPLES[key]}
    words = [text.path for text in slide_texts(slide) if text.key[-1] != "alt"]
    words += [label.path for label in slide_labels(slide) if label.path[-1] != "alt"]
    project = Project(root=every.project.root)
    whole = project.path.read_text(encoding="utf-8")
    for path in words:
        board = board_of({**slide, "length": 1})
        _put(board["slides"][0], path, "\U00013080")  # an Egyptian hieroglyph
        try:
            project.write(board)
            broken = load_storyboard(project.path)
            place = broken.slides[0].mark(".".join(map(str, path)))
        finally:
            project.write(whole)
        mistakes = inspect(subject_of(broken, themes=(), cache=None, jobs=1)).mistakes
        assert [m.mark.line for m in mistakes] == [place.line], path


def _put(node: Any, path: tuple[str | int, ...], text: str) -> None:
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = text


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_credited_is_what_has_rights(kind: str, every: Every) -> None:
    visual = every.slides[kind].visual
    credited = visual_credit(visual)
    example = EXAMPLES.get(kind, {})
    shown = example if isinstance(example, list) else [example]
    rights = next(each.get("rights") or each.get("credit") for each in shown)
    assert (credited is not None) == bool(rights)
    if credited is not None:
        assert credited[0] == kind_of(visual).credited_as
        assert credited[2]


@pytest.mark.parametrize("kind", KINDS)
def test_its_files_are_found_and_can_be_put_elsewhere(kind: str, every: Every) -> None:
    visual = every.slides[kind].visual
    files = files_of(visual, every.board.media)
    assert all(file.is_file() for file in files)
    works = works_of(visual)
    assert {work.file for work in works} <= set(files)
    moved = with_files(visual, [Path("/elsewhere") / work.file.name for work in works])
    assert [work.file.parent for work in works_of(moved)] == [Path("/elsewhere")] * len(works)
    assert with_files(moved, [work.file for work in works]) == visual


@pytest.fixture(scope="module")
def painted(every: Every) -> Iterator[dict[str, list[Any]]]:
    """Three frames of each kind, as luma."""
    board = replace(every.board, slides=tuple(every.slides.values()))
    timeline = lay_out(board, {})
    size = Size(160, 90)
    dressing = Dressing(size=size, style_digest="", digests=picture_digests(board))
    with open_decoder() as decoder:
        darkroom = Darkroom(
            decode=lambda picture, wanted, paper: decoder(picture, wanted, paper).rgb,
            probe=lambda path, name: probe(path, name).size,
            allow_code=True,
        )
        seen: dict[str, list[Any]] = {}
        for look in looks_of(board, timeline, dressing):
            painter = painter_for(look, darkroom)
            frames = []
            for frame in (0, look.length // 2, look.length - 1):
                planes = empty_planes(size)
                painter.paint(frame, planes)
                frames.append(planes.y.copy())
            seen[look.visual.kind] = frames
        yield seen


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_painted_and_keeps_still_if_it_says_so(
    kind: str, every: Every, painted: dict[str, list[Any]]
) -> None:
    first, *others = painted[kind]
    assert first.any()
    visual = every.slides[kind].visual
    assert drawing_of(visual).painter
    if kind_of(visual).is_still(visual):
        assert all(np.array_equal(first, other) for other in others)


@pytest.mark.parametrize("key", AUTHORED)
def test_the_page_says_its_alternative_or_its_words(key: str, every: Every, page: str) -> None:
    visual = every.slides[key].visual
    words = [word for word in kind_of(visual).words(visual) if word]
    told = [alt_of(visual), *words]
    assert any(told)
    assert all(text in page for text in told)


@pytest.mark.parametrize("kind", ["image", "footage", "map"])
def test_the_page_says_whose_it_is(kind: str, every: Every, page: str) -> None:
    credit = visual_credit(every.slides[kind].visual)
    assert credit is not None
    assert credit[2] in page
