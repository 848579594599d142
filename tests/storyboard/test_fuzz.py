"""Whatever the bytes, the author gets a storyboard or a list of mistakes; never anything else."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.errors import Problem, StoryboardError
from renderer.storyboard.board import Storyboard
from renderer.storyboard.load import load_storyboard
from renderer.storyboard.schema import SlideModel, StoryboardModel

GENEROUS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEYS = sorted(
    {
        *(field.alias or name for name, field in StoryboardModel.model_fields.items()),
        *(field.alias or name for name, field in SlideModel.model_fields.items()),
        "file",
        "kind",
        "focus",
        "rights",
        "view",
        "from",
        "to",
        "write",
        "say",
    }
)
SCALARS = st.one_of(
    st.sampled_from(["1", "no", "1:30", "~", "auto", "fade", "0.5", "-", "a.jpg", "../a", "", "é"]),
    st.text(max_size=12),
    st.integers(-(10**30), 10**30).map(str),
)


def quoted(text: str) -> str:
    return json.dumps(text)


VALUES = st.recursive(
    SCALARS.map(quoted)
    | st.sampled_from(["a", "1", "[0.1, 0.2]", "*a", "&a b", "!x y", "|", "- a"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)
SLIDES = st.lists(
    st.lists(st.tuples(st.sampled_from(KEYS), VALUES), min_size=1, max_size=6).map(
        lambda pairs: "  - " + "\n    ".join(f"{key}: {value}" for key, value in pairs)
    ),
    max_size=3,
).map("\n".join)


def outcome(path: Path) -> Storyboard | tuple[Problem, ...]:
    """What the author gets; any other exception is a failure of the test."""
    try:
        return load_storyboard(path)
    except StoryboardError as error:
        return error.problems


def holds(path: Path, content: bytes) -> None:
    """Reading *content* gives a storyboard, or problems with real places and printable text."""
    path.write_bytes(content)
    found = outcome(path)
    if isinstance(found, Storyboard):
        assert found.slides
        return
    assert found
    for problem in found:
        assert problem.what
        assert problem.mark.line >= 1
        assert problem.mark.column >= 1
        assert str(problem).encode("utf-8")


@GENEROUS
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    holds(tmp_path / "film.yaml", content)


@GENEROUS
@given(text=st.text(alphabet="abc:-[]{}&*!|>'\"%@`#,?~ \n\t\\0é\u2028", max_size=80))
def test_any_text_of_yaml_characters(text: str, tmp_path: Path) -> None:
    holds(tmp_path / "film.yaml", text.encode("utf-8"))


@GENEROUS
@given(
    head=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=5),
    slides=SLIDES,
)
def test_any_keys_with_any_values(head: list[tuple[str, str]], slides: str, tmp_path: Path) -> None:
    top = "".join(f"{key}: {value}\n" for key, value in head)
    text = f"storyboard: 1\nslug: film\ntitle: Film\n{top}slides:\n{slides}\n"
    holds(tmp_path / "film.yaml", text.encode("utf-8", errors="surrogatepass"))


@GENEROUS
@given(caption=st.text(max_size=60), title=st.text(max_size=60))
def test_quoted_text_arrives_as_written_or_is_refused(
    caption: str, title: str, tmp_path: Path
) -> None:
    path = tmp_path / "film.yaml"
    text = (
        "storyboard: 1\nslug: film\ntitle: Film\nslides:\n  - id: a\n"
        f"    card: {{title: T, text: {quoted(title)}}}\n    caption: {quoted(caption)}\n"
        "    length: 1\n"
    )
    path.write_text(text, encoding="utf-8")
    found = outcome(path)
    if isinstance(found, Storyboard):
        assert found.slides[0].caption == caption.strip()
        return
    refused = ("is not text", "not a character", "means nothing")
    assert all(any(word in each.what for word in refused) for each in found)
