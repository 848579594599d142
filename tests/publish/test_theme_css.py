"""A page in its theme's and its site's dress: colours, letters, header, foot, first screen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # ships no annotations
from hypothesis import given
from hypothesis import strategies as st

from renderer.frames.contrast import READABLE, contrast
from renderer.publish.publication import Edition, Publication, ThemeDress
from renderer.publish.theme_css import palette
from renderer.publish.write import write_set
from renderer.storyboard.board import SiteDress, SiteLink, SiteLogo
from renderer.storyboard.html_fragments import read_fragment
from renderer.storyboard.yaml_source import source_of
from renderer.themes.file import load_theme
from renderer.typesetting.fonts import bundled_face, code_points
from renderer.typesetting.web_fonts import page_font
from tests.browser import until
from tests.publish.builders import a_publication
from tests.publish.loopback import served
from tests.publish.test_browser import AXE, RULES, contexts, film, visit, wait_for_time

__all__ = ["contexts", "visit"]
Make = Callable[..., Publication]
ROOT = Path(__file__).parents[2]
DSFR = ROOT / "node_modules" / "@gouvfr" / "dsfr" / "dist"
HEADER = """<header class="menu"><nav aria-label="Menu principal"><ul>
<li><a href="/collections">Collections</a></li><li><a href="/venir">Venir</a></li>
</ul></nav></header>"""
STATE_HEADER = """<header class="fr-header"><div class="fr-header__body"><div class="fr-container">
<div class="fr-header__body-row"><div class="fr-header__brand"><div class="fr-header__service">
<a href="/" title="Accueil"><p class="fr-header__service-title">Mémoire des batailles</p></a>
</div></div></div></div></div></header>"""
SITE = """.menu { padding: 1.5rem 2rem; border-bottom: 3px solid rgb(1, 2, 3); }
.menu ul { display: flex; gap: 1rem; }"""
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
COLOUR = st.tuples(*[st.integers(0, 255)] * 3)
EDITIONS = (Edition(language="fr", folder="bataille"), Edition(language="en", folder="other"))
LEAD = "Après le Débarquement, les Alliés ont besoin d’un grand port. " * 4


def fragment(html: str, element: str = "header") -> Any:
    found, problems = read_fragment(source_of(html.encode(), Path("haut.html")), element)
    assert problems == []
    return found


def site_dress(**changes: Any) -> SiteDress:
    dress = SiteDress(
        header=fragment(HEADER),
        footer=fragment("<p>Place de la République</p>", "footer"),
        links=(SiteLink(title="Accessibilité : conforme", url="/accessibilite"),),
        logo=SiteLogo(content=LOGO, suffix="svg", alt="Le musée", url="/"),
        stylesheet=SITE,
        language="fr",
    )
    return replace(dress, **changes)


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("fonts")
    made = {}
    faces = load_theme("sobre").fonts
    for part in ("display", "small", "label"):
        made[part] = folder / f"{part}.woff"
        made[part].write_bytes(page_font(getattr(faces, part), f"Recit {part}"))
    return made


def theme_dress(name: str, fonts: dict[str, Path]) -> ThemeDress:
    colours = load_theme(name).colours
    return ThemeDress(
        paper=colours.paper,
        ink=colours.ink,
        quiet=colours.quiet,
        accent=colours.accent,
        fonts=fonts,
    )


def _colour(text: str) -> tuple[int, int, int]:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


READ = (
    *(("ink", ground) for ground in ("paper", "panel", "mark")),
    *((text, ground) for text in ("quiet", "accent") for ground in ("paper", "panel")),
    *((f"{text}-night", "night") for text in ("on", "quiet", "link")),
)


@given(paper=COLOUR, ink=COLOUR, quiet=COLOUR, accent=COLOUR)
def test_every_colour_of_text_can_be_read_in_both_schemes(
    paper: Any, ink: Any, quiet: Any, accent: Any
) -> None:
    """Of a theme whose own ink can be read, which is checked where themes are."""
    if contrast(ink, paper) < 2 * READABLE:
        return
    theme = ThemeDress(paper=paper, ink=ink, quiet=quiet, accent=accent)
    for dark in (False, True):
        colours = palette(theme, dark=dark)
        for text, ground in READ:
            name = "on-night" if text == "on-night" else text
            ratio = contrast(_colour(colours[name]), _colour(colours[ground]))
            assert ratio >= READABLE, (dark, text, ground, ratio)


@pytest.mark.parametrize("name", ["sobre", "officiel", "archives"])
def test_the_page_keeps_its_themes_own_colours_in_their_scheme(name: str) -> None:
    colours = load_theme(name).colours
    theme = theme_dress(name, {})
    is_dark = sum(colours.paper) < 300
    found = palette(theme, dark=is_dark)
    assert _colour(found["paper"]) == colours.paper
    assert _colour(found["ink"]) == colours.ink
    assert palette(theme, dark=not is_dark)["paper"] != found["paper"]


def test_letters_are_few_small_renamed_and_keep_their_licence() -> None:
    face = bundled_face("Source Serif Pro")
    made = page_font(face, "Recit text")
    assert made == page_font.__wrapped__(face, "Recit text")
    assert len(made) < 30_000 < face.path.stat().st_size
    font = TTFont(io.BytesIO(made))
    points = set(font.getBestCmap())
    assert {ord(letter) for letter in "AÉœŒçÿ«»’…€ \u00a0"} <= points
    assert len(points) < 400 < len(code_points(face))
    said = {record.nameID: str(record) for record in font["name"].names}
    # The licence's reserved name is "Source"; its notice stays.
    assert all("Source" not in said[part] for part in (1, 3, 4, 6))
    assert "Reserved Font Name" in said[0]
    assert "SIL Open Font License" in said[13]


def test_a_face_of_another_licence_is_not_handed_on(tmp_path: Path) -> None:
    from renderer.typesetting.fonts import read_face

    font = TTFont(bundled_face("Source Sans Pro").path)
    for record in font["name"].names:
        if record.nameID in (13, 14):
            record.string = "All rights reserved"
    font.save(tmp_path / "own.otf")
    assert page_font(read_face(tmp_path / "own.otf"), "Recit text") == b""


def test_a_dress_is_copied_with_its_digest_and_a_change_of_it_dates_the_set(
    publication: Make, tmp_path: Path, fonts: dict[str, Path]
) -> None:
    made = publication(dress=site_dress(), theme=theme_dress("sobre", fonts))
    folder = tmp_path / "bataille"
    assert write_set(made, folder).changed
    page = (folder / "page.html").read_text(encoding="utf-8")
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    loaded = [link.attrib["href"] for link in root.iter("link") if link.get("rel") == "stylesheet"]
    loaded += [next(root.iter("img")).attrib["src"]]
    loaded += re.findall(r'url\("([^"]+)"\)', (folder / loaded[0]).read_text(encoding="utf-8"))
    assert [re.sub(r"\.[0-9a-f]{16}\.", ".", name) for name in loaded] == [
        *("media/theme.css", "media/site.css", "media/logo.svg"),
        *("font-display.woff", "font-small.woff", "font-label.woff"),
    ]
    assert all((folder / "media" / Path(name).name).is_file() for name in loaded)
    assert [e.get("class") for e in root.iter("header")] == ["menu"]
    footer = next(root.iter("footer"))
    assert [link.attrib["href"] for link in footer.iter("a")] == ["/accessibilite"]
    assert footer.get("lang") == "fr"
    for name in ("embed.html", "transcript.fr.html"):  # they stand in other people's pages
        assert "stylesheet" not in (folder / name).read_text(encoding="utf-8")
    assert not write_set(made, folder).changed
    changed = replace(made, dress=site_dress(stylesheet=SITE + "\n.menu { color: red; }"))
    assert write_set(changed, folder).changed


SIZES = ((1366, 768), (1280, 720), (1366, 650), (1920, 1080))


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    film_file: Path,
    poster_file: Path,
    fonts: dict[str, Path],
) -> Iterator[str]:
    """Sets of one site: with a dress, with the theme alone, and in the State's."""
    folder = tmp_path_factory.mktemp("dressed")
    theme = theme_dress("sobre", fonts)
    state = site_dress(
        form="dsfr", dsfr="/dsfr/", header=fragment(STATE_HEADER), logo=None, stylesheet=""
    )
    sets: dict[str, dict[str, Any]] = {
        "bataille": {"dress": site_dress(), "theme": theme, "editions": EDITIONS},
        "theme": {"theme": theme},
        "clair": {"theme": theme_dress("officiel", fonts)},
        "etat": {"dress": state},
    }
    for name, changes in sets.items():
        made = a_publication(film_file, poster_file, description=LEAD, **changes)
        write_set(made, folder / name)
    if DSFR.is_dir():
        (folder / "dsfr").symlink_to(DSFR)
    with served(folder) as address:
        yield address


def _needs_dsfr(name: str) -> None:
    if name == "etat" and not DSFR.is_dir():
        pytest.skip("@gouvfr/dsfr is not installed (npm install)")


@contextmanager
def sized(page: Any, width: int, height: int) -> Iterator[Any]:
    page.set_viewport_size({"width": width, "height": height})
    yield page.evaluate(
        """(() => { const r = document.getElementById('recit-film').getBoundingClientRect();
        return {top: r.top, bottom: r.bottom, width: r.width, height: r.height,
                wide: document.documentElement.scrollWidth}; })()"""
    )


@pytest.mark.browser
@pytest.mark.parametrize("name", ["bataille", "theme", "etat"])
def test_a_laptop_shows_the_film_whole_without_scrolling(
    site: str, visit: Callable[..., Any], name: str
) -> None:
    _needs_dsfr(name)
    page = visit(f"{site}/{name}/page.html")
    for width, height in SIZES:
        with sized(page, width, height) as found:
            assert found["top"] > 0, (width, height)
            assert found["bottom"] <= height, (width, height, found)
            assert found["width"] / found["height"] == pytest.approx(16 / 9, rel=0.01)
            assert found["width"] >= 360, (width, height, found)
            assert found["wide"] <= width
    with sized(page, 390, 844) as found:  # a telephone: as wide as the page
        assert found["width"] > 300
        assert found["wide"] <= 390


OPEN = "getComputedStyle(document.getElementById('recit-transcript-text')).visibility === 'visible'"
CUT = """[...document.querySelectorAll('h1, h2, h3, p, a, li, figcaption, .name')].filter(e => {
  const style = getComputedStyle(e);
  return e.offsetParent && !e.closest('.skip') && (e.scrollWidth > e.clientWidth + 1)
    && style.display !== 'inline' && style.overflowX !== 'visible';
}).map(e => e.outerHTML.slice(0, 80))"""
OVER = """(() => { const all = [...document.querySelectorAll('.intro, .hall h2, .stage, .columns')]
  .map(e => e.getBoundingClientRect());
  return all.slice(1).every((r, n) => r.top >= all[n].bottom - 1); })()"""


@pytest.mark.browser
def test_text_twice_as_large_is_neither_cut_nor_laid_over_other_text(
    site: str, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site}/bataille/page.html")
    for width, height in (*SIZES, (640, 360), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(CUT) == []
        assert page.evaluate(OVER), (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_page_shows_its_themes_letters_and_the_sites_style(
    site: str, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site}/bataille/page.html")
    until(page, "document.fonts.status === 'loaded' && document.fonts.size === 3")
    until(page, "[...document.fonts].some(f => f.status === 'loaded')")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Recit display"'
    )
    border = "getComputedStyle(document.querySelector('.menu')).borderBottomColor"
    assert page.evaluate(border) == "rgb(1, 2, 3)"
    assert page.evaluate("document.querySelector('.logo img').naturalWidth") > 0


@pytest.mark.browser
@pytest.mark.parametrize("name", ["bataille", "clair", "etat"])
def test_axe_finds_nothing_in_any_dress(site: str, visit: Callable[..., Any], name: str) -> None:
    _needs_dsfr(name)
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    page = visit(f"{site}/{name}/page.html#t=5", bypass_csp=True, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in ((390, "light"), (1366, "dark"), (1366, "light")):
        page.set_viewport_size({"width": width, "height": 768})
        page.emulate_media(color_scheme=scheme)
        if name == "etat":
            until(page, f"document.documentElement.dataset.frTheme === '{scheme}'")
            page.evaluate("location.hash = ''; location.hash = 'recit-transcript'")
            until(page, OPEN)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        wrong = [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
        assert wrong == [], (width, scheme, found["violations"][0]["nodes"][0]["any"])


@pytest.fixture
def state(site: str, visit: Callable[..., Any]) -> Any:
    _needs_dsfr("etat")
    page = visit(f"{site}/etat/page.html", width=1366)
    until(page, "document.documentElement.dataset.frJs === 'true'")
    until(page, "typeof window.dsfr === 'function' && window.dsfr.isStarted !== false")
    return page


@pytest.mark.browser
def test_the_states_transcript_opens_is_enlarged_and_seeks_by_keyboard(state: Any) -> None:
    assert not state.evaluate(OPEN)
    state.locator(".fr-transcription__btn").focus()
    state.keyboard.press("Enter")
    until(state, OPEN)
    state.locator(".fr-btn--fullscreen").focus()
    state.keyboard.press("Enter")
    until(state, "document.querySelector('.fr-modal--opened') !== null")
    state.keyboard.press("Escape")
    until(state, "document.querySelector('.fr-modal--opened') === null")
    state.locator(".said a[data-seek]").nth(2).click()
    wait_for_time(state, 5.8)


@pytest.mark.browser
def test_a_link_opens_the_states_transcript(state: Any) -> None:
    state.locator("a[href='#recit-transcript']").last.click()
    until(state, OPEN)


@pytest.mark.browser
def test_in_the_states_dress_the_film_plays_with_captions_and_chapters(state: Any) -> None:
    state.evaluate("document.getElementById('recit-film').muted = true")
    state.locator(".chapters a").nth(1).click()
    until(state, "document.getElementById('recit-film').currentTime > 4.2")
    assert not film(state, "paused")
    state.evaluate("document.getElementById('recit-film').textTracks[0].mode = 'showing'")
    until(state, "document.getElementById('recit-film').textTracks[0].cues?.length === 6")


def test_nothing_of_the_state_is_in_the_set(publication: Make, tmp_path: Path) -> None:
    dress = site_dress(form="dsfr", dsfr="/dsfr/", header=None, logo=None, stylesheet="")
    write_set(publication(dress=dress), tmp_path / "etat")
    names = {path.name for path in (tmp_path / "etat").rglob("*")}
    theirs = {name for name in names if name.endswith((".js", ".css", ".woff", ".woff2", ".svg"))}
    assert {name.partition(".")[0] for name in theirs} <= {"frame", "icon"}  # every set's own
    page = (tmp_path / "etat" / "page.html").read_text(encoding="utf-8")
    assert 'href="/dsfr/dsfr.min.css"' in page
    assert "Marianne" not in page
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[0]
    assert "unsafe" not in policy
    assert "https:" not in policy
