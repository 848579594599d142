"""Text as people paste it, in every field of a storyboard, through a whole render."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
import webvtt

from renderer.publish.verify import verify
from tests.production.projects import SLUG, Project, board_of, card_slide, new_project, photo_slide

NS = "{http://www.w3.org/1999/xhtml}"
HARMLESS_TO_SPEAK = {
    "markup": "</script><script>x=1</script><b onload=x>",
    "templates": "{{ 7*7 }} {% for x in y %} ${x} #{x} <%= x %>",
    "formats": "%s %(a)d %n {0} {a!r} %",
    "cues": "00:01.000 --> 00:02.000 <v R> &lt; NOTE",
    "quotes": 'l\'« été » "dit" \\n `ls` $(id) ; rm',
    "ssml": '<speak><break time="9s"/></speak>',
}
REFUSED = {
    "bidi override": ("Le \u202egnirob\u202c port", "U+202E"),
    "arabic": ("ميناء شيربورغ", "U+0645"),
    "hebrew": ("נמל שרבורג", "U+05E0"),
    "devanagari": ("शेरबर्ग", "U+0936"),
    "joined emoji": ("Une famille 👩‍👩‍👧", "U+1F469"),
    "heaps of accents": ("Z" + "\u0301" * 60 + "algo", "heaps more than 4 accents"),
    "a word of 10,000 letters": ("x" * 10_000, "10000 characters"),
    "a word wider than the picture": ("x" * 1_500, "wider than the picture"),
}


def everywhere(text: str, *, drawn: str | None = None) -> dict[str, Any]:
    """A storyboard with *text* in every field that takes words."""
    drawn = text if drawn is None else drawn
    rights = {"author": text, "credit": drawn, "license": "CC-BY-4.0"}
    image = {"file": "un.jpg", "alt": text, "rights": rights}
    said = f"Voici le port. {text}"
    return board_of(
        card_slide("a", card={"title": drawn, "text": drawn, "author": drawn}, narration=said),
        photo_slide(
            "b",
            image=image,
            caption=drawn,
            chapter=text,
            narration=said,
            sources=[{"title": text, "url": "https://exemple.fr/"}],
        ),
        title=text,
        subtitle=text,
        description=text,
    )


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A film of the same fields, whose texts are harmless."""
    project = new_project(tmp_path_factory.mktemp("calm"), everywhere("Un texte calme."))
    project.rendered()
    return project


@pytest.mark.parametrize("text", HARMLESS_TO_SPEAK.values(), ids=HARMLESS_TO_SPEAK.keys())
def test_text_that_looks_like_code_is_shown_and_runs_nowhere(
    tmp_path: Path, calm: Project, text: str
) -> None:
    project = new_project(tmp_path, everywhere(text))
    project.rendered()
    assert verify(project.folder) == ()
    for name in ("page.html", "embed.html", "transcript.fr.html"):
        assert active(project.folder / name) == active(calm.folder / name)
    for path in project.folder.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    told = " ".join(
        cue.text for cue in webvtt.read(str(project.folder / "captions.fr.vtt")).captions
    )
    for letters in "".join(ch if ch.isalnum() else " " for ch in text).split():
        assert letters in html.unescape(told)


def active(page: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of *page* that load or run something, with the names of their attributes."""
    tree = html5lib.HTMLParser().parse(page.read_text(encoding="utf-8"))
    return [
        (element.tag.removeprefix(NS), tuple(sorted(element.attrib)))
        for element in tree.iter()
        if isinstance(element.tag, str)
        and (
            element.tag.removeprefix(NS) in {"script", "img", "iframe", "object", "style", "link"}
            or any(name.startswith("on") for name in element.attrib)
        )
    ]


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("field", ["caption", pytest.param("card", marks=pytest.mark.slow)])
def test_what_can_not_be_drawn_is_refused_with_its_line_and_slide(
    tmp_path: Path, text: str, said: str, field: str
) -> None:
    slide = (
        photo_slide("quai", caption=text)
        if field == "caption"
        else card_slide("quai", card={"title": text})
    )
    project = new_project(tmp_path, board_of(card_slide("un"), slide))
    outcome = project.render()
    assert outcome.code in (1, 2)
    assert outcome.out == ""
    assert said in outcome.err
    assert f"{project.path}:" in outcome.err
    assert "quai" in outcome.err
    assert "Traceback" not in outcome.err
    assert not project.film.exists()


@pytest.mark.parametrize(
    "text",
    [
        # Ten thousand letters are a quarter of an hour of film.
        pytest.param(text, id=name, marks=[pytest.mark.slow] if len(text) > 1_000 else [])
        for name, (text, _) in REFUSED.items()
    ],
)
def test_what_is_only_spoken_is_spoken_or_refused_and_its_captions_stay_whole(
    tmp_path: Path, text: str
) -> None:
    project = new_project(tmp_path, board_of(card_slide("un", narration=f"Voici. {text}.")))
    outcome = project.render()
    assert "Traceback" not in outcome.err
    if outcome.code != 0:
        assert f"{project.path}:" in outcome.err or "'un'" in outcome.err
        assert not project.film.exists()
        return
    assert verify(project.folder) == ()
    assert len(webvtt.read(str(project.folder / "captions.fr.vtt"))) >= 1
    shown = (project.folder / "captions.fr.vtt").read_text(encoding="utf-8")
    assert "\u202e" not in shown


def test_a_nul_and_half_a_character_never_reach_a_field(tmp_path: Path) -> None:
    for escape in ("\\0", "\\ud800"):
        text = (
            f"storyboard: 1\nslug: {SLUG}\ntitle: Un film\nslides:\n  - id: un\n"
            f'    card: {{title: "a{escape}b"}}\n    length: 1\n'
        )
        project: Project = new_project(tmp_path, text)
        outcome = project.render()
        assert outcome.code == 2
        assert f"{project.path}:6:" in outcome.err
