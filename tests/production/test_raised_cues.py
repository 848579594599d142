"""What is published beside a film keeps clear of what is drawn on it."""

import re
from pathlib import Path

from tests.production.projects import board_of, card_slide, new_project

WORDS = "Une ville regarde la mer. Elle attend depuis quatre ans. " * 3


def test_a_cue_is_raised_while_a_caption_stands_and_only_then(tmp_path: Path) -> None:
    slides = (
        card_slide("un", narration=WORDS, caption={"text": "Cherbourg", "stay": 2}),
        card_slide("deux", narration=WORDS),
    )
    project = new_project(tmp_path, board_of(*slides))
    assert project.render().code == 0
    written = (project.folder / "captions.fr.vtt").read_text(encoding="utf-8")
    timings = re.findall(r"--> \S+(.*)", written)
    assert re.fullmatch(r" line:\d\d%", timings[0])
    assert timings[0] != timings[-1] == ""
    assert 40 <= int(timings[0][6:-1]) <= 75  # over the caption, and in the lower half
    assert "line:" not in (project.folder / "captions.fr.srt").read_text(encoding="utf-8")
    assert "<c.cyan>Une ville regarde la mer." in written
    shown = (project.folder / "transcript.fr.txt").read_text(encoding="utf-8")
    assert "Cherbourg" in shown
