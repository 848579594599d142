"""A film in several languages: what its pages and data say of the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest

from renderer.publish.publication import Edition, Publication
from renderer.publish.write import write_set

Make = Callable[..., Publication]
EDITIONS = (
    Edition(language="fr", folder="bataille"),
    Edition(language="en", folder="bataille.en"),
    Edition(language="pt-BR", folder="bataille.pt-BR"),
)


def alternates(page: Path) -> dict[str, str]:
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    links = [link.attrib for link in tree.iter("link") if "hreflang" in link.attrib]
    assert all(link["rel"] == "alternate" for link in links)
    return {link["hreflang"]: link["href"] for link in links}


@pytest.mark.parametrize(
    ("base", "beside"),
    [("", "../"), ("https://example.org/films/bataille/", "https://example.org/films/")],
)
def test_every_page_names_all_its_languages_itself_and_a_default(
    tmp_path: Path, publication: Make, base: str, beside: str
) -> None:
    write_set(publication(editions=EDITIONS, base_url=base), tmp_path)
    assert alternates(tmp_path / "page.html") == {
        "fr": f"{beside}bataille/page.html",
        "en": f"{beside}bataille.en/page.html",
        "pt-BR": f"{beside}bataille.pt-BR/page.html",
        "x-default": f"{beside}bataille/page.html",
    }


def test_pages_of_one_language_say_the_same_from_each_folder(
    tmp_path: Path, publication: Make
) -> None:
    pages = []
    for edition in EDITIONS:
        base = f"https://example.org/films/{edition.folder}/"
        made = publication(
            editions=EDITIONS, base_url=base, language=edition.language, slug=edition.folder
        )
        write_set(made, tmp_path / edition.folder)
        pages.append(alternates(tmp_path / edition.folder / "page.html"))
    assert pages[0] == pages[1] == pages[2]  # search engines drop links that aren't returned


def test_the_switch_names_each_language_in_its_own_words(tmp_path: Path, publication: Make) -> None:
    write_set(publication(editions=EDITIONS, language="en"), tmp_path)
    for name, target in (
        ("page.html", "page.html"),
        ("embed.html", "embed.html"),
        ("transcript.en.html", "transcript.fr.html"),
    ):
        text = (tmp_path / name).read_text(encoding="utf-8")
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        (switch,) = [nav for nav in tree.iter("nav") if nav.attrib["class"] == "languages"]
        assert switch.attrib["aria-label"] == "Languages of the film"
        (here,) = switch.iter("span")
        assert (here.text, here.attrib["lang"]) == ("English", "en")
        links = {link.text: dict(link.attrib) for link in switch.iter("a")}
        assert set(links) == {"Français", "Português"}
        assert links["Français"] == {
            "href": f"../bataille/{target}",
            "lang": "fr",
            "hreflang": "fr",
        }


def test_a_film_of_one_language_has_no_switch(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "hreflang" not in text
    assert 'class="languages"' not in text


def test_structured_data_name_the_translations_and_what_they_translate(
    tmp_path: Path, publication: Make
) -> None:
    base = "https://example.org/films/"
    write_set(publication(editions=EDITIONS, base_url=f"{base}bataille/"), tmp_path / "fr")
    own = json.loads((tmp_path / "fr" / "video-object.json").read_text(encoding="utf-8"))
    assert own["inLanguage"] == "fr"
    assert [(one["inLanguage"], one["url"]) for one in own["workTranslation"]] == [
        ("en", f"{base}bataille.en/page.html"),
        ("pt-BR", f"{base}bataille.pt-BR/page.html"),
    ]
    english = publication(editions=EDITIONS, language="en", base_url=f"{base}bataille.en/")
    write_set(english, tmp_path / "en")
    other = json.loads((tmp_path / "en" / "video-object.json").read_text(encoding="utf-8"))
    assert other["inLanguage"] == "en"
    assert other["translationOfWork"]["url"] == f"{base}bataille/page.html"
