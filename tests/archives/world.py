"""Archives on loopback that speak the real formats: a library's Presentation 2, a museum's 3, Image
APIs that obey their own limits, Commons.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from renderer.fetching import fetch
from tests.fetching.stand_in import Reply, StandIn, picture, running, says

LIBRARY = "gallica.bnf.fr"
MUSEUM = "musee.example.org"
COMMONS = "commons.wikimedia.org"
UPLOAD = "upload.wikimedia.org"
HOSTS = (LIBRARY, MUSEUM, COMMONS, UPLOAD)
CONDITIONS = "https://gallica.bnf.fr/html/und/conditions-dutilisation-des-contenus-de-gallica"
ARK = "ark:/12148/btv1b90432456"
COMPLIANCE = "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2"
V2 = f"https://{LIBRARY}/iiif/{ARK}/manifest.json"
V3 = f"https://{MUSEUM}/iiif/42/manifest"
PAGE = f"https://{COMMONS}/wiki/File:Quai_de_Cherbourg.jpg"


def says_json(data: Any) -> Reply:
    return says(json.dumps(data).encode(), headers={"Content-Type": "application/ld+json"})


def manifest_v2(count: int = 3, **more: Any) -> dict[str, Any]:
    """As Gallica answers: one sequence, a service for each canvas, conditions as the licence."""
    base = f"https://{LIBRARY}/iiif/{ARK}"
    return {
        "@context": "http://iiif.io/api/presentation/2/context.json",
        "@id": f"{base}/manifest.json",
        "@type": "sc:Manifest",
        "label": "Cherbourg, le port, juin 1944",
        "attribution": "Bibliothèque nationale de France",
        "license": CONDITIONS,
        "related": f"https://{LIBRARY}/{ARK}",
        "metadata": [
            {"label": "Repository", "value": "Bibliothèque nationale de France"},
            {"label": "Shelfmark", "value": "EI-13 (2564)"},
            {"label": "Creator", "value": ["Agence Rol. Agence photographique"]},
            {"label": "Date", "value": "1944"},
            {"label": "Title", "value": [{"@value": "Cherbourg, le port", "@language": "fr"}]},
        ],
        "sequences": [
            {
                "@type": "sc:Sequence",
                "canvases": [canvas_v2(base, number) for number in range(1, count + 1)],
            }
        ],
        **more,
    }


def canvas_v2(base: str, number: int) -> dict[str, Any]:
    return {
        "@id": f"{base}/canvas/f{number}",
        "@type": "sc:Canvas",
        "label": f"vue {number}",
        "width": 6000,
        "height": 4000,
        "images": [
            {
                "@type": "oa:Annotation",
                "motivation": "sc:painting",
                "on": f"{base}/canvas/f{number}",
                "resource": {
                    "@id": f"{base}/f{number}/full/full/0/native.jpg",
                    "@type": "dctypes:Image",
                    "width": 6000,
                    "height": 4000,
                    "service": {
                        "@context": "http://iiif.io/api/image/1/context.json",
                        "@id": f"{base}/f{number}",
                        "profile": COMPLIANCE,
                    },
                },
            }
        ],
    }


def manifest_v3(count: int = 1, **more: Any) -> dict[str, Any]:
    """After the cookbook's recipe 0008, rights."""
    base = f"https://{MUSEUM}/iiif/42"
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": V3,
        "type": "Manifest",
        "label": {"fr": ["La digue, vue d’avion"], "en": ["The breakwater from the air"]},
        "summary": {"fr": ["La digue et ses trois forts, sous un ciel clair."]},
        "rights": "http://creativecommons.org/licenses/by-sa/4.0/",
        "requiredStatement": {
            "label": {"fr": ["Mention"]},
            "value": {"fr": ["<span>Musée de la Manche, don Lefèvre</span>"]},
        },
        "provider": [{"id": "https://x", "type": "Agent", "label": {"fr": ["Musée de la Manche"]}}],
        "homepage": [{"id": f"https://{MUSEUM}/oeuvre/42", "type": "Text", "format": "text/html"}],
        "metadata": [
            {"label": {"fr": ["Photographe"]}, "value": {"none": ["M. Lefèvre"]}},
            {"label": {"fr": ["Cote"]}, "value": {"none": ["Ph 42"]}},
        ],
        "items": [canvas_v3(base, number) for number in range(1, count + 1)],
        **more,
    }


def canvas_v3(base: str, number: int) -> dict[str, Any]:
    name = f"{base}/canvas/{number}"
    return {
        "id": name,
        "type": "Canvas",
        "label": {"none": [f"{number}"]},
        "width": 3000,
        "height": 2000,
        "items": [
            {
                "id": f"{name}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{name}/a",
                        "type": "Annotation",
                        "motivation": "painting",
                        "target": name,
                        "body": {
                            "id": f"https://{MUSEUM}/image/{number}/full/max/0/default.jpg",
                            "type": "Image",
                            "format": "image/jpeg",
                            "width": 3000,
                            "height": 2000,
                            "service": [
                                {
                                    "id": f"https://{MUSEUM}/image/{number}",
                                    "type": "ImageService3",
                                    "profile": "level1",
                                }
                            ],
                        },
                    }
                ],
            }
        ],
    }


def info(host_path: str, width: int, height: int, version: int, **more: Any) -> dict[str, Any]:
    """An info.json."""
    if version == 1:
        return {
            "@context": "http://library.stanford.edu/iiif/image-api/1.1/context.json",
            "@id": f"https://{host_path}",
            "width": width,
            "height": height,
            "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2",
            **more,
        }
    key = "id" if version == 3 else "@id"
    return {
        "@context": f"http://iiif.io/api/image/{version}/context.json",
        key: f"https://{host_path}",
        "type": f"ImageService{version}",
        "protocol": "http://iiif.io/api/image",
        "width": width,
        "height": height,
        "profile": "level1" if version == 3 else ["http://iiif.io/api/image/2/level1.json"],
        **more,
    }


def extmetadata(**said: str) -> dict[str, dict[str, str]]:
    facts = {
        "ObjectName": "Quai de Cherbourg",
        "Artist": '<a href="//commons.wikimedia.org/wiki/User:Anne">Anne Martin</a>',
        "Credit": '<span class="int-own-work" lang="fr">Travail personnel</span>',
        "DateTimeOriginal": "2019-06-06",
        "ImageDescription": "<p>Un quai, deux grues&nbsp;; la rade au loin.</p>",
        "License": "cc-by-sa-4.0",
        "LicenseShortName": "CC BY-SA 4.0",
        "LicenseUrl": "https://creativecommons.org/licenses/by-sa/4.0",
        "Restrictions": "",
        **said,
    }
    return {name: {"value": value, "source": "commons-desc-page"} for name, value in facts.items()}


def commons_answer(title: str, facts: Mapping[str, Any], width: int = 5184) -> dict[str, Any]:
    name = title.replace(" ", "_")
    path = f"https://{UPLOAD}/wikipedia/commons"
    return {
        "batchcomplete": True,
        "query": {
            "pages": [
                {
                    "pageid": 1,
                    "ns": 6,
                    "title": f"File:{title}",
                    "imageinfo": [
                        {
                            "width": width,
                            "height": width * 2 // 3,
                            "mime": "image/jpeg",
                            "url": f"{path}/a/ab/{name}",
                            "thumburl": f"{path}/thumb/a/ab/{name}/330px-{name}",
                            "descriptionurl": f"https://{COMMONS}/wiki/File:{name}",
                            "extmetadata": facts,
                        }
                    ],
                }
            ]
        },
    }


def commons_search(files: Mapping[str, Any], following: int = 0) -> dict[str, Any]:
    """As the API answers `generator=search`: by page number, ranked by "index"."""
    pages = []
    for index, (title, facts) in enumerate(files.items(), 1):
        [page] = commons_answer(title, facts)["query"]["pages"]
        pages.insert(0, {**page, "pageid": 100 - index, "index": index})
    more = {"continue": {"gsroffset": following, "continue": "gsroffset||"}} if following else {}
    return {"batchcomplete": True, **more, "query": {"pages": pages}}


def sru_record(ark: str, page: str = "") -> str:
    """As Gallica tells of one document."""
    page = page or f"https://{LIBRARY}/{ark}"
    return f"""<srw:record><srw:recordSchema>http://www.openarchives.org/OAI/2.0/OAIdc.xsd
    </srw:recordSchema><srw:recordPacking>xml</srw:recordPacking><srw:recordData>
    <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
      xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:identifier>{page}</dc:identifier><dc:title>Cherbourg, le port</dc:title>
      <dc:creator>Agence Rol</dc:creator><dc:date>1944</dc:date>
      <dc:source>Bibliothèque nationale de France, EI-13 (2564)</dc:source>
      <dc:type xml:lang="fre">image fixe</dc:type>
      <dc:rights xml:lang="fre">domaine public</dc:rights>
      <dc:rights xml:lang="eng">public domain</dc:rights></oai_dc:dc></srw:recordData>
    <srw:recordIdentifier>{page}</srw:recordIdentifier><srw:extraRecordData>
    <uri>{ark.rpartition("/")[2]}</uri><thumbnail>{page}.thumbnail</thumbnail>
    </srw:extraRecordData></srw:record>"""


def sru_answer(count: int, *records: str, message: str = "") -> bytes:
    """SRU 1.2, with these of *count* records, or why there are none."""
    wrong = (
        f'<srw:diagnostics><diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/">'
        f"<message>{message}</message></diagnostic></srw:diagnostics>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <srw:searchRetrieveResponse xmlns:srw="http://www.loc.gov/zing/srw/">
    <srw:version>1.2</srw:version>{wrong if message else ""}
    <srw:numberOfRecords>{count}</srw:numberOfRecords>
    <srw:records>{"".join(records)}</srw:records></srw:searchRetrieveResponse>""".strip().encode()


_ASKED = re.compile(
    r"(?P<id>.*)/(?P<region>full|\d+,\d+,\d+,\d+)/(?P<size>[^/]+)/0/(?:native|default)\.jpg"
)


class World:
    """What the stand-in shows, and what it gave."""

    def __init__(self, stand_in: StandIn) -> None:
        self.web = stand_in
        self.given: list[tuple[int, int]] = []
        """Sizes of the pictures that an Image API gave."""
        stand_in.pages = _Pages(self)
        self.shown: dict[str, Reply] = {}
        self.services: dict[str, dict[str, Any]] = {}
        base = f"{LIBRARY}/iiif/{ARK}"
        for number in range(1, 4):
            self.service(f"{base}/f{number}", info(f"{base}/f{number}", 6000, 4000, 1))
        where = f"{MUSEUM}/image/1"
        self.service(where, info(where, 3000, 2000, 3))
        self.show(V2, says_json(manifest_v2()))
        self.show(V3, says_json(manifest_v3()))
        self.found: dict[str, Any] = commons_search({"Quai de Cherbourg.jpg": extmetadata()})
        """What a search in Commons finds."""
        self.records = sru_answer(1, sru_record(ARK))
        """What one in Gallica finds."""
        self.commons = commons_answer("Quai de Cherbourg.jpg", extmetadata())

    def show(self, url: str, reply: Reply) -> str:
        self.shown[url.removeprefix("https://")] = reply
        return url

    def service(self, where: str, data: dict[str, Any]) -> None:
        self.services[where] = data
        self.show(f"https://{where}/info.json", says_json(data))

    def answer(self, where: str) -> Reply | None:
        if where in self.shown:
            return self.shown[where]
        host, path = urlsplit(f"https://{where}").netloc, urlsplit(f"https://{where}").path
        if host == COMMONS and path == "/w/api.php":
            asked = parse_qs(urlsplit(f"https://{where}").query)
            if "gsrsearch" in asked:
                return says_json(self.found)
            known = self.commons["query"]["pages"][0]["title"]
            missing = {"query": {"pages": [{"title": asked["titles"][0], "missing": True}]}}
            return says_json(self.commons if asked["titles"] == [known] else missing)
        if host == LIBRARY and path == "/SRU":
            return says(self.records, headers={"Content-Type": "text/xml;charset=UTF-8"})
        if host == UPLOAD:
            width = re.search(r"/(\d+)px-", path)
            across = int(width[1]) if width else 5184
            self.given.append((across, across * 2 // 3))
            return says(picture(4, (across, across * 2 // 3)))
        asked_for = _ASKED.fullmatch(where)
        if asked_for and asked_for["id"] in self.services:
            return self._image(self.services[asked_for["id"]], asked_for)
        return None

    def _image(self, service: Mapping[str, Any], asked: re.Match[str]) -> Reply:
        width, height = service["width"], service["height"]
        if asked["region"] != "full":
            _, _, width, height = (int(each) for each in asked["region"].split(","))
        if asked["size"] not in ("full", "max"):
            across = int(asked["size"].partition(",")[0])
            if across > width or across > service.get("maxWidth", across):
                return says(b"too large", 400)
            width, height = across, round(height * across / width)
        self.given.append((width, height))
        return says(small_jpeg(width, height))


def small_jpeg(width: int, height: int) -> bytes:
    """A grey JPEG, made fast."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, "JPEG", quality=60)
    return out.getvalue()


@contextmanager
def archives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The archives in place of the web; *folder* takes who vouches for them."""
    authority = folder / "authority"
    authority.mkdir()
    with running(authority, *HOSTS) as stand_in:
        monkeypatch.setattr(fetch, "the_web", stand_in.web)
        yield World(stand_in)


class _Pages(dict[str, Reply]):
    def __init__(self, world: World) -> None:
        super().__init__()
        self._world = world

    def get(self, where: str, default: Any = None) -> Any:
        return self._world.answer(where) or super().get(where, default)


def sends_forever(megabytes: int) -> Reply:
    """An answer of so many megabytes, which says so only by sending them."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b'{"')
        for _ in range(megabytes):
            handler.wfile.write(b" " * 1_000_000)

    return reply
