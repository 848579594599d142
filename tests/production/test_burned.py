"""Subtitles drawn on the picture: in their frames, in the formats asked, remade if they change."""

from __future__ import annotations

import json
import pickle
import re
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import renderer
from renderer.cli.arguments import parse
from renderer.cli.values import options_of
from renderer.clips.segment_painter import segment_painter
from renderer.frames.yuv import empty_planes
from renderer.production.decoders import open_darkroom
from renderer.production.events import SilentWitness
from renderer.production.film_structure import Layout, segment_key
from renderer.production.options import Options, apply_options, frame_size
from renderer.production.prepare import picture_digests, prepare
from renderer.production.publication.poster import candidates
from renderer.production.remote.task import Errand, run_errand
from renderer.production.render import speak_missing
from renderer.production.still import laid_out
from renderer.production.teaser import lay_teaser, plan_teaser
from renderer.storyboard.load import load_storyboard
from renderer.themes.file import load_theme
from renderer.themes.margins import SubtitleRows, subtitle_rows
from tests.production.projects import (
    Board,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
    seen_and_heard,
    to_make,
)

HEIGHT = 180
BURN = {"burn": "yes", "highlight": "word"}
ESPEAK = ("--voice", "espeak", "--height", str(HEIGHT))


def burned_board(**subtitles: object) -> Board:
    """A card, a photograph that stays and one that moves; two sentences on each."""
    board = board_of(
        card_slide("carton", narration="Ici commence le film. Le port attend."),
        photo_slide("quai", "un.jpg", caption=None),
        photo_slide("rade", "deux.jpg"),
    )
    for slide in board["slides"]:
        if "image" in slide:
            slide["image"]["fit"] = "cover"  # bright rows in every shape, on which cues are told
    board["slides"][1]["image"]["motion"] = "none"
    board["slides"][2]["narration"] = (
        "Le 26 juin 1944, la garnison du fort se rend, et la mer est calme. Elle le reste."
    )
    board["film"]["subtitles"] = {**BURN, **subtitles}
    return board


@pytest.fixture(scope="module")
def burned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = new_project(tmp_path_factory.mktemp("burned"), burned_board())
    project.rendered(*ESPEAK, "--format", "16:9", "--format", "9:16")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path, burned_board())


def layout_of(project: Project, shape: str = "16:9", **more: Any) -> Layout:
    given = {"engine": "espeak", "offline": True, "height": HEIGHT, "cache": project.cache}
    return laid_out(prepare(project.path, Options(**{**given, **more})), SilentWitness(), shape)


def rows_of(shape: str) -> SubtitleRows:
    return subtitle_rows(load_theme("sobre"), frame_size(shape, HEIGHT))


def bands(film: Path, shape: str) -> list[NDArray[np.float32]]:
    """The rows of subtitles of every decoded frame, in luma."""
    rows = rows_of(shape)
    with av.open(str(film)) as container:
        return [
            frame.to_ndarray(format="yuv420p")[rows.top : rows.bottom].astype(np.float32)
            for frame in container.decode(video=0)
        ]


def differ(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Whether there are letters in one of them that the other hasn't."""
    return int((np.abs(one - other) > 50).sum()) > 20


def bright(band: NDArray[np.float32]) -> int:
    """Pixels as bright as letters, which no picture of these films is."""
    return int((band > 210).sum())


@pytest.mark.parametrize(("name", "shape"), [("film.mp4", "16:9"), ("film-9x16.mp4", "9:16")])
def test_each_cue_appears_and_goes_with_its_sentence_in_what_is_decoded(
    burned: Project, name: str, shape: str
) -> None:
    layout = layout_of(burned, shape)
    frames = bands(burned.folder / name, shape)
    assert len(frames) == layout.timeline.length
    per_frame = layout.timeline.timebase.samples_per_frame
    bare = photographs_without(burned, shape)
    seen = [differ(one, other) for one, other in zip(frames, bare, strict=True)]
    appears = [n for n in range(1, len(seen)) if seen[n] and not seen[n - 1]]
    changes = [
        n
        for n in range(1, len(frames))
        if seen[n] and (not seen[n - 1] or differ(frames[n], frames[n - 1]))
    ]
    starts = [sentence.start / per_frame for sentence in layout.timeline.sentences]
    for start in starts:
        # Half a second before it, where it would else be too fast to read; never after.
        assert any(-1 <= start - n <= 0.5 * 24 + 1 for n in changes), (start, changes)
    spans = [(s.start / per_frame, s.end / per_frame) for s in layout.timeline.sentences]
    for number, shown in enumerate(seen):
        said = any(start + 1 <= number <= end - 1 for start, end in spans)
        near = any(start - 13 <= number <= end + 1.5 * 24 + 1 for start, end in spans)
        assert not (said and not shown), f"frame {number} is said and bears nothing"
        assert not (shown and not near), f"frame {number} bears what nobody says"
    assert len(appears) >= 3, "each slide's first"


def photographs_without(burned: Project, shape: str) -> list[NDArray[np.float32]]:
    """The same rows of the same film, drawn with everything but its cues."""
    layout = layout_of(burned, shape)
    production = prepare(
        burned.path, Options(engine="espeak", offline=True, height=HEIGHT, cache=burned.cache)
    )
    rows, size = rows_of(shape), layout.settings.size
    found = []
    with open_darkroom(production, SilentWitness()) as shelf:
        for task in layout.tasks:
            painter = segment_painter(task.runs, size, shelf.painter_of)
            for frame in range(task.length):
                planes = empty_planes(size)
                painter.paint(frame, planes)
                found.append(planes.y[rows.top : rows.bottom].astype(np.float32))
    return found


def test_the_cues_of_a_wide_film_are_those_of_its_caption_file(burned: Project) -> None:
    vtt = (burned.folder / "captions.fr.vtt").read_text(encoding="utf-8")
    times = [
        tuple(60 * int(minutes) + float(seconds) for minutes, seconds in pair)
        for pair in (
            [tuple(each.split(":")[-2:]) for each in line.split(" --> ")]
            for line in re.findall(r"^\d\d:.* --> \S+", vtt, re.M)
        )
    ]
    layout = layout_of(burned)
    grouped = [list(states) for _, states in groupby(layout.cues, lambda cue: cue.look.lines)]
    assert len(times) == len(grouped)
    for (start, end), states in zip(times, grouped, strict=True):
        assert abs(start * 24 - states[0].start) <= 0.5
        assert abs(end * 24 - states[-1].end) <= 0.5


def test_a_narrow_film_has_narrower_lines_and_every_letter(burned: Project) -> None:
    wide, tall = layout_of(burned), layout_of(burned, "9:16")

    def letters(layout: Layout) -> str:
        shown = [" ".join(cue.look.lines) for cue in layout.cues]
        kept = [one for one, after in pairwise([*shown, ""]) if one != after]
        return "".join(filter(str.isalnum, "".join(kept)))

    assert letters(wide) == letters(tall)
    assert max(len(line) for cue in tall.cues for line in cue.look.lines) <= 30


def test_words_are_lit_one_by_one_where_the_voice_gives_their_times(burned: Project) -> None:
    lit = [cue for cue in layout_of(burned).cues if cue.look.lit != (0, 0)]
    assert {last - first for first, last in (cue.look.lit for cue in lit)} == {1}
    assert len(lit) > 15


def test_incremental_is_full_with_subtitles_burned(project: Project) -> None:
    project.rendered()
    board = burned_board()
    board["slides"][1]["narration"] = "Voici le quai, vu de très loin. La mer est calme."
    project.write(board)
    project.rendered()
    assert seen_and_heard(project.film) == seen_and_heard(project.from_nothing())


def test_other_written_words_said_alike_remake_only_the_segments_that_show_them(
    project: Project,
) -> None:
    board = burned_board(highlight="none")
    slide = board["slides"][1]
    slide["narration"] = "La mer est calme. Le port attend les navires. Le fort tient 26 jours."
    project.write(board)
    project.rendered(*ESPEAK)
    slide["narration"] = slide["narration"].replace("26", "vingt-six")
    project.write(board)
    plan = project.plan(*ESPEAK)
    assert all(one["reused"] for one in plan["sentences"])
    layout = layout_of(project)
    last = [cue for cue in layout.cues if "vingt-six" in " ".join(cue.look.lines)]
    showing = {
        task.label
        for task in layout.tasks
        if any(c.start < task.segment.end and c.end > task.segment.start for c in last)
    }
    assert to_make(plan) == showing
    assert showing < {task.label for task in layout.tasks if "quai" in task.label}
    why = {one["why"] for one in plan["shapes"][0]["segments"] if not one["reused"]}
    assert why == {"the subtitles of 'quai' changed"}


def test_a_highlight_changed_remakes_only_where_there_are_words(project: Project) -> None:
    board = burned_board(highlight="none")
    board["slides"].append(card_slide("fin", narration=None, length=3))
    project.write(board)
    project.rendered()
    board["film"]["subtitles"]["highlight"] = "phrase"
    project.write(board)
    plan = project.plan()
    layout = layout_of(project, engine="hum", height=64)
    assert to_make(plan) == {
        task.label
        for task in layout.tasks
        if any(getattr(cue.look, "lit", (0, 0)) != (0, 0) for cue in task.cues)
    }
    assert any(not task.cues for task in layout.tasks)


def test_a_film_that_burns_nothing_has_the_keys_it_had(project: Project) -> None:
    keys = layout_of(project, burn=()).keys
    board = burned_board()
    del board["film"]["subtitles"]
    project.write(board)
    assert layout_of(project).keys == keys
    themes = project.path.parent / "themes"
    themes.mkdir()
    theme = 'theme: 1\ntitle: Autre\nsubtitle: {size: 7, highlight: "#ffffff"}\n'
    (themes / "autre.yaml").write_text(theme, encoding="utf-8")
    assert layout_of(project, style="autre").keys == keys
    drawn = layout_of(project, burn=("16:9",)).keys
    assert layout_of(project, burn=("16:9",), style="autre").keys != drawn


def test_only_the_formats_named_bear_them(project: Project) -> None:
    project.write(burned_board(burn="9:16"))
    assert layout_of(project, "9:16").cues
    assert not layout_of(project, "16:9").cues
    plain = layout_of(project, "16:9", burn=()).keys
    assert layout_of(project, "16:9").keys == plain


def test_the_parts_of_a_still_share_a_key_only_where_their_cues_are_alike(
    tmp_path: Path,
) -> None:
    said = " ".join(f"Une ville regarde la mer depuis {n} ans." for n in range(20, 26))
    board = board_of(card_slide("carton", narration=said, hold=60))
    board["slides"][0]["card"]["motion"] = "none"
    board["film"]["subtitles"] = {"burn": "yes"}
    layout = layout_of(new_project(tmp_path, board))
    bare = [k for t, k in zip(layout.tasks, layout.keys, strict=True) if not t.cues]
    spoken = [k for t, k in zip(layout.tasks, layout.keys, strict=True) if t.cues]
    assert len(set(bare)) < len(bare), "the long hold is encoded once"
    assert len(set(spoken)) == len(spoken)


def test_a_still_and_the_films_clip_show_what_is_encoded(burned: Project) -> None:
    layout = layout_of(burned)
    rows = rows_of("16:9")
    cue = next(cue for cue in layout.cues if cue.look.slide == "quai")
    seconds = (cue.start + 0.5) / 24
    out = burned.root / "still.png"
    words = ("--voice", "espeak", "--offline", "--height", str(HEIGHT), "--cache", burned.cache)
    made = run("still", burned.path, *words, "--at", str(seconds), "--out", out)
    assert made.code == 0, made.err
    drawn = np.asarray(Image.open(out).convert("RGB"))
    assert bright(drawn[rows.top : rows.bottom].mean(axis=2)) > 20
    clip = renderer.film(
        burned.path,
        options=Options(engine="espeak", offline=True, height=HEIGHT, cache=burned.cache),
    )
    assert np.array_equal(clip.get_frame(seconds), drawn)
    clip.close()


def test_the_poster_is_taken_where_no_cue_is_drawn(burned: Project) -> None:
    layout = layout_of(burned)
    assert layout.cues
    for each in candidates(layout):
        frame = layout.tasks[each.task].segment.start + each.frame
        span = layout.timeline.slides[each.slide]
        assert span.start <= frame < span.end
        assert not any(cue.start <= frame < cue.end for cue in layout.cues)
        assert not any(each.start <= frame < each.end for each in layout.timeline.transitions)


def test_the_page_offers_its_captions_and_shows_them_to_nobody_unasked(burned: Project) -> None:
    for name in ("page.html", "embed.html"):
        page = (burned.folder / name).read_text(encoding="utf-8")
        (track,) = re.findall(r'<track kind="captions"[^>]*>', page)
        assert "default" not in track
    told = json.loads((burned.folder / "video-object.json").read_text(encoding="utf-8"))
    assert told["accessibilityFeature"] == ["captions", "openCaptions", "transcript"]
    assert (burned.folder / "captions.fr.srt").is_file()


def test_what_can_not_be_drawn_is_refused_with_the_line_that_says_it(tmp_path: Path) -> None:
    board = board_of(card_slide("carton", narration="Ici, le mot नदी."))
    project = new_project(tmp_path, board)
    assert project.render().code == 0
    outcome = project.render("--burn=yes")
    assert outcome.code == 1
    assert "the subtitle needs characters that the theme's fonts don't have" in outcome.err
    assert re.search(r"film\.yaml:\d+:\d+: .*slide 'carton'", outcome.err) or (
        "slide 'carton'" in outcome.err and "film.yaml:" in outcome.err
    )


@pytest.mark.parametrize(
    ("words", "burn"),
    [
        ((), ("9:16",)),
        (("--burn",), ("16:9", "9:16", "1:1")),
        (("--burn", "1:1", "--burn", "16:9"), ("16:9", "1:1")),
        (("--burn", "no"), ()),
    ],
)
def test_the_command_line_beats_the_storyboard(
    project: Project, words: tuple[str, ...], burn: tuple[str, ...]
) -> None:
    project.write(burned_board(burn="9:16"))
    options = options_of(parse(["plan", str(project.path), *words]))
    board = apply_options(load_storyboard(project.path), options)
    assert board.film.subtitles.burn == burn


def test_a_storyboard_behind_the_option_is_told_where_it_goes(project: Project) -> None:
    outcome = run("render", "--burn", project.path)
    assert outcome.code == 2
    assert "write the storyboard before --burn" in outcome.err


def test_a_segment_with_cues_made_as_an_errand_is_the_one_made_here(burned: Project) -> None:
    layout = layout_of(burned)
    number = next(n for n, each in enumerate(layout.tasks) if each.label.startswith("carton"))
    task = layout.tasks[number]
    errand = Errand(
        number=number,
        key=layout.keys[number],
        length=task.length,
        runs=task.runs,
        cues=task.cues,
        settings=layout.settings_of(task),
        store=str(burned.root / "far"),
        themes=(),
        project=(),
        allow_code=False,
    )
    outcome = run_errand(pickle.loads(pickle.dumps(errand)))
    assert (outcome.failed, outcome.key) == ("", layout.keys[number])
    assert segment_key(errand.settings, errand.runs, errand.cues) == layout.keys[number]
    assert segment_key(errand.settings, errand.runs) != layout.keys[number]
    far = sorted((burned.root / "far" / "segment").rglob("*.bin"))
    here = {path.name: path for path in (burned.cache / "segment").rglob("*.bin")}
    assert [path.read_bytes() == here[path.name].read_bytes() for path in far] == [True]
    assert not (burned.root / "far" / "source").exists()


def test_a_teaser_bears_them_too(project: Project) -> None:
    options = Options(engine="hum", offline=True, height=64, cache=project.cache)
    board = burned_board()
    board["film"]["teaser"] = 6
    project.write(board)
    production = prepare(project.path, options)
    plan = plan_teaser(production, speak_missing(production, SilentWitness()).utterances)
    assert plan is not None
    layout = lay_teaser(plan, picture_digests(production.board))
    assert layout.cues
    assert sum(len(task.cues) for task in layout.tasks) >= len(layout.cues)
