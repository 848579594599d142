"""What a service's voice sends and costs is told before anything is sent, and may have a limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.voices import openai_compatible
from tests.production.projects import Project, board_of, card_slide, new_project, run
from tests.voices import speech_services
from tests.voices.speech_services import StandIn

SAID = "La mer est haute."
SMALL = ("--height", "90", "--fps", "5", "--jobs", "1")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StandIn]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.delenv(openai_compatible.URL, raising=False)
    with speech_services.running(keyless=True) as one:
        yield one


@pytest.fixture
def project(tmp_path: Path, service: StandIn) -> Project:
    voice = {"engine": "http", "address": service.url}
    slides = (card_slide("a", narration=SAID), card_slide("b", narration=SAID))
    return new_project(tmp_path / "projet", board_of(*slides, voice=voice))


def words(project: Project) -> tuple[str | Path, ...]:
    return (project.path, *SMALL, "--cache", project.cache)


def test_plan_counts_and_prices_what_would_be_sent(
    project: Project, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("plan", *words(project))
    assert "sent: 17 characters, price not known, to 127.0.0.1" in told.out

    monkeypatch.setenv("RECIT_VOICE_PRICE", "10000")
    told = run("plan", *words(project))
    assert "sent: 17 characters, about 0.17 €, to 127.0.0.1" in told.out
    told = run("plan", *words(project), "--json")
    [sent] = told.json["sent"]
    assert sent == {
        "voice": "tts-1 alloy",
        "characters": 17,
        "euros": pytest.approx(0.17),
        "to": "127.0.0.1",
        "unsure": "",
    }
    assert not service.asked


def test_a_voice_of_this_machine_sends_nothing(project: Project) -> None:
    told = run("plan", *words(project), "--voice", "hum")

    assert "sent:" not in told.out
    assert run("plan", *words(project), "--voice", "hum", "--json").json["sent"] == []


def test_a_price_that_nobody_looked_up_is_told_as_such(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECIT_VOICE_PRICE", raising=False)
    google = ("plan", *words(project), "--voice", "google")
    assert "neither the name of Google Cloud fr-FR-Chirp3-HD-Leda nor its price" in run(*google).out

    monkeypatch.setenv("RECIT_VOICE_PRICE", "20")
    assert "nor its price" not in run(*google).out


def test_each_voice_of_a_film_is_priced_by_itself(project: Project) -> None:
    quotation = card_slide("b", narration="Une citation.", voice={"name": "marie"})
    voice = {"engine": "http", "address": "http://127.0.0.1:9"}
    project.write(board_of(card_slide("a", narration=SAID), quotation, voice=voice))

    told = run("plan", *words(project), "--json").json["sent"]

    assert [(one["voice"], one["characters"]) for one in told] == [
        ("tts-1 alloy", len(SAID)),
        ("tts-1 marie", len("Une citation.")),
    ]


@pytest.mark.parametrize(("price", "told"), [("10000", "about 0.17 €"), ("", "nobody knows")])
@pytest.mark.parametrize("command", ["render", "say"])
def test_over_the_limit_nothing_is_sent(
    project: Project,
    service: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    price: str,
    told: str,
) -> None:
    monkeypatch.setenv("RECIT_VOICE_PRICE", price)
    out = ("--out", project.root / ("out.wav" if command == "say" else "out"))

    refused = run(command, *words(project), *out, "--max-cost", "0.16")

    assert refused.code == 2
    assert told in refused.err
    assert not service.asked


def test_editions_count_together(
    project: Project, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECIT_VOICE_PRICE", "10000")
    card = {"title": "Title", "date": "June 1944"}
    said = {"a": "The sea.", "b": "The harbour."}
    english = {
        "description": "A port.",
        "slides": {slide: {"narration": text, "card": card} for slide, text in said.items()},
    }
    board = board_of(
        *(card_slide(name, narration=SAID) for name in "ab"),
        voice={"engine": "http", "address": service.url},
        languages={"en": {"title": "A film", "voice": {"name": "emma"}, **english}},
    )
    project.write(board)

    refused = run("render", *words(project), "--max-cost", "0.30")

    assert "about 0.37 € for 37 characters" in refused.err, refused.err
    assert not service.asked


def test_under_the_limit_it_speaks_and_says_where_text_went(
    project: Project, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECIT_VOICE_PRICE", "10000")
    out = ("--out", project.root / "out")

    made = run("render", *words(project), *out, "--max-cost", "0.18")

    assert made.code == 0, made.err
    assert [asked.text for asked in service.asked] == [SAID]
    assert "  sends to  " in made.err
    assert " 127.0.0.1\n" in made.err
    manifest = json.loads((project.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["voice"]["sent_to"] == "127.0.0.1"
    again = run("plan", *words(project))
    assert "sent: nothing to 127.0.0.1" in again.out
    # What is in the cache costs nothing, whatever the limit.
    assert run("render", *words(project), *out, "--max-cost", "0").code == 0


@pytest.mark.parametrize(("price", "code"), [("10000", "cost-over-limit"), ("", "cost-unknown")])
def test_a_refusal_has_a_code(
    project: Project, monkeypatch: pytest.MonkeyPatch, price: str, code: str
) -> None:
    from renderer.errors import UsageError
    from renderer.production.options import Options
    from renderer.production.prepare import prepare
    from renderer.production.spending import refuse_costly

    monkeypatch.setenv("RECIT_VOICE_PRICE", price)
    production = prepare(project.path, Options(cache=project.cache, max_cost=0.0))

    with pytest.raises(UsageError) as failure:
        refuse_costly([production])

    assert failure.value.code == code
