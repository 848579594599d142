"""What a site puts around its films, read from recit.toml: kept whole, or refused at its line."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import Problem
from renderer.storyboard.board import SiteDress
from renderer.storyboard.html_fragments import read_fragment
from renderer.storyboard.project_config import read_project
from renderer.storyboard.yaml_source import source_of
from tests.storyboard.conftest import Write
from tests.storyboard.test_project_config import with_config

GOOD = """
language = "fr"
[page]
header = "site/haut.html"
footer = "site/bas.html"
links = [{title = "Mentions légales", url = "/mentions"}]
logo = {file = "site/logo.svg", alt = "Le musée", url = "https://musee.example/"}
stylesheet = "site/films.css"
"""
FILES = {
    "site/haut.html": '<header class="menu"><a href="/arts">Arts &amp; cie</a></header>',
    "site/bas.html": "<!-- au pied -->\n<p>Le musée</p>",
    "site/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>',
    "site/films.css": "/* url(vieux.png) */ .menu { background: url(/fond.png) }",
}


def dress_of(write: Write, config: str, **files: str) -> tuple[SiteDress, list[Problem]]:
    path = with_config(write, config)
    for name, text in {**FILES, **{f"site/{key}": text for key, text in files.items()}}.items():
        file = path.parents[1] / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    project, problems = read_project(path)
    return project.page.dress, problems


def test_a_dress_is_read_whole(write: Write) -> None:
    dress, problems = dress_of(write, GOOD)
    assert problems == []
    assert dress.header is not None
    assert dress.header.attributes == ' class="menu"'
    assert dress.header.inner == '<a href="/arts">Arts &amp; cie</a>'
    assert dress.footer is not None
    assert (dress.footer.attributes, dress.footer.inner) == ("", "<p>Le musée</p>")
    assert [(link.title, link.url) for link in dress.links] == [("Mentions légales", "/mentions")]
    assert dress.logo is not None
    assert (dress.logo.suffix, dress.logo.alt) == ("svg", "Le musée")
    assert dress.logo.content.startswith(b"<svg")
    assert "url(/fond.png)" in dress.stylesheet
    assert (dress.form, dress.language) == ("theme", "fr")


@pytest.mark.parametrize(
    ("html", "said", "line"),
    [
        ("<p>un</p>\n<script>alert(1)</script>", "<script> can't stand here", 2),
        ("<style>p {}</style>", "<style> can't stand here", 1),
        ('<form action="/q"></form>', "<form> can't stand here", 1),
        ("<svg></svg>", "<svg> can't stand here", 1),
        ("<p>a</p><!doctype html>", "<!doctype> can't stand here", 1),
        ('<p>\n<a onclick="x()">a</a></p>', "can't have 'onclick'", 2),
        ('<p style="color: red">a</p>', "can't have 'style'", 1),
        ('<p data-seek="3">a</p>', "can't have 'data-seek'", 1),
        ('<p id="recit-film">a</p>', "the page's own", 1),
        ('<a href="contact.html">a</a>', "'contact.html' would lead elsewhere", 1),
        ('<a href="../x">a</a>', "'../x' would lead elsewhere", 1),
        ('<a href="javascript:x()">a</a>', "would lead elsewhere", 1),
        ('<a href="java&#10;script:x()">a</a>', "would lead elsewhere", 1),
        ('<a href="//evil.example/">a</a>', "would lead elsewhere", 1),
        ('<a href="/\\evil.example/">a</a>', "would lead elsewhere", 1),
        ('<img src="https://x.example/a.png" alt="">', "can't load the picture", 1),
        ('<img src="/a.png">', "no text alternative", 1),
        ("<div>\n<p>a</div>", "</div> closes nothing", 2),
        ("<p>a\n</p>\n<div>", "<div> is not closed", 3),
        ("</div></main>", "</div> closes nothing", 1),
    ],
)
def test_what_a_page_can_not_hold_is_refused_at_its_line(
    write: Write, html: str, said: str, line: int
) -> None:
    _, problems = dress_of(write, GOOD, **{"haut.html": html})
    assert problems
    first = problems[0]
    assert said in first.what
    assert (first.mark.path.name, first.mark.line) == ("haut.html", line)
    assert first.code == "fragment-unfit"
    assert first.remedy


class _Told(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


@given(
    st.lists(
        st.sampled_from(
            [
                *("<p>", "</p>", "<a href='/x'>", "</a>", "<", ">", "&lt;", "&#60;b&#62;"),
                *("<script", "<img src=x", " onerror=y", "</header>", "<!--", "-->", "<?x"),
                *("<![CDATA[", "é", "\n", "=", "/", " ", '"', "'"),
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_what_passes_is_read_again_as_what_it_was(text: str) -> None:
    fragment, problems = read_fragment(source_of(text.encode(), Path("haut.html")), "header")
    if problems:
        return
    again, more = read_fragment(source_of(fragment.inner.encode(), Path("haut.html")), "header")
    assert more == []
    assert again.inner == fragment.inner
    told = _Told()
    told.feed(fragment.inner)
    assert told.names <= {"p", "a", "href"}


@pytest.mark.parametrize(
    ("files", "key", "code"),
    [
        ({"films.css": "@import 'x.css';"}, "stylesheet", "site-file-unfit"),
        ({"films.css": "p {\n background: url( 'fond.png' ) }"}, "stylesheet", "site-file-unfit"),
        (
            {"films.css": "p { src: url(https://x.example/a) }"},
            "stylesheet",
            "site-file-unfit",
        ),
        ({"films.css": "p {}" + " " * 200_000}, "stylesheet", "site-file-unfit"),
        ({"logo.svg": "<svg onload='x()'></svg>"}, "logo", "site-file-unfit"),
        ({"logo.svg": "<svg><script>x()</script></svg>"}, "logo", "site-file-unfit"),
        ({"logo.svg": "<svg><image href='https://x.example/'/></svg>"}, "logo", "site-file-unfit"),
        ({"haut.html": "<!DOCTYPE html><title>a</title>"}, "header", "site-file-unfit"),
        ({"logo.svg": "GIF89a"}, "logo", "site-file-unfit"),
    ],
)
def test_a_file_that_a_page_can_not_load_is_refused_where_it_is_named(
    write: Write, files: dict[str, str], key: str, code: str
) -> None:
    _, problems = dress_of(write, GOOD, **files)
    assert [problem.code for problem in problems] == [code]
    assert problems[0].mark.path.name == "recit.toml"
    assert problems[0].mark.excerpt.startswith(key)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('header = "site/rien.html"', "file-missing"),
        ('header = "../haut.html"', "path-outside-project"),
        ('links = [{title = "Légal", url = "legal.html"}]', "site-file-unfit"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(write: Write, line: str, code: str) -> None:
    _, problems = dress_of(write, f"[page]\n{line}\n")
    assert [(problem.code, problem.mark.line) for problem in problems] == [(code, 2)]


DSFR = '[page]\ndress = "dsfr"\ndsfr = "/dsfr/"\n'


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        (DSFR + 'base_url = "https://films.memoire.gouv.fr/"', []),
        (DSFR + 'agreement = "SIG, 2026-03-12"', []),
        (DSFR, ["dress-unfit"]),
        (DSFR + 'base_url = "https://www.ville-de-cherbourg.fr/"', ["dress-unfit"]),
        (DSFR + 'base_url = "https://gouv.fr.example/"', ["dress-unfit"]),
        (DSFR + 'base_url = "https://notgouv.fr/"', ["dress-unfit"]),
        ('[page]\ndsfr = "/dsfr/"', ["dress-unfit"]),
        ('[page]\ndress = "dsfr"\nagreement = "SIG"', ["dress-unfit"]),
        ('[page]\ndress = "dsfr"\nagreement = "SIG"\ndsfr = "dsfr/"', ["dress-unfit"]),
        ('[page]\ndress = "dsfr"\nagreement = "SIG"\ndsfr = "/x; script-src *"', ["dress-unfit"]),
    ],
)
def test_the_states_dress_is_for_its_own_sites(write: Write, config: str, codes: list[str]) -> None:
    dress, problems = dress_of(write, config)
    assert [problem.code for problem in problems] == codes
    if not codes:
        assert (dress.form, dress.dsfr) == ("dsfr", "/dsfr/")


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("films.musee.example", "https://films.musee.example/"),
        ("http://films.musee.example", "https://films.musee.example/"),
        ("//films.musee.example/a", "https://films.musee.example/a/"),
        ("films/", "https://films/"),
        ("https://moi@musee.example/", "https://www.example.org/films/"),
        ("https://musee.example/?film=", "https://www.example.org/films/"),
        ("", "https://www.example.org/films/"),
    ],
)
def test_an_address_that_pages_would_leave_out_is_refused_with_the_one_meant(
    write: Write, written: str, better: str
) -> None:
    _, (problem,) = read_project(with_config(write, f'[page]\nbase_url = "{written}"\n'))
    assert (problem.code, problem.mark.line) == ("value-unfit", 2)
    assert better in problem.remedy


def test_an_https_address_is_taken(write: Write) -> None:
    config = '[page]\nbase_url = " https://musee.example/films "\n'
    project, problems = read_project(with_config(write, config))
    assert (problems, project.page.base_url) == ([], "https://musee.example/films")
