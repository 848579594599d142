"""The bench's pieces work on tiny inputs; how fast they are is the bench's own matter."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from bench import codecs, memory, voices
from bench.filter_graph import Graph, command
from bench.inputs import Work, make_project
from bench.loudness import RATE, apart, true_peak
from bench.measure import Run, median_of, run, tree_of
from bench.quality import jitter
from bench.rows import Row, machine, runs_table, table
from renderer.production.prepare import load_film
from renderer.storyboard.load import load_storyboard

TINY = Work(slides=2, pictures=2, size=(96, 64), height=64, sentences=1)


def a_run(wall: float) -> Run:
    return Run(
        wall=wall,
        cpu=2 * wall,
        peak=int(wall * 1000),
        own=int(wall * 600),
        peaked=wall / 2,
        descriptors=int(wall),
        out=str(wall),
    )


@pytest.mark.parametrize("kind", ["moving", "still", "map"])
def test_every_kind_of_work_is_a_right_storyboard(tmp_path: Path, kind: str) -> None:
    work = Work(slides=3, pictures=2, size=(96, 64), kind=kind)  # type: ignore[arg-type]
    board = load_storyboard(make_project(tmp_path, work))
    assert len(board.slides) == 3


def test_an_edit_changes_one_slide(tmp_path: Path) -> None:
    before = load_storyboard(make_project(tmp_path, Work(size=(96, 64))))
    after = load_storyboard(make_project(tmp_path, Work(size=(96, 64), edited=True)))
    changed = [
        one.id
        for one, other in zip(before.slides, after.slides, strict=True)
        if one.narration != other.narration
    ]
    assert changed == ["vue-00006"]


def test_inputs_come_from_their_seed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_project(tmp_path / name, TINY)
    one, two = (sorted((tmp_path / name / "media").iterdir()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_run_counts_the_memory_of_its_whole_tree() -> None:
    hungry = "b = b'x' * 60_000_000; import time; time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hungry!r}])"
    measured = run([sys.executable, "-c", parent])
    assert measured.peak > 60_000_000
    assert measured.own < measured.peak / 2
    assert 0 < measured.peaked < measured.wall
    assert measured.wall > 0.6


def test_the_films_of_the_memory_bench_are_right_storyboards(tmp_path: Path) -> None:
    films = {load.what: load.storyboard for load in memory.loads(tmp_path, extent="short")}
    board = load_storyboard(films["Cherbourg, one language"])
    assert [slide.id for slide in board.slides] == list(memory.DEAREST)
    assert board.film.fps == 25
    for film, slides in memory.EXCERPTS:
        path = memory.excerpt(tmp_path, film, slides)
        editions = load_film(path)
        assert not editions.problems
        assert not editions.lagging
        whole = load_film(film)
        languages = [each.language for each in (whole.own, *whole.translations)]
        boards = (editions.own, *editions.translations)
        assert [each.language for each in boards] == languages
        assert all([slide.id for slide in each.slides] == list(slides) for each in boards)


def test_the_tree_of_a_process_has_its_children() -> None:
    code = "import subprocess; subprocess.run(['sleep', '30'])"
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        while len(found := tree_of(process.pid)) < 2:
            time.sleep(0.02)
        assert process.pid in found
    finally:
        subprocess.run(["kill", *map(str, tree_of(process.pid))], check=False)
        process.wait()


def test_a_program_that_fails_stops_the_bench_with_its_message() -> None:
    with pytest.raises(SystemExit, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_medians_are_taken_figure_by_figure() -> None:
    middle = median_of([a_run(3.0), a_run(1.0), a_run(2.0)])
    assert (middle.wall, middle.cpu, middle.peak) == (2.0, 4.0, 2000)
    assert middle.descriptors == 3


def test_motion_is_steady() -> None:
    assert jitter(length=20) < 0.05


def test_tables_are_markdown() -> None:
    row = Row(what="cold", target="≤ 1", measured="2", met=False, note="why")
    assert table([row]).splitlines()[-1] == "| cold | ≤ 1 | 2 | **no** | why |"
    assert "| 2.00 |" in runs_table([("Récit", a_run(2.0), 10)], a_run(1.0))
    assert "Python" in machine()


def test_the_filter_graph_is_one_that_ffmpeg_accepts(tmp_path: Path) -> None:
    from imageio_ffmpeg import get_ffmpeg_exe

    from renderer.typesetting.fonts import bundled_face

    make_project(tmp_path, TINY)
    graph = Graph(
        pictures=sorted((tmp_path / "media").iterdir()),
        lengths=(20, 20),
        width=114,
        height=64,
        fps=25,
        font=bundled_face("Source Serif Pro Regular").path,
        sound=None,
    )
    run(command(get_ffmpeg_exe(), graph, tmp_path / "graph.mp4"))
    assert (tmp_path / "graph.mp4").stat().st_size > 0


def test_codecs_are_judged_on_the_same_frames(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = np.random.default_rng(1)
    frames = draw.integers(60, 190, (30, 320 * 180 * 3 // 2), dtype=np.uint8)
    frames.tofile(tmp_path / "frames.yuv")
    codecs.main(tmp_path / "frames.yuv", 320, 180, 25)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert [row[0] for row in rows] == ["h264", "h264-smooth", "av1"]
    assert all(0 <= float(row[3]) <= 100 for row in rows)
    assert all(0 <= float(row[4]) < 5 for row in rows)


def test_true_peak_is_found_between_the_samples() -> None:
    quarter = np.sin(np.pi / 2 * np.arange(RATE) + np.pi / 4) * 0.5
    assert np.abs(quarter).max() < 0.36
    assert true_peak(quarter) == pytest.approx(20 * np.log10(0.5), abs=0.4)


def test_music_is_told_from_the_voice_whatever_the_gain() -> None:
    dice = np.random.default_rng(3)
    t = np.arange(20 * RATE) / RATE
    voice = dice.normal(size=len(t)) * 0.1 * ((t % 5) < 3)
    music = np.sin(2 * np.pi * 220 * t) * 0.1 * np.sqrt(2) * np.where(t > 15, 0.2, 0.1)
    over_all, least = apart(0.7 * (voice + music), voice)
    assert over_all == pytest.approx(17.6, abs=0.3)
    assert least == pytest.approx(14, abs=0.3)


def test_errors_are_edits_as_a_share_of_what_was_meant() -> None:
    assert voices._errors(["abc", "d"], ["adc", ""]) == pytest.approx(2 / 4)
    assert voices._errors([["le", "port"]], [["le", "bon", "port"]]) == pytest.approx(1 / 2)
    assert voices._words("L'Évêque, 1944 !") == ["l", "évêque", "1944"]


def test_sentences_are_taken_evenly_from_both_films() -> None:
    every = voices.sentences(10_000)
    places = [every.index(one) for one in voices.sentences(10)]
    assert places == sorted(set(places))
    assert len(places) == 10
    assert places[-1] > 0.8 * len(every) > 80


def test_a_new_run_of_the_bench_leaves_what_others_measured(tmp_path: Path) -> None:
    from bench.__main__ import _write

    results = tmp_path / "RESULTS.md"
    _write("# Results\n\nold\n\n## Figures to reach\n\nold\n", results)
    by_hand = "\n## Voices\n\nheard\n\n### By Whisper\n\nread\n"
    results.write_text(results.read_text(encoding="utf-8") + by_hand, encoding="utf-8")
    _write("# Results\n\nnew\n\n## Figures to reach\n\nnew\n", results)
    again = results.read_text(encoding="utf-8")
    assert again == "# Results\n\nnew\n\n## Figures to reach\n\nnew\n" + by_hand
    _write("# Results\n\nnew\n\n## Figures to reach\n\nnew\n", results)
    assert results.read_text(encoding="utf-8") == again
