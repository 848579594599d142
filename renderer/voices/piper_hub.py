"""Voices for Piper that can be had from its hub, each pinned by revision and digest.

Comes in: a voice's name, a folder; a file that somebody brought, instead of the network. Goes out:
the voice's two files, exactly those that are pinned, and its card. A download that broke off is
taken up where it stopped. Speaks nothing.
"""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from renderer.decoding.file_integrity import digest_of
from renderer.errors import UnknownVoiceError, VoiceError
from renderer.messages import tr
from renderer.voices.rate_limit import user_cache_folder

if TYPE_CHECKING:
    import requests

HUB = "https://huggingface.co/rhasspy/piper-voices/resolve"
REVISION = "c10ece1aade47bb51c153c893d14e5bf8e5b7117"
_CARD_BYTES = 20_000
"""A model card is a page."""
_PIECE = 262_144
"""Bytes that are read at a time."""
_SECONDS = (10.0, 30.0)
"""To connect; longest silence inside an answer."""
Progress = Callable[[int, int], None]
"""Told bytes done, and of how many; 0: nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubVoice:
    """One voice of the hub."""

    path: str
    """Its folder there."""
    model: str
    """SHA-256 of the .onnx."""
    config: str
    """SHA-256 of the .onnx.json."""
    licence: str
    """Of the recordings that it was made of."""


VOICES = {
    "fr_FR-siwis-medium": HubVoice(
        path="fr/fr_FR/siwis/medium",
        model="641d1ab097da2b81128c076810edb052b385decc8be3381814802a64a73baf99",
        config="39479916c2db192b5ac9764daddd0c744d83e023ad890c6976c0633ae4df8959",
        licence="CC BY 4.0 (SIWIS); fine-tuned from lessac, of Blizzard 2013's own licence",
    ),
    "fr_FR-upmc-medium": HubVoice(
        path="fr/fr_FR/upmc/medium",
        model="9abb3800c199148897a9ed64e100d224f3de83579f100044174ad19418f1786f",
        config="e8636ec15dfd5d72db37a02cb5320a20f2b8d339f2a0e4337da64c58a33a5868",
        licence="CC BY-SA (UPMC)",
    ),
}
"""By the name that the hub gives them. Digests as several projects that pin them have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A voice that is there now."""

    model: Path
    licence: str
    card: str
    """The hub's model card; empty when the files were brought."""


def models_folder() -> Path:
    """Where added voices lie: `models/` in the user's cache folder."""
    return user_cache_folder() / "models"


def find_voice(name: str) -> HubVoice:
    """The pinned voice *name*.

    Raises:
        UnknownVoiceError: none is pinned under that name.
    """
    if name not in VOICES:
        near = difflib.get_close_matches(name, VOICES, n=1)
        raise UnknownVoiceError(
            tr(
                "no voice '{name}' can be added: there are {names}; any other is added by hand,"
                " its .onnx and .onnx.json named under `voice:`",
                name=name,
                names=", ".join(sorted(VOICES, key=lambda one: one not in near)),
            ),
            code="voice-unknown",
        )
    return VOICES[name]


def add_voice(
    name: str, folder: Path, progress: Progress, *, brought: Path | None = None, hub: str = HUB
) -> Added:
    """Put the voice *name* into *folder*; what is there already and right is left.

    Args:
        name: as the hub has it.
        folder: made if need be.
        progress: told of the large file.
        brought: the .onnx, its .onnx.json beside it, for machines without network.
        hub: where the files are asked for; for tests.

    Raises:
        VoiceError: there is no such voice, it can't be had, or isn't the one that is pinned.
        OSError: *folder* can't be written.
    """
    voice = find_voice(name)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = ((f"{name}.onnx.json", voice.config), (f"{name}.onnx", voice.model))
    for file, digest in wanted:
        there = folder / file
        if there.is_file() and digest_of(there) == digest:
            continue
        part = folder / f"{file}.part"
        if brought is not None:
            shutil.copyfile(_beside(brought, file), part)
        else:
            _download(f"{hub}/{REVISION}/{voice.path}/{file}", part, digest, progress)
        _check(part, digest, file)
        part.replace(there)
    card = "" if brought is not None else _card(f"{hub}/{REVISION}/{voice.path}/MODEL_CARD")
    return Added(model=folder / f"{name}.onnx", licence=voice.licence, card=card)


def _beside(brought: Path, file: str) -> Path:
    """The file that stands for *file*: *brought* itself, or its .json."""
    path = brought.with_name(f"{brought.name}.json") if file.endswith(".json") else brought
    if not path.is_file():
        raise VoiceError(
            tr(
                "there is no {file}: a Piper voice is an .onnx and its .onnx.json, side by side",
                file=path.name,
            ),
            code="voice-unfit",
        )
    return path


def _check(part: Path, digest: str, file: str) -> None:
    """Refuse, and remove, what isn't the file that is pinned."""
    if digest_of(part) != digest:
        part.unlink()
        raise VoiceError(
            tr(
                "{file} is not the one that is pinned: its SHA-256 differs, so it was removed;"
                " get it again",
                file=file,
            ),
            code="voice-unfit",
        )


def _download(url: str, part: Path, digest: str, progress: Progress) -> None:
    """*url* into *part*, from where an earlier attempt stopped."""
    import requests

    start = part.stat().st_size if part.is_file() else 0
    if start and digest_of(part) == digest:
        return  # it stopped right before it got its name
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=_SECONDS) as answer:
            _check_answer(answer, url)
            if answer.status_code == 416:  # longer than the file: another one's
                part.unlink()
                raise _unreachable(url, "416")
            resumed = answer.status_code == 206
            done = start if resumed else 0
            total = done + int(answer.headers.get("Content-Length", 0))
            with part.open("ab" if resumed else "wb") as file:
                for piece in answer.iter_content(_PIECE):
                    file.write(piece)
                    done += len(piece)
                    progress(done, total)
            if done < total:
                raise _unreachable(url, tr("it broke off; what came is kept: run this again"))
    except requests.exceptions.RequestException as failure:
        why = tr("it broke off; what came is kept: run this again")
        raise _unreachable(url, why) from failure


def _check_answer(answer: requests.Response, url: str) -> None:
    """Refuse what isn't the file, and a redirect that leaves TLS."""
    if urlsplit(url).scheme == "https" and urlsplit(answer.url).scheme != "https":
        raise _unreachable(url, tr("it leads to an address without https"))
    if answer.status_code not in (200, 206, 416):
        raise _unreachable(url, str(answer.status_code))


def _unreachable(url: str, why: str) -> VoiceError:
    return VoiceError(
        tr(
            "{host} didn't give the voice ({why}); a file that was got elsewhere does as well:"
            " --from FILE.onnx",
            host=urlsplit(url).hostname,
            why=why,
        ),
        code="voice-unavailable",
    )


def _card(url: str) -> str:
    """The model card, as far as it can be had: the voice is there without it."""
    import requests

    try:
        with requests.get(url, stream=True, timeout=_SECONDS) as answer:
            _check_answer(answer, url)
            text = next(answer.iter_content(_CARD_BYTES), b"")
    except (requests.exceptions.RequestException, VoiceError):
        return ""
    shown = text.decode("utf-8", "replace")
    return "".join(c for c in shown if c.isprintable() or c == "\n").strip()
