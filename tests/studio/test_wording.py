"""What the studio says is said in the words that stand on its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from renderer.storyboard.json_schema import schema
from renderer.studio.session import Session
from tests.browser import PATIENCE_MS

pytestmark = pytest.mark.browser

CATALOGUE = Path("renderer/messages/locale/fr/LC_MESSAGES/recit.po")
REACHED = (
    *("renderer/storyboard/", "renderer/production/inspection/", "renderer/photographs/"),
    *("renderer/narration/", "renderer/rights/", "renderer/studio/", "renderer/editing/"),
    *("renderer/footage/", "renderer/maps/", "renderer/pictures/", "renderer/subtitles/"),
    *("renderer/timeline/", "renderer/voices/recording.py", "renderer/typesetting/"),
)
"""The rooms whose mistakes and warnings the page shows."""
NOT_OF_A_FILM = {"type", "geometry", "geometries", "coordinates", "web", "broadcast", "doctor"}
"""Keys of map files, words of an address bar: no field of the page is meant."""
CALL = "([text, how]) => import('/page/wording.js').then((words) => words[how](text))"


@pytest.fixture(scope="module", params=["fr-FR", "en-GB"])
def window(request: pytest.FixtureRequest, browser: Any, session: Session) -> Iterator[Any]:
    context = browser.new_context(locale=request.param)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(session.address)
    opened.get_by_role("heading", level=1).wait_for()
    opened.evaluate(
        "import('/page/wording.js').then((words) => words.setSlideOrder(['un', 'deux']))"
    )
    yield opened
    context.close()


def tongue(window: Any) -> str:
    return str(window.evaluate("document.documentElement.lang"))


def said(window: Any, text: str, how: str = "sentence") -> str:
    return str(window.evaluate(CALL, [text, how]))


def test_keys_and_values_are_told_as_the_form_has_them(window: Any) -> None:
    french = {
        "il manque « alt »": "Il manque «\u00a0Texte alternatif\u00a0».",
        "écrivez « fit: blur » ici": "Écrivez «\u00a0Comment elle remplit le cadre\u00a0: entière,"
        " sur un flou\u00a0» ici.",
        "« image.rights.license » est vide": "«\u00a0Licence\u00a0» est vide.",
        "« slides[3].narration » est trop long !": "«\u00a0Narration\u00a0» est trop long !",
        "la vue « deux » n’a pas de son": "La vue 2 n’a pas de son.",
        "quai.jpg est flou": "quai.jpg est flou.",
        "« Sainte-Mère » n’est pas dit": "« Sainte-Mère » n’est pas dit.",
    }
    english = {
        "'alt' is missing": "“Alternative text” is missing.",
        "it can't be 'none'": "It can't be “none”.",
        "slide 'deux' says nothing": "Slide 2 says nothing.",
        "'Utah' isn't said": "'Utah' isn't said.",
        "there is no slide 'trois'": "There is no slide 'trois'.",
        "IMG 1.jpg is small": "IMG 1.jpg is small.",
    }
    for text, told in (french if tongue(window) == "fr" else english).items():
        assert said(window, text) == told


def test_a_remedy_for_who_edits_the_file_says_where_that_is(window: Any) -> None:
    advice = (
        "([text, line]) => import('/page/wording.js').then((words) => words.advice(text, line))"
    )
    for text in ("write rights: {author: …}", "run `recit doctor`", "add --allow-fetch"):
        told = window.evaluate(advice, [text, 12])
        assert "YAML" in told
        assert "12" in told
    assert window.evaluate(advice, ["write it", 12]) == "Write it."


def test_no_message_names_a_key_that_stands_on_no_page(window: Any) -> None:
    if tongue(window) != "fr":
        pytest.skip("the catalogue is in French")
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    told = [
        text
        for message in catalogue
        if message.id and any(place.startswith(REACHED) for place, _ in message.locations)
        if not all("/studio/page/" in place for place, _ in message.locations)
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
        if text and "`" not in text and "--" not in text
    ]
    left = window.evaluate(
        """(all) => import('/page/wording.js').then(({ worded }) => all.flatMap((text) =>
            [...worded(text).matchAll(/«\\s?([a-z]+(?:[._][a-z]+)*)\\s?»/g)]
              .map(([, key]) => [key, text])))""",
        told,
    )
    keys = {name for one in schema()["definitions"].values() for name in one.get("properties", ())}
    inner = [(key, text) for key, text in left if key.rpartition(".")[2] in keys]
    assert len(told) > 500
    assert [one for one in inner if one[0] not in NOT_OF_A_FILM] == []


def test_every_key_of_a_storyboard_has_a_label(window: Any) -> None:
    known = set(
        window.evaluate("import('/page/wording.js').then(({ NAMES }) => Object.keys(NAMES))")
    )
    found = schema()
    every = {name for one in found["definitions"].values() for name in one.get("properties", ())}
    assert every | set(found["properties"]) - {"storyboard"} <= known


def test_a_yes_or_no_is_chosen_in_every_language(window: Any) -> None:
    kinds = window.evaluate(
        """Promise.all([import('/page/fields.js'), fetch('/api/schema').then((one) => one.json())])
        .then(([{ resolved }, schema]) => ["legend", "inset", "schematic", "rivers"].map((key) =>
            resolved(schema, (schema.definitions.OperationsMap.properties
              ?? resolved(schema, schema.definitions.OperationsMap).properties)[key]
              ?? schema.definitions.Ground.properties[key]).kind))"""
    )
    assert kinds[:2] == ["choice", "choice"]
    assert kinds[3] == "text", "it may be a file, too"


def test_an_hour_is_told_as_its_readers_do(window: Any) -> None:
    at = "import('/page/dom.js').then(({ date }) => date(new Date(2026, 10, 27, 6, 57).getTime()))"
    wanted = "6\u00a0h\u00a057" if tongue(window) == "fr" else "6:57"
    assert wanted in str(window.evaluate(at))


@pytest.mark.parametrize(("seconds", "told"), [(23.96, "0:23"), (24, "0:24"), (3599.9, "59:59")])
def test_a_length_is_counted_as_players_count_it(window: Any, seconds: float, told: str) -> None:
    script = "(s) => import('/page/dom.js').then(({ clock }) => clock(s))"
    assert window.evaluate(script, seconds) == told
