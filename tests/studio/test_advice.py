"""What a person is told of what they bring: in the words of `check`, before it is published."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from renderer.production.options import Options
from renderer.studio.document import Views, read_sheet
from renderer.studio.session import open_studio
from tests.preview.projects import write_project
from tests.production.projects import run
from tests.studio.client import Page

FILM = """\
storyboard: 1
slug: essai
title: {title}
description: Un film très court.
language: fr
voice: {{engine: hum}}
film: {{size: 96, fps: 25}}
slides:
  - id: un
    card: {{title: Un titre}}
    narration: Bonjour.
  - id: deux
    image: {{file: quai.png, alt: Un quai., rights: {{author: Untel, license: CC0-1.0}}}}
    narration: Le port est pris. La ville respire.
"""


def project(root: Path, title: str = "Un essai") -> Path:
    path = write_project(root, FILM.format(title=title))
    Image.new("RGB", (400, 300), "navy").save(root / "media" / "quai.png")
    return path


def moving_picture(frames: int = 3, size: tuple[int, int] = (400, 300)) -> bytes:
    out = io.BytesIO()
    pictures = [Image.new("L", size, 60 * n) for n in range(frames)]
    pictures[0].save(out, "gif", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def drawing(ink: tuple[int, int, int]) -> bytes:
    """Lines on a ground that isn't there."""
    out = io.BytesIO()
    picture = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    for top in range(0, 300, 20):
        picture.paste((*ink, 255), (0, top, 400, top + 4))
    picture.save(out, "png")
    return out.getvalue()


def tiny(size: tuple[int, int] = (16, 9)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "png")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "name", "told"),
    [
        (moving_picture(), "gif", "anime.gif", "only the first is shown"),
        (tiny(), "png", "vignette.png", "too few for the frame"),
        (tiny((400, 225)), "png", "nette.png", ""),
        (moving_picture(1), "gif", "fixe.gif", ""),
        (drawing((20, 20, 20)), "png", "plan.png", "can hardly be told from the theme's paper"),
        (drawing((240, 240, 235)), "png", "clair.png", ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_will_be_seen_of_a_picture_is_told_beside_it_as_check_does(
    tmp_path: Path, content: bytes, kind: str, name: str, told: str
) -> None:
    path = project(tmp_path / "projet")
    cache = tmp_path / "cache"
    with open_studio(path.parent.parent, Options(offline=True, cache=cache, jobs=1)) as session:
        page = Page(session.address)
        [one] = page.read("/api/films")["films"]
        film = f"/api/films/{one['film']}"
        sent = page.post(
            f"{film}/pictures?slide=deux&name={name}", content, Content_Type=f"image/{kind}"
        )
        assert sent.status == 200, sent.text
        warnings = page.read(f"{film}/advice?slide=deux")["warnings"]
        assert [each["slide"] for each in warnings] == ["deux"] * len(warnings)
        said = [each["what"] for each in warnings]
        assert any(told in one for one in said) if told else not said
        ready = page.read(f"{film}/ready")["warnings"]
        assert set(said) <= {each["what"] for each in ready}
    checked = run("check", path, "--cache", cache).err
    assert all(one in checked for one in said)


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("IMG_0001.HEIC", "image/heic", "export it as JPEG"),
        ("IMG_0002.heic", "application/octet-stream", "export it as JPEG"),
        ("texte.docx", "application/octet-stream", "“Import a text”"),
        ("dossier.pdf", "application/pdf", "save the page you want as a picture"),
        ("plage.mov", "video/quicktime", "“Archive film”"),
        ("voix.mp3", "audio/mpeg", "drop it on the text"),
        ("plan.svg", "image/svg+xml", "export it as PNG"),
        ("sans-nom", "application/octet-stream", "it is none of JPEG, PNG"),
    ],
)
def test_who_drops_something_else_is_told_what_to_do_with_it(
    page: Page, film: str, name: str, kind: str, told: str
) -> None:
    answer = page.post(f"{film}/pictures?slide=deux&name={name}", b"rien", Content_Type=kind)
    assert answer.status == 415
    assert told in json.loads(answer.body)["error"]["message"]


@pytest.mark.parametrize(
    ("title", "is_missing"), [("2 🎬", True), ("Un essai 🎬", True), ("É", False)]
)
def test_letters_that_no_font_has_are_missing_before_publishing(
    tmp_path: Path, title: str, is_missing: bool
) -> None:
    path = project(tmp_path / "projet", f"{title}\nstyle: sobre")
    path.write_text(path.read_text("utf-8").replace("Un titre", title), encoding="utf-8")
    options = Options(offline=True, cache=tmp_path / "cache", jobs=1)
    with open_studio(path.parent.parent, options) as session:
        page = Page(session.address)
        [one] = page.read("/api/films")["films"]
        missing = page.read(f"/api/films/{one['film']}/ready")["missing"]
    assert [each["slide"] for each in missing] == ["un"] * is_missing


def test_a_picture_changed_under_its_old_name_is_told_and_the_studio_s_own_writes_are_not(
    tmp_path: Path,
) -> None:
    path = project(tmp_path / "projet")
    options = Options(offline=True, cache=tmp_path / "cache", jobs=1)
    with open_studio(path.parent.parent, options) as session:
        page = Page(session.address)
        [one] = page.read("/api/films")["films"]
        film, seen = f"/api/films/{one['film']}", dict[str, Any]()
        page.read(film)
        session.look(one["film"], seen)
        with page.news() as news:
            Image.new("RGB", (500, 300), "red").save(path.parent.parent / "media" / "quai.png")
            session.look(one["film"], seen)
            told = next(each for each in news if each["kind"] == "film")
            assert told["beside"] == ["quai.png"]
            sent = page.post(
                f"{film}/pictures?slide=deux&name=autre.png", tiny(), Content_Type="image/png"
            )
            assert sent.status == 200
            session.look(one["film"], seen)
            session.actions.news.tell({"kind": "last"})
            rest = []
            for each in news:
                if each["kind"] == "last":
                    break
                rest.append(each)
        assert not [each for each in rest if each.get("beside")]


def reading(path: Path) -> None:
    """Two words and a pause."""
    beat = b"".join(
        (9000 if (n // 40) % 2 else -9000).to_bytes(2, "little", signed=True) for n in range(24_000)
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24_000)
        file.writeframes(beat + bytes(24_000) + beat)


def test_a_recording_that_the_file_names_is_listened_to_by_itself(tmp_path: Path) -> None:
    path = project(tmp_path / "projet")
    reading(path.parent.parent / "media" / "voix.wav")
    written = path.read_text("utf-8") + "    recording: voix.wav\n"
    path.write_text(written, encoding="utf-8")
    options = Options(offline=True, cache=tmp_path / "cache", jobs=1)
    with open_studio(path.parent.parent, options) as session:
        page = Page(session.address)
        [one] = page.read("/api/films")["films"]
        film = f"/api/films/{one['film']}"
        with page.news() as news:
            page.read(film)
            assert next(each for each in news if each["kind"] == "heard")["film"] == one["film"]
        times = page.read(f"{film}/time")["slides"]["deux"]
        assert all(each["cached"] for each in times["sentences"])
        # A second each, and half a second between them, in 25 frames a second.
        spoken = times["sentences"][-1]["end"] - times["sentences"][0]["start"]
        assert spoken == pytest.approx(62, abs=6)


def test_a_photograph_that_was_just_added_is_no_mistake_yet(tmp_path: Path) -> None:
    path = project(tmp_path / "projet")
    text = path.read_text("utf-8") + '  - id: neuf\n    image: {file: ""}\n    length: 4\n'
    badges = {
        name: told["badges"]
        for name, told in Views().slides(read_sheet(text, path, allow_fetch=False)).items()
    }
    assert "mistake" not in badges["neuf"]
    text = text.replace('{file: ""}', "{file: absent.jpg}")
    found = Views().slides(read_sheet(text, path, allow_fetch=False))
    assert "mistake" in found["neuf"]["badges"]
