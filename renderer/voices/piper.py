"""Piper: a neural voice from a local .onnx file, offline; needs the extra [piper].

Comes in: spoken text. Goes out: speech at the model's rate, without word times. The noise that
makes Piper speak a little differently each time is off: the same sentence gives the same samples.
Downloads nothing. Knows no slides.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from renderer.decoding.file_integrity import digest_of
from renderer.errors import UnknownVoiceError, VoiceError
from renderer.extras import install
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.voices.base import Speech, Voice, VoiceSettings
from renderer.voices.piper_hub import VOICES, models_folder

MODELS = "https://github.com/rhasspy/piper/blob/master/VOICES.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperFile:
    """One model, and one of its speakers."""

    path: Path
    speaker: int | None
    """Number of the speaker in a model of several; None: its default."""
    length_scale: float
    """How long each sound lasts, relative to the model's own pace."""
    version: str
    digest: str
    """SHA-256 of the model and its .json."""
    _loaded: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    online = False
    synthetic = True

    @property
    def identity(self) -> Mapping[str, str | int | float]:
        """Engine, version, the model's own bytes, speaker and pace."""
        return {
            "engine": "piper",
            "version": self.version,
            "model": self.digest,
            "speaker": -1 if self.speaker is None else self.speaker,
            "length_scale": self.length_scale,
        }

    @property
    def title(self) -> str:
        """As summaries name it."""
        speaker = "" if self.speaker is None else f" speaker {self.speaker}"
        return f"Piper {self.path.stem}{speaker}"

    @property
    def public_name(self) -> str:
        """Of "fr_FR-siwis-medium" the name alone."""
        language, _, rest = self.path.stem.partition("-")
        name = rest.rpartition("-")[0] or rest or language
        return f"Piper ({name.capitalize()})"

    def say(self, text: str) -> Speech:
        """Speak *text*; the model is loaded the first time.

        Raises:
            VoiceError: the model can't be loaded, or gave nothing.
        """
        import numpy as np

        try:
            from piper import SynthesisConfig
        except ImportError as missing:
            raise VoiceError(_not_installed(), code="package-missing") from missing
        settings = SynthesisConfig(
            speaker_id=self.speaker,
            length_scale=self.length_scale,
            noise_scale=0.0,
            noise_w_scale=0.0,
            # On, it would bring each sentence to the same peak: a sigh as loud as a shout.
            normalize_audio=False,
        )
        chunks = list(self._model().synthesize(text, settings))
        if not chunks:
            raise VoiceError(
                tr("Piper said nothing for '{text}'", text=text[:40]), code="voice-failed"
            )
        samples = np.concatenate([chunk.audio_int16_array for chunk in chunks])
        return Speech(samples=samples.astype(np.int16), rate=int(chunks[0].sample_rate))

    def _model(self) -> Any:
        from piper import PiperVoice

        with self._loading:
            if "model" not in self._loaded:
                try:
                    self._loaded["model"] = PiperVoice.load(self.path)
                except (OSError, ValueError, KeyError, RuntimeError) as failure:
                    raise VoiceError(
                        tr(
                            "{file} is no voice that Piper can load: {why}",
                            file=self.path.name,
                            why=_why(failure),
                        ),
                        code="voice-unfit",
                    ) from failure
                if _digest(self.path) != self.digest:
                    self._loaded.clear()
                    raise VoiceError(
                        tr(
                            "{file} changed while the film was being made: render again",
                            file=self.path.name,
                        ),
                        code="file-changed",
                    )
            return self._loaded["model"]


def open_voice(settings: VoiceSettings) -> Voice:
    """The model that *settings* names: a path to an .onnx, with ``#3`` for its fourth speaker.

    Raises:
        VoiceError: no name, no such file, no .json beside it, or the package is missing.
    """
    try:
        piper_version = version("piper-tts")
    except PackageNotFoundError as missing:
        raise UnknownVoiceError(_not_installed(), code="package-missing") from missing
    name, _, speaker = settings.name.partition("#")
    if not name:
        raise UnknownVoiceError(
            tr(
                "the piper voice wants a model's file: {example} ({address})",
                example="name: voices/x.onnx",
                address=MODELS,
            ),
            code="voice-unknown",
        )
    if speaker and not speaker.isdecimal():
        raise UnknownVoiceError(
            tr(
                "'#{speaker}' is no speaker's number; give one from 0, like {name}#1",
                speaker=speaker,
                name=name,
            ),
            code="voice-unknown",
        )
    path = _file_of(settings.folder, name)
    config = _config_of(path)
    for wanted in (path, config):
        if not wanted.is_file():
            raise UnknownVoiceError(
                tr("there is no {file}; a Piper voice is an .onnx and its .onnx.json", file=wanted),
                code="voice-unknown",
            )
    return PiperFile(
        path=path,
        speaker=int(speaker) if speaker else None,
        length_scale=round(_own_pace(config) / settings.rate, 6),
        version=piper_version,
        digest=_digest(path),
    )


def _not_installed() -> str:
    return tr("the piper voice isn't installed: {how}", how=install("piper"))


def _why(failure: Exception) -> str:
    return reason_of(failure) if isinstance(failure, OSError) else str(failure)


def _file_of(folder: Path, name: str) -> Path:
    """The model that *name* stands for: a file of the project, else one that `voices add` got."""
    path = folder / name
    added = models_folder() / f"{name}.onnx"
    return added if name in VOICES and not path.exists() and added.is_file() else path


def _own_pace(config: Path) -> float:
    """The model's own length scale; 1 when it names none.

    Raises:
        VoiceError: *config* is no JSON object.
    """
    import json

    try:
        inference = json.loads(config.read_bytes()).get("inference", {})
        return float(inference.get("length_scale", 1.0))
    except (OSError, ValueError, AttributeError, TypeError) as failure:
        raise VoiceError(
            tr("{file} is no Piper configuration: {why}", file=config.name, why=_why(failure)),
            code="voice-unfit",
        ) from failure


def _config_of(model: Path) -> Path:
    return model.with_name(model.name + ".json")


def _digest(model: Path) -> str:
    whole = hashlib.sha256()
    for path in (model, _config_of(model)):
        whole.update(bytes.fromhex(digest_of(path)))
    return whole.hexdigest()
