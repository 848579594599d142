"""A film with archive footage, from the storyboard to the published MP4."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.footage.test_footage_sound import talking_film, tone
from tests.production.projects import RIGHTS, Project, board_of, card_slide, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    footage = {
        "file": "archive.mkv",
        "alt": "Un navire.",
        "start": 1,
        "end": 3,
        "sound": "keep",
        "fit": "cover",
        "rights": dict(RIGHTS),
    }
    board = board_of(
        {"id": "navire", "footage": footage, "transition": "cut"},
        card_slide("quai", transition="cut"),
        film={"fps": 25, "lead": 0.2, "hold": 0.3, "size": 64},
    )
    project = new_project(tmp_path, board)
    talking_film(project.media / "archive.mkv", tone(440))
    return project


def heard(film: Path) -> NDArray[np.float32]:
    with av.open(str(film)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def _told(rows: NDArray[Any]) -> int:
    """The number that a picture of `counting` tells."""
    width = rows.shape[1]
    bits = [rows[:, round((bit + 0.5) * width / 8)].mean() > 126 for bit in range(8)]
    return sum(1 << bit for bit, lit in enumerate(bits) if lit)


def test_footage_is_seen_and_heard_for_its_stretch(project: Project) -> None:
    project.rendered()

    with av.open(str(project.film)) as container:
        pictures = [frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0)]
    assert [_told(picture[8:20, :114]) for picture in pictures[:50]] == list(range(25, 75))
    sound = heard(project.film)
    spectrum = np.abs(np.fft.rfft(sound[24_000:72_000]))
    assert int(spectrum.argmax()) == pytest.approx(440, abs=1)


def test_a_change_of_its_sound_draws_no_picture_again(project: Project) -> None:
    project.rendered()
    loud = heard(project.film)
    text = project.path.read_text(encoding="utf-8")
    project.write(text.replace("sound: keep", "sound: 'off'"))

    made = [s for shape in project.plan()["shapes"] for s in shape["segments"] if not s["reused"]]
    project.rendered()

    assert made == []
    assert np.abs(loud[24_000:72_000]).max() > 0.05
    assert np.abs(heard(project.film)[24_000:72_000]).max() < 0.005
