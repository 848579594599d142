"""What a film's page can do, over a real socket: written, seen, heard, made, published."""

from __future__ import annotations

import io
import json
import re
import threading
import wave
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import av
import numpy as np
import pytest
from PIL import Image

from renderer.cli import main
from renderer.preview.watcher import Signature
from renderer.production.options import Options
from renderer.production.plan import Plan, PlannedSegment, ShapePlan
from renderer.studio import actions
from renderer.studio.open_film import OpenFilm
from renderer.studio.session import Session, open_studio
from renderer.studio.speech_preview import SpeechPreview
from renderer.studio.time_estimates import Pace
from renderer.voices.base import Speech
from renderer.voices.registry import Choice
from tests.clips.films import counting, make_film
from tests.preview.projects import STORYBOARD, write_project
from tests.preview.projects import edit as save_as_an_editor
from tests.studio.client import Page
from tests.studio.conftest import studios
from tests.studio.test_attacks import jpeg
from tests.voices.stand_in import mp3


@pytest.fixture
def text(place: Path) -> str:
    """The storyboard as it stands before a test, which leaves it so."""
    return (place / "storyboards" / "essai.yaml").read_text(encoding="utf-8")


def put(page: Page, film: str, slide: str | None, path: list[str], value: object) -> dict:  # type: ignore[type-arg]
    digest = page.read(f"{film}/text")["digest"]
    one = {"op": "set", "slide": slide, "path": path, "value": value}
    return dict(page.do(f"{film}/edits", {"digest": digest, "edits": [one]}))


def undo(page: Page, film: str) -> dict:  # type: ignore[type-arg]
    digest = page.read(f"{film}/text")["digest"]
    return dict(page.do(f"{film}/undo", {"digest": digest}))


def test_the_list_of_films_says_how_each_stands(page: Page, film: str) -> None:
    assert film
    [one] = page.read("/api/films")["films"]
    assert (one["title"], one["slides"], one["state"]) == ("Un essai", 3, "new")
    assert one["file"] == "storyboards/essai.yaml"
    assert one["poster"] is None
    assert page.get(f"{film}/poster").status == 404


def test_opening_a_film_changes_no_byte_of_it(page: Page, film: str, place: Path) -> None:
    before = (place / "storyboards" / "essai.yaml").read_bytes()
    told = page.read(film)
    assert told["order"] == ["un", "deux", "trois"]
    assert told["undo"] is None
    for route in ("names", "plan", "ready", "time", "versions", "review", "rights", "text"):
        page.read(f"{film}/{route}")
    assert (place / "storyboards" / "essai.yaml").read_bytes() == before


def test_a_slide_s_sentences_stand_where_they_are_written(page: Page, film: str) -> None:
    slide = page.read(film)["slides"]["un"]
    assert slide["badges"] == []
    said = slide["sentences"]
    assert [slide["narration"][each["start"] : each["end"]] for each in said] == [
        "Bonjour à tous.",
        "Le train va à Schlieben.",
    ]
    assert said[1]["spoken"] == "Le train va à Schlibène."
    assert said[1]["touches"][0]["rule"].startswith("lexicon")


def test_an_edit_is_its_own_characters_and_is_undone(page: Page, film: str, text: str) -> None:
    change = put(page, film, "deux", ["narration"], "Deuxième phrase. Troisième !")
    assert list(change["slides"]) == ["deux"]
    assert [each["written"] for each in change["slides"]["deux"]["sentences"]] == [
        "Deuxième phrase.",
        "Troisième\u202f!",
    ]
    now = page.read(f"{film}/text")
    assert now["digest"] == change["digest"]
    assert now["text"] == text.replace("Deuxième phrase.", "Deuxième phrase. Troisième !")
    assert change["undo"] == "set"
    change = undo(page, film)
    assert page.read(f"{film}/text")["text"] == text
    assert change["redo"] == "set"
    change = page.do(f"{film}/redo", {"digest": change["digest"]})
    assert "Troisième" in page.read(f"{film}/text")["text"]
    undo(page, film)


def test_with_a_slide_go_its_translations_and_its_place_in_the_teaser(tmp_path: Path) -> None:
    more = (
        "languages:\n  en:\n    title: A trial\n    slides:\n"
        "      deux: {narration: Second.}  # traduite\n      trois: {narration: The end.}\n"
    )
    said = STORYBOARD.replace("size: 96,", "teaser: {slides: [deux, trois]}, size: 96,")
    open_film = OpenFilm(write_project(tmp_path / "projet", said + more), allow_fetch=False)
    for name in ("deux", "trois"):
        open_film.edit(open_film.sheet().digest, [{"op": "slide-delete", "id": name}], "", "")
        now = open_film.sheet().text
        assert not re.search(rf"\b{name}\b", now), now
    assert "title: A trial\n" in now
    assert "film: {size: 96" in now


def test_a_voice_with_a_process_is_awake_when_a_film_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, woken = list[str](), threading.Event()

    class Sleeper:
        identity: ClassVar = {"engine": "sleeper", "version": 1}
        title, online, synthetic = "Sleeper", False, True

        def say(self, text: str) -> Speech:
            said.append(text)
            woken.set()
            return Speech(samples=np.zeros(100, np.int16), rate=24_000)

        def rest(self) -> None:
            said.append("rests")

    choice = Choice(voice=Sleeper(), fallbacks=())
    monkeypatch.setattr(SpeechPreview, "choice", lambda *_: choice)
    with studios(tmp_path / "cache") as opened:
        write_project(tmp_path / "projet")
        page = Page(opened(tmp_path / "projet").address)
        [one] = page.read("/api/films")["films"]
        assert said == []
        for _ in range(2):
            page.read(f"/api/films/{one['film']}")
            assert woken.wait(30)
        assert said == ["oui"]


def test_a_mistake_names_the_key_that_it_lies_in(tmp_path: Path) -> None:
    said = STORYBOARD.replace("    narration: Deuxième phrase.", "    length: zut")
    told = OpenFilm(write_project(tmp_path / "projet", said), allow_fetch=False).document()
    assert [(one["slide"], one["key"]) for one in told["problems"]] == [("deux", "length")]


def test_slides_come_go_move_and_are_copied(page: Page, film: str, text: str) -> None:
    digest = page.read(f"{film}/text")["digest"]
    edits = [
        {"op": "slide-add", "kind": "card", "after": "un", "fields": {"card": {"title": "Neuve"}}},
        {"op": "slide-copy", "id": "deux"},
        {"op": "slide-move", "id": "trois", "after": None},
        {"op": "slide-delete", "id": "un"},
    ]
    change = page.do(f"{film}/edits", {"digest": digest, "edits": edits})
    assert change["added"] == ["card", "deux-2"]
    assert change["order"] == ["trois", "card", "deux", "deux-2"]
    assert change["gone"] == ["un"]
    assert change["problems"] == []
    # A page may have asked for its picture just before: it was no mistake.
    assert page.get(f"{film}/still?slide=un&height=90").status == 410
    assert undo(page, film)["order"] == ["un", "deux", "trois"], "one step, all of it"
    assert page.read(f"{film}/text")["text"] == text


@pytest.mark.parametrize("name", ["un", "deux", "trois", "zéro"])
def test_all_edits_are_made_or_none(page: Page, film: str, text: str, name: str) -> None:
    digest = page.read(f"{film}/text")["digest"]
    edits = [
        {"op": "set", "slide": "un", "path": ["caption"], "value": "Non"},
        {"op": "slide-delete", "id": name},
        {"op": "set", "slide": name, "path": ["caption"], "value": "Non"},
    ]
    answer = page.ask(f"{film}/edits", {"digest": digest, "edits": edits})
    assert answer.status in (404, 422)
    assert page.read(f"{film}/text")["text"] == text


def test_the_first_words_of_a_silent_slide_take_its_length_away(page: Page, film: str) -> None:
    digest = page.read(f"{film}/text")["digest"]
    add = {"op": "slide-add", "kind": "card", "after": None}
    page.do(f"{film}/edits", {"digest": digest, "edits": [add]})
    change = put(page, film, "card", ["narration"], "Elle parle.")
    assert "length" not in change["slides"]["card"]["fields"]
    undo(page, film)
    undo(page, film)


def test_how_a_name_is_said_is_kept_here_for_the_film_or_for_all(
    page: Page, film: str, place: Path, text: str
) -> None:
    entry = {"op": "pronounce", "write": "Schlieben", "say": "Chlibeune"}
    for scope in ("slide", "film", "project"):
        digest = page.read(f"{film}/text")["digest"]
        sent = {"digest": digest, "edits": [{**entry, "scope": scope, "slide": "un"}]}
        page.do(f"{film}/edits", sent)
        slides = page.read(film)["slides"]
        said = [slides[name]["sentences"][-1]["spoken"] for name in ("un", "trois")]
        assert said[0] == "Le train va à Chlibeune.", scope
        assert said[1].endswith("Chlibeune.") is (scope != "slide"), scope
        undo(page, film)
    assert page.read(f"{film}/text")["text"] == text


def test_a_name_settled_for_all_films_is_said_in_each_and_undo_takes_it_back_from_all(
    page: Page, film: str, place: Path, text: str
) -> None:
    other = place / "storyboards" / "autre.yaml"
    slide = "  - {id: a, card: {title: Autre}, narration: Un train pour Schlieben.}\n"
    other.write_text(
        f"storyboard: 1\nslug: autre\ntitle: Autre\nlanguage: fr\nslides:\n{slide}", "utf-8"
    )
    [there] = [f for f in page.read("/api/films")["films"] if f["title"] == "Autre"]

    def heard() -> str:
        slide = page.read(f"/api/films/{there['film']}")["slides"]["a"]
        return str(slide["sentences"][0]["spoken"])

    try:
        assert heard() != "Un train pour Chlibeune."
        digest = page.read(f"{film}/text")["digest"]
        entry = {"op": "pronounce", "write": "Schlieben", "say": "Chlibeune", "scope": "project"}
        change = page.do(f"{film}/edits", {"digest": digest, "edits": [entry]})
        assert change["undo"]
        assert page.read(f"{film}/text")["text"] == text, "the film itself says nothing of it"
        assert heard() == "Un train pour Chlibeune."
        lexicon = place / "storyboards" / "lexiques" / "noms.yaml"
        assert "Chlibeune" in lexicon.read_text(encoding="utf-8")
        undo(page, film)
        assert "Chlibeune" not in lexicon.read_text(encoding="utf-8")
        assert heard() != "Un train pour Chlibeune."
    finally:
        other.unlink()


def test_a_mistake_of_one_slide_leaves_the_others_as_they_are(page: Page, film: str) -> None:
    change = put(page, film, "deux", ["image"], {"file": "absente.jpg"})
    try:
        [problem] = change["problems"]
        assert (problem["slide"], problem["key"]) == ("deux", "image.file")
        assert problem["code"] == "file-missing"
        slides = page.read(film)["slides"]
        assert slides["deux"]["badges"] == ["mistake"]
        assert slides["un"]["sentences"][0]["spoken"] == "Bonjour à tous."
        assert page.get(f"{film}/still?slide=un&height=90").status == 200
        assert slides["deux"]["stale"], "it goes on being shown as it was"
        assert page.get(f"{film}/still?slide=deux&height=90").status == 200
        assert page.ask(f"{film}/publish", {"digest": change["digest"]}).status == 422
        assert page.read("/api/films")["films"][0]["state"] == "mistakes"
    finally:
        undo(page, film)


def test_a_wrong_setting_of_the_film_takes_nothing_off_the_screen(page: Page, film: str) -> None:
    before = page.read(film)["slides"]
    change = put(page, film, None, ["film", "size"], "beaucoup")
    try:
        assert [problem["key"] for problem in change["problems"]] == ["film.size"]
        slides = page.read(film)["slides"]
        assert all(slide["stale"] for slide in slides.values())
        assert slides["un"]["sentences"][0]["spoken"] == before["un"]["sentences"][0]["spoken"]
        assert page.get(f"{film}/still?slide=un&height=90").status == 200
        # A slide that is wrong besides says so, and the others are as they were.
        mixed = put(page, film, "deux", ["length"], "zut")
        assert {problem["slide"] for problem in mixed["problems"]} == {"", "deux"}
        undo(page, film)
    finally:
        undo(page, film)
    assert not any(slide["stale"] for slide in page.read(film)["slides"].values())


def test_text_that_is_no_yaml_is_kept_and_the_slides_stay(page: Page, film: str) -> None:
    now = page.read(f"{film}/text")
    broken = f"{now['text']}  - [\n"
    assert page.do(f"{film}/check", {"text": broken})["problems"][0]["line"] > 0
    change = page.do(f"{film}/text", {"digest": now["digest"], "text": broken})
    assert change["readable"] is False
    assert change["order"] == ["un", "deux", "trois"]
    sent = {"digest": change["digest"], "edits": [{"op": "slide-delete", "id": "un"}]}
    assert page.ask(f"{film}/edits", sent).status == 422
    assert undo(page, film)["readable"] is True


def test_what_somebody_else_saved_is_never_written_over(
    page: Page, film: str, place: Path, text: str
) -> None:
    path = place / "storyboards" / "essai.yaml"
    before = page.read(f"{film}/text")
    with page.news() as news:
        save_as_an_editor(path, "Deuxième phrase.", "Phrase d'un éditeur.")
        told = next(each for each in news if each["kind"] == "film")
        assert told["reason"] == "disk"
    one = {"op": "set", "slide": "deux", "path": ["narration"], "value": "La mienne."}
    answer = page.ask(f"{film}/edits", {"digest": before["digest"], "edits": [one]})
    assert answer.status == 409
    error = json.loads(answer.body)["error"]
    assert "Phrase d'un éditeur." in error["theirs"]
    assert "La mienne." in error["yours"]
    assert error["base"] == before["text"]
    answer = page.ask(f"{film}/text", {"digest": before["digest"], "text": "x"})
    assert answer.status == 409
    page.do(f"{film}/text", {"digest": error["digest"], "text": text})


@pytest.mark.parametrize("is_away", [False, True])
def test_a_save_is_told_that_came_before_the_studio_looked(tmp_path: Path, is_away: bool) -> None:
    """Between the page's first sight of the film and the studio's, or while it couldn't be read."""
    place = tmp_path / "projet"
    write_project(place)
    path = place / "storyboards" / "essai.yaml"
    options = Options(offline=True, cache=tmp_path / "cache", jobs=1)
    with open_studio(place, options) as session:
        page = Page(session.address)
        [one] = page.read("/api/films")["films"]
        with page.news() as news:
            seen: dict[str, tuple[str, dict[Path, Signature]]] = {}
            if is_away:
                session.look(one["film"], seen)
                aside = path.rename(path.with_suffix(".old"))
                session.look(one["film"], seen)
                aside.rename(path)
            save_as_an_editor(path, "Deuxième phrase.", "Phrase d'un éditeur.")
            session.look(one["film"], seen)
            session.actions.news.tell({"kind": "end"})
            assert next(each for each in news if each["kind"] in ("film", "end"))["kind"] == "film"


def test_a_still_is_what_the_command_draws(page: Page, film: str, place: Path) -> None:
    answer = page.get(f"{film}/still?slide=deux&height=90&type=png")
    assert answer.headers["content-type"] == "image/png"
    out = place.parent / "still.png"
    path = str(place / "storyboards" / "essai.yaml")
    words = ["--offline", "--height", "90", "--cache", str(place.parent / "cache")]
    # Spoken first, so that the slide lasts the same.
    page.ask(f"{film}/hear", {"slide": "deux", "sentence": 0})
    answer = page.get(f"{film}/still?slide=deux&height=90&type=png")
    assert main(["still", path, "--slide", "deux", "--out", str(out), *words]) == 0
    with Image.open(out) as drawn, Image.open(io.BytesIO(answer.body)) as shown:
        assert np.array_equal(np.asarray(drawn), np.asarray(shown.convert("RGB")))


def test_a_still_is_drawn_in_every_shape_and_at_every_moment(page: Page, film: str) -> None:
    sizes = {"16:9": (160, 90), "9:16": (90, 160), "1:1": (90, 90)}
    for shape, size in sizes.items():
        answer = page.get(f"{film}/still?slide=un&height=90&shape={shape}")
        with Image.open(io.BytesIO(answer.body)) as picture:
            assert picture.size == size
    first = page.get(f"{film}/still?slide=un&height=90&sentence=0").headers["x-recit-frame"]
    second = page.get(f"{film}/still?slide=un&height=90&sentence=1").headers["x-recit-frame"]
    assert int(first) < int(second)
    # The page may still think of a sentence that was just taken away: the last one stands for it.
    gone = page.get(f"{film}/still?slide=un&height=90&sentence=9")
    assert gone.headers["x-recit-frame"] == second
    assert page.get(f"{film}/still?slide=un&height=90&frame=7").headers["x-recit-frame"] == "7"
    for wrong in ("sentence=-1", "height=91", "height=9000", "frame=-1", "shape=4:3"):
        assert page.get(f"{film}/still?slide=un&{wrong}").status in (404, 422), wrong
    assert page.get(f"{film}/still?slide=personne").status == 404


def test_a_sentence_is_heard_and_then_at_once(page: Page, film: str) -> None:
    put(page, film, "trois", ["narration"], "Une phrase que nul n'a dite.")
    try:
        answer = page.ask(f"{film}/hear", {"slide": "trois", "sentence": 0})
        with wave.open(io.BytesIO(answer.body)) as sound:
            assert (sound.getframerate(), sound.getnchannels()) == (48_000, 1)
            assert sound.getnframes() > 24_000
        again = page.ask(f"{film}/hear", {"slide": "trois", "sentence": 0})
        assert again.headers["x-recit-reused"] == "1"
        assert again.body == answer.body
        assert page.read(film)["slides"]["trois"]["sentences"][0]["cached"] is True
        assert page.ask(f"{film}/hear", {"slide": "trois", "sentence": 7}).status == 404
        assert page.ask(f"{film}/hear", {"text": "a " * 400}).status == 422
        assert page.ask(f"{film}/hear", {"text": "…"}).status == 422
    finally:
        undo(page, film)


def test_a_word_is_heard_as_it_might_be_said_and_nothing_is_kept(
    page: Page, film: str, text: str
) -> None:
    as_it_is = page.ask(f"{film}/hear", {"text": "Cherbourg", "slide": "un"})
    entry = {"write": "Cherbourg", "say": "Chairebourgue en Cotentin"}
    tried = page.ask(f"{film}/hear", {"text": "Cherbourg", "slide": "un", "pronounce": [entry]})
    assert len(tried.body) > len(as_it_is.body)
    assert page.read(f"{film}/text")["text"] == text


def test_a_draft_plays_from_the_slide_that_is_asked(page: Page, film: str) -> None:
    sent = {"slide": "deux", "height": 90}
    begun = page.do(f"{film}/draft", sent, status=202)
    body = page.get(begun["video"]).body
    assert page.finished(begun["job"])["state"] == "done"
    assert page.get(begun["video"]).body == body
    time = page.read(f"{film}/time")
    left = time["length"] - time["slides"]["deux"]["start"]
    with av.open(io.BytesIO(body)) as video:
        frames = [packet for packet in video.demux(video=0) if packet.pts is not None]
    arrival = 6  # the half of its transition that is seen before it, which is its own here
    assert abs(len(frames) - left - arrival) <= 2 * arrival
    with av.open(io.BytesIO(body)) as video:
        heard = sum(frame.samples for frame in video.decode(audio=0))
    assert abs(heard / 48_000 - len(frames) / 25) < 0.1
    assert page.do(f"{film}/draft", {"slide": "personne"}, status=404)


def test_a_draft_that_is_stopped_ends(page: Page, film: str) -> None:
    begun = page.do(f"{film}/draft", {"slide": "un", "height": 540}, status=202)
    page.do(f"/api/jobs/{begun['job']}/stop")
    assert page.finished(begun["job"])["state"] in ("stopped", "done")
    page.do("/api/jobs/nobody/stop", status=404)


def test_a_picture_is_dropped_on_a_slide_with_what_it_says(
    page: Page, film: str, place: Path
) -> None:
    out = io.BytesIO()
    picture = Image.new("RGB", (60, 40), "teal")
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = "Jeanne Martin", "Le port de Cherbourg"
    picture.save(out, "jpeg", exif=exif)
    answer = page.post(
        f"{film}/pictures?name=Port%20(1).JPG&slide=trois",
        out.getvalue(),
        Content_Type="image/jpeg",
    )
    told = json.loads(answer.body)
    try:
        assert told["file"] == "port-1.jpg"
        assert (place / "media" / "port-1.jpg").read_bytes() == out.getvalue()
        assert told["rights"]["author"] == "Jeanne Martin"
        assert told["alt"] == "Le port de Cherbourg"
        slide = told["change"]["slides"]["trois"]
        assert slide["kind"] == "image"
        assert "card" not in slide["fields"]
        assert slide["picture"] == {"file": "port-1.jpg", "width": 60, "height": 40}
        assert "rights" in slide["badges"], "no licence yet"
        [row] = page.read(f"{film}/rights")["rights"]
        assert (row["slide"], row["path"]) == ("trois", ["image"])
        assert row["problems"][0]["code"] == "license-unfit"
        refused = page.ask(f"{film}/publish", {"digest": told["change"]["digest"]})
        assert refused.status == 422
        assert json.loads(refused.body)["error"]["problems"][0]["slide"] == "trois"
        change = put(page, film, "trois", ["image", "rights", "license"], "CC-BY-4.0")
        assert "rights" not in change["slides"]["trois"]["badges"]
        undo(page, film)
    finally:
        undo(page, film)
    again = page.post(f"{film}/pictures?name=port-1.jpg", out.getvalue(), Content_Type="image/jpeg")
    assert json.loads(again.body)["file"] == "port-1.jpg", "the same bytes are kept once"
    other = page.post(f"{film}/pictures?name=port-1.jpg", jpeg(), Content_Type="image/jpeg")
    assert json.loads(other.body)["file"] == "port-1-2.jpg"


def test_a_film_and_music_are_dropped_and_their_rights_asked(
    page: Page, film: str, place: Path, tmp_path: Path
) -> None:
    any_kind = {"Content_Type": "application/octet-stream"}
    newsreel = make_film(tmp_path / "Actualités 1944.mkv", counting(50)).read_bytes()
    address = f"{film}/footage?name=Actualit%C3%A9s%201944.mkv&slide=deux"
    told = json.loads(page.post(address, newsreel, **any_kind).body)
    try:
        assert told["file"] == "actualites-1944.mkv"
        assert told["seconds"] == pytest.approx(2.0, abs=0.1)
        assert (place / "media" / told["file"]).read_bytes() == newsreel
        slide = told["change"]["slides"]["deux"]
        assert (slide["kind"], slide["fields"]["footage"]) == ("footage", {"file": told["file"]})
        assert "card" not in slide["fields"]
        assert told["file"] in told["change"]["films"]
        assert "rights" in slide["badges"]
    finally:
        undo(page, film)
    for slide, owner in (("", ""), ("&slide=un", "un")):
        told = json.loads(
            page.post(f"{film}/music?name=Marche.wav{slide}", tone(), **any_kind).body
        )
        try:
            assert told["seconds"] == pytest.approx(1.0, abs=0.01)
            rows = page.read(f"{film}/rights")["rights"]
            assert [(row["slide"], row["name"]) for row in rows] == [(owner, "marche.wav")]
            assert rows[0]["problems"], "whose it is has to be said"
        finally:
            undo(page, film)


def tone() -> bytes:
    """A second of WAV."""
    out = io.BytesIO()
    samples = (8000 * np.sin(np.arange(48_000) / 20)).astype("<i2")
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(samples.tobytes())
    return out.getvalue()


def test_a_recording_speaks_a_slide_until_its_words_change(page: Page, film: str) -> None:
    answer = page.post(f"{film}/recordings?slide=deux", tone(), Content_Type="audio/wav")
    assert answer.status == 200, answer.text
    slide = json.loads(answer.body)["change"]["slides"]["deux"]
    assert slide["recording"] == {"file": "voix-deux.wav", "stale": False}
    change = put(page, film, "deux", ["narration"], "D'autres mots.")
    assert "recording" in change["slides"]["deux"]["badges"]
    undo(page, film)
    undo(page, film)
    wrong = page.post(f"{film}/recordings?slide=deux", b"OggS", Content_Type="audio/wav")
    assert wrong.status == 422


def test_one_sentence_is_read_by_a_person_until_it_changes(page: Page, film: str) -> None:
    before = page.read(film)["slides"]["deux"]
    shown = before["sentences"][0]["written"]
    where = f"{film}/recordings?slide=deux&sentence={quote(shown)}"
    answer = page.post(where, tone(), Content_Type="audio/wav")
    assert answer.status == 200, answer.text
    told = json.loads(answer.body)
    slide = told["change"]["slides"]["deux"]
    assert (slide["recording"], slide["unheard"]) == (None, [])
    assert next(each["recorded"] for each in slide["sentences"]) == told["file"]
    assert [one["file"] for one in slide["fields"]["recordings"]] == [told["file"]]
    # Again: it takes the first one's place.
    again = json.loads(page.post(where, tone()[:-4000], Content_Type="audio/wav").body)
    assert again["file"] != told["file"]
    listed = again["change"]["slides"]["deux"]["fields"]["recordings"]
    assert [one["file"] for one in listed] == [again["file"]]
    change = put(page, film, "deux", ["narration"], "D'autres mots.")
    slide = change["slides"]["deux"]
    assert slide["unheard"] == [again["file"]]
    assert "recording" in slide["badges"]
    gone = page.post(where, tone(), Content_Type="audio/wav")
    assert gone.status == 404, "its words aren't there any more"
    # Of the whole slide: those of sentences go.
    whole = page.post(f"{film}/recordings?slide=deux", tone(), Content_Type="audio/wav")
    slide = json.loads(whole.body)["change"]["slides"]["deux"]
    assert "recordings" not in slide["fields"]
    assert (slide["recording"]["stale"], slide["unheard"]) == (False, [])
    for _ in range(4):
        undo(page, film)
    assert page.read(film)["slides"]["deux"]["fields"] == before["fields"]


def test_a_film_is_published_reviewed_and_taken_back(tmp_path: Path) -> None:
    write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        film = f"/api/films/{page.read('/api/films')['films'][0]['film']}"
        first = page.read(f"{film}/text")
        assert page.ask(f"{film}/publish", {"digest": "0" * 64}).status == 409
        begun = page.do(f"{film}/publish", {"digest": first["digest"]}, status=202)
        job = page.finished(begun["job"])
        assert job["state"] == "done", job
        assert "<iframe" in job["result"]["snippet"]
        folder = job["result"]["folder"]
        assert Path(folder) == tmp_path / "projet" / "out" / "essai", "where a person finds it"
        assert page.read(f"{film}/ready")["folder"] == folder
        assert page.read(f"{film}/plan")["state"] == "ok"
        assert page.get(job["result"]["page"]).status == 200
        assert page.read("/api/films")["films"][0]["state"] == "ok"
        assert page.get(f"{film}/poster").headers["content-type"] == "image/jpeg"
        change = put(page, film, "deux", ["narration"], "Un autre mot.")
        assert page.read("/api/films")["films"][0]["state"] == "changed"
        [seen] = page.read(f"{film}/review")["changes"]
        assert (seen["slide"], seen["what"]) == ("deux", "changed")
        assert seen["sentences"][0]["before"] == "Deuxième phrase."
        assert seen["sentences"][0]["after"] == "Un autre mot."
        plan = page.read(f"{film}/plan")
        assert plan["sentences"] <= 1
        assert 1 <= plan["segments"] <= 4
        begun = page.do(f"{film}/publish", {"digest": change["digest"]}, status=202)
        assert page.finished(begun["job"])["state"] == "done"
        told = page.read(f"{film}/review")
        assert (told["changes"], told["published"]) == ([], True), "all that is written is public"
        between = page.read(f"{film}/review?of=published")
        assert [one["slide"] for one in between["changes"]] == ["deux"]
        assert between["changes"][0]["sentences"][0]["after"] == "Un autre mot."
        assert between["since_ms"] < between["at_ms"]
        assert page.read(f"{film}/versions")["differ"] == 1
        now, before = page.read(f"{film}/versions")["versions"]
        assert (now["current"], before["current"]) == (True, False)
        assert "Un autre mot." in page.get(now["page"]).text
        assert "Deuxième phrase." in page.get(before["page"]).text
        assert page.get(before["film"]).status == 200
        assert (tmp_path / "projet" / ".recit" / "pace.json").is_file(), "what it took is known"
        page.do(f"{film}/rollback")
        shown, other = page.read(f"{film}/versions")["versions"]
        assert (shown["at_ms"], other["at_ms"]) == (before["at_ms"], now["at_ms"]), "each its day"
        assert page.get(shown["poster"]).status == 200
        back = page.read(f"{film}/review?of=published")
        assert back == between, "the newer against the older, whichever is shown"
        assert page.read(f"{film}/plan")["state"] == "changed", "made, but the public sees another"
        [seen] = page.read(f"{film}/review")["changes"]
        assert seen["sentences"][0]["before"] == "Deuxième phrase.", "as in what is public again"


def test_an_estimate_goes_by_what_frames_took_here(tmp_path: Path) -> None:
    made = PlannedSegment(label="", start=0, length=200, reused=False, why="")
    kept = PlannedSegment(label="", start=200, length=900, reused=True, why="")
    shape = ShapePlan(shape="16:9", fps=25, segments=(made, kept))
    plan = Plan(voice="", sentences=(), shapes=(shape,))
    guessed = Pace(tmp_path).work(plan, "hum", 1080, 1).seconds
    (tmp_path / ".recit").mkdir()
    (tmp_path / ".recit" / "pace.json").write_text('{"frame_seconds": 0.5}', encoding="utf-8")
    measured = Pace(tmp_path)
    assert guessed < measured.work(plan, "hum", 1080, 1).seconds == 101
    assert measured.work(plan, "hum", 540, 1).seconds == pytest.approx(44.8), (
        "small frames wait, too"
    )


def test_what_was_done_is_undone_after_a_restart(tmp_path: Path) -> None:
    path = write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        film = f"/api/films/{page.read('/api/films')['films'][0]['film']}"
        put(page, film, "un", ["narration"], "Écrit avant.")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        film = f"/api/films/{page.read('/api/films')['films'][0]['film']}"
        undo(page, film)
    assert path.read_text(encoding="utf-8") == STORYBOARD


def test_an_empty_folder_becomes_a_project(tmp_path: Path) -> None:
    with studios(tmp_path / "cache") as opened:
        (tmp_path / "vide").mkdir()
        page = Page(opened(tmp_path / "vide").address)
        assert page.read("/api/films")["films"] == []
        made = page.do("/api/films", {"title": "L'été : 1944"}, status=201)
        again = page.do("/api/films", {"title": "L'été : 1944"}, status=201)
        assert (made["file"], again["file"]) == ("l-ete-1944.yaml", "l-ete-1944-2.yaml")
        told = page.read(f"/api/films/{made['film']}")
        assert told["title"] == "L'été : 1944"
        assert told["problems"] == []
        assert page.get(f"/api/films/{made['film']}/still?slide={told['order'][0]}").status == 200


def test_a_studio_speaks_the_browser_s_language(page: Page, film: str) -> None:
    assert page.get("/api/start", Accept_Language="fr-FR,fr;q=0.9").text.count('"fr"') == 1
    answer = page.get(f"{film}/still?slide=personne", Accept_Language="fr")
    assert "il n’y a pas de vue" in json.loads(answer.body)["error"]["message"]


def test_nothing_of_a_studio_stays(tmp_path: Path) -> None:
    write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        session: Session = opened(
            tmp_path / "projet", options=Options(offline=True, cache=tmp_path / "cache", jobs=1)
        )
        rooms = session.actions.rooms
        assert rooms.is_dir()
    assert not rooms.exists()


def test_a_slide_that_lacks_everything_is_told_as_it_is(page: Page, film: str) -> None:
    digest = page.read(f"{film}/text")["digest"]
    for kind in ("image", "map", "footage", "card"):
        add = {"op": "slide-add", "kind": kind, "after": None}
        change = page.do(f"{film}/edits", {"digest": digest, "edits": [add]})
        [name] = change["added"]
        assert change["slides"][name]["sentences"] == []
        # It isn't wrong: it awaits its file, and says so.
        assert "mistake" not in change["slides"][name]["badges"]
        told = [(one["slide"], one["code"]) for one in page.read(film)["problems"]]
        assert told == ([(name, "file-name-unfit")] if kind in ("image", "footage") else [])
        if told:
            misspelt = put(page, film, name, [kind, "file"], "nowhere.xyz")
            assert "mistake" in misspelt["slides"][name]["badges"]
            undo(page, film)
        digest = undo(page, film)["digest"]


def test_one_s_own_sound_file_reads_a_slide_and_the_slide_lasts_as_long(
    page: Page, film: str
) -> None:
    kind = {"Content_Type": "application/octet-stream"}
    before = page.read(f"{film}/time")["slides"]["trois"]
    answer = page.post(f"{film}/recordings?slide=trois&name=lu.mp3", mp3(6.0), **kind)
    assert answer.status == 200, answer.text
    told = json.loads(answer.body)
    assert told["change"]["slides"]["trois"]["recording"] == {
        "file": "voix-trois.mp3",
        "stale": False,
    }
    after = page.read(f"{film}/time")["slides"]["trois"]
    assert after["end"] - after["start"] > before["end"] - before["start"]
    assert (after["end"] - after["start"]) / page.read(f"{film}/time")["fps"] > 5.5
    for name, body in (("lu.txt", b"a"), ("lu.mp3", b"no sound at all"), ("lu.wav", b"OggS")):
        wrong = page.post(f"{film}/recordings?slide=trois&name={name}", body, **kind)
        assert wrong.status in (415, 422), name
        assert "upload-" not in json.loads(wrong.body)["error"]["message"], "it has its own name"
    undo(page, film)


def test_what_was_typed_while_it_was_published_is_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        film = f"/api/films/{page.read('/api/films')['films'][0]['film']}"
        made = actions.make_one

        def typed_meanwhile(*given: Any) -> Any:
            whole = made(*given)
            put(page, film, "deux", ["narration"], "Tapé pendant.")
            return whole

        monkeypatch.setattr(actions, "make_one", typed_meanwhile)
        begun = page.do(f"{film}/publish", {"digest": page.read(f"{film}/text")["digest"]}, 202)
        assert page.finished(begun["job"])["state"] == "done"
        assert page.read("/api/films")["films"][0]["state"] == "changed"
        [seen] = page.read(f"{film}/review")["changes"]
        assert (seen["slide"], seen["sentences"][0]["after"]) == ("deux", "Tapé pendant.")


def test_a_card_that_nobody_has_titled_is_missing_before_publishing(page: Page, film: str) -> None:
    digest = page.read(f"{film}/text")["digest"]
    edit = {"op": "slide-add", "after": "un", "kind": "card"}
    page.do(f"{film}/edits", {"digest": digest, "edits": [edit]})
    missing = page.read(f"{film}/ready")["missing"]
    assert [(one["code"], one["slide"]) for one in missing if one["code"] == "key-missing"] == [
        ("key-missing", "card")
    ]
    undo(page, film)


def test_what_can_t_be_drawn_is_said_in_a_sentence_with_no_place_in_the_file(
    page: Page, film: str
) -> None:
    put(page, film, "un", ["card", "title"], "Fête \U0001f389")
    for size in ("still?slide=un", "thumb?slide=un"):
        answer = page.get(f"{film}/{size}")
        assert answer.status == 422
        error = json.loads(answer.body)["error"]
        assert ".yaml" not in error["message"]
        assert "/" not in error["message"]
        assert "^" not in error["message"]
        assert error["remedy"]
    undo(page, film)


def test_a_film_is_set_aside_and_brought_back(tmp_path: Path) -> None:
    write_project(tmp_path / "projet")
    with studios(tmp_path / "cache") as opened:
        page = Page(opened(tmp_path / "projet").address)
        known_as = page.read("/api/films")["films"][0]["film"]
        [path] = (tmp_path / "projet" / "storyboards").glob("*.yaml")
        text = path.read_bytes()
        told = page.do(f"/api/films/{known_as}/discard")
        assert page.read("/api/films")["films"] == []
        assert (tmp_path / "projet" / told["place"] / path.name).read_bytes() == text
        assert (
            page.ask(f"/api/films/{known_as}/bring-back", {"lot": "../storyboards"}).status == 404
        )
        page.do(f"/api/films/{known_as}/bring-back", {"lot": told["lot"]})
        assert path.read_bytes() == text
        assert page.read("/api/films")["films"][0]["film"] == known_as
