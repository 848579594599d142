"""Caption and chapter files, read back by other parsers."""

import html
import io
import re
from dataclasses import dataclass, replace

import pytest
import webvtt as other_parser
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.language import CueColours
from renderer.publish.subtitle_files import chapters_vtt, shown_lines, srt, webvtt
from renderer.subtitles.cues import Cue
from renderer.timebase import Timebase

BASE = Timebase(fps=25)


@dataclass(frozen=True)
class Chapter:
    title: str
    start: int
    end: int


def cue(start: int, end: int, *lines: str) -> Cue:
    return Cue(start=start, end=end, lines=lines, slide_id="a", sentence=0, last_sentence=0)


def read_vtt(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """By webvtt-py 0.6, which leaves the escapes in: they are HTML's."""
    parsed = other_parser.from_buffer(io.StringIO(text))
    return [
        (c.start, c.end, tuple(html.unescape(line) for line in c.text.split("\n")))
        for c in parsed.captions
    ]


_SRT_TIMING = re.compile(r"(\d\d:[0-5]\d:[0-5]\d,\d{3}) --> (\d\d:[0-5]\d:[0-5]\d,\d{3})")


def read_srt(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """A strict reader: number, timing, one line of text at least, an empty line; nothing else."""
    found = []
    for number, block in enumerate(re.split(r"\n\n", text.removesuffix("\n")) if text else [], 1):
        count, timing, *lines = block.split("\n")
        match = _SRT_TIMING.fullmatch(timing)
        assert count == str(number)
        assert match is not None
        assert lines
        assert all(lines)
        assert not any("-->" in line or re.search(r"</?[A-Za-z]|\{\\", line) for line in lines)
        found.append((match[1], match[2], tuple(line.replace("\u2060", "") for line in lines)))
    return found


def test_a_webvtt_file_is_what_the_standard_says() -> None:
    cues = [
        cue(0, 50, "«\u00a0Les voilà\u202f!\u202f»"),
        cue(50, 110, "La 1re\u00a0Armée,", "enfin."),
    ]
    assert webvtt(cues, BASE, "fr") == (
        "WEBVTT\n\nNOTE language: fr\n\n"
        "00:00:00.000 --> 00:00:02.000\n«\u00a0Les voilà\u202f!\u202f»\n\n"
        "00:00:02.000 --> 00:00:04.400\nLa 1re\u00a0Armée,\nenfin.\n"
    )


def test_a_voice_off_screen_and_music_have_the_charters_colours() -> None:
    cues = [replace(cue(0, 25, "[musique]"), sounds="music"), cue(50, 110, "Un & deux,", "trois.")]
    written = webvtt(cues, BASE, "fr", CueColours(voice="cyan", music="magenta"))
    assert written == (
        "WEBVTT\n\nNOTE language: fr\n\n"
        "STYLE\n::cue(.cyan) { color: cyan; }\n::cue(.magenta) { color: magenta; }\n\n"
        "00:00:00.000 --> 00:00:01.000\n<c.magenta>[musique]</c>\n\n"
        "00:00:02.000 --> 00:00:04.400\n<c.cyan>Un &amp; deux,\ntrois.</c>\n"
    )
    assert [lines for _, _, lines in read_vtt(written)] == [
        ("[musique]",),
        ("Un & deux,", "trois."),
    ]


def test_a_raised_cue_says_its_line_where_the_format_has_one() -> None:
    raised = replace(cue(0, 25, "Un"), top_percent=62)
    assert "00:00:01.000 line:62%\nUn" in webvtt([raised], BASE)
    assert "line" not in srt([raised], BASE)


def test_a_srt_file_is_what_players_expect() -> None:
    assert srt([cue(0, 50, "Un"), cue(90_000, 90_050, "Deux", "trois")], BASE) == (
        "1\n00:00:00,000 --> 00:00:02,000\nUn\n\n2\n01:00:00,000 --> 01:00:02,000\nDeux\ntrois\n"
    )


def test_a_chapter_is_one_line_of_plain_text() -> None:
    chapters = [Chapter("Le port\n& <la> ville", 0, 100), Chapter("La mer", 100, 250)]
    assert chapters_vtt(chapters, BASE) == (
        "WEBVTT\n\n"
        "00:00:00.000 --> 00:00:04.000\nLe port &amp; &lt;la&gt; ville\n\n"
        "00:00:04.000 --> 00:00:10.000\nLa mer\n"
    )


def test_chapters_without_length_or_title_are_left_out() -> None:
    assert chapters_vtt([Chapter("", 0, 10), Chapter("Un", 10, 10)], BASE) == "WEBVTT\n"


@pytest.mark.parametrize(
    "line",
    [
        "00:00:01.000 --> 00:00:02.000",
        "-->",
        "--->",
        "<b>gras</b> & <i>",
        "&lt;déjà&gt; &amp;",
        "{\\an8}en haut",
        "NOTE ceci n'en est pas une",
        "WEBVTT",
        "STYLE",
        "1",
        "</script><script>",
        "<00:00:01.000>",
    ],
)
def test_no_words_are_taken_for_markup(line: str) -> None:
    cues = [cue(0, 50, line, "suite"), cue(50, 99, "fin")]
    lines = [(line, "suite"), ("fin",)]
    written = webvtt(cues, BASE)
    assert [found[2] for found in read_vtt(written)] == lines
    # That reader forgives a bare "<"; players do not.
    assert written.count("-->") == written.count(">") == len(cues)
    assert "<" not in written
    assert [found[2] for found in read_srt(srt(cues, BASE))] == lines


def test_what_hides_or_reorders_words_is_left_out() -> None:
    assert shown_lines(
        ["a\x00b\u202ec\u2066d\u200fe", "\u202e", " \t ", "\ud800", "a\nb\u2028c"]
    ) == (
        "abcde",
        "\ufffd",
        "a b c",
    )


def test_a_cue_with_nothing_to_show_is_left_out_and_numbers_stay_whole() -> None:
    cues = [cue(0, 25, "\x00"), cue(25, 50, "Un"), cue(50, 75, "\u200f"), cue(75, 100, "Deux")]
    assert [found[2] for found in read_srt(srt(cues, BASE))] == [("Un",), ("Deux",)]
    assert [found[2] for found in read_vtt(webvtt(cues, BASE))] == [("Un",), ("Deux",)]


def test_files_without_cues_are_still_files() -> None:
    assert webvtt([], BASE, "") == "WEBVTT\n"
    assert srt([], BASE) == ""
    assert read_vtt(webvtt([], BASE, "en")) == []


LINES = st.lists(
    st.text(max_size=30)
    | st.text(st.sampled_from("<>&-{}\\ab1:.,\n\r\u2028\x00\ud800\u202e\u00a0 "), max_size=12),
    min_size=1,
    max_size=3,
)
CUES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200), LINES), max_size=6)


@given(CUES, st.sampled_from([24, 25, 30, 50]))
def test_every_cue_parses_back(parts: list[tuple[int, int, list[str]]], fps: int) -> None:
    base = Timebase(fps=fps)
    cues: list[Cue] = []
    at = 0
    for gap, length, lines in parts:
        cues.append(cue(at + gap, at + gap + length, *lines))
        at += gap + length
    shown = [(c, shown_lines(c.lines)) for c in cues if shown_lines(c.lines)]

    expected = [(base.timestamp(c.start), base.timestamp(c.end), lines) for c, lines in shown]
    assert read_vtt(webvtt(cues, base)) == expected
    commas = [(a.replace(".", ","), b.replace(".", ","), lines) for a, b, lines in expected]
    assert read_srt(srt(cues, base)) == commas
    webvtt(cues, base).encode("utf-8")
    srt(cues, base).encode("utf-8")
