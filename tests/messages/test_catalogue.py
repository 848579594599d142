"""Every message has its French, its places and its typography."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo

import renderer
from renderer.messages import tr, trn
from renderer.messages.catalogue import LANGUAGES, SOURCE, speaking
from tests.messages.gather import catalogue, gathered, place, set_around_code

ROOT = Path(renderer.__file__).parent
SPEAKERS = ("tr", "trn", "trc", "deferred")
OTHERS = [tongue for tongue in LANGUAGES if tongue != SOURCE]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def whole(message: Message) -> tuple[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    """A message's context and forms, and those of its translation; of one form: one of each."""
    said, told = (
        (text,) if isinstance(text, str) else tuple(text) for text in (message.id, message.string)
    )
    return (message.context, said), told


def forms(message: Message) -> list[tuple[str, str]]:
    """Pairs of a translation and the English that it answers to."""
    if isinstance(message.id, str):
        return [(str(message.string), message.id)]
    return [(text, message.id[min(n, 1)]) for n, text in enumerate(message.string)]


@pytest.mark.parametrize("tongue", OTHERS)
def test_every_message_of_the_source_is_translated_and_no_other(tongue: str) -> None:
    known = {
        (message.context, message.id): all(text for text, _ in forms(message))
        for message in catalogue(tongue)
        if message.id and not message.fuzzy
    }
    said = gathered()
    missing = [f"{files[0]}: {key[1]}" for key, files in said.items() if not known.get(key)]
    assert not missing, "run `make messages`, then translate:\n" + "\n".join(missing)
    gone = [key for key in known if key not in said]
    assert not gone, f"run `make messages`: nobody says this any more: {gone}"


@pytest.mark.parametrize("tongue", OTHERS)
def test_a_translation_has_the_places_of_its_original(tongue: str) -> None:
    for message in catalogue(tongue):
        if message.id:
            for text, english in forms(message):
                assert places(text) <= places(english) | {"count"}, english
                assert places(english) - {"count"} <= places(text), english


def test_french_is_set_as_our_own_typography_sets_it() -> None:
    for message in catalogue("fr"):
        if message.id:
            for text, english in forms(message):
                assert "'" not in text.replace("'{", "").replace("}'", ""), text
                assert set_around_code(text, english, "fr") == text, text


@pytest.mark.parametrize("tongue", OTHERS)
def test_what_is_read_is_what_was_translated(tongue: str) -> None:
    compiled = read_mo(io.BytesIO(place(tongue, "mo").read_bytes()))
    there = dict(whole(message) for message in compiled if message.id)
    source = dict(whole(message) for message in catalogue(tongue) if message.id)
    assert there == source, "run `make messages`"


def spoken(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in SPEAKERS
        ):
            yield node


def glued(tree: ast.AST) -> list[str]:
    """Messages that no catalogue can hold: f-strings, sums, values."""
    return [
        ast.unparse(call)
        for call in spoken(tree)
        for text in call.args[: 2 if call.func.id in ("trn", "trc") else 1]  # type: ignore[attr-defined] # a Name, see above
        if isinstance(text, ast.JoinedStr | ast.BinOp)
    ]


@pytest.mark.parametrize(
    "path", sorted(ROOT.rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_no_message_is_glued_from_parts(path: Path) -> None:
    assert not glued(ast.parse(path.read_text(encoding="utf-8")))


def test_a_message_glued_from_parts_would_be_noticed() -> None:
    assert glued(ast.parse('tr(f"there is no {file}")')) == ["tr(f'there is no {file}')"]
    assert glued(ast.parse('tr("a" + b)'))
    assert not glued(ast.parse('tr("there is no {file}", file=file)'))


def test_messages_speak_the_language_of_whoever_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "interrupted: what was finished is kept, run again to go on"
    assert tr(text) == text
    with speaking("fr"):
        assert tr(text).startswith("interrompu\u00a0:")
    monkeypatch.setenv("RECIT_LANG", "fr")
    assert tr(text).startswith("interrompu")
    with speaking("en"):
        assert tr(text) == text
    monkeypatch.setenv("RECIT_LANG", "tlh")
    assert tr(text) == text


def test_numbers_are_grouped_as_the_reader_groups_them() -> None:
    assert trn("{count} film", "{count} films", 2000) == "2,000 films"
    with speaking("fr"):
        assert trn("{count} frame", "{count} frames", 2000).startswith("2\u202f000")
