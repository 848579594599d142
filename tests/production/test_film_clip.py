"""`renderer.film`: the whole film as one moviepy clip, frame for frame."""

import gc
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

import renderer
from renderer.errors import StoryboardError
from renderer.production.events import SilentWitness
from renderer.production.options import Options
from renderer.production.prepare import prepare
from renderer.production.still import laid_out, paint_frames
from tests.production.projects import Project, frames_of, new_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def options(project: Project) -> Options:
    return Options(engine="hum", offline=True, height=64, jobs=1, cache=project.cache)


def test_its_frames_are_the_films(project: Project, options: Options) -> None:
    clip = renderer.film(project.path, options=options)
    layout = laid_out(prepare(project.path, options), SilentWitness())
    length = layout.timeline.length
    starts = [task.segment.start for task in layout.tasks]
    asked = sorted({*starts, *(start - 1 for start in starts[1:]), length // 2, length - 1})

    stills = paint_frames(prepare(project.path, options), layout, asked, SilentWitness())

    assert (clip.size, clip.fps) == ((114, 64), 24)
    for frame, still in zip(asked, stills, strict=True):
        assert np.array_equal(clip.get_frame(frame / 24), still), frame
    assert sum(1 for _ in clip.iter_frames()) == length


def test_its_sound_is_the_films(project: Project, options: Options) -> None:
    outcome = project.render()
    assert outcome.code == 0, outcome.err
    clip = renderer.film(project.path, options=options)
    with av.open(str(project.film)) as container:
        frames = list(container.decode(audio=0))
    published = np.concatenate([frame.to_ndarray()[0] for frame in frames])

    heard = clip.audio.to_soundarray(fps=48_000)

    samples = len(frames_of(project.film)) * 2000
    assert heard.shape[1] == 2
    assert np.abs(heard[:samples, 0]).max() > 0.05
    assert np.abs(heard[:samples, 0] - published[:samples]).max() < 2 / 32768


def test_parts_of_it_are_written_by_moviepy(project: Project, options: Options) -> None:
    part = renderer.film(project.path, options=options).subclipped(0.5, 1.0)
    path = project.root / "part.mp4"

    part.write_videofile(str(path), audio_fps=48_000, audio_codec="aac", logger=None)

    with av.open(str(path)) as container:
        pictures = [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]
        assert container.streams.audio
    assert len(pictures) == 12
    shown = part.get_frame(6 / 24).astype(int)
    assert np.abs(pictures[6][:64, :114].astype(int) - shown).mean() < 12


def test_what_is_wrong_is_said_as_by_a_render(tmp_path: Path, options: Options) -> None:
    project = new_project(tmp_path, "storyboard: 1\nslides: []\n")

    with pytest.raises(StoryboardError, match="slug"):
        renderer.film(project.path, options=options)


def test_nothing_is_left_running_when_the_clip_is_let_go(
    project: Project, options: Options
) -> None:
    children = Path("/proc/self/task")
    if not children.exists():
        pytest.skip("counts processes as Linux shows them")

    def ours() -> int:
        return sum(len((t / "children").read_text().split()) for t in children.iterdir())

    before = ours()
    clip = renderer.film(project.path, options=options)
    clip.get_frame(clip.duration / 2)
    during = ours()
    del clip
    gc.collect()

    assert during > before
    assert ours() == before


def test_importing_renderer_imports_nothing_heavy() -> None:
    code = (
        "import sys, renderer; "
        "print([m for m in ('av', 'cv2', 'moviepy', 'numpy', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
