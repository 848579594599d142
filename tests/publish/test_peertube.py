"""A published film on a PeerTube instance: once, then again under one address, whatever fails."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from renderer.fetching import fetch
from renderer.publish import peertube_instance
from tests.production.projects import (
    SLUG,
    Outcome,
    Project,
    board_of,
    card_slide,
    new_project,
    photo_slide,
    run,
)
from tests.publish.peertube_stand_in import HOST, PASSWORD, USER, Fault, Peertube, instance

CONFIG = f'[peertube]\naddress = "https://{HOST}/"\nchannel = "memoire"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    board = board_of(
        card_slide("carton", chapter="Le port"),
        photo_slide("quai", chapter="La mer"),
        tags=["Cherbourg", "été 1944"],
    )
    project = new_project(tmp_path_factory.mktemp("published"), board)
    (project.root / "recit.toml").write_text(CONFIG, encoding="utf-8")
    assert project.render().code == 0
    return project.root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    return Project(root=Path(shutil.copytree(made, tmp_path / "project")))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Peertube]:
    with instance(tmp_path) as running:
        monkeypatch.setattr(fetch, "the_web", running.web)
        monkeypatch.setenv(peertube_instance.USER, f"{USER}@{HOST}")
        monkeypatch.setenv(peertube_instance.PASSWORD, PASSWORD)
        monkeypatch.setattr(peertube_instance, "CHUNK", 10_000)
        yield running


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(peertube_instance, "pause", waited.append)
    return waited


def publish(project: Project, *words: str) -> Outcome:
    return run("publish", project.path, "--to", "peertube", *words)


def test_a_film_goes_up_hidden_and_is_shown_when_all_of_it_is_there(
    project: Project, site: Peertube
) -> None:
    outcome = publish(project)
    assert outcome.code == 0, outcome.err
    ((uuid, video),) = site.videos.items()
    assert outcome.out.strip() == f"https://{HOST}/w/{uuid}"
    assert video.film == project.film.read_bytes()
    assert video.captions == {"fr": (project.folder / "captions.fr.vtt").read_bytes()}
    assert [chapter["title"] for chapter in video.chapters] == ["Le port", "La mer"]
    assert video.fields["name"] == "Un petit film"
    assert (video.fields["tags[0]"], video.fields["tags[1]"]) == ("Cherbourg", "été 1944")
    assert video.fields["channelId"] == 7
    assert video.fields["privacy"] == "1"  # at last; it was 3 when the film went up
    last = [each for each in site.asked if "oauth" not in each][-1]
    assert last == f"PUT /api/v1/videos/{uuid}"
    assert site.grants == ["password"]


def test_again_it_is_replaced_under_the_same_address(project: Project, site: Peertube) -> None:
    first = publish(project).out
    board = board_of(card_slide("carton"), photo_slide("quai", narration="Tout autre chose."))
    project.write({**board, "title": "Un autre titre"})
    assert project.render().code == 0
    (video,) = site.videos.values()
    video.fields["privacy"] = "2"  # chosen at the instance: left alone
    outcome = publish(project, "--json")
    told = outcome.json["videos"][0]
    assert (told["address"], told["replaced"], told["sent"]) == (first.strip(), True, True)
    assert video.film == project.film.read_bytes()
    assert (video.uploads, video.fields["privacy"]) == (2, "2")
    assert video.fields["name"] == "Un autre titre"


def test_a_film_that_is_there_already_is_not_sent_again(project: Project, site: Peertube) -> None:
    publish(project)
    asked = len(site.asked)
    assert publish(project, "--json").json["videos"][0]["sent"] is False
    assert not any("resumable" in each for each in site.asked[asked:])


def test_a_cut_connection_goes_on_where_it_stopped(
    project: Project, site: Peertube, waits: list[float]
) -> None:
    site.faults = [
        Fault(method="PUT", where="upload_id"),
        Fault(method="PUT", where="upload_id", forgets=True),
    ]
    outcome = publish(project)
    assert outcome.code == 0, outcome.err
    (video,) = site.videos.values()
    assert video.film == project.film.read_bytes()
    spans = [each for each in site.asked if "bytes *" in each]
    assert spans, "nobody asked how much had arrived"
    assert waits


def test_a_run_that_ended_is_gone_on_with_by_the_next(
    project: Project, site: Peertube, waits: list[float]
) -> None:
    site.faults = [Fault(method="PUT", where="upload_id")] * 1 + [
        Fault(method="PUT", where="upload_id", status=502) for _ in range(20)
    ]
    outcome = publish(project)
    assert outcome.code == 1
    assert "502" in outcome.err
    (upload,) = site.uploads.values()
    assert upload.data
    arrived = len(upload.data)
    site.faults, asked = [], len(site.asked)
    assert publish(project).code == 0
    assert len(site.videos) == 1
    starts = re.findall(r"bytes (\d+)-", " ".join(site.asked[asked:]))
    assert int(starts[0]) == arrived


def test_a_video_that_was_not_finished_is_finished_and_not_sent_twice(
    project: Project, site: Peertube
) -> None:
    site.faults = [Fault(method="PUT", where="/captions/", status=400, body={"detail": "non"})]
    assert publish(project).code == 1
    (video,) = site.videos.values()
    assert video.fields["privacy"] == 3
    assert publish(project).code == 0
    assert len(site.videos) == 1
    assert (video.uploads, video.fields["privacy"]) == (1, "1")


def test_a_token_that_ran_out_is_refreshed(project: Project, site: Peertube) -> None:
    site.faults = [Fault(method="PUT", where="/chapters", status=401)]
    assert publish(project).code == 0
    assert site.grants == ["password", "refresh_token"]


def test_too_many_requests_are_waited_for_as_long_as_was_asked(
    project: Project, site: Peertube, waits: list[float]
) -> None:
    site.faults = [
        Fault(method="GET", where="/users/me", status=429, headers={"Retry-After": "37"}),
        Fault(method="PUT", where="upload_id", status=503, headers={"Retry-After": "300"}),
    ]
    assert publish(project).code == 0
    assert waits[:2] == [37, 300]


def test_who_asks_to_be_left_alone_for_an_hour_is(
    project: Project, site: Peertube, waits: list[float]
) -> None:
    site.faults = [
        Fault(method="GET", where="/users/me", status=429, headers={"Retry-After": "3600"})
    ]
    outcome = publish(project, "--json", "--lang", "en")
    assert outcome.json["code"] == "upload-failed"
    assert "3600 s" in outcome.json["error"] or "3,600 s" in outcome.json["error"]
    assert not waits


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            Fault(method="POST", where="resumable", status=413, body={"code": "quota_reached"}),
            "quota",
        ),
        (
            Fault(
                method="POST", where="resumable", status=413, body={"code": "max_file_size_reached"}
            ),
            "larger",
        ),
        (
            Fault(method="PUT", where="upload_id", status=422, body={"detail": "unreadable"}),
            "unread",
        ),
        (
            Fault(method="POST", where="token", status=401, body={"code": "missing_two_factor"}),
            "second",
        ),
    ],
)
def test_what_is_refused_says_why(
    project: Project, site: Peertube, fault: Fault, said: str
) -> None:
    site.faults = [fault]
    outcome = publish(project, "--json", "--lang", "en")
    assert (outcome.code, outcome.json["code"]) == (1, "upload-refused")
    assert said in outcome.json["error"]
    assert not site.videos


def test_a_password_is_told_to_nobody(
    project: Project,
    site: Peertube,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(peertube_instance.PASSWORD, "un faux secret")
    outcome = publish(project, "--json")
    assert outcome.code == 1
    monkeypatch.setenv(peertube_instance.PASSWORD, PASSWORD)
    repeated = {"detail": f"access-00000002 is no token of {PASSWORD}"}
    site.faults = [Fault(method="PUT", where="/chapters", status=400, body=repeated)]
    good = publish(project)
    assert "is no token of" in good.err
    kept = " ".join(p.read_text() for p in (project.root / ".recit").iterdir())
    for text in (outcome.out, outcome.err, good.out, good.err, caplog.text, kept):
        assert "faux secret" not in text
        assert PASSWORD not in text
        assert site.token not in text
    with_password = [each for each in site.seen if b"password=" in each]
    assert len(with_password) == 2  # the wrong one, and the right one: once each


def test_a_project_s_file_can_t_send_the_password_elsewhere(
    project: Project, site: Peertube, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(peertube_instance.USER, f"{USER}@ailleurs.example")
    outcome = publish(project, "--json")
    assert (outcome.code, outcome.json["code"]) == (2, "account-missing")
    assert not site.asked
    (project.root / "recit.toml").write_text("", encoding="utf-8")
    assert publish(project, "--json").json["code"] == "account-missing"
    (project.root / "recit.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.delenv(peertube_instance.PASSWORD)
    assert publish(project, "--json").json["code"] == "account-missing"


def test_an_address_that_is_not_public_is_not_asked(
    project: Project, site: Peertube, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    from dataclasses import replace

    inside = replace(site.web(), resolve=lambda _: ["10.0.0.8"])
    monkeypatch.setattr(fetch, "the_web", lambda: inside)
    outcome = publish(project)
    assert outcome.code == 1
    assert "10.0.0.8" in outcome.err
    assert not site.asked


def test_offline_sends_nothing(project: Project, site: Peertube) -> None:
    assert publish(project, "--offline", "--json").json["code"] == "network-forbidden"
    text = CONFIG + "[run]\noffline = true\n"
    (project.root / "recit.toml").write_text(text, encoding="utf-8")
    assert publish(project, "--json").json["code"] == "network-forbidden"
    assert not site.asked


def test_nothing_goes_out_without_rights_or_damaged_or_unpublished(
    project: Project, site: Peertube
) -> None:
    whole = project.path.read_text(encoding="utf-8")
    expired = whole.replace("license: CC-BY-4.0", "license: CC-BY-4.0\n      expires: 2020-01-01")
    assert expired != whole
    project.path.write_text(expired, encoding="utf-8")
    outcome = publish(project, "--json")
    assert [each["code"] for each in outcome.json["mistakes"]] == ["rights-expired"]
    project.path.write_text(whole, encoding="utf-8")
    (project.folder / "captions.fr.vtt").unlink()
    assert publish(project, "--json").json["code"] == "set-damaged"
    shutil.rmtree(project.folder)
    assert publish(project, "--json").json["code"] == "set-missing"
    assert not site.asked


def test_a_machine_that_remembers_nothing_can_be_told_which_video_it_is(
    project: Project, site: Peertube
) -> None:
    publish(project)
    ((uuid, video),) = site.videos.items()
    shutil.rmtree(project.root / ".recit")
    assert publish(project, "--video", uuid).code == 0
    assert (len(site.videos), video.uploads) == (1, 2)
    noted = json.loads((project.root / ".recit" / "publications.json").read_text())
    assert noted[HOST][SLUG]["video"] == uuid
    del site.videos[uuid]
    gone = publish(project, "--json")
    assert (gone.json["code"], gone.code) == ("upload-refused", 1)
    assert publish(project, "--video", "new").code == 0
    assert len(site.videos) == 1
