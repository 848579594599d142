import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.publish.escape import (
    anchor,
    json_document,
    json_in_script,
    plain_characters,
    safe_url,
    scrubbed,
)
from renderer.storyboard.board import Source

REORDERING = {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"}
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.cheminsdememoire.gouv.fr/fr/debarquement?x=1&y=2#haut",
        "../autre/page.html",
        "page.html",
        "/films/cherbourg/",
        "#debarquement",
        "?page=2",
        "notes/12:30.html",
    ],
)
def test_https_and_relative_addresses_pass(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/x",
        "\\\\example.org\\x",
        "/\\example.org",
        "https:",
        "https:///x",
        "https://user:word@example.org/",
        "https://[::1",
        "https://exa mple.org/",
        "https://example.org/\u202egpj.exe",
        "12:30.html",
    ],
)
def test_any_other_address_is_dropped(url: str) -> None:
    assert safe_url(url) == ""


@given(ANY_TEXT)
def test_a_plain_text_has_no_control_or_reordering_and_can_be_encoded(text: str) -> None:
    kept = plain_characters(text)
    kept.encode("utf-8")
    assert plain_characters(kept) == kept
    assert not any(
        unicodedata.bidirectional(c)
        in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or (unicodedata.category(c) == "Cc" and c not in "\t\n")
        for c in kept
    )


def test_ordinary_french_is_left_as_it_is() -> None:
    text = "« Cœur\u00a0: l’été\u202f! »\nDeuxième ligne, 1\u202f500 hommes — fin…"
    assert plain_characters(text) == text


def test_every_text_of_a_value_is_scrubbed_however_deep() -> None:
    value = (Source(title="a\x00b", url="\u202ec"), {"k\x07": ("d\ud800",)})
    assert scrubbed(value) == (Source(title="ab", url="c"), {"k": ("d\ufffd",)})


@given(st.dictionaries(ANY_TEXT.map(plain_characters), ANY_TEXT.map(plain_characters)))
def test_json_in_a_script_reads_back_and_cannot_end_the_script(value: dict[str, str]) -> None:
    text = json_in_script(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(json_document(value)) == value


def test_an_anchor_has_no_space_and_is_never_empty() -> None:
    assert anchor(" a b\n\u202ec ") == "a-b-c"
    assert anchor("\x00") == "slide"
