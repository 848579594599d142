"""``voices``: what speaks here and why the rest doesn't; hear one; add one for Piper.

Comes in: parsed arguments. Goes out: a table on stdout, a WAV file or sound, a voice's files.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from renderer.cli.output_files import save_wav
from renderer.cli.say import play
from renderer.errors import UsageError, VoiceError
from renderer.messages import tr
from renderer.voices.base import VoiceSettings, put_to_rest, voice_place
from renderer.voices.piper_hub import VOICES, add_voice, models_folder
from renderer.voices.registry import AUTO, engine_names, open_voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One engine, as it stands here."""

    engine: str
    title: str
    """Of its voice for the language; empty when it has none."""
    speaks: bool
    """Whether it could speak now, as far as that is known without asking anybody."""
    sent_to: str
    """Where it sends what it says; empty: nowhere."""
    why: str
    """Why it doesn't speak."""


def run(arguments: argparse.Namespace) -> int:
    """Print the table, have one voice heard, or add one."""
    if arguments.action == "list":
        return _list(arguments)
    if not arguments.voice:
        raise UsageError(
            tr("which voice? write its name after '{word}'", word=arguments.action),
            code="option-unfit",
        )
    return _hear(arguments) if arguments.action == "hear" else _add(arguments)


def _list(arguments: argparse.Namespace) -> int:
    shown = list(_engines(arguments.language, offline=arguments.offline))
    if arguments.json:
        print(json.dumps([asdict(one) for one in shown], ensure_ascii=False))
        return 0
    for one in shown:
        state = tr("speaks") if one.speaks else tr("doesn't speak: {why}", why=one.why)
        sent = tr(", sends text to {place}", place=one.sent_to) if one.sent_to else ""
        print(f"{one.engine:10}{one.title or '–'}\t{state}{sent}")
    print(tr("to add, for Piper: {names}", names=", ".join(VOICES)))
    return 0


def _engines(language: str, *, offline: bool) -> Iterator[Shown]:
    for engine in engine_names():
        if engine == AUTO:
            continue
        try:
            voice = open_voice(engine, VoiceSettings(language=language, offline=offline))
        except VoiceError as refused:
            yield Shown(engine=engine, title="", speaks=False, sent_to="", why=str(refused))
            continue
        why = str(getattr(voice, "lacks", ""))
        if voice.online and offline and not why:
            why = tr("{service} needs the network, and this is offline", service=voice.title)
        yield Shown(
            engine=engine,
            title=voice.title,
            speaks=not why,
            sent_to=str(voice_place(voice) or ""),
            why=why,
        )


def _hear(arguments: argparse.Namespace) -> int:
    from renderer.narration.trimming import polish

    if not arguments.text:
        raise UsageError(
            tr('what shall it say? --text "Le port de Cherbourg."'), code="option-unfit"
        )
    engine, _, name = arguments.voice.partition(":")
    settings = VoiceSettings(
        name=name, language=arguments.language, offline=arguments.offline, folder=Path.cwd()
    )
    voice = open_voice(engine, settings)
    try:
        speech = voice.say(arguments.text)
    finally:
        put_to_rest(voice)
    pcm, _words = polish(speech, gain_db=float(voice.identity.get("level_db", 0.0)))
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.out or Path(folder, "voice.wav")
        save_wav(iter([pcm]), path)
        if not arguments.out:
            play(path)
        elif arguments.json:
            print(json.dumps({"file": str(path), "voice": voice.title}, ensure_ascii=False))
        else:
            print(path)
    return 0


def _add(arguments: argparse.Namespace) -> int:
    if arguments.offline and arguments.source is None:
        raise UsageError(
            tr("a voice is downloaded, and this is offline: bring it with --from FILE.onnx"),
            code="network-forbidden",
        )
    added = add_voice(arguments.voice, models_folder(), _tell, brought=arguments.source)
    if added.card:
        print(added.card, file=sys.stderr)
    print(tr("licence: {licence}; credit it in the film", licence=added.licence), file=sys.stderr)
    if arguments.json:
        told = {"file": str(added.model), "licence": added.licence, "card": added.card}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(added.model)
    return 0


def _tell(done: int, total: int) -> None:
    """One line that is written over on a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done / 1e6:.0f} / {total / 1e6:.0f} MB", end=end, file=sys.stderr, flush=True)
