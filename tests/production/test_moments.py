"""Things tied to words of the narration: seen in the frame in which they are said, and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from renderer.language.phrase_search import passages
from renderer.messages.explanations import explanations
from renderer.production.events import SilentWitness
from renderer.production.film_structure import Layout
from renderer.production.options import Options
from renderer.production.prepare import Production, prepare
from renderer.production.still import laid_out, paint_frames
from renderer.timeline.word_times import piece_starts
from tests.production.projects import Project, board_of, new_project, photo_slide, run

SAID = "Voici le port de Cherbourg. Un phare veille, et la mer monte."


def marked(when: Any, **more: Any) -> dict[str, Any]:
    """A slide whose photograph bears a mark from *when* on."""
    mark = {"kind": "rectangle", "at": [0.3, 0.3], "size": [0.4, 0.4], "when": when}
    slide = photo_slide("quai", narration=SAID, caption=None, **more)
    slide["image"] |= {"motion": "none", "callouts": [mark]}
    return slide


def layout_of(project: Project) -> tuple[Production, Layout]:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    production = prepare(project.path, options)
    return production, laid_out(production, SilentWitness())


def frame_said(layout: Layout, words: str) -> int:
    """The frame of the film in which *words* begin to be heard."""
    placed = layout.timeline.sentences
    [place] = passages(words, [each.sentence.written for each in placed])
    [sample] = piece_starts(placed[place.sentence], [place.offset])
    return sample // layout.timeline.timebase.samples_per_frame


@pytest.mark.parametrize("words", ["un phare veille", "et la mer", "le port"])
def test_a_mark_is_seen_from_the_frame_in_which_its_words_are_said(
    words: str, tmp_path: Path
) -> None:
    project = new_project(tmp_path, board_of(marked(words)))
    production, layout = layout_of(project)
    at = frame_said(layout, words)
    before, then, later = paint_frames(production, layout, [at - 1, at, at + 5], SilentWitness())
    assert not np.array_equal(before, then)
    assert np.array_equal(then, later)


def test_words_that_are_gone_are_told_at_their_line_with_the_nearest(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(marked("Le phare veille")))
    for outcome in (run("check", project.path), project.render()):
        assert outcome.code in (1, 2)
        assert "these words are gone: 'Le phare veille'" in outcome.err + outcome.out
        assert "the nearest in the narration: 'Un phare veille'" in outcome.err + outcome.out
    told = run("check", "--json", project.path)
    assert '"words-gone"' in told.out
    assert "words-gone" in explanations("fr")


def test_a_sentence_that_is_not_there_is_told(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(marked("sentence 3")))
    told = run("check", "--json", project.path)
    assert told.code != 0
    assert "names sentence 3, but the slide's narration has 2" in told.out
    assert '"moment-unknown"' in told.out


def test_words_said_twice_are_a_warning_and_the_first_counts(tmp_path: Path) -> None:
    slide = marked("le port")
    slide["narration"] = "Voici le port. Tout au fond, le port dort."
    project = new_project(tmp_path, board_of(slide))
    told = run("check", "--json", project.path)
    assert told.code == 0
    assert "'le port' is said 2 times: the first counts" in told.out
    assert '"words-several"' in told.out
    _, layout = layout_of(project)
    first = layout.looks[0].beats.words[0][1]
    assert first + layout.timeline.slides[0].clip_start < frame_said(layout, "Tout au fond")


def test_a_translation_gives_the_words_of_its_own_narration(tmp_path: Path) -> None:
    english: dict[str, Any] = {
        "title": "A small film",
        "description": "Views.",
        "slides": {"quai": {"alt": "A check.", "narration": "Here it is. A light keeps watch."}},
    }
    board = board_of(marked("un phare veille"), languages={"en": english})
    project = new_project(tmp_path, board)
    told = run("check", project.path)
    assert "'un phare veille' is not translated into en" in told.err + told.out
    english["words"] = {"un phare veille": "a light keeps"}
    project.write(board | {"languages": {"en": english}})
    assert run("check", project.path).code == 0
    english["words"] = {"un phare veille": "a beacon keeps"}
    project.write(board | {"languages": {"en": english}})
    told = run("check", project.path)
    assert told.code != 0
    assert "these words are gone: 'a beacon keeps'" in told.err + told.out


def test_the_key_of_a_slide_holds_when_its_words_are_said(tmp_path: Path) -> None:
    project = new_project(tmp_path, board_of(marked("un phare veille")))
    _, layout = layout_of(project)
    keys = layout.keys
    project.write(board_of(marked("et la mer")))
    assert layout_of(project)[1].keys != keys
