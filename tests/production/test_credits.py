"""The film's own ends: the title that opens it, the credits and the card that close it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.clips.slide_parameters import Look
from renderer.pictures.end_credits import draw_credits_page, draw_end_card, page_fits
from renderer.production.options import Options, frame_size
from renderer.production.prepare import Production, prepare, with_end_credits
from renderer.production.still import frame_of_slide
from renderer.production.title_and_end_credits import (
    LONGEST_SECONDS,
    OPENING_SECONDS,
    SHORTEST_SECONDS,
    Ending,
    credits_lines,
    reading_seconds,
    with_credits,
)
from renderer.storyboard.board import Card, CreditsLine, CreditsPage, EndCard, Recording, Storyboard
from renderer.storyboard.slide_kinds import at_rest
from renderer.themes.file import load_theme
from renderer.timeline.moment_frames import Beats
from tests.production.projects import (
    RIGHTS,
    Board,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
)

ENDING = Ending(
    machines=("espeak-ng",),
    theme=load_theme("sobre"),
    sizes=(frame_size("9:16", 360), frame_size("16:9", 360)),
)
SOURCES = ["Un livre, 1984", {"title": "Les Archives", "url": "https://example.org/a"}]


def credited_board(**more: object) -> Board:
    film = {"fps": 24, "lead": 0.2, "hold": 0.3}
    return board_of(
        card_slide("ouverture", chapter="Le port", sources=SOURCES),
        photo_slide("quai", sources="Un livre, 1984"),
        photo_slide("rade", "deux.jpg"),
        **{"film": film, "contributors": [{"role": "Écriture", "name": "Le service"}], **more},
    )


def produced(tmp_path: Path, board: Board, **options: object) -> Production:
    project = new_project(tmp_path, board)
    chosen = {"engine": "hum", "offline": True, "height": 64, "cache": project.cache, **options}
    return prepare(project.path, Options(**chosen))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Storyboard:
    return produced(tmp_path_factory.mktemp("credits"), credited_board()).board


def lines_of(board: Storyboard) -> list[str]:
    pages = [s.visual for s in board.slides if isinstance(s.visual, CreditsPage)]
    return [line.text for page in pages for line in page.lines]


def test_who_made_several_maps_is_named_once_with_all_that_was_said_of_them(tmp_path: Path) -> None:
    def chart(credit: str) -> dict[str, object]:
        view = {"west": -2, "east": -1, "south": 49, "north": 50}
        return {"id": f"m{len(credit)}", "map": {"view": view, "alt": "x", "credit": credit}}

    credits = ("Carte Récit", "Carte Récit, tracés simplifiés", "IGN, 1950", "Carte Récit, digues")
    slides = [{**chart(credit), "narration": "Un mot."} for credit in credits]
    board = produced(tmp_path, board_of(*slides)).board
    lines = [line.text for line in credits_lines(board, ENDING)]
    assert lines[1:3] == ["Carte Récit, tracés simplifiés, digues", "IGN, 1950"]


def test_the_credits_name_team_pictures_voice_and_sources_once_each(board: Storyboard) -> None:
    lines = [line.text for line in credits_lines(board, ENDING)]
    assert lines == [
        "Équipe",
        "Écriture\N{NO-BREAK SPACE}: Le service",
        "Images",
        f"{RIGHTS['author']}, CC BY 4.0",
        "Son",
        "Voix de synthèse\N{NO-BREAK SPACE}: espeak-ng",
        "Sources",
        "Un livre, 1984",
        "Les Archives",
    ]


def test_pages_of_credits_are_silent_slides_after_the_last_in_a_chapter(board: Storyboard) -> None:
    last = [slide for slide in board.slides if isinstance(slide.visual, CreditsPage)]
    assert board.slides[-len(last) :] == tuple(last)
    assert [slide.id for slide in last] == [f"credits-{n + 1}" for n in range(len(last))]
    assert [slide.chapter for slide in last] == ["Crédits", *[""] * (len(last) - 1)]
    for slide in last:
        assert not slide.narration
        assert slide.length_seconds is not None
        assert SHORTEST_SECONDS <= slide.length_seconds <= LONGEST_SECONDS
        assert slide.mark("narration").path == board.path


def test_a_film_without_chapters_gets_none_from_its_credits(board: Storyboard) -> None:
    plain = replace(board, slides=tuple(replace(s, chapter="") for s in board.slides))
    assert not any(slide.chapter for slide in with_credits(plain, ENDING).slides)


def test_credits_made_anew_name_the_voice_that_is_heard(board: Storyboard) -> None:
    again = with_credits(board, replace(ENDING, machines=("piper",)))
    assert "Voix de synthèse\N{NO-BREAK SPACE}: piper" in lines_of(again)
    assert not any("hum" in line for line in lines_of(again))
    assert with_credits(again, replace(ENDING, machines=("piper",))) == again
    recorded = with_credits(board, replace(ENDING, machines=()))
    assert not any("Voix" in line for line in lines_of(recorded))


def test_the_fallbacks_name_takes_the_place_of_the_voice_that_failed(tmp_path: Path) -> None:
    production = produced(tmp_path, credited_board())
    fallen = with_end_credits(production, ["espeak-ng"])
    assert "Voix de synthèse\N{NO-BREAK SPACE}: espeak-ng" in lines_of(fallen.board)
    assert fallen.script == production.script, "the end says nothing"


def test_credits_are_in_the_films_language(tmp_path: Path) -> None:
    lines = lines_of(produced(tmp_path, credited_board(language="en")).board)
    assert {"Team", "Pictures", "Sound", "Sources"} <= set(lines)
    assert "Synthetic voice: hum (test tone)" in lines


@pytest.mark.parametrize("film", [{"credits": "no"}, {"credits": "non"}])
def test_a_film_that_wants_no_credits_has_none(tmp_path: Path, film: Board) -> None:
    assert lines_of(produced(tmp_path, credited_board(film=film)).board) == []


def test_a_lone_slide_has_no_ends(tmp_path: Path) -> None:
    board = credited_board(film={"opening": "yes"})
    production = produced(tmp_path, board, only="quai")
    assert [slide.id for slide in production.board.slides] == ["quai"]


def test_nothing_to_credit_gives_no_page(tmp_path: Path) -> None:
    silent = {"id": "seul", "card": {"title": "SilentWitness"}, "length": 1}
    assert lines_of(produced(tmp_path, board_of(silent, film={"fps": 24})).board) == []


def test_an_id_that_the_author_took_is_left_to_them(tmp_path: Path) -> None:
    board = credited_board(film={"opening": "yes"})
    board["slides"][0]["id"] = "credits-1"
    board["slides"][1]["id"] = "opening"
    names = [slide.id for slide in produced(tmp_path, board).board.slides]
    assert names[:3] == ["film-opening", "credits-1", "opening"]
    assert "film-credits-1" in names
    assert len(set(names)) == len(names)


NAMES = st.text(st.sampled_from("abc dé’XIV1944"), min_size=1, max_size=160).filter(str.strip)


@settings(deadline=None, max_examples=30)
@given(st.lists(NAMES, min_size=1, max_size=14, unique=True))
def test_pages_hold_every_line_in_order_and_fit_every_shape(names: list[str]) -> None:
    from renderer.production.title_and_end_credits import (
        _pages,  # the cut alone: a board a try is slow
    )

    lines = [CreditsLine(text="Sources", kind="heading"), *(CreditsLine(text=n) for n in names)]
    pages = _pages(lines, ENDING)
    assert [line.text for page in pages for line in page if line.kind == "entry"] == names
    for page in pages:
        assert page[0].kind == "heading"
        assert page[-1].kind == "entry"
        assert page_fits(page, ENDING.theme, *ENDING.sizes)
        for size in ENDING.sizes:
            assert draw_credits_page(page, ENDING.theme, size).shape[:2] == (
                size.height,
                size.width,
            )


def _lettered(*letters: int) -> list[list[CreditsLine]]:
    return [[CreditsLine(text="a" * count)] for count in letters]


def test_a_page_stays_as_long_as_it_takes_to_read() -> None:
    assert reading_seconds(_lettered(10)) == (SHORTEST_SECONDS,)
    assert reading_seconds(_lettered(75)) == (5.0,)
    assert reading_seconds(_lettered(999)) == (LONGEST_SECONDS,)


def test_a_shape_that_needs_more_pages_makes_no_longer_credits() -> None:
    assert reading_seconds(_lettered(420, 420)) == (7.0, 7.0)
    assert reading_seconds(_lettered(280, 280, 280)) == (4.7, 4.7, 4.7)
    assert sum(reading_seconds(_lettered(440, 300, 100))) == pytest.approx(14.0, abs=2.0)


def test_what_a_page_says_and_its_theme_are_in_its_key(board: Storyboard) -> None:
    def key(lines: tuple[CreditsLine, ...], style_digest: str = "x") -> str:
        look = Look(
            slide="credits-1",
            visual=CreditsPage(lines=lines),
            digests=(),
            caption="",
            credit="",
            chapter="Crédits",
            length=72,
            beats=Beats(),
            size=frame_size("16:9", 64),
            fps=24,
            language="fr",
            style="sobre",
            style_digest=style_digest,
            draft=False,
            media=board.media,
        )
        assert not look.is_still  # it drifts, as cards do
        return look.key()

    one = (CreditsLine(text="Un"),)
    keys = {key(one), key((CreditsLine(text="Deux"),)), key(one, "y")}
    keys.add(key((CreditsLine(text="Un", kind="heading"),)))
    assert len(keys) == 4


def test_the_title_opens_a_film_that_asks_for_it(tmp_path: Path) -> None:
    board = credited_board(film={"opening": "yes", "fps": 24}, subtitle="Juin 1944")
    first = produced(tmp_path, board).board.slides[0]
    assert first.visual == Card(title="Un petit film", text="Juin 1944")
    assert (first.id, first.length_seconds) == ("opening", OPENING_SECONDS)


def test_a_theme_with_a_logo_or_a_notice_closes_the_film(tmp_path: Path) -> None:
    project = new_project(tmp_path, credited_board(style="maison"))
    themes = project.path.parent / "themes"
    themes.mkdir()
    Image.new("RGBA", (80, 40), (255, 0, 0, 255)).save(themes / "logo.png")
    (themes / "maison.yaml").write_text(
        "based_on: officiel\nlogo: logo.png\nend: {notice: Mentions légales.}\n"
    )
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    production = prepare(project.path, options)
    last = production.board.slides[-1]
    assert last.visual == EndCard(title="Un petit film", notice="Mentions légales.")
    theme = load_theme("maison", production.theme_folders)
    drawn = draw_end_card(theme, frame_size("16:9", 64), last.visual.title)
    assert (drawn == (255, 0, 0)).all(axis=2).any()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("published"), credited_board())
    assert project.render("--format", "16:9", "--format", "9:16").code == 0
    return project


def test_the_page_and_the_transcript_say_every_credit_once(published: Project) -> None:
    page = (published.folder / "embed.html").read_text(encoding="utf-8")
    text = (published.folder / "transcript.fr.txt").read_text(encoding="utf-8")
    for said in (page, text):
        assert said.count("Le service") == 1
    assert text.count("Voix de synthèse") == 1
    assert "credits-1" not in text
    assert text.count("Crédits") == 1
    credits = json.loads((published.folder / "credits.json").read_text(encoding="utf-8"))
    assert credits["team"] == ["Écriture\N{NO-BREAK SPACE}: Le service"]
    manifest = json.loads((published.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["stretches"][-1]["slide"].startswith("credits-")


def test_the_credits_stand_in_the_chapters_and_the_plan(published: Project) -> None:
    chapters = (published.folder / "chapters.fr.vtt").read_text(encoding="utf-8")
    assert chapters.rstrip().endswith("Crédits")
    plan = published.plan("--format", "16:9", "--format", "9:16")
    assert all(one["reused"] for shape in plan["shapes"] for one in shape["segments"])
    lengths = {sum(one["length"] for one in shape["segments"]) for shape in plan["shapes"]}
    assert len(lengths) == 1, "every shape has the same pages, so the same sound"


def test_a_still_of_a_page_can_be_had_by_its_id(tmp_path: Path) -> None:
    from renderer.production.events import SilentWitness
    from renderer.production.still import laid_out, paint_frames

    production = produced(tmp_path, credited_board(), height=360)
    # Standing still: it would be a few parts of a pixel closer.
    slides = (replace(each, visual=at_rest(each.visual)) for each in production.board.slides)
    production = replace(production, board=replace(production.board, slides=tuple(slides)))
    layout = laid_out(production, SilentWitness())
    frame = frame_of_slide(layout, "credits-1")
    drawn = paint_frames(production, layout, [frame], SilentWitness())[0]
    page = next(s.visual for s in production.board.slides if s.id == "credits-1")
    assert isinstance(page, CreditsPage)
    wanted = draw_credits_page(page.lines, load_theme("sobre"), layout.settings.size)
    assert abs(drawn.astype(int) - wanted.astype(int)).mean() < 2


def test_credits_say_that_somebody_s_own_voice_is_heard(board: Storyboard, tmp_path: Path) -> None:
    reading = Recording(file=tmp_path / "voix.wav", name="voix.wav")
    spoken, *rest = board.slides
    read = replace(spoken, narration="Le port est pris.", recordings=(reading,))
    lines = [line.text for line in credits_lines(replace(board, slides=(read, *rest)), ENDING)]
    assert "Voix enregistrée" in lines
    silent = replace(read, narration="")
    lines = [line.text for line in credits_lines(replace(board, slides=(silent, *rest)), ENDING)]
    assert "Voix enregistrée" not in lines
