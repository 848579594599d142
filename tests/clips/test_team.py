"""A team's own clip: run only when allowed, kept in step with its source, blamed by its slide."""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.clips.custom import team_painter
from renderer.clips.custom_source import source_files
from renderer.clips.footage_painter import FootagePainter
from renderer.clips.slide_drawings import files_of
from renderer.clips.slide_parameters import Look
from renderer.errors import PictureError
from renderer.files.digest import file_digest
from renderer.storyboard.board import TeamClip
from tests.clips.films import FRAME, counting, footage_of, make_film, number_in, shown
from tests.clips.films import look_of as look_of_footage

CLIPS = """
    from moviepy import ColorClip

    def flat(width, height, fps, length):
        return ColorClip((width, height), color=({shade}, {shade}, {shade}), duration=length / fps)
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A project with a package of clips; what it imports is forgotten afterwards."""
    (tmp_path / "media").mkdir()
    known, path = set(sys.modules), list(sys.path)
    yield tmp_path
    assert sys.path == path
    for name in set(sys.modules) - known:
        if name.partition(".")[0] in {"studio", "lone"}:
            del sys.modules[name]


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def look_of(root: Path, target: str) -> Look:
    from dataclasses import replace

    clip = TeamClip(target=target)
    empty = footage_of(root / "media" / "film.mp4")
    digests = tuple(file_digest(file) for file in files_of(clip, root / "media"))
    return replace(look_of_footage(empty), slide="notre-clip", visual=clip, digests=digests)


def brightness(root: Path, target: str) -> int:
    painter = team_painter(TeamClip(target=target), look_of(root, target), allowed=True)
    return int(shown(painter, 0).y[36, 64])


def test_the_function_is_told_size_rate_and_length(project: Path) -> None:
    write(
        project,
        "lone.py",
        """
        from moviepy import ColorClip
        asked = []
        def clip(width, height, fps, length):
            asked.append((width, height, fps, length))
            return ColorClip((width, height), color=(255, 255, 255), duration=1)
        """,
    )

    assert brightness(project, "lone:clip") == 235
    assert sys.modules["lone"].asked == [(128, 72, 25, 10)]


def test_an_edited_clip_has_another_key_and_other_pictures(project: Path) -> None:
    write(project, "studio/__init__.py", "")
    write(project, "studio/clips.py", CLIPS.format(shade=100))
    before, dark = (
        look_of(project, "studio.clips:flat").key(),
        brightness(project, "studio.clips:flat"),
    )
    write(project, "studio/clips.py", CLIPS.format(shade=200))

    assert look_of(project, "studio.clips:flat").key() != before
    assert brightness(project, "studio.clips:flat") > dark + 50


def test_an_edit_beside_the_module_counts_too(project: Path) -> None:
    write(project, "studio/__init__.py", "")
    write(project, "studio/colours.py", "SHADE = 100\n")
    write(
        project,
        "studio/clips.py",
        """
        from moviepy import ColorClip
        from studio.colours import SHADE
        def flat(width, height, fps, length):
            return ColorClip((width, height), color=(SHADE,) * 3, duration=1)
        """,
    )
    before, dark = (
        look_of(project, "studio.clips:flat").key(),
        brightness(project, "studio.clips:flat"),
    )
    write(project, "studio/colours.py", "SHADE = 200\n")

    assert look_of(project, "studio.clips:flat").key() != before
    assert brightness(project, "studio.clips:flat") > dark + 50


def test_its_source_is_found_without_running_it(project: Path) -> None:
    package = write(project, "studio/__init__.py", "raise RuntimeError('run')\n")
    clips = write(project, "studio/clips.py", "raise RuntimeError('run')\n")
    lone = write(project, "lone.py", "raise RuntimeError('run')\n")

    assert source_files("studio.clips:flat", project) == (package, clips)
    assert source_files("lone:flat", project) == (lone,)
    assert source_files("nowhere.at.all:flat", project) == ()
    assert source_files("json.decoder:flat", project)[0].name == "decoder.py"
    assert not {"studio", "lone"} & set(sys.modules)


def test_nothing_runs_unless_it_is_allowed(project: Path) -> None:
    write(project, "lone.py", "raise RuntimeError('run')\n")

    with pytest.raises(
        PictureError, match=r"'notre-clip' runs code \(lone:flat\).*--allow-code"
    ) as refused:
        team_painter(TeamClip(target="lone:flat"), look_of(project, "lone:flat"), allowed=False)
    assert refused.value.code == "code-not-allowed"
    assert "lone" not in sys.modules


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", r"can't be imported: ZeroDivisionError: division by zero \(lone.py, line 1\)"),
        ("import nothing_of_the_kind", r"can't be found: No module named 'nothing_of_the_kind'"),
        ("clip = 3", r"can't be found: there is no such function in lone"),
        ("def clip(**_):\n    return 1 / 0", r"failed: ZeroDivisionError.*\(lone.py, line 2\)"),
        (
            "def clip(**_):\n    raise SystemExit(0)",
            r"failed: SystemExit: 0 \(lone.py, line 2\)",
        ),
        ("def clip(width):\n    return None", r"failed: TypeError: clip\(\) got an unexpected"),
        (
            "def clip(**asked):\n    return None",
            r"returned NoneType instead of a moviepy VideoClip",
        ),
        ("def clip(:\n    pass", r"can't be imported: SyntaxError"),
    ],
)
def test_what_goes_wrong_is_said_of_the_slide(project: Path, code: str, said: str) -> None:
    write(project, "lone.py", code)

    with pytest.raises(PictureError, match=f"slide 'notre-clip': lone:clip {said}") as refused:
        team_painter(TeamClip(target="lone:clip"), look_of(project, "lone:clip"), allowed=True)
    assert refused.value.code == "code-failed"


def test_a_clip_that_fails_while_it_is_painted_names_its_line(project: Path) -> None:
    write(
        project,
        "lone.py",
        """
        import numpy as np
        from moviepy import VideoClip
        def clip(width, height, fps, length):
            pictures = [np.zeros((72, 128, 3))]
            return VideoClip(lambda seconds: pictures[round(seconds * 9)], duration=1)
        """,
    )
    painter = team_painter(
        TeamClip(target="lone:clip"), look_of(project, "lone:clip"), allowed=True
    )

    with pytest.raises(
        PictureError, match=r"'notre-clip'.*failed at 0.20 s: IndexError.*line 6"
    ) as refused:
        shown(painter, 5)
    assert refused.value.code == "code-failed"


def test_a_clip_may_be_made_of_footage(project: Path) -> None:
    film = make_film(project / "media" / "film.mp4", counting(50))
    write(
        project,
        "lone.py",
        f"""
        from moviepy import VideoFileClip
        def clip(width, height, fps, length):
            return VideoFileClip({str(film)!r}, audio=False).subclipped(1, 2)
        """,
    )
    painter = team_painter(
        TeamClip(target="lone:clip"), look_of(project, "lone:clip"), allowed=True
    )

    assert not isinstance(painter, FootagePainter)
    assert FRAME == (128, 72)
    assert number_in(shown(painter, 3)) == 28
    painter.inner.clip.close()  # type: ignore[attr-defined] # moviepy's reader runs ffmpeg
