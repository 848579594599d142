"""What is handed on to video platforms: within their limits, whatever a storyboard says."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renderer.publish import platforms
from renderer.publish.escape import plain_characters
from renderer.publish.platforms import (
    PLATFORMS,
    Platform,
    chapter_marks,
    characters,
    cut_to_fit,
    fitting,
    hashtags,
    licence_number,
    peertube_tags,
    utf8_bytes,
)
from renderer.publish.publication import Credit, Publication, PublishedChapter
from renderer.publish.swap_and_rollback import roll_back
from renderer.publish.verify import verify
from renderer.publish.write import write_set
from renderer.storyboard.board import Rights
from renderer.timebase import Timebase
from tests.publish.builders import a_slide

BASE = Timebase(fps=25)
Made = Callable[..., Publication]
text = st.text(st.characters(codec="utf-8"), max_size=120)
prose = st.lists(
    st.sampled_from(["La mer est grise.", "Été 1944 :", "un", "port", "\n\n", "€, ", "Où ? "]),
    max_size=60,
).map(" ".join)
lengths = st.lists(st.integers(1, 60 * 25), min_size=1, max_size=12)


def chapters_of(frames: list[int]) -> tuple[PublishedChapter, ...]:
    ends = [sum(frames[: number + 1]) for number in range(len(frames))]
    return tuple(
        PublishedChapter(title=f"Chapitre {number}", start=end - length, end=end, slide=f"{number}")
        for number, (length, end) in enumerate(zip(frames, ends, strict=True))
    )


def written(made: Publication, folder: Path) -> dict[str, str]:
    write_set(made, folder)
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (folder / platforms.FOLDER).iterdir()
        if path.suffix in (".txt", ".json")
    }


@given(text | prose, st.integers(0, 300), st.sampled_from([characters, utf8_bytes]))
def test_what_is_cut_fits_and_is_a_beginning_of_what_was_said(
    said: str, room: int, measure: Callable[[str], int]
) -> None:
    kept = cut_to_fit(said, room, measure)
    assert measure(kept) <= room
    if measure(said) <= room:
        assert kept == said
    else:
        assert not kept or kept.endswith("…")
        assert said.startswith(kept.removesuffix("…").rstrip())


@given(prose, st.integers(20, 300))
def test_no_word_is_cut_where_there_is_a_break(said: str, room: int) -> None:
    kept = cut_to_fit(said, room, characters)
    if kept != said:
        body = kept.removesuffix("…")
        after = said[len(body.rstrip()) :]
        assert after[:1].isspace() or after[:1] in ",;:"


@given(st.lists(st.text("abé ", min_size=1, max_size=40), max_size=12), st.integers(0, 200))
def test_credits_that_do_not_fit_end_with_the_address_of_the_page(
    lines: list[str], room: int
) -> None:
    kept = fitting(lines, room, utf8_bytes, "https://ex.org/")
    assert sum(utf8_bytes(f"\n{line}") for line in kept) <= room
    if kept != lines:
        assert not kept or kept[-1] == "… https://ex.org/"
        assert kept[:-1] == lines[: len(kept[:-1])]


@given(lengths, st.sampled_from([(10, 3), (1, 1)]))
def test_chapters_start_at_zero_and_none_is_too_short(
    frames: list[int], rule: tuple[int, int]
) -> None:
    shortest, fewest = rule
    chapters, length = chapters_of(frames), sum(frames)
    marks = chapter_marks(chapters, length, BASE, shortest=shortest, fewest=fewest)
    if not marks:
        return
    ends = [*(mark.second for mark in marks[1:]), length // 25]
    assert marks[0].second == 0
    assert len(marks) >= fewest
    assert all(end - mark.second >= shortest for mark, end in zip(marks, ends, strict=True))
    assert {mark.second for mark in marks} <= {chapter.start // 25 for chapter in chapters}
    titles = [mark.title for mark in marks]
    known = [chapter.title for chapter in chapters]
    assert sorted(titles, key=known.index) == titles


@given(st.lists(st.integers(11 * 25, 60 * 25), min_size=3, max_size=9))
def test_chapters_that_are_long_enough_are_left_alone(frames: list[int]) -> None:
    marks = chapter_marks(chapters_of(frames), sum(frames), BASE, shortest=10, fewest=3)
    assert [mark.title for mark in marks] == [f"Chapitre {n}" for n in range(len(frames))]


def test_a_short_opening_gives_its_place_to_the_chapter_that_it_opens() -> None:
    chapters = chapters_of([4 * 25, 30 * 25, 20 * 25, 20 * 25])
    marks = chapter_marks(chapters, 74 * 25, BASE, shortest=10, fewest=3)
    assert [(mark.second, mark.title) for mark in marks] == [
        (0, "Chapitre 1"),
        (34, "Chapitre 2"),
        (54, "Chapitre 3"),
    ]


def test_two_chapters_are_none_to_youtube() -> None:
    chapters = chapters_of([30 * 25, 30 * 25])
    assert chapter_marks(chapters, 60 * 25, BASE, shortest=10, fewest=3) == ()
    assert len(chapter_marks(chapters, 60 * 25, BASE, shortest=1, fewest=1)) == 2
    assert chapter_marks((), 60 * 25, BASE, shortest=1, fewest=1) == ()


@given(st.lists(text, max_size=9))
def test_tags_are_taken_as_they_are_or_not_at_all(tags: list[str]) -> None:
    kept = peertube_tags(tags)
    assert len(kept) <= 5
    assert all(2 <= characters(tag) <= 30 for tag in kept)
    assert len({tag.casefold() for tag in kept}) == len(kept)
    assert all(" " not in tag and tag.startswith("#") for tag in hashtags(tags))


def test_a_tag_of_several_words_is_one_hashtag() -> None:
    assert hashtags(["Cherbourg", "été 1944", "1944", "port d’attache", "Cherbourg"]) == [
        "#Cherbourg",
        "#Été1944",
        "#PortDAttache",
    ]


@pytest.mark.parametrize(
    ("license_", "number"),
    [
        ("CC-BY-4.0", 1),
        ("CC-BY-SA-4.0", 2),
        ("CC-BY-NC-ND-3.0", 6),
        ("CC0-1.0", 7),
        ("CC-PDM-1.0", 8),
        ("etalab-2.0", None),
        ("", None),
    ],
)
def test_a_licence_has_peertube_s_number_or_none(license_: str, number: int | None) -> None:
    assert licence_number(license_) == number


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
@given(said=prose, credits_=st.lists(prose, max_size=30), title=text.map(plain_characters))
def test_no_text_passes_its_limit(
    platform: Platform, said: str, credits_: list[str], title: str
) -> None:
    made = long_publication(said * 20, [line * 4 for line in credits_], title)
    page = platforms_page(made)
    told = platforms.description(made, page, platform)
    assert platform.measure(told) <= platform.description
    if not platform.angles:
        assert not {"<", ">"} & set(told)
    # A voice that is a machine's is told, whatever has to give way.
    assert page.voice in told


def long_publication(said: str, credits_: list[str], title: str) -> Publication:
    from tests.publish.builders import a_publication

    credited = tuple(
        dataclasses.replace(
            a_slide(0),
            id=f"s{number}",
            credit=Credit(kind="picture", name="x.jpg", rights=Rights(), line=f"{number} {line}"),
        )
        for number, line in enumerate(credits_)
    )
    return a_publication(
        Path("film.mp4"),
        Path("poster.jpg"),
        title=title or "–",
        description=said,
        slides=credited or (a_slide(0),),
        tags=("Cherbourg", "été 1944"),
        base_url="https://films.example/bataille/",
    )


def platforms_page(made: Publication) -> platforms.PageView:
    from renderer.publish.view import view_of

    names = ("film.mp4", "captions.fr.vtt", "captions.fr.srt", "chapters.fr.vtt")
    names += ("poster.jpg", "transcript.fr.txt")
    return view_of(made, {name: name for name in names})


def test_a_set_has_the_folder_that_is_handed_on(publication: Made, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    made = publication(
        tags=("Cherbourg", "été 1944"),
        license="CC-BY-SA-4.0",
        base_url="https://films.example/bataille/",
        chapters=chapters_of([100, 100, 100]),
        title="La <bataille>",
    )
    texts = written(made, folder)
    assert texts.keys() == {"youtube.txt", "dailymotion.txt", "peertube.json"}
    assert texts["youtube.txt"].startswith("La ‹bataille›\n\nLe récit d’une bataille.\n\n")
    assert "https://films.example/bataille/page.html" in texts["youtube.txt"]
    assert texts["youtube.txt"].rstrip().endswith("#Cherbourg #Été1944")
    assert "0:00 Chapitre 0\n0:04 Chapitre 1" in texts["dailymotion.txt"]
    assert "0:00" not in texts["youtube.txt"]  # 4 s each: YouTube takes no such chapters
    fields = json.loads(texts["peertube.json"])
    assert fields["video"]["licence"] == 2
    assert fields["video"]["language"] == "fr"
    assert fields["chapters"][1] == {"title": "Chapitre 1", "timecode": 4}
    assert "0:04" not in fields["video"]["description"]
    assert fields["captions"] == {"fr": "publication/captions.fr.vtt"}
    captions = folder / fields["captions"]["fr"]
    assert captions.read_bytes() == (folder / "captions.fr.vtt").read_bytes()
    with Image.open(folder / fields["thumbnail"]) as thumbnail:
        assert max(thumbnail.size) <= platforms.THUMBNAIL_PIXELS
    assert verify(folder) == ()


def test_a_folder_of_the_set_is_verified_and_rolled_back_with_it(
    publication: Made, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    write_set(publication(), folder)
    before = (folder / platforms.PEERTUBE).read_bytes()
    write_set(publication(title="Une autre"), folder)
    assert (folder / platforms.PEERTUBE).read_bytes() != before
    roll_back(folder)
    assert (folder / platforms.PEERTUBE).read_bytes() == before
    (folder / platforms.FOLDER / "note.txt").write_text("x")
    (folder / platforms.PEERTUBE).unlink()  # else its home, which is linked, changes with it
    (folder / platforms.PEERTUBE).write_text("{}")
    assert {damage.file for damage in verify(folder)} == {
        platforms.PEERTUBE,
        f"{platforms.FOLDER}/note.txt",
    }


def test_a_link_in_the_folder_s_place_leads_nobody_out(publication: Made, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "set", tmp_path / "elsewhere"
    write_set(publication(), folder)
    elsewhere.mkdir()
    for path in (folder / platforms.FOLDER).iterdir():
        path.unlink()
    (folder / platforms.FOLDER).rmdir()
    (folder / platforms.FOLDER).symlink_to(elsewhere)
    write_set(publication(title="Une autre"), folder)
    assert not list(elsewhere.iterdir())
    assert verify(folder) == ()


def test_a_very_short_title_is_made_long_enough(publication: Made, tmp_path: Path) -> None:
    fields = json.loads(written(publication(title="Où"), tmp_path / "set")["peertube.json"])
    assert fields["video"]["name"] == "Où – Film"
