"""Archives searched by words: what they are asked, and what is made of their answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from renderer.archives.address_lookup import Visitor
from renderer.archives.commons import read_search
from renderer.archives.offered_pictures import ArchiveError
from renderer.archives.word_search import find, read_records
from renderer.errors import PictureError
from tests.archives.world import (
    ARK,
    LIBRARY,
    World,
    archives,
    commons_search,
    extmetadata,
    sru_answer,
    sru_record,
)

TODAY = datetime.date(2026, 6, 1)
PUBLIC = {
    "License": "pd",
    "LicenseShortName": "Public domain",
    "LicenseUrl": "",
    "Categories": "PD US Army|Cherbourg in 1944",
}


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with archives(tmp_path, monkeypatch) as shown:
        yield shown


def asked(world: World) -> dict[str, list[str]]:
    return parse_qs(urlsplit(f"https://{world.web.asked[-1]}").query)


def test_commons_is_asked_for_bitmaps_and_told_in_its_own_order(world: World) -> None:
    world.found = commons_search({"Grue.jpg": extmetadata(), "Rade.jpg": extmetadata(**PUBLIC)})
    found = find("commons", "  port  de Cherbourg 1944 ", Visitor())
    assert asked(world)["gsrsearch"] == ["port de Cherbourg 1944 filetype:bitmap"]
    assert asked(world)["gsrnamespace"] == ["6"]
    assert asked(world)["gsroffset"] == ["0"]
    assert [one.id for one in found.offers] == ["File:Grue.jpg", "File:Rade.jpg"]
    assert [one.rights.license for one in found.offers] == [
        "CC-BY-SA-4.0",
        "LicenseRef-PD-USGov",
    ]
    assert found.offers[1].record == "https://commons.wikimedia.org/wiki/File:Rade.jpg"
    assert not found.more


def test_only_what_is_free_as_it_is_read_here_passes_the_filter(world: World) -> None:
    # Commons may pass over the word of its filter: what it sends is read all the same.
    world.found = commons_search({"Grue.jpg": extmetadata(), "Rade.jpg": extmetadata(**PUBLIC)}, 24)
    found = find("commons", "rade", Visitor(), start=25, free=True)
    assert "haslicense:unrestricted" in asked(world)["gsrsearch"][0]
    assert asked(world)["gsroffset"] == ["24"]
    assert [one.id for one in found.offers] == ["File:Rade.jpg"]
    assert found.more


def test_what_nobody_knows_is_nothing_and_no_fault(world: World) -> None:
    world.found = {"batchcomplete": True}
    assert find("commons", "xyzzy", Visitor()).offers == ()
    with pytest.raises(ArchiveError):
        read_search({"error": {"code": "cirrussearch-query-too-long"}}, TODAY)
    with pytest.raises(ArchiveError):
        read_search([], TODAY)


def test_gallica_lists_documents_with_its_own_conditions(world: World) -> None:
    world.records = sru_answer(60, sru_record(ARK), sru_record("", "https://autre.example/1"))
    found = find("gallica", 'port "de" Cherbourg', Visitor(), start=25)
    query = asked(world)
    assert query["query"] == ['(gallica all "port  de  Cherbourg") and (dc.type all "image")']
    assert (query["startRecord"], query["maximumRecords"]) == (["25"], ["24"])
    [one] = found.offers
    assert one.opens == f"https://{LIBRARY}/{ARK}"
    assert (one.label, one.rights.author) == ("Cherbourg, le port", "Agence Rol")
    assert one.rights.license == "LicenseRef-Gallica", "its conditions are not the public domain"
    assert any("domaine public" in remark for remark in one.remarks)
    assert one.thumbnail == f"https://{LIBRARY}/{ARK}.thumbnail"
    assert (found.total, found.more) == (60, True)
    assert not find("gallica", "port", Visitor(), start=59).more


@pytest.mark.parametrize(
    "answer",
    [
        b"<!doctype html><title>Connexion</title>",
        b"{}",
        b"",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0"?><autre xmlns="http://x"/>',
        sru_answer(0, message="Unsupported index"),
    ],
    ids=["page", "json", "empty", "entities", "other", "refused"],
)
def test_an_answer_that_is_none_is_told(answer: bytes, world: World) -> None:
    with pytest.raises(ArchiveError):
        read_records(answer, 1)
    world.records = answer
    with pytest.raises(PictureError, match="the search in Gallica failed"):
        find("gallica", "port", Visitor())
