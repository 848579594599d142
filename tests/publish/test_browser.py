"""The published page in a real browser: played, captioned, sought, read, attacked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import webvtt

from renderer.publish.publication import Edition, Publication
from renderer.publish.write import write_set
from tests.publish.builders import a_publication, a_slide
from tests.publish.loopback import served
from tests.publish.test_pages import HOSTILE, PAGES, hostile

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
            made[key].set_default_timeout(8_000)
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


def until(page: Any, expression: str) -> None:
    """Wait for *expression* to hold. Playwright's own way would need the page to allow eval."""
    for _ in range(160):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


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
    page.evaluate("document.getElementById('recit-film').muted = true")
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
    for width, size in ((320, "100%"), (768, "100%"), (768, "200%"), (1440, "200%")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", ["page", "embed", "transcript"])
def test_a_reader_goes_from_one_language_to_the_other_and_back(
    site: Site, visit: Callable[..., Any], kind: str
) -> None:
    page = visit(f"{site.address}/{kind}{'.fr' if kind == 'transcript' else ''}.html")
    page.get_by_role("link", name="English").click()
    until(page, "document.documentElement.lang === 'en'")
    assert page.get_by_role("heading", level=1).inner_text() == "The battle"
    page.get_by_role("link", name="Français").click()
    until(page, "document.documentElement.lang === 'fr'")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(site: Site, visit: Callable[..., Any], name: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install)")
    page = visit(f"{site.address}/{name}", bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in ((320, "light"), (1440, "light"), (1440, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


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


def test_opened_from_a_disk_the_page_still_has_captions(
    tmp_path: Path, publication: Make, visit: Callable[..., Any]
) -> None:
    first = a_slide(0)
    odd = replace(first.sentences[0], written="<i>Été</i> & <script>alert(1)</script>")
    slides = (replace(first, sentences=(odd,)), a_slide(1), a_slide(2))
    write_set(publication(slides=slides), tmp_path)
    page = visit((tmp_path / "page.html").as_uri())
    until(page, "document.getElementById('recit-film').readyState >= 1")
    cues = page.evaluate(
        """() => [...document.getElementById("recit-film").textTracks[0].cues].map(
            cue => cue.getCueAsHTML().textContent)"""
    )
    assert cues[:2] == [odd.written, "Le VIIe corps avance."]
    assert len(cues) == 5


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
