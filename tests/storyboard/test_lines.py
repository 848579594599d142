"""A quote left open and a key out of line are told at the line to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderer.errors import StoryboardError
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of

HEAD = "storyboard: 1\n"


def refusal(text: str) -> tuple[str, str]:
    """Place and words of the one mistake, and what is advised."""
    with pytest.raises(StoryboardError) as refused:
        read_tree(source_of(text.encode(), Path("film.yaml")))
    (found,) = refused.value.problems
    assert found.code == "yaml-syntax"
    return f"{found.mark.line}:{found.mark.column} {found.what}", found.remedy


@pytest.mark.parametrize(
    ("lines", "place", "swallowed"),
    [
        ('title: "Le pont\nslug: a\ndescription: "Une histoire"\n', "2:8", "'slug', line 3"),
        ("title: 'Le pont\ndescription: 'Une histoire'\n", "2:8", "'description', line 3"),
        ('title: "Le pont\ndescription: ""\n', "2:8", "'description', line 3"),
        (
            'slides:\n  - id: a\n    caption: "Le quai\n  - id: b\n    caption: "Deux"\n',
            "4:14",
            "'id', line 5",
        ),
        ('slides:\n  - caption: "Un\n    card: {title: "Deux"}\n', "3:14", "'card', line 4"),
        (
            'slides:\n  - card: {title: "Un}\n    caption: "Deux"\n',
            "3:19",
            "'caption', line 4",
        ),
    ],
)
def test_a_quote_never_closed_is_told_where_it_opens(
    lines: str, place: str, swallowed: str
) -> None:
    said, remedy = refusal(HEAD + lines)
    assert said == f"{place} a quotation mark that is never closed"
    assert swallowed in remedy


@pytest.mark.parametrize(
    ("lines", "place", "way"),
    [
        ("title: 'Aujourd'hui'\n", "2:16", "aujourd''hui"),
        ("title: 'L'été'\nslug: 'a'\n", "2:10", "aujourd''hui"),
        ("title: 'L'été : l'hiver'\n", "2:10", "aujourd''hui"),
        ("card: {title: 'L'été', text: 'a'}\n", "2:17", "aujourd''hui"),
        ("title: 'Un long\n  titre d'été'\n", "3:10", "aujourd''hui"),
        ('title: "Le "grand" pont"\n', "2:12", '\\"'),
    ],
)
def test_a_sign_that_ends_a_text_too_early_is_told_with_the_way_out(
    lines: str, place: str, way: str
) -> None:
    said, remedy = refusal(HEAD + lines)
    assert said.startswith(f"{place} this ")
    assert "ends the text" in said
    assert way in remedy


SLIDE = "slides:\n  - id: a\n    card:\n      title: Un\n"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"{SLIDE}     date: 1944\n", "6:6 'date' isn't indented as 'title' on line 5: it starts"),
        (f"{SLIDE}       date: 1944\n", "6:8 'date' isn't indented as 'title' on line 5: it"),
        (f"{SLIDE}   caption: c\n", "6:4 'caption' isn't indented as 'card' on line 4: it starts"),
        (f"{SLIDE} - id: b\n", "6:2 '-' isn't indented as '-' on line 3: it starts in column 2"),
        ("title: a\n date: 1940\n", "3:2 'date' isn't indented as 'title' on line 2: it starts"),
        (
            "slides:\n  - narration: |\n      caption: a\n   caption: b\n",
            "5:4 'caption' isn't indented as 'narration' on line 3: it starts in column 4, not 5",
        ),
    ],
)
def test_a_key_out_of_line_is_told_with_the_one_it_should_stand_under(
    lines: str, said: str
) -> None:
    assert refusal(HEAD + lines)[0].startswith(said)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('card: {title: "Un" text: Deux}\n', "a '{' that is not closed here"),
        ("caption: Vue : du quai\n", "a ': ' that can't stand here"),
        ('title: "a"\ncaption: Vue : du quai\n', "a ': ' that can't stand here"),
        ('title: "jamais\n', "a quotation mark that is never closed"),
        ("- a\ntitle: b\n", "this line is not a key"),
    ],
)
def test_other_mistakes_keep_their_own_words(lines: str, said: str) -> None:
    assert said in refusal(HEAD + lines)[0]
