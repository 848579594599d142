"""What a map shows, framed by hand in the studio's page: mouse, wheel, keys, buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser import until
from tests.studio.test_page import (  # noqa: F401
    AXE,
    Open,
    film,
    go,
    open_page,
    project,
    running,
    saved,
)

pytestmark = pytest.mark.browser

View = dict[str, Any]
GROUND = "studio-canvas .ground"


def shown(path: Path, *steps: str | int) -> View:
    """What the file has at *steps* of the map, as numbers."""
    slides = yaml.safe_load(path.read_text(encoding="utf-8"))["slides"]
    value = next(slide for slide in slides if slide["id"] == "trois")["map"]
    for step in steps or ("view",):
        value = value[step]
    return dict(value)


def opened(window: Any, path: Path) -> None:
    go(window, path, slide="trois")
    window.get_by_role("button", name=re.compile("^Cherbourg: ")).wait_for()
    window.locator("studio-canvas > img[src]").wait_for()


def changes(window: Any, path: Path, does: Callable[[], object], *steps: str | int) -> View:
    """What the view has become once *does* is done."""
    before = shown(path, *steps)
    does()
    until(window, lambda: shown(path, *steps) != before, "framed")
    saved(window)
    return shown(path, *steps)


def width(view: View) -> float:
    return float(view["east"] - view["west"])


def middle(view: View) -> tuple[float, float]:
    return (view["south"] + view["north"]) / 2, (view["west"] + view["east"]) / 2


def drag(window: Any, across: int, down: int) -> None:
    box = window.locator("studio-canvas").bounding_box()
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(x + across / 2, y + down / 2, steps=3)
    window.mouse.move(x + across, y + down, steps=3)
    window.mouse.up()


def test_buttons_bring_the_map_closer_and_one_undo_takes_it_back(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    window = open_page()
    opened(window, film)
    text = film.read_text(encoding="utf-8")
    first = shown(film)
    closer = changes(window, film, window.get_by_role("button", name="Closer").click)
    assert width(closer) == pytest.approx(width(first) / 1.5, rel=0.02)
    assert middle(closer) == pytest.approx(middle(first), abs=0.01)
    said = window.locator("#said")
    until(window, lambda: "km from side to side" in said.text_content(), "said")
    # Comments and places stay, and one step takes all four edges back.
    assert "# un commentaire" in film.read_text(encoding="utf-8")
    window.get_by_role("button", name=re.compile("^Undo")).click()
    until(window, lambda: film.read_text(encoding="utf-8") == text, "undone")
    saved(window)
    farther = changes(window, film, window.get_by_role("button", name="Farther").click)
    assert width(farther) == pytest.approx(width(first) * 1.5, rel=0.02)


def test_the_ground_is_dragged_and_places_are_dragged_on_it(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    window = open_page()
    opened(window, film)
    first = shown(film)
    box = window.locator("studio-canvas").bounding_box()
    place = window.get_by_role("button", name=re.compile("^Cherbourg: "))
    was = place.bounding_box()
    moved = changes(window, film, lambda: drag(window, round(box["width"] / 4), 0))
    # What is dragged to the right shows what lies west, by as many degrees.
    assert middle(moved)[1] < middle(first)[1] - 0.15
    assert width(moved) == pytest.approx(width(first), rel=0.01)
    assert shown(film)["north"] == pytest.approx(first["north"], abs=0.02)

    def stands() -> bool:
        now = place.bounding_box()
        return bool(now and abs(now["x"] - was["x"] - box["width"] / 4) < 6)

    until(window, stands, "the place went with the ground")
    until(
        window,
        lambda: (
            window.evaluate("document.querySelector('studio-canvas > img').style.transform") == ""
        ),
        "drawn anew",
    )
    before = film.read_text(encoding="utf-8")
    held = place.bounding_box()
    window.mouse.move(held["x"] + held["width"] / 2, held["y"] + held["height"] / 2)
    window.mouse.down()
    window.mouse.move(held["x"] + 30, held["y"] + 20, steps=3)
    window.mouse.up()
    until(window, lambda: film.read_text(encoding="utf-8") != before, "the place moved")
    assert shown(film) == moved
    # A drag in the mode that adds places adds none.
    window.get_by_role("button", name="Add a place by clicking on the map").click()
    changes(window, film, lambda: drag(window, -40, 25))
    assert "New place" not in film.read_text(encoding="utf-8")


def test_the_wheel_zooms_with_ctrl_or_once_the_map_is_chosen(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    window = open_page()
    opened(window, film)
    first = shown(film)
    box = window.locator("studio-canvas").bounding_box()
    window.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    window.mouse.wheel(0, 120)  # the panel's own
    until(
        window,
        lambda: window.evaluate("document.querySelector('.preview').scrollTop") > 0,
        "scrolled",
    )
    assert shown(film) == first
    window.evaluate("document.querySelector('.preview').scrollTop = 0")
    box = window.locator("studio-canvas").bounding_box()
    window.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)

    def notch() -> None:
        window.keyboard.down("Control")
        window.mouse.wheel(0, -300)
        window.keyboard.up("Control")

    closer = changes(window, film, notch)
    assert width(closer) < width(first) * 0.7
    # What is under the pointer stays there: the middle goes towards it.
    assert middle(closer)[1] < middle(first)[1]
    window.locator(GROUND).focus()
    changes(window, film, lambda: window.mouse.wheel(0, 300))
    assert width(shown(film)) > width(closer)


def test_keys_move_and_zoom_and_everything_has_a_name(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    window = open_page()
    opened(window, film)
    first = shown(film)
    window.locator(GROUND).focus()
    north = changes(window, film, lambda: window.keyboard.press("ArrowUp"))
    assert middle(north)[0] > middle(first)[0]
    assert middle(north)[1] == pytest.approx(middle(first)[1], abs=0.01)
    closer = changes(window, film, lambda: window.keyboard.press("+"))
    assert width(closer) < width(north)
    window.evaluate(AXE.read_text(encoding="utf-8"))
    found = window.evaluate(
        "axe.run('.preview').then((all) => all.violations.map((one) => one.id))"
    )
    assert found == []


def test_it_fits_what_is_placed(open_page: Open, film: Path) -> None:  # noqa: F811
    film.write_text(
        film.read_text(encoding="utf-8")
        .replace(
            "west: -2.12, east: -1.03, south: 49.26, north: 49.72",
            "west: -5.2, east: 9.6, south: 41.3, north: 51.2",
        )
        .replace(
            "narration: Tout",
            "  arrows: [{path: [[49.30, -1.25], [49.5, -1.45]]}]\n    narration: Tout",
        ),
        encoding="utf-8",
    )
    window = open_page()
    opened(window, film)
    view = changes(window, film, window.get_by_role("button", name="Fit what is placed").click)
    for latitude, longitude in ([49.639, -1.616], [49.30, -1.25], [49.5, -1.45]):
        assert view["south"] < latitude < view["north"]
        assert view["west"] < longitude < view["east"]
    assert width(view) < 0.6


def test_a_view_keeps_its_form_and_the_one_that_is_shown_is_framed(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    film.write_text(
        film.read_text(encoding="utf-8").replace(
            "view: {west: -2.12, east: -1.03, south: 49.26, north: 49.72}",
            "view: {centre: [49.5, -1.5], km: 80}\n"
            "      to: {west: -1.8, east: -1.4, south: 49.55, north: 49.7}",
        ),
        encoding="utf-8",
    )
    window = open_page()
    opened(window, film)
    slider = window.get_by_role("slider", name="Moment of the slide")
    slider.fill("0")
    window.get_by_role("group", name="What the map shows", exact=True).wait_for()
    closer = window.get_by_role("button", name="Closer")
    start = changes(window, film, closer.click)
    assert start == {"centre": [49.5, -1.5], "km": pytest.approx(53.3, abs=0.2)}
    assert width(shown(film, "to")) == pytest.approx(0.4)
    # Both keys of the form have their field, and no other has.
    fields = window.locator("details:has(> summary:text-is('What the map shows')) .field")
    names = [field.text_content() for field in fields.all() if field.get_attribute("hidden") != ""]
    assert [name.split()[0] for name in names] == ["Latitude", "Longitude", "Kilometres"]
    slider.fill(slider.get_attribute("max"))
    window.get_by_role("group", name="The view moves to", exact=True).wait_for()
    end = changes(window, film, closer.click, "to")
    assert width(end) == pytest.approx(0.4 / 1.5, rel=0.02)
    assert shown(film) == start


def test_an_arrow_that_is_added_opens_and_its_points_have_names(
    open_page: Open,  # noqa: F811
    film: Path,  # noqa: F811
) -> None:
    window = open_page()
    opened(window, film)
    group = window.locator("details:has(> summary:text-matches('^Arrows'))")
    group.locator("> summary").click()
    group.get_by_role("button", name="Add").click()
    row = group.locator(".row-item[open]")
    row.wait_for()
    until(window, lambda: row.locator(":focus").count() == 1, "the keyboard is in it")
    for name in ("Arrow 1, start: ", "Arrow 1, tip: "):
        handle = window.get_by_role("button", name=re.compile("^" + name))
        handle.wait_for()
        assert window.locator("studio-canvas").evaluate(
            "(node) => node.getBoundingClientRect().top >= 0"
        )
    # By keys, its tip alone goes north.
    before = shown(film)
    path = yaml.safe_load(film.read_text(encoding="utf-8"))["slides"][2]["map"]["arrows"][0]
    window.get_by_role("button", name=re.compile("^Arrow 1, tip")).press("ArrowUp")

    def tip_moved() -> bool:
        [now] = yaml.safe_load(film.read_text(encoding="utf-8"))["slides"][2]["map"]["arrows"]
        return bool(now["path"][0] == path["path"][0] and now["path"][1][0] > path["path"][1][0])

    until(window, tip_moved, "the tip moved")
    assert shown(film) == before
