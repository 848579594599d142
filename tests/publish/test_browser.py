"""The published page in a real browser: played, captioned, sought, read, attacked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import webvtt

from renderer.publish.publication import Edition, Publication
from renderer.publish.write import write_set
from tests.browser import PATIENCE_MS, never, until
from tests.publish.builders import a_publication, a_slide, subtitles_of
from tests.publish.loopback import served
from tests.publish.test_pages import BASE, HOSTILE, PAGES, hostile

pytestmark = pytest.mark.browser
Make = Callable[..., Publication]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 768, 1440)
EDITIONS = (
    Edition(language="fr", folder="bataille"),
    Edition(language="en", folder="bataille.en"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    folder: Path
    address: str


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, film_file: Path, poster_file: Path
) -> Iterator[Site]:
    """A published set and its address, for tests that only look at it."""
    folder = tmp_path_factory.mktemp("site")
    write_set(a_publication(film_file, poster_file, editions=EDITIONS), folder / "bataille")
    english = a_publication(
        film_file,
        poster_file,
        slug="bataille.en",
        language="en",
        title="The battle",
        editions=EDITIONS,
    )
    write_set(english, folder / "bataille.en")
    with served(folder) as address:
        yield Site(folder=folder / "bataille", address=f"{address}/bataille")


@pytest.fixture(scope="module")
def contexts(browser: Any) -> Iterator[Callable[..., Any]]:
    """One browser context per set of options; making them is slow."""
    made: dict[str, Any] = {}

    def context_with(**options: Any) -> Any:
        key = repr(sorted(options.items()))
        if key not in made:
            made[key] = browser.new_context(**options)
            made[key].set_default_timeout(PATIENCE_MS)
        return made[key]

    yield context_with
    for context in made.values():
        context.close()


@pytest.fixture
def visit(contexts: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Open a page; the test fails when a page reports an error or opens a dialogue."""
    pages: list[Any] = []
    said: list[str] = []

    def note(message: Any) -> None:
        if message.type == "error" and "favicon" not in message.location["url"]:
            said.append(message.text)

    def open_page(address: str, width: int = 768, **options: Any) -> Any:
        page = contexts(**options).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 800})
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
        page.on("console", note)
        page.goto(address)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert said == []


def film(page: Any, what: str) -> Any:
    return page.evaluate(f"document.getElementById('recit-film').{what}")


def wait_for_time(page: Any, seconds: float) -> None:
    film_time = "document.getElementById('recit-film').currentTime"
    until(page, f"Math.abs({film_time} - {seconds}) < 1.5")


@pytest.mark.parametrize("name", ["embed.html", "page.html"])
def test_the_film_plays_with_its_sound_and_picture(
    site: Site, visit: Callable[..., Any], name: str
) -> None:
    page = visit(f"{site.address}/{name}")
    until(page, "document.getElementById('recit-film').readyState >= 1")
    assert film(page, "duration") == pytest.approx(12, abs=0.1)
    assert film(page, "paused")
    page.evaluate("document.getElementById('recit-film').muted = true")
    page.evaluate("document.getElementById('recit-film').play()")
    until(page, "document.getElementById('recit-film').currentTime > 0.2")
    assert (film(page, "videoWidth"), film(page, "videoHeight")) == (320, 180)


def test_the_browser_reads_the_captions_and_chapters_that_were_written(
    site: Site, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site.address}/embed.html")
    for kind in ("captions", "chapters"):
        read = page.evaluate(
            """async kind => {
                const track = document.querySelector(`track[kind=${kind}]`);
                const loaded = new Promise(done => track.addEventListener("load", done));
                track.track.mode = "hidden";
                if (track.readyState !== 2) await loaded;
                return [...track.track.cues].map(c => [c.startTime, c.endTime, c.text]);
            }""",
            kind,
        )
        file = site.folder / f"{kind}.fr.vtt"
        written = [
            [cue.start_in_seconds, cue.end_in_seconds, cue.raw_text]
            for cue in webvtt.read(str(file)).captions
        ]
        assert [cue[2] for cue in read] == [cue[2] for cue in written]
        for one, other in zip(read, written, strict=True):
            assert one[:2] == pytest.approx(other[:2], abs=1)


def test_captions_can_be_shown(site: Site, visit: Callable[..., Any]) -> None:
    page = visit(f"{site.address}/embed.html#t=1")
    page.evaluate("document.querySelector('track').track.mode = 'showing'")
    until(
        page,
        """(document.querySelector('track').track.activeCues || []).length === 1
           && document.querySelector('track').track.activeCues[0].text.includes('débarquent')""",
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_chapters_and_transcript_seek(site: Site, visit: Callable[..., Any], width: int) -> None:
    page = visit(f"{site.address}/page.html", width)
    # A film that plays is elsewhere when a slow test looks where it has gone.
    page.evaluate("document.getElementById('recit-film').play = async () => {}")
    chapter = page.get_by_role("link", name="L’assaut")
    paragraph = page.get_by_role("link", name="Lire le film à partir de 0:10")
    for by_keyboard in (False, True):
        for link, seconds in ((chapter, 4.0), (paragraph, 10.2)):
            if by_keyboard:
                link.press("Enter")
            else:
                link.click()
            wait_for_time(page, seconds)
            assert page.url.endswith(f"page.html#t={seconds:.3f}")


def test_every_control_is_reached_by_the_tab_key(site: Site, visit: Callable[..., Any]) -> None:
    page = visit(f"{site.address}/embed.html")
    controls = "[...document.querySelectorAll('video, :not(video) > a[href]')]"
    wanted = page.evaluate(f"{controls}.length")
    reached = set()
    for _ in range(wanted + 15):  # the film's own controls take some
        page.keyboard.press("Tab")
        reached.add(page.evaluate(f"{controls}.indexOf(document.activeElement)"))
    assert set(range(wanted)) <= reached


@pytest.mark.parametrize(
    ("fragment", "seconds"),
    [
        ("#t=5", 5.0),
        ("#t=0:07.5", 7.5),
        ("#assaut", 4.0),
        ("#d%C3%A9barquement", 0.0),
        ("?t=4.000", 4.0),
        ("?from=mail&t=5", 5.0),
        ("?t=5#t=7", 7.0),
    ],
)
def test_an_address_leads_to_its_moment(
    site: Site, visit: Callable[..., Any], fragment: str, seconds: float
) -> None:
    page = visit(f"{site.address}/embed.html{fragment}")
    wait_for_time(page, seconds)
    assert film(page, "paused")


@pytest.mark.parametrize(
    "fragment", ["#%E0%A4%A", "#t=zzz", "#'\"<img>", "#recit-film", "?t=%E0", "?t=zzz"]
)
def test_an_odd_address_is_no_error(site: Site, visit: Callable[..., Any], fragment: str) -> None:
    page = visit(f"{site.address}/embed.html{fragment}")
    until(page, "document.getElementById('recit-film').readyState >= 1")
    assert film(page, "currentTime") == 0


def test_the_sentence_and_chapter_being_said_are_marked(
    site: Site, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site.address}/embed.html#t=5")
    until(page, "document.querySelectorAll('[data-start][aria-current]').length === 2")
    marked = [
        " ".join(t.split()) for t in page.locator("[data-start][aria-current]").all_inner_texts()
    ]
    assert marked == ["0:04 L’assaut", "Le VIIe corps avance."]


CONTRAST = """element => {
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = numbers(colour).map(v => v / 255).map(
            v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let under = element;
    while (numbers(getComputedStyle(under).backgroundColor)[3] === 0) under = under.parentElement;
    const [one, other] = [getComputedStyle(element, "::before").color,
                          getComputedStyle(under).backgroundColor].map(light);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""


@pytest.mark.parametrize("name", ["embed.html", "page.html"])
@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_being_told_has_a_mark_beyond_its_colour(
    site: Site, visit: Callable[..., Any], name: str, forced: str, scheme: str
) -> None:
    page = visit(f"{site.address}/{name}#t=5")
    page.emulate_media(forced_colors=forced, color_scheme=scheme)
    until(page, "document.querySelectorAll('[data-start][aria-current]').length === 2")
    chapter = page.locator(".chapters a[aria-current]")
    other = page.locator(".chapters a:not([aria-current])").first
    sign = "e => getComputedStyle(e, '::before').content"
    assert "▸" in chapter.evaluate(sign)
    assert other.evaluate(sign) == "none"
    weight = "e => getComputedStyle(e).fontWeight"
    assert int(chapter.evaluate(weight)) > int(other.evaluate(weight))
    assert chapter.evaluate(CONTRAST) >= 3
    said = page.locator(".said span[aria-current]")
    line = "e => getComputedStyle(e).textDecorationLine"
    assert said.evaluate(line) == "underline"
    assert page.locator(".said span:not([aria-current])").first.evaluate(line) == "none"
    if forced == "active":
        ground = "e => getComputedStyle(e).backgroundColor"
        assert said.evaluate(ground) != page.locator("body").evaluate(ground)


FOCUS = "document.activeElement.outerHTML.slice(0, 40)"


@pytest.mark.parametrize("editions", [(), EDITIONS])
def test_each_skip_link_skips_what_can_be_reached_by_the_tab_key(
    tmp_path: Path, publication: Make, visit: Callable[..., Any], editions: tuple[Edition, ...]
) -> None:
    write_set(publication(editions=editions), tmp_path)
    with served(tmp_path) as address:
        page = visit(f"{address}/page.html")
        links = page.locator(".skip").all_inner_texts()
        assert links == (["Aller au contenu"] if editions else []) + ["Aller à la transcription"]
        for number in range(len(links)):
            page.goto(f"{address}/page.html")
            for _ in range(number + 1):
                page.keyboard.press("Tab")
            link = page.locator(".skip").nth(number)
            assert link.evaluate("e => e === document.activeElement")
            assert link.evaluate("e => e.getBoundingClientRect().top >= 0"), "seen when it has it"
            page.keyboard.press("Enter")
            until(page, "location.hash !== ''")
            page.keyboard.press("Tab")
            skipped = page.evaluate(
                """link => [...document.querySelectorAll("a, video, summary")].filter(e =>
                    link.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING
                    && e.compareDocumentPosition(document.activeElement)
                       & Node.DOCUMENT_POSITION_FOLLOWING && !e.matches(".skip")).length""",
                link.element_handle(),
            )
            assert skipped > 0, page.evaluate(FOCUS)


@pytest.mark.parametrize("name", ["embed.html", "page.html"])
def test_the_transcript_folds_and_opens_where_it_is_wanted(
    site: Site, visit: Callable[..., Any], name: str
) -> None:
    page = visit(f"{site.address}/{name}")
    words = page.get_by_text("Le port est libre")
    fold = page.locator("summary")
    assert words.is_visible()
    fold.click()
    assert not words.is_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert words.is_visible(), "paper has no fold to open"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not words.is_visible()
    for _ in range(2):  # the second time the address is the same already
        page.get_by_role("link", name="Lire la transcription").click()
        until(page, "document.querySelector('details').open")
        fold.focus()
        page.keyboard.press("Enter")
        assert not words.is_visible()
    page.evaluate("location.hash = '#port'")
    until(page, "document.querySelector('details').open")
    assert words.is_visible()
    wait_for_time(page, 8)


def test_without_script_links_open_the_film_at_their_moment(
    site: Site, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site.address}/page.html", java_script_enabled=False)
    chapter = page.get_by_role("link", name="L’assaut")
    assert ".mp4#t=4.000" in chapter.get_attribute("href")
    assert page.locator("video[controls]").count() == 1
    assert page.get_by_text("Le port est libre").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_at_any_width(site: Site, visit: Callable[..., Any], name: str) -> None:
    page = visit(f"{site.address}/{name}")
    sizes = ((320, "100%"), (320, "200%"), (256, "200%"), (768, "200%"), (1440, "200%"))
    for width, size in (*sizes, (320, "106.25%"), (320, "212.5%"), (640, "300%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_a_word_longer_than_the_screen_is_broken(
    tmp_path: Path, publication: Make, visit: Callable[..., Any], name: str
) -> None:
    write_set(hostile(publication(), "Donaudampfschifffahrts" * 6), tmp_path)
    with served(tmp_path) as address:
        page = visit(f"{address}/{name}")
        for width, size in ((320, "100%"), (320, "200%"), (1440, "200%")):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", ["page", "embed", "transcript"])
def test_a_reader_goes_from_one_language_to_the_other_and_back(
    site: Site, visit: Callable[..., Any], kind: str
) -> None:
    page = visit(f"{site.address}/{kind}{'.fr' if kind == 'transcript' else ''}.html")
    page.get_by_role("link", name="English").click()
    page.locator("html[lang=en]").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "The battle"
    page.get_by_role("link", name="Français").click()
    page.locator("html[lang=fr]").wait_for()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(site: Site, visit: Callable[..., Any], name: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    # Without motion: no colour is on its way from one scheme to the other while axe looks.
    page = visit(f"{site.address}/{name}#t=5", bypass_csp=True, reduced_motion="reduce")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    if name != "transcript.fr.html":
        until(page, "document.querySelectorAll('[data-start][aria-current]').length === 2")
    for width, size, scheme, forced in (
        (320, "100%", "light", "none"),
        (320, "200%", "dark", "none"),
        (1440, "100%", "light", "none"),
        (1440, "200%", "dark", "none"),
        (1440, "100%", "light", "active"),
        (320, "200%", "dark", "active"),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        wrong = [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
        assert wrong == [], (width, size, scheme, forced, found["violations"][0]["nodes"][0]["any"])


def test_the_snippet_shows_the_film_in_a_page_of_the_team(
    tmp_path: Path, publication: Make, visit: Callable[..., Any]
) -> None:
    made = write_set(publication(), tmp_path / "bataille")
    (tmp_path / "article.html").write_text(
        f"<!DOCTYPE html><html lang=fr><title>Article</title><h1>Article</h1>{made.snippet}",
        encoding="utf-8",
    )
    with served(tmp_path) as address:
        page = visit(f"{address}/article.html")
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="L’assaut").click()
        inner = page.frames[1]
        until(inner, "document.getElementById('recit-film').currentTime >= 4")
        cues = inner.evaluate(
            """async () => {
                const track = document.querySelector("track");
                const loaded = new Promise(done => track.addEventListener("load", done));
                track.track.mode = "hidden";
                if (track.readyState !== 2) await loaded;
                return track.track.cues.length;
            }"""
        )
        assert cues == 6


TALL = """() => {
    const frame = document.querySelector("iframe");
    return frame.getBoundingClientRect().height;
}"""
INSIDE = "document.documentElement.getBoundingClientRect().height"


@pytest.mark.parametrize("sandbox", ["ours", "without an origin"])
@pytest.mark.parametrize("script", ["before", "after"])
def test_a_frame_on_another_host_takes_the_height_of_its_content(
    tmp_path: Path, publication: Make, browser: Any, sandbox: str, script: str
) -> None:
    write_set(publication(base_url=BASE), tmp_path / "films" / "bataille")
    with served(tmp_path / "films") as films, served(tmp_path) as pages:
        pasted = (tmp_path / "films" / "bataille" / "snippet.html").read_text(encoding="utf-8")
        frame, listener = re.search("<iframe.*?</iframe>", pasted), re.search("<script.*", pasted)
        assert frame
        assert listener
        parts = [frame[0], listener[0]] if script == "after" else [listener[0], frame[0]]
        text = "".join(parts).replace(BASE, f"{films}/bataille/")
        if sandbox != "ours":
            text = text.replace(" allow-same-origin", "")
        article = f"<!DOCTYPE html><meta charset=utf-8><title>A</title><p>Avant{text}<p>Après"
        (tmp_path / "article.html").write_text(article, encoding="utf-8")
        page = browser.new_page(viewport={"width": 1100, "height": 700})
        page.goto(f"{pages.replace('127.0.0.1', 'localhost')}/article.html")
        page.frame_locator("iframe").get_by_role("link", name="L’assaut").wait_for()
        inner = page.frames[1]
        until(inner, "!document.querySelector('details').open")  # one click away

        def fits() -> int:
            until(page, lambda: 0 <= page.evaluate(TALL) - inner.evaluate(INSIDE) < 1, "fits")
            return round(page.evaluate(TALL))

        folded = fits()
        inner.get_by_role("link", name="Lire la transcription").click()
        until(inner, "document.querySelector('details').open")
        unfolded = fits()
        assert unfolded > folded + 300
        # What is asked for far below the film brings the film back in view.
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        inner.evaluate("document.getElementById('recit-film').muted = true")
        inner.get_by_role("link", name="Lire le film à partir de 0:10").click()
        until(page, "document.querySelector('iframe').getBoundingClientRect().top > -300")
        page.set_viewport_size({"width": 400, "height": 700})
        until(inner, "innerWidth <= 400")
        assert fits() != unfolded
        page.close()


def test_a_frame_tells_its_height_to_the_page_that_asks_and_to_no_other(
    site: Site, visit: Callable[..., Any]
) -> None:
    (site.folder.parent / "hote.html").write_text(
        """<!DOCTYPE html><html lang=fr><title>A</title><script>
        window.heard = [];
        addEventListener("message", e => heard.push(e.data.recit));
        </script><iframe src="bataille/embed.html" title="Film"></iframe>""",
        encoding="utf-8",
    )
    page = visit(f"{site.address.removesuffix('/bataille')}/hote.html")
    inner = page.frames[1]
    until(inner, "document.getElementById('recit-film').readyState >= 1")
    inner.evaluate("window.postMessage({recit: 'ask'}, '*')")  # it asks itself: not its host
    never(page, "heard.length > 0", "an answer to whoever is no host")
    assert inner.evaluate("document.querySelector('details').open")
    page.evaluate("frames[0].postMessage({recit: 'ask'}, '*')")
    until(page, "heard.includes('height')")


@pytest.mark.parametrize("height", ["1e9", "NaN", "-5", "'90vh; color: red'", "0"])
def test_no_height_that_a_frame_tells_breaks_the_page(
    tmp_path: Path, publication: Make, browser: Any, height: str
) -> None:
    write_set(publication(), tmp_path)
    (tmp_path / "false").mkdir()
    (tmp_path / "false" / "embed.html").write_text(
        f"<script>parent.postMessage({{recit: 'height', height: {height}}}, '*')</script>"
    )
    (tmp_path / "article.html").write_text(
        """<!DOCTYPE html><title>A</title><script src="frame.js"></script>
        <iframe src="false/embed.html" height="720"></iframe>"""
    )
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}/article.html")
        never(page, lambda: not 200 <= page.evaluate(TALL) <= 30_004)  # with its border
        page.close()


def captions_shown(frame: Any) -> list[list[Any]]:
    """Turn the captions on as the browser's menu does; what is read of them, once all is there."""
    first = "document.getElementById('recit-film').textTracks[0]"
    frame.evaluate(f"{first}.mode = 'showing'")
    # The browser reads them one by one; those that the page makes itself are of no element.
    files = "[...document.querySelectorAll('track')]"
    read = f"{files}.every(one => one.track !== {first} || one.readyState === 2)"
    until(frame, f"({first}.cues || []).length > 0 && {read}")
    shown: list[list[Any]] = frame.evaluate(
        f"[...{first}.cues].map(c => [c.startTime, c.endTime, c.getCueAsHTML().textContent])"
    )
    return shown


def captions_written(folder: Path) -> list[list[Any]]:
    cues = webvtt.read(str(folder / "captions.fr.vtt")).captions
    return [[float(c.start_in_seconds), c.end_in_seconds, unescape(c.raw_text)] for c in cues]


def same_cues(read: list[list[Any]], written: list[list[Any]]) -> bool:
    return (
        [c[2] for c in read] == [c[2] for c in written]
        and all(
            abs(a - b) <= 1  # webvtt gives whole seconds
            for one, other in zip(read, written, strict=True)
            for a, b in zip(one[:2], other[:2], strict=True)
        )
    )


def as_wordpress_embeds(made: Path) -> str:
    """What WordPress 6 makes of an oEmbed that it has discovered (wp_filter_oembed_result)."""
    html = json.loads((made / "oembed.json").read_text(encoding="utf-8"))["html"]
    kept = ("src", "width", "height", "frameborder", "marginwidth", "scrolling", "title")
    found = re.findall(r'(\w+)="([^"]*)"', html)
    attributes = " ".join(f'{name}="{value}"' for name, value in found if name in kept)
    return f'<iframe sandbox="allow-scripts" security="restricted" {attributes}></iframe>'


@pytest.mark.parametrize(
    "sandbox", ["wordpress", "allow-scripts", "allow-scripts allow-popups allow-downloads"]
)
def test_a_frame_without_an_origin_has_captions_and_seeks(
    tmp_path: Path, publication: Make, visit: Callable[..., Any], sandbox: str
) -> None:
    made = write_set(publication(), tmp_path / "bataille").folder
    frame = f'<iframe src="bataille/embed.html" sandbox="{sandbox}"></iframe>'
    if sandbox == "wordpress":
        frame = as_wordpress_embeds(made).replace("embed.html", "embed.html#?secret=Xy1")
    (tmp_path / "article.html").write_text(f"<!DOCTYPE html><title>A</title>{frame}", "utf-8")
    with served(tmp_path) as address:
        page = visit(f"{address}/article.html")
        page.frame_locator("iframe").get_by_role("link", name="L’assaut").wait_for()
        inner = page.frames[1]
        assert inner.evaluate("self.origin") == "null"
        assert same_cues(captions_shown(inner), captions_written(made))
        page.frame_locator("iframe").get_by_role("link", name="L’assaut").click()
        until(inner, "document.getElementById('recit-film').currentTime >= 4")
        tracks = "document.getElementById('recit-film').textTracks"
        assert inner.evaluate(f"{tracks}.length") == 1
        assert inner.evaluate(f"{tracks}[0].language") == "fr"


def test_a_page_that_lies_apart_from_its_media_has_captions(
    tmp_path: Path, publication: Make, browser: Any
) -> None:
    made = write_set(publication(), tmp_path / "films" / "bataille").folder
    with served(tmp_path / "films") as films, served(tmp_path) as pages:
        far = f"{films}/bataille/media/"
        for name in ("embed.html", "page.html"):
            text = (made / name).read_text(encoding="utf-8").replace('"media/', f'"{far}')
            (tmp_path / name).write_text(text.replace("'self'", films), encoding="utf-8")
            page = browser.new_page()
            page.goto(f"{pages.replace('127.0.0.1', 'localhost')}/{name}")
            assert same_cues(captions_shown(page), captions_written(made))
            first = "document.getElementById('recit-film').textTracks[0]"
            assert page.evaluate(f"{first}.mode") == "showing", "as the reader has asked"
            page.close()


def test_the_figure_has_captions_on_a_page_of_another_host(
    tmp_path: Path, publication: Make, browser: Any
) -> None:
    made = write_set(publication(base_url=BASE), tmp_path / "films" / "bataille").folder
    with served(tmp_path / "films", for_other_hosts=True) as films, served(tmp_path) as pages:
        text = (made / "snippet.html").read_text(encoding="utf-8")
        figure = text[text.index("<figure>") : text.index("</figure>")].replace("<video", FILM)
        figure = figure.replace(BASE, f"{films}/bataille/")
        article = f"<!DOCTYPE html><meta charset=utf-8><title>A</title>{figure}</figure>"
        (tmp_path / "article.html").write_text(article, encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{pages.replace('127.0.0.1', 'localhost')}/article.html")
        until(page, "document.getElementById('recit-film').readyState >= 1")
        assert same_cues(captions_shown(page), captions_written(made))
        page.close()


FILM = '<video id="recit-film"'


def test_opened_from_a_disk_the_page_still_has_captions(
    tmp_path: Path, publication: Make, visit: Callable[..., Any]
) -> None:
    first = a_slide(0)
    odd = replace(first.sentences[0], written="<i>Été</i> & <script>alert(1)</script> &amp;")
    slides = (replace(first, sentences=(odd,)), a_slide(1), a_slide(2))
    made = publication(slides=slides, subtitles=subtitles_of(slides))
    write_set(made, tmp_path)
    page = visit((tmp_path / "page.html").as_uri())
    until(page, "document.getElementById('recit-film').readyState >= 1")
    shown = captions_shown(page)
    assert same_cues(shown, captions_written(tmp_path))
    assert [cue[2] for cue in shown][:2] == [odd.written, "Le VIIe corps avance."]
    assert len(shown) == 5


@pytest.mark.parametrize("text", ["\n".join(HOSTILE.values()), HOSTILE["address"]])
def test_hostile_texts_run_nothing(
    tmp_path: Path, publication: Make, visit: Callable[..., Any], text: str
) -> None:
    write_set(hostile(publication(), text), tmp_path / "bataille")
    pasted = (tmp_path / "bataille" / "snippet.html").read_text(encoding="utf-8")
    (tmp_path / "article.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{pasted}", "utf-8")
    with served(tmp_path) as address:
        for name in ("bataille/embed.html", "bataille/page.html", "article.html"):
            page = visit(f"{address}/{name}")
            until(page, "document.querySelector('video').readyState >= 1")
            assert page.evaluate("document.querySelectorAll('[onerror], [onload]').length") == 0


def test_a_page_open_during_a_new_render_keeps_the_film_it_began_with(
    tmp_path: Path, publication: Make, visit: Callable[..., Any]
) -> None:
    made = publication()
    write_set(made, tmp_path / "bataille")
    with served(tmp_path) as address:
        page = visit(f"{address}/bataille/embed.html")
        write_set(replace(made, title="Le titre nouveau"), tmp_path / "bataille")
        page.get_by_role("link", name="L’assaut").click()
        wait_for_time(page, 4)
        page.reload()
        assert page.get_by_role("heading", level=1).inner_text() == "Le titre nouveau"


def test_the_transcript_prints_and_the_player_does_not(
    site: Site, visit: Callable[..., Any]
) -> None:
    page = visit(f"{site.address}/page.html")
    page.emulate_media(media="print")
    assert not page.locator("video").is_visible()
    assert page.get_by_text("Le port est libre").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_reduced_motion_stops_every_transition(site: Site, visit: Callable[..., Any]) -> None:
    script = "getComputedStyle(document.querySelector('.said span')).transitionDuration"
    assert visit(f"{site.address}/embed.html").evaluate(script) != "0s"
    assert visit(f"{site.address}/embed.html", reduced_motion="reduce").evaluate(script) == "0s"
