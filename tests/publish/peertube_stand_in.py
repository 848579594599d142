"""A stand-in for a PeerTube instance, on loopback. It speaks the interface of version 8, as
its description, its server's validators and node-uploadx' protocol have it, and can be told
to fail in the ways in which the real ones and the network do.
"""

from __future__ import annotations

import email
import hashlib
import json
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

from renderer.fetching.connection import Web

HOST = "video.musee.example"
USER, PASSWORD = "recit", "un mot de passe long"
PUBLIC = "93.184.215.14"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens once, to the first request of this method whose path holds *where*."""

    method: str
    where: str
    status: int = 0
    """0: the connection is cut, after half of the body was read."""
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    forgets: bool = False
    """Whether what arrived is lost on the way to the disk."""


@dataclass
class Video:
    """One video, as it is seen there."""

    film: bytes
    fields: dict[str, Any]
    captions: dict[str, bytes] = field(default_factory=dict)
    chapters: list[dict[str, Any]] = field(default_factory=list)
    thumbnail: bytes = b""
    uploads: int = 1


@dataclass
class Upload:
    """One film on its way."""

    size: int
    fields: dict[str, Any]
    data: bytearray = field(default_factory=bytearray)


@dataclass
class Peertube:
    """What tests say of it, and what it saw."""

    port: int = 0
    authorities: str = ""
    videos: dict[str, Video] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    token: str = ""
    refresh: str = ""
    grants: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Method and path of every request, with its range."""
    seen: list[bytes] = field(default_factory=list)
    """Heads and bodies, films aside."""
    quota: int = 10**9

    def web(self) -> Web:
        """The web as the code under test reaches it."""

        def dial(_: str, seconds: float) -> socket.socket:
            return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)

        def resolve(host: str) -> Sequence[str]:
            return [PUBLIC] if host == HOST else []

        return Web(resolve=resolve, dial=dial, authorities=self.authorities)


def _handler(site: Peertube) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Quiet."""

        def _any(self) -> None:
            self.close_connection = True
            length = int(self.headers.get("Content-Length", "0"))
            span = self.headers.get("Content-Range", "")
            site.asked.append(f"{self.command} {self.path} {span}".strip())
            fault = next(
                (f for f in site.faults if f.method == self.command and f.where in self.path), None
            )
            if fault is not None:
                site.faults.remove(fault)
            if fault is not None and not fault.status:
                body = self.rfile.read(length // 2)
                if not fault.forgets:
                    self._take(body, span)
                self.connection.close()
                return
            body = self.rfile.read(length)
            if not span:
                site.seen.append(str(self.headers).encode() + body)
            if fault is not None:
                self._say(fault.status, fault.body, fault.headers)
                return
            try:
                self._route(body, span)
            except Denied as denied:
                self._say(denied.status, {"code": denied.code, "detail": denied.detail})

        do_GET = do_POST = do_PUT = do_DELETE = _any

        def _say(
            self, status: int, body: Any = None, headers: dict[str, str] | None = None
        ) -> None:
            data = json.dumps(body).encode() if body is not None else b""
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _route(self, body: bytes, span: str) -> None:
            path = urlsplit(self.path).path.removeprefix("/api/v1")
            if (self.command, path) == ("GET", "/oauth-clients/local"):
                self._say(200, {"client_id": "cid", "client_secret": "csecret"})
            elif (self.command, path) == ("POST", "/users/token"):
                self._say(200, site_tokens(site, parse_qs(body.decode())))
            elif self.headers.get("Authorization") != f"Bearer {site.token}":
                raise Denied(401, "invalid_token", f"Token {site.token} is over")
            elif (self.command, path) == ("GET", "/users/me"):
                channels = [{"id": 3, "name": "premiere"}, {"id": 7, "name": "memoire"}]
                self._say(200, {"username": USER, "videoChannels": channels})
            elif path.endswith("-resumable"):
                self._upload(path, body, span)
            elif found := re.fullmatch(r"/videos/([\w-]+)(/.*)?", path):
                self._change(found[1], found[2] or "", body)
            else:
                raise Denied(404, "not_found", f"{self.command} {path}")

        def _upload(self, path: str, body: bytes, span: str) -> None:
            replaced = re.fullmatch(r"/videos/([\w-]+)/source/replace-resumable", path)
            if replaced and replaced[1] not in site.videos:
                raise Denied(404, "", "Video not found")
            if self.command == "POST":
                self._begin(path, json.loads(body), replaced=bool(replaced))
                return
            (name,) = parse_qs(urlsplit(self.path).query)["upload_id"]
            if self.command == "DELETE":
                self._say(204)
                return
            if name not in site.uploads:
                raise Denied(404, "", "Upload not found")
            if not self._take(body, span):
                raise Denied(409, "", "chunk doesn't match range")
            upload = site.uploads[name]
            if len(upload.data) < upload.size:
                last = len(upload.data) - 1
                self._say(308, None, {"Range": f"bytes=0-{last}"} if last >= 0 else {})
                return
            del site.uploads[name]
            if replaced:
                video = site.videos[replaced[1]]
                video.film, video.uploads = bytes(upload.data), video.uploads + 1
                self._say(204)
                return
            uuid = f"9c9de5e8-0a1e-484a-b099-{len(site.videos):012}"
            site.videos[uuid] = Video(film=bytes(upload.data), fields=dict(upload.fields))
            self._say(200, {"video": {"id": len(site.videos), "uuid": uuid, "shortUUID": "s"}})

        def _begin(self, path: str, fields: dict[str, Any], *, replaced: bool) -> None:
            size = int(self.headers["X-Upload-Content-Length"])
            assert self.headers["X-Upload-Content-Type"] == "video/mp4"
            assert fields["filename"]
            if not replaced:
                assert 3 <= len(fields["name"]) <= 120
                assert isinstance(fields["channelId"], int)
            if size > site.quota:
                raise Denied(413, "quota_reached", "The user video quota is exceeded")
            name = hashlib.sha256(f"{path}{fields}{size}".encode()).hexdigest()[:32]
            known = name in site.uploads
            site.uploads.setdefault(name, Upload(size=size, fields=fields))
            where = f"//{HOST}/api/v1{path}?upload_id={name}"
            self._say(200 if known else 201, None, {"Location": where})

        def _take(self, body: bytes, span: str) -> bool:
            """Keep what arrived, if it goes on where the last ended."""
            query = parse_qs(urlsplit(self.path).query)
            upload = site.uploads.get(query.get("upload_id", [""])[0])
            if upload is None or (found := re.match(r"bytes (\*|\d+)-?(\d*)/(\d+)$", span)) is None:
                return False
            if int(found[3]) != upload.size:
                return False
            if found[1] == "*":
                return True
            if int(found[1]) != len(upload.data):
                return False
            upload.data += body
            return True

        def _change(self, uuid: str, rest: str, body: bytes) -> None:
            if uuid not in site.videos:
                raise Denied(404, "", "Video not found")
            video = site.videos[uuid]
            if rest.startswith("/captions/"):
                files, _ = self._parts(body)
                assert files["captionfile"].startswith(b"WEBVTT")
                video.captions[rest.rpartition("/")[2]] = files["captionfile"]
            elif rest == "/chapters":
                video.chapters = json.loads(body)["chapters"]
                codes = [chapter["timecode"] for chapter in video.chapters]
                assert codes == sorted(set(codes))
            else:
                files, fields = self._parts(body)
                assert files["thumbnailfile"].startswith(b"\xff\xd8")
                video.thumbnail = files["thumbnailfile"]
                video.fields |= fields
            self._say(204)

        def _parts(self, body: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            files, fields = {}, {}
            for part in email.message_from_bytes(head + body).get_payload():
                name = str(part.get_param("name", header="content-disposition"))
                data = part.get_payload(decode=True)
                if part.get_filename():
                    files[name] = data
                else:
                    fields[name] = data.decode("utf-8")
            return files, fields

    return Handler


class Denied(Exception):
    """An answer that says no, as PeerTube words it (RFC 7807)."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail


def site_tokens(site: Peertube, form: dict[str, list[str]]) -> dict[str, Any]:
    """New tokens, for who has the right to them."""
    (grant,) = form["grant_type"]
    site.grants.append(grant)
    if (form["client_id"], form["client_secret"]) != (["cid"], ["csecret"]):
        raise Denied(400, "invalid_client", "Invalid client")
    if grant == "password":
        if (form["username"], form["password"]) != ([USER], [PASSWORD]):
            raise Denied(400, "invalid_grant", f"Invalid grant for {form['password'][0]}")
    elif form["refresh_token"] != [site.refresh]:
        raise Denied(400, "invalid_grant", "Invalid grant: refresh token is invalid")
    number = len(site.grants)
    site.token, site.refresh = f"access-{number:08}", f"refresh-{number:08}"
    return {
        "token_type": "Bearer",
        "access_token": site.token,
        "refresh_token": site.refresh,
        "expires_in": 86_399,
    }


@contextmanager
def instance(folder: Path) -> Iterator[Peertube]:
    """The stand-in while the block runs."""
    signer = trustme.CA()
    authorities = folder / "authority.pem"
    signer.cert_pem.write_to_path(str(authorities))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    signer.issue_cert(HOST).configure_cert(context)
    site = Peertube(authorities=str(authorities))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on us
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
