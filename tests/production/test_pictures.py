"""Several photographs in one slide: each comes with its words; only what changes is made anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.messages.explanations import explanations
from renderer.production.events import SilentWitness
from renderer.production.still import paint_frames
from renderer.rights.credit_text import film_credits
from renderer.timeline.scheduling import DISSOLVE_SECONDS
from tests.production.projects import (
    RIGHTS,
    Project,
    board_of,
    card_slide,
    frames_of,
    new_project,
    run,
)
from tests.production.test_moments import frame_said, layout_of

SAID = (
    "Voici le port et ses quais de pierre. Un phare veille sur la rade, et la mer monte au large."
)
FPS = 24
DISSOLVE = round(DISSOLVE_SECONDS * FPS)


def picture(file: str, at: str | None = None, **more: Any) -> dict[str, Any]:
    shown = {"file": file, "alt": f"Vue de {file}.", "rights": dict(RIGHTS), "motion": "none"}
    return shown | ({"at": at} if at else {}) | more


def slide(*pictures: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "quai", "pictures": list(pictures), "narration": SAID, **more}


def three(**more: Any) -> dict[str, Any]:
    return slide(
        picture("un.jpg"),
        picture("deux.jpg", "Un phare veille"),
        picture("trois.jpg", "la mer monte", motion="auto"),
        **more,
    )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, board_of(card_slide("titre"), three(), card_slide("fin")))


def test_each_picture_comes_in_the_frame_in_which_its_words_are_said(project: Project) -> None:
    production, layout = layout_of(project)
    for words in ("Un phare veille", "la mer monte"):
        at = frame_said(layout, words)
        wanted = [at - 2, at - 1, at, at + DISSOLVE // 2, at + DISSOLVE]
        frames = [f.astype(int) for f in paint_frames(production, layout, wanted, SilentWitness())]
        moved = [np.abs(one - frames[-1]).mean() for one in frames]
        assert moved[0] == moved[1] > moved[2] > moved[3] > moved[4] == 0, words


def test_what_is_alone_keeps_still_until_the_next_comes(project: Project) -> None:
    production, layout = layout_of(project)
    span = layout.timeline.slides[1]
    first, second, third = span.shots
    still = [first.settled + 20, second.start - 1]
    one, other = paint_frames(production, layout, still, SilentWitness())
    assert np.array_equal(one, other)
    assert first.end == second.settled
    assert third.end == span.clip_end


def test_stills_inside_share_their_key_and_one_picture_changed_leaves_the_others(
    project: Project,
) -> None:
    _, before = layout_of(project)
    body = [t for t in before.tasks if t.label.startswith("quai")]
    assert len(body) > 5
    board = board_of(card_slide("titre"), three(), card_slide("fin"))
    board["slides"][1]["pictures"][1]["focus"] = [0.1, 0.1]
    project.write(board)
    _, after = layout_of(project)
    assert len(before.keys) == len(after.keys)
    changed = {
        task.label
        for task, one, other in zip(before.tasks, before.keys, after.keys, strict=True)
        if one != other
    }
    shots = {
        task.label: {shown.shot for run in task.runs for shown in run.looks if shown}
        for task in before.tasks
    }
    assert changed
    assert all("deux.jpg" in shots[label] for label in changed)
    kept = {label for label, names in shots.items() if "deux.jpg" not in names}
    assert {label for label in kept if label.startswith("quai")}


def test_a_long_still_is_encoded_once(tmp_path: Path) -> None:
    words = "Voici le port. " + "La pierre est grise, la mer est calme et le vent se tait. " * 12
    board = board_of(
        {
            "id": "quai",
            "pictures": [picture("un.jpg"), picture("deux.jpg", "le vent se tait")],
            "narration": words.strip(),
        }
    )
    _, layout = layout_of(new_project(tmp_path, board))
    alone = [
        key
        for task, key in zip(layout.tasks, layout.keys, strict=True)
        if {look.shot for run in task.runs for look in run.looks if look} == {"deux.jpg"}
        and task.length == 5 * FPS
    ]
    assert len(alone) > 2
    assert len(set(alone)) == 1


def test_an_edited_film_is_the_film_made_from_nothing(project: Project) -> None:
    assert project.render().code == 0
    board = board_of(card_slide("titre"), three(), card_slide("fin"))
    board["slides"][1]["pictures"][1]["at"] = "sur la rade"
    board["slides"][1]["pictures"].insert(1, picture("un.jpg", "ses quais", fit="contain"))
    project.write(board)
    assert project.render().code == 0
    assert frames_of(project.film) == frames_of(project.from_nothing())


def test_each_has_its_rights_its_alternative_and_its_credit(project: Project) -> None:
    board = board_of(three())
    board["slides"][0]["pictures"][2] |= {"alt": "", "rights": None}
    board["slides"][0]["pictures"][1]["rights"]["author"] = "Une autre"
    project.write(board)
    told = run("check", project.path)
    line = project.path.read_text(encoding="utf-8").splitlines().index("  - file: trois.jpg") + 1
    assert f":{line}:" in told.err
    assert "the picture 'trois.jpg' has no rights" in told.err
    board["slides"][0]["pictures"][2] = picture("trois.jpg", "la mer monte")
    project.write(board)
    made = project.rendered()
    items = (project.folder / "credits.json").read_text(encoding="utf-8")
    assert made
    assert "trois.jpg" in items
    assert "Une autre" in items
    page = (project.folder / "transcript.fr.html").read_text(encoding="utf-8")
    assert all(f"Vue de {name}.jpg." in page for name in ("un", "deux", "trois"))
    production, _ = layout_of(project)
    assert len(list(film_credits(production.board))) == 3


def test_only_the_first_comes_by_itself(project: Project) -> None:
    timed = picture("trois.jpg", "la mer")
    project.write(board_of(slide(picture("un.jpg"), picture("deux.jpg"), timed)))
    told = run("check", project.path)
    assert told.code == 2
    assert "picture 2 doesn't say when it comes" in told.err


def test_pictures_without_any_moment_share_the_slide(project: Project) -> None:
    silent = {"id": "rade", "pictures": [picture(f"{n}.jpg") for n in ("un", "deux", "trois")]}
    project.write(board_of(silent | {"length": 6}))
    _, layout = layout_of(project)
    starts = [shot.start for shot in layout.timeline.slides[0].shots]
    assert np.diff(starts).min() > 1.5 * FPS


def test_pictures_out_of_order_are_told(project: Project) -> None:
    pictures = (picture("un.jpg"), picture("deux.jpg", "la mer"), picture("trois.jpg", "le port"))
    project.write(board_of(slide(*pictures)))
    told = run("check", "--json", project.path)
    assert "earlier in the narration than what it is written after" in told.out
    assert '"moment-backwards"' in told.out
    assert "moment-backwards" in explanations("fr")


def test_a_translation_gives_each_alternative_and_each_moment(project: Project) -> None:
    english: dict[str, Any] = {
        "title": "A small film",
        "description": "Views.",
        "slides": {"quai": {"narration": "Here is the harbour. A light keeps watch. It rises."}},
    }
    board = board_of(three(), languages={"en": english})
    project.write(board)
    told = run("check", project.path)
    for words in ("Vue de un.jpg.", "Un phare veille", "la mer monte"):
        assert f"'{words}' is not translated into en" in told.err
    english["words"] = {
        "Vue de un.jpg.": "One.",
        "Vue de deux.jpg.": "Two.",
        "Vue de trois.jpg.": "Three.",
        "Un phare veille": "A light",
        "la mer monte": "It rises",
    }
    project.write(board | {"languages": {"en": english}})
    assert run("check", project.path).code == 0


def test_a_picture_that_hardly_has_time_still_ends_the_slide(tmp_path: Path) -> None:
    board = board_of(
        slide(picture("un.jpg"), picture("deux.jpg", "au large"), hold=0), card_slide("fin")
    )
    production, layout = layout_of(new_project(tmp_path, board))
    span = layout.timeline.slides[0]
    assert span.shots[-1].start <= span.shots[-1].settled <= span.end
    assert sum(task.length for task in layout.tasks) == layout.timeline.length
    last = layout.timeline.slides[0].end - 1
    [frame] = paint_frames(production, layout, [last], SilentWitness())
    assert frame.any()


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_large_pages_are_refused_only_while_a_film_is_made() -> None:
    from renderer.production.decoders import open_shelf

    def refused() -> bool:
        return "THP_enabled:\t0" in Path("/proc/self/status").read_text(encoding="ascii")

    if refused():
        pytest.skip("whoever started the tests refuses them")
    with open_shelf(1, print, allow_code=False):
        assert refused()
    assert not refused()
