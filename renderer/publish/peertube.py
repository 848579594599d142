"""A published set put on a PeerTube instance, and put there again under the same address.

    folder of a set + Instance ──hand_over──▶ HandedOver (the video's id and address)

Comes in: a set that was verified, and an instance (PeerTube 6 or later). Goes out: what is shown
there now. A film goes up hidden and is shown when its captions, chapters and words are there. Which
video a set is stands in the project's `.recit/`. Knows no account.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from renderer.editing.edited_file import PRIVATE
from renderer.errors import PublishError
from renderer.files.atomic import drafted
from renderer.files.digest import file_digest
from renderer.messages import tr
from renderer.publish.metadata import Json
from renderer.publish.peertube_instance import API, Instance, Sent
from renderer.publish.platforms import PEERTUBE

_HIDDEN = 3
"""PeerTube's "private": what is being uploaded is seen by nobody else."""
_PRIVACIES = {"public": 1, "unlisted": 2, "private": _HIDDEN, "internal": 4}
"""PeerTube's numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of a set that was handed over."""

    video: str
    """Its id at the instance."""
    film: str
    """SHA-256 of the film that was sent; empty: not known."""
    shown: bool
    """Whether all of it was there when it was last sent."""


class Register:
    """Which video each set of a project is, in `.recit/publications.json`."""

    def __init__(self, root: Path, host: str) -> None:
        self._folder = root.resolve() / PRIVATE
        self._path = self._folder / "publications.json"
        self._host = host

    def of(self, name: str) -> Known | None:
        """What is known of the set *name*."""
        noted = self._read().get(self._host, {}).get(name)
        try:
            return Known(**noted) if noted else None
        except TypeError:
            return None

    def note(self, name: str, known: Known | None) -> None:
        """Remember it at once: a run that ends half-way must not send a second video. None: forget.

        Raises:
            PublishError: it can't be written down.
        """
        every = self._read()
        noted = every.setdefault(self._host, {})
        noted.pop(name, None)
        if known is not None:
            noted[name] = asdict(known)
        if self._folder.is_symlink():
            raise PublishError(
                tr("{path} is a link: what it leads to may change", path=self._folder),
                code="writing-refused",
            )
        self._folder.mkdir(exist_ok=True)
        ignore = self._folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
        with drafted(self._path) as draft:
            draft.write_text(json.dumps(every, indent=1, sort_keys=True), encoding="utf-8")

    def _read(self) -> dict[str, Any]:
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}


NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A set on an instance."""

    video: str
    address: str
    replaced: bool
    """Whether it was there before, under the same address."""
    sent: bool
    """Whether its film was sent: an instance has the same one otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerTubeWishes:
    """What is asked beyond the set itself."""

    channel: str = ""
    """Empty: the account's first."""
    privacy: str = "public"
    """Of a video that is new; afterwards what was chosen at the instance stays."""
    video: str = ""
    """Which one it is, where that isn't remembered; `NEW`: none that there is."""


def hand_over(
    folder: Path,
    instance: Instance,
    register: Register,
    wishes: PeerTubeWishes,
    tell: Callable[[int, int], None],
) -> HandedOver:
    """The set in *folder* as a video; the one it was before, if it was.

    Raises:
        PublishError: the instance refuses, or can't be reached.
    """
    handed = json.loads((folder / PEERTUBE).read_text(encoding="utf-8"))
    film = folder / handed["film"]
    digest = file_digest(film)
    before = register.of(folder.name)
    if wishes.video:
        before = None if wishes.video == NEW else Known(video=wishes.video, film="", shown=True)
        register.note(folder.name, before)
    if before is None:
        fields = {
            **{name: value for name, value in handed["video"].items() if value not in (None, [])},
            "channelId": _channel(instance, wishes.channel),
            "privacy": _HIDDEN,
            "waitTranscoding": True,
        }
        answer = instance.upload(f"{API}/videos/upload-resumable", film, fields, tell)
        video = answer.data().get("video", {})
        known = Known(video=str(video.get("uuid") or video["id"]), film=digest, shown=False)
    elif before.film != digest:
        where = f"{API}/videos/{quote(before.video, safe='')}/source/replace-resumable"
        instance.upload(where, film, {}, tell)
        known = replace(before, film=digest)
    else:
        known = before
    register.note(folder.name, known)
    _dress(folder, handed, instance, known, "" if known.shown else wishes.privacy)
    register.note(folder.name, replace(known, shown=True))
    return HandedOver(
        video=known.video,
        address=f"https://{instance.account.host}/w/{known.video}",
        replaced=before is not None,
        sent=before is None or before.film != digest,
    )


def _channel(instance: Instance, wanted: str) -> int:
    found = instance.asked("GET", f"{API}/users/me").data().get("videoChannels", [])
    names = [str(each.get("name", "")) for each in found]
    if not found or (wanted and wanted not in names):
        told = tr(
            "the account has no channel '{name}'; it has {known}",
            name=wanted,
            known=", ".join(names),
        )
        raise PublishError(told, code="upload-refused")
    return int(found[names.index(wanted) if wanted else 0]["id"])


def _dress(folder: Path, handed: Json, instance: Instance, known: Known, privacy: str) -> None:
    """Captions, chapters, then the fields and the thumbnail; last of all, it is shown."""
    video = f"{API}/videos/{quote(known.video, safe='')}"
    for language, name in handed["captions"].items():
        sent = Sent.parts({}, {"captionfile": folder / name})
        instance.asked("PUT", f"{video}/captions/{quote(language, safe='')}", sent)
    instance.asked("PUT", f"{video}/chapters", Sent.json({"chapters": handed["chapters"]}))
    fields = {
        name: str(value)
        for name, value in handed["video"].items()
        if value is not None and not isinstance(value, list)
    }
    fields |= {f"tags[{number}]": tag for number, tag in enumerate(handed["video"]["tags"])}
    if privacy:
        fields["privacy"] = str(_PRIVACIES[privacy])
    thumbnail = folder / handed["thumbnail"]
    pictures = {"thumbnailfile": thumbnail, "previewfile": thumbnail}  # the latter before 8.1
    instance.asked("PUT", video, Sent.parts(fields, pictures))
