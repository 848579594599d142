"""What an import left to be checked, lists that are pasted, and what a job says that it does."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import until
from tests.importing import offices
from tests.importing.test_lists import ITEMS
from tests.studio.test_page import (
    _DROP_DOCUMENTS,
    AXE,
    RULES,
    Open,
    film,
    go,
    narration,
    open_page,
    project,
    running,
)
from tests.studio.test_to_check import REMARKED

__all__ = ["film", "open_page", "project", "running"]

pytestmark = pytest.mark.browser


def remarked(path: Path) -> None:
    path.write_text(REMARKED.format(slug=path.stem), encoding="utf-8")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_what_is_to_be_checked_is_listed_gone_to_checked_and_brought_back(
    open_page: Open, film: Path
) -> None:
    remarked(film)
    before = text_of(film)
    window = open_page(bypass_csp=True)
    card = window.locator(".films .card", has=window.locator("h2", has_text="Un essai"))
    card.get_by_text("3 points to check").first.wait_for()
    go(window, film, slide="deux")
    badge = window.locator('[data-key="un"] > .slide .badge.check')
    expect(badge).to_contain_text("something to check")
    window.get_by_role("link", name="To check (3)").click()
    tab = window.locator(".tab-check")
    items = tab.locator(".remark")
    expect(items).to_have_count(3)
    expect(items.first).to_contain_text("No picture in the text: a card stands here")
    if AXE.exists():
        window.evaluate(AXE.read_text(encoding="utf-8"))
        asked = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = window.evaluate("asked => axe.run(asked)", asked)
        assert [one["id"] for one in found["violations"]] == []
    checked = items.last.get_by_role("button", name="Checked")
    expect(checked).to_have_accessible_description(items.last.locator("p").inner_text())
    checked.click()
    expect(items).to_have_count(2)
    until(window, lambda: "le nom est-il juste" not in text_of(film), "out of the file")
    window.get_by_role("button", name="Undo: a point that was checked").click()
    expect(items).to_have_count(3)
    assert text_of(film) == before
    # Where it is, the remark stands beside the text, and is settled there too.
    items.first.get_by_role("link", name="Go to slide 1").click()
    block = window.locator(".block[data-key=un]")
    expect(block.locator(".remark")).to_have_count(3)
    expect(block).to_be_in_viewport()
    block.locator(".remark", has_text="a card stands here").get_by_role(
        "button", name="Checked"
    ).click()
    expect(block.locator(".remark")).to_have_count(2)
    block.get_by_role("button", name="Show this map").click()
    expect(block.locator(".remark")).to_have_count(1)
    until(window, lambda: "\n    map:" in text_of(film), "the map is shown")
    block.get_by_role("button", name="Checked").click()
    expect(block.locator(".remarks")).to_be_hidden()
    expect(window.locator(".badge.check")).to_have_count(0)
    expect(window.locator("[data-tab=check]")).to_be_hidden()


def test_a_text_that_is_emptied_and_written_anew_keeps_what_is_to_be_checked(
    open_page: Open, film: Path
) -> None:
    remarked(film)
    window = open_page()
    go(window, film)
    words = narration(window, "un")
    words.click()
    window.keyboard.press("Control+a")
    window.keyboard.press("Delete")
    until(window, lambda: "Bonjour" not in text_of(film), "emptied")
    window.keyboard.type("Tout autre chose.")
    until(window, lambda: "Tout autre chose." in text_of(film), "written anew")
    assert "# to check: le nom est-il juste" in text_of(film)
    expect(window.locator(".block[data-key=un] .remark")).to_have_count(3)


def test_an_import_opens_its_list_and_again_says_what_remains(
    open_page: Open, project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "le port a verifier.docx"
    offices.paragraphs(path, [("", "#Le port"), ("", offices.ASSAULT)], "Le port à vérifier")
    told = [[path.name, base64.b64encode(path.read_bytes()).decode()]]
    window = open_page()
    window.evaluate(_DROP_DOCUMENTS, told)
    window.locator(".tab-check .remark").first.wait_for()
    count = window.locator(".tab-check .remark").count()
    toast = window.locator("#toasts")
    expect(toast).to_contain_text(f"{count} points to check, under “To check”.")
    window.evaluate("location.hash = ''")
    window.get_by_role("heading", level=1, name="Films").wait_for()
    window.evaluate(_DROP_DOCUMENTS, told)
    expect(toast).to_contain_text(
        "has this text already: nothing was changed."
        f" {count} points of before are still to be checked."
    )
    assert "Nothing to check in the text" not in toast.inner_text()


PASTE = """([text, html]) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    if (html) data.setData('text/html', html);
    const told = { clipboardData: data, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
}"""


def pasted(window: Any, film: Path, text: str, html: str = "") -> None:
    """Paste in place of all that the first slide says."""
    narration(window, "un").click()
    window.keyboard.press("Control+a")
    window.evaluate(PASTE, [text, html])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("On y voit :\r\n•\tun fort\r\n•\tune digue ;\r\n•\tet un phare\r\n", ""),
        ("On y voit :\n- un fort\n- une digue ;\n- et un\n  phare", ""),
        ("On y voit :\n1.\tun fort\n2.\tune digue ;\n3.\tet un phare", ""),
        ("On y voit :\nun fort\nune digue ;\net un phare", "<ul><li>un fort</li></ul>"),
    ],
    ids=["word", "typed", "numbered", "page"],
)
def test_each_item_of_a_list_that_is_pasted_is_a_sentence_of_its_own(
    open_page: Open, film: Path, text: str, html: str
) -> None:
    window = open_page()
    go(window, film)
    pasted(window, film, text, html)
    said = window.locator(".block[data-key=un] .said .words")
    expect(said).to_have_text(["On y voit :", "un fort.", "une digue.", "et un phare."])
    until(window, lambda: "et un phare." in text_of(film), "saved")


def test_the_page_ends_an_item_as_an_import_does_and_leaves_other_text_alone(
    open_page: Open, film: Path
) -> None:
    window = open_page()
    module = "import('/page/lists.js')"
    for typed, said in ITEMS:
        script = f"item => {module}.then(({{ ended }}) => ended(item))"
        assert window.evaluate(script, typed) == said
    script = f"text => {module}.then(({{ listed }}) => listed(text))"
    for text in ("Une phrase.\nUne autre", "– Halte !\nIl se tut.", "Le 3 - 4 juin\n- un seul"):
        assert window.evaluate(script, text) is None
    after = "• un fort\n• une digue\nPuis vint la paix."
    assert window.evaluate(script, after) == "un fort.\n\nune digue.\n\nPuis vint la paix."


SAYS = """told => import('/page/footer.js')
    .then(({ doing }) => doing(...told).replaceAll('\\u00a0', ' '))"""
WAITS = {"film": "b", "title": "La rade", "by": "Anne"}


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (
            {"doing": "speak", "done": 1, "total": 14, "left_seconds": 40},
            "Voix : phrase 2 sur 14 · encore 40 s environ",
        ),
        ({"doing": "draw", "done": 11, "total": 80}, "Image : partie 12 sur 80"),
        ({"doing": "draw", "done": 80, "total": 80}, "Image : partie 80 sur 80"),
        ({"doing": "join"}, "Assemblage du film"),
        ({"state": "running"}, "Préparation…"),
        (
            {"state": "waiting", "kind": "publish", "film": "a", "waits_for": WAITS},
            "En attente : Anne publie « La rade »",
        ),
        (
            {"state": "waiting", "kind": "publish", "film": "a", "waits_for": {**WAITS, "by": ""}},
            "En attente : « La rade » est en cours de publication",
        ),
        (
            {"state": "waiting", "kind": "draft", "film": "b", "waits_for": WAITS},
            "En attente : le brouillon d’avant s’arrête",
        ),
    ],
)
def test_a_job_says_in_words_what_it_does_or_whom_it_waits_for(
    open_page: Open, job: dict[str, Any], said: str
) -> None:
    window = open_page(locale="fr-FR")
    assert window.evaluate(SAYS, [job]) == said
