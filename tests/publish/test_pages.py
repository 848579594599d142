"""Pages read by a strict HTML parser; hostile texts in every field, inert everywhere."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, parse

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.language.ear.lexicon import Lexicon, layer
from renderer.publish.escape import plain_characters, safe_url
from renderer.publish.pages import superscripts
from renderer.publish.publication import Credit, FilmFile, Publication, VoiceUsed
from renderer.publish.write import write_set
from renderer.rights.credit_text import credit_line
from renderer.storyboard.board import Pronunciation, Rights, Source
from tests.publish.builders import a_publication, a_slide

Make = Callable[..., Publication]
PAGES = ("embed.html", "page.html", "transcript.fr.html")
BASE = "https://www.exemple.fr/films/bataille/"
HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "comment": "--> <!-- ]]> <![CDATA[",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "element": "<img src=x onerror=alert(1)><svg/onload=alert(1)>",
    "style": "</style><style>*{display:none}</style>",
    "address": "javascript:alert(document.domain)",
    "template": "{{ 7 * 7 }} {% raise %} ${7*7} %s %(x)s",
    "entity": "&lt;b&gt; &amp; &#60;i&#62;",
    "bidi": "abc\u202edef\u2066ghi\u0000\ufeff",
    "lines": "a\n\n--> b\r\nc\u2028d",
    "surrogate": "a\ud800b",
}


def filled_with(value: Any, text: str) -> Any:
    """*value* with *text* in every text field that an author can write."""
    if isinstance(value, VoiceUsed):
        return replace(value, title=text, version=text, name=text)
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(filled_with(part, text) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"slug", "language", "films", "subtitles", "kind", "timebase", "versions", "date"}
        parts = {
            part.name: filled_with(getattr(value, part.name), text)
            for part in fields(value)
            if part.name not in kept
        }
        return replace(value, **parts)
    return value


def hostile(made: Publication, text: str) -> Publication:
    slides = tuple(
        replace(filled_with(slide, text), id=f"{slide.id} {text}", chapter=text)
        for slide in made.slides
    )
    music = Credit(kind="music", name=text, rights=Rights(author=text, source_url=text), line=text)
    filled: Publication = filled_with(made, text)
    return replace(filled, slides=slides, music=music)


def parsed(path: Path) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(path.read_text(encoding="utf-8"))
    assert isinstance(root, Element)
    return root


def addresses(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name in ("href", "src", "poster", "action", "data", "srcset"):
            if name in element.attrib:
                yield element.attrib[name]


def words(root: Element) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("base", ["", BASE])
def test_every_page_is_valid_html(tmp_path: Path, publication: Make, name: str, base: str) -> None:
    write_set(publication(base_url=base), tmp_path)
    root = parsed(tmp_path / name)
    assert root.attrib["lang"] == "fr"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    headings = [int(e.tag[1]) for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(headings))
    for element in root.iter():
        for name in ("aria-labelledby", "for"):
            assert element.attrib.get(name, ids[0]) in ids


def test_a_page_of_the_least_possible_is_valid_too(tmp_path: Path, publication: Make) -> None:
    bare = replace(a_slide(0), chapter="", alt="", shown=(), sentences=(), credit=None, sources=())
    made = publication(slides=(bare,), subtitle="", description="", related=(), chapters=())
    write_set(made, tmp_path)
    for name in PAGES:
        parsed(tmp_path / name)


def test_the_snippet_is_two_valid_fragments(tmp_path: Path, publication: Make) -> None:
    write_set(publication(base_url=BASE), tmp_path)
    text = (tmp_path / "snippet.html").read_text(encoding="utf-8")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parseFragment(text)
    frame = next(tree.iter("iframe"))
    assert frame.attrib["src"] == BASE + "embed.html"
    assert frame.attrib["title"] == "Film\u00a0: La bataille"
    assert [track.attrib["kind"] for track in tree.iter("track")] == ["captions", "chapters"]
    assert all(address.startswith(BASE) for address in addresses(tree))
    (script,) = tree.iter("script")
    assert script.attrib["src"] == BASE + "frame.js"
    assert not script.text, "a page's policy may refuse what is written in it"


@pytest.mark.parametrize("base", ["", BASE])
def test_every_size_is_a_whole_number_as_html_has_it(
    tmp_path: Path, publication: Make, base: str
) -> None:
    """A parser takes any value; a validator, and the host's, want whole numbers of pixels."""
    made = write_set(publication(base_url=base), tmp_path)
    oembed = json.loads((tmp_path / "oembed.json").read_text(encoding="utf-8"))
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    pasted = ((tmp_path / "snippet.html").read_text("utf-8"), made.snippet, oembed["html"])
    trees = [parsed(tmp_path / name) for name in PAGES] + list(map(parser.parseFragment, pasted))
    for tree in trees:
        for element in tree.iter():
            for name in ("width", "height"):
                assert re.fullmatch("[1-9][0-9]*", element.attrib.get(name, "1"))
    frame = next(parser.parseFragment(oembed["html"]).iter("iframe"))
    assert (frame.attrib["width"], frame.attrib["height"]) == (
        str(oembed["width"]),
        str(oembed["height"]),
    )
    assert "width: 100%" in frame.attrib["style"], "as wide as the host's column"
    assert set(frame.attrib) <= IFRAME


IFRAME = {
    *("src", "width", "height", "loading", "referrerpolicy", "sandbox", "allow"),
    *("allowfullscreen", "title", "lang", "style"),
}
"""Attributes of an iframe that HTML knows, and that we use."""


def test_the_figure_asks_for_its_captions_as_other_hosts_let_it(
    tmp_path: Path, publication: Make
) -> None:
    for base, asked in (("", None), (BASE, "anonymous")):
        write_set(publication(base_url=base), tmp_path)
        text = (tmp_path / "snippet.html").read_text(encoding="utf-8")
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(text)
        assert next(tree.iter("video")).attrib.get("crossorigin") == asked
        assert ("Access-Control-Allow-Origin" in text) == bool(base)
        for name in ("embed.html", "page.html"):
            # In a frame without an origin it would keep the film itself from being loaded.
            assert "crossorigin" not in next(parsed(tmp_path / name).iter("video")).attrib


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_elsewhere(tmp_path: Path, publication: Make, name: str) -> None:
    write_set(publication(base_url=BASE), tmp_path)
    root = parsed(tmp_path / name)
    loading = [e.attrib["src"] for e in root.iter() if "src" in e.attrib]
    loading += [e.attrib["poster"] for e in root.iter("video")]
    assert all(address.startswith("media/") for address in loading)
    assert not [e for e in root.iter("link") if e.attrib["rel"] in ("stylesheet", "preconnect")]
    policy = next(
        e.attrib["content"]
        for e in root.iter("meta")
        if e.attrib.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def tags(root: Element) -> Counter[str]:
    """How many elements of each kind; links apart, which bad addresses may take away."""
    return Counter(str(e.tag) for e in root.iter() if e.tag not in ("a", "sup"))


@pytest.fixture(scope="module")
def calm_tags(
    tmp_path_factory: pytest.TempPathFactory, film_file: Path, poster_file: Path
) -> dict[str, Counter[str]]:
    folder = tmp_path_factory.mktemp("calm")
    write_set(hostile(a_publication(film_file, poster_file), "ordinaire"), folder)
    return {name: tags(parsed(folder / name)) for name in PAGES}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_add_no_element_no_handler_and_no_address(
    tmp_path: Path, publication: Make, calm_tags: dict[str, Counter[str]], text: str
) -> None:
    write_set(hostile(publication(), text), tmp_path)
    for name in PAGES:
        root = parsed(tmp_path / name)
        assert tags(root) == calm_tags[name]
        for element in root.iter():
            assert not [key for key in element.attrib if key.startswith("on")]
        for address in addresses(root):
            assert safe_url(address) or address.startswith("mailto:?")
        assert " ".join(plain_characters(text).split()) in words(root)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_read_back_from_the_structured_data(
    tmp_path: Path, publication: Make, text: str
) -> None:
    write_set(hostile(publication(), text), tmp_path)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    inline = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(inline) == 1
    assert json.loads(inline[0]) == json.loads((tmp_path / "video-object.json").read_text("utf-8"))
    assert json.loads(inline[0])["name"] == plain_characters(text)
    for name in ("oembed.json", "credits.json", "manifest.json"):
        json.loads((tmp_path / name).read_text(encoding="utf-8"))


def test_untrusted_addresses_leave_their_titles_without_a_link(
    tmp_path: Path, publication: Make
) -> None:
    related = (Source(title="Un article", url="javascript:alert(1)"),)
    write_set(publication(related=related), tmp_path)
    root = parsed(tmp_path / "page.html")
    assert "Un article" in words(root)
    assert "Un article" not in [words(link) for link in root.iter("a")]


def test_ordinals_are_raised_and_escaped() -> None:
    assert str(superscripts("la 1re Armée & le XIXe", "fr")) == (
        "la 1<sup>re</sup> Armée &amp; le XIX<sup>e</sup>"
    )
    assert str(superscripts("<b>1st</b>", "en")) == "&lt;b&gt;1st&lt;/b&gt;"


FOREIGN = (
    Pronunciation(write="Landfront", say="", language="de"),
    Pronunciation(write="Red Ball Express", say="", language="en-GB"),
    Pronunciation(write="the 1er", say="", language="en", case=False),
)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Le Landfront\xa0!", 'Le <span lang="de">Landfront</span>\xa0!'),
        ("Landfronts", "Landfronts"),
        (
            "du Red\xa0Ball Express, 1re",
            'du <span lang="en-GB">Red\xa0Ball Express</span>, 1<sup>re</sup>',
        ),
        ("<i>The 1er</i>", '&lt;i&gt;<span lang="en">The 1<sup>er</sup></span>&lt;/i&gt;'),
        ("Landfront", '<span lang="de">Landfront</span>'),
        ("", ""),
    ],
)
def test_words_of_another_language_bear_it(text: str, marked: str) -> None:
    assert str(superscripts(text, "fr", Lexicon(layers=(layer(FOREIGN),)))) == marked


@given(
    text=st.text(st.sampled_from("Landfront 1re<&é\u0301 \xa0’RedBlExps"), max_size=60),
    words=st.lists(st.text(min_size=1, max_size=6), max_size=3),
)
def test_marks_take_no_letter_away_and_are_well_formed(text: str, words: list[str]) -> None:
    entries = [Pronunciation(write=word, say="", language="en", case=False) for word in words]
    marked = superscripts(text, "fr", Lexicon(layers=(layer((*FOREIGN, *entries)),)))
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(marked)
    assert "".join(tree.itertext()) == text


def test_foreign_words_are_marked_wherever_the_pages_say_them(
    tmp_path: Path, publication: Make
) -> None:
    first = replace(a_slide(0), chapter="Le Landfront", alt="Le Landfront.", shown=("Landfront",))
    made = publication(slides=(first, a_slide(1), a_slide(2)), title="Landfront", foreign=FOREIGN)
    write_set(made, tmp_path)
    for name in PAGES:
        found = [e for e in parsed(tmp_path / name).iter("span") if e.attrib.get("lang") == "de"]
        assert len(found) >= 4
        assert {words(e) for e in found} == {"Landfront"}
    write_set(publication(foreign=()), tmp_path)
    assert 'lang="de"' not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_transcript_tells_what_is_written_on_a_map(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    for name in PAGES:
        root = parsed(tmp_path / name)
        (notes,) = root.iter("dl")
        assert [words(e) for e in notes.iter("dt")] == [
            *("Dates :", "Lieux :", "Légende :", "Sources de la carte :")
        ]
        assert "Fort du Roule (fort)" in words(notes)
        assert "Fond : GSHHG, WDBII" in words(notes)
    plain_text = (tmp_path / "transcript.fr.txt").read_text(encoding="utf-8")
    assert "(Sources de la carte\xa0: Carte Récit\xa0; Fond\xa0: GSHHG, WDBII)" in plain_text


def test_a_maps_credit_is_told_once_with_the_slide(tmp_path: Path, publication: Make) -> None:
    credit = Credit(kind="map", name="", rights=Rights(credit="Carte Récit"), line="Carte Récit")
    slides = (a_slide(0), a_slide(1, credit=credit), a_slide(2))
    write_set(publication(slides=slides), tmp_path)
    section = next(
        e for e in parsed(tmp_path / "embed.html").iter("section") if e.attrib["id"] == "assaut"
    )
    assert words(section).count("Carte Récit") == 1


def test_a_licence_is_told_once_however_it_is_capitalised(
    tmp_path: Path, publication: Make
) -> None:
    rights = Rights(author="M. Untel", license="CC-PDM-1.0")
    credit = Credit(kind="picture", name="quai.jpg", rights=rights, line=credit_line(rights))
    write_set(publication(slides=(a_slide(0), a_slide(1, credit=credit), a_slide(2))), tmp_path)
    told = [words(e) for e in parsed(tmp_path / "embed.html").iter("li") if "Untel" in words(e)]
    assert "domaine public, Domaine public" not in " ".join(told)
    assert any("M. Untel, domaine public" in one for one in told)


def test_the_page_says_that_the_voice_is_made(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    for name in (*PAGES, "transcript.fr.txt", "snippet.html", "credits.json"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Voix de synthèse\u00a0: espeak-ng, français" in text


def test_a_recorded_voice_is_not_called_made(tmp_path: Path, publication: Make) -> None:
    voice = VoiceUsed(title="Jeanne Martin", engine="recording", synthetic=False)
    write_set(publication(voice=voice), tmp_path)
    text = (tmp_path / "embed.html").read_text(encoding="utf-8")
    assert "synthèse" not in text
    assert "Voix enregistrée\u00a0: Jeanne Martin" in text


def test_a_film_of_both_voices_tells_of_both(tmp_path: Path, publication: Make) -> None:
    write_set(publication(is_recorded=True), tmp_path)
    for name in (*PAGES, "transcript.fr.txt", "credits.json"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Voix de synthèse\u00a0: espeak-ng, français; Voix enregistrée" in text


def test_a_film_that_was_read_throughout_says_so_once(tmp_path: Path, publication: Make) -> None:
    silent = VoiceUsed(title="", engine="espeak", synthetic=False)
    write_set(publication(voice=silent, is_recorded=True), tmp_path)
    text = (tmp_path / "embed.html").read_text(encoding="utf-8")
    assert "Voix enregistrée" in text
    assert "; Voix enregistrée" not in text
    assert "synthèse" not in text


def test_an_english_film_has_an_english_page(tmp_path: Path, publication: Make) -> None:
    write_set(publication(language="en"), tmp_path)
    root = parsed(tmp_path / "embed.html")
    assert root.attrib["lang"] == "en"
    assert "Synthetic voice: espeak-ng" in words(root)
    assert "Transcription" not in words(root)


def test_the_transcript_tells_what_is_seen_shown_said_and_credited(
    tmp_path: Path, publication: Make
) -> None:
    write_set(publication(), tmp_path)
    for name in ("embed.html", "page.html", "transcript.fr.html"):
        text = words(parsed(tmp_path / name))
        assert "À l’image : Photographie numéro 2 : des hommes sur une plage." in text
        assert "Texte à l’écran : Légende 2" in text
        assert "Le VIIe corps avance." in text
        assert "National Archives photo no. 80-G-2" in text
        assert "Sources Un livre d’histoire" in text


def test_the_plain_transcript_reads_in_order(tmp_path: Path, publication: Make) -> None:
    write_set(publication(), tmp_path)
    text = (tmp_path / "transcript.fr.txt").read_text(encoding="utf-8")
    wanted = [
        "La bataille\nJuin 1944\n\nDurée\u00a0: 12\u00a0s\n",
        "\nLe débarquement\n---------------\n",
        "[0:00] Le 6 juin, les Alliés débarquent.\n",
        "[0:04] Le VIIe corps avance.\n",
        "\nSources\n- Un livre d’histoire\n",
        "\nCrédits\n- National Archives photo no. 80-G-1\n",
    ]
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)


def test_search_engines_and_players_find_the_film(tmp_path: Path, publication: Make) -> None:
    write_set(publication(base_url=BASE), tmp_path)
    video = json.loads((tmp_path / "video-object.json").read_text(encoding="utf-8"))
    assert video["contentUrl"] == BASE + "film.mp4"
    assert video["duration"] == "PT12S"
    assert [(c["startOffset"], c["endOffset"]) for c in video["hasPart"]] == [(0, 4), (4, 12)]
    oembed = json.loads((tmp_path / "oembed.json").read_text(encoding="utf-8"))
    assert {"type", "version", "html", "width", "height"} <= set(oembed)
    root = parsed(tmp_path / "page.html")
    graph = {
        e.attrib["property"]: e.attrib["content"]
        for e in root.iter("meta")
        if "property" in e.attrib
    }
    assert graph["og:url"] == BASE + "page.html"
    assert graph["og:locale"] == "fr_FR"
    discovered = [e for e in root.iter("link") if e.attrib["rel"] == "alternate"]
    assert discovered[0].attrib["href"] == BASE + "oembed.json"


@pytest.mark.parametrize("base", ["", BASE])
def test_shared_the_page_shows_its_poster_large_and_in_its_size(
    tmp_path: Path, publication: Make, base: str
) -> None:
    write_set(publication(base_url=base), tmp_path)
    root = parsed(tmp_path / "page.html")
    told = {
        e.attrib.get("property", e.attrib.get("name")): e.attrib.get("content")
        for e in root.iter("meta")
    }
    card = {"twitter:card": "summary_large_image", "og:image": BASE + "poster.jpg"}
    size = {"og:image:width": "320", "og:image:height": "180", "og:image:type": "image/jpeg"}
    # A picture without its whole address is none: networks would show an empty frame.
    assert {key: told.get(key) for key in card | size} == (
        card | size if base else dict.fromkeys(card | size)
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_films_icon(tmp_path: Path, publication: Make, name: str) -> None:
    write_set(publication(base_url=BASE), tmp_path)
    (icon,) = [e for e in parsed(tmp_path / name).iter("link") if e.attrib["rel"] == "icon"]
    assert icon.attrib["type"] == "image/svg+xml"
    assert parse(tmp_path / icon.attrib["href"]).getroot().tag.endswith("}svg")


@pytest.mark.parametrize("name", ["embed.html", "page.html"])
def test_pasted_in_a_cms_each_address_of_the_film_leads_to_its_frame(
    tmp_path: Path, publication: Make, name: str
) -> None:
    write_set(publication(base_url=BASE), tmp_path)
    links = [e.attrib for e in parsed(tmp_path / name).iter("link")]
    (found,) = [link for link in links if link.get("type") == "application/json+oembed"]
    assert found["href"] == BASE + "oembed.json"


def test_each_shape_can_be_downloaded(tmp_path: Path, publication: Make) -> None:
    made = publication()
    square = FilmFile(file=made.film.file, format="1:1", width=320, height=320)
    write_set(replace(made, films=(made.film, square)), tmp_path)
    root = parsed(tmp_path / "embed.html")
    saved = [e.attrib["download"] for e in root.iter("a") if "download" in e.attrib]
    assert saved[:2] == ["bataille-film.mp4", "bataille-film-1x1.mp4"]


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "sous-titres à l’image"), ("en", "subtitles in the picture")]
)
def test_a_download_says_which_film_has_its_subtitles_in_the_picture(
    tmp_path: Path, publication: Make, language: str, said: str
) -> None:
    made = publication(language=language)
    upright = FilmFile(file=made.film.file, format="9:16", width=180, height=320, burned=True)
    write_set(replace(made, films=(made.film, upright)), tmp_path)
    links = [words(e) for e in parsed(tmp_path / "page.html").iter("a") if "download" in e.attrib]
    assert [said in link for link in links[:2]] == [False, True]


@pytest.mark.parametrize("name", ["embed.html", "page.html"])
def test_the_film_is_named_and_its_transcript_announced_beside_it(
    tmp_path: Path, publication: Make, name: str
) -> None:
    write_set(publication(), tmp_path)
    root = parsed(tmp_path / name)
    figure = next(root.iter("figure"))
    caption = next(figure.iter("figcaption"))
    assert words(caption) == (
        "Film : La bataille, 12 s Voix de synthèse : espeak-ng, français Lire la transcription"
    )
    video = next(figure.iter("video"))
    named = {e.attrib["id"]: words(e) for e in root.iter() if "id" in e.attrib}
    assert named[video.attrib["aria-labelledby"]] == "Film : La bataille"
    (link,) = list(caption.iter("a"))
    assert link.attrib["href"].removeprefix("#") in named


@pytest.mark.parametrize("name", ["embed.html", "page.html", "snippet.html"])
def test_captions_are_captions_and_not_subtitles(
    tmp_path: Path, publication: Make, name: str
) -> None:
    write_set(publication(), tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert re.findall(r'<track kind="(\w+)"', text) == ["captions", "chapters"]
    assert "autoplay" not in re.findall(r"<video[^>]*>", text)[0]
