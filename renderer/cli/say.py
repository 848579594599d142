"""``say``: what is written and what is said, for review; or heard.

Comes in: parsed arguments. Goes out: a table on stdout, a WAV file, or sound.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from renderer.cli.output_files import save_wav
from renderer.cli.progress import witness
from renderer.cli.terminal import printable, terminal
from renderer.cli.values import options_of
from renderer.errors import UsageError
from renderer.language.eye.typography import typeset
from renderer.messages import tr
from renderer.narration.names import names_to_settle
from renderer.narration.script import touches
from renderer.narration.sentence import ScriptSentence
from renderer.production.prepare import Production, prepare
from renderer.production.say import narration_blocks
from renderer.voices.phonemes import read_names, read_sentences

_PLAYERS = (
    ["paplay"],
    ["pw-play"],
    ["aplay", "-q"],
    ["afplay"],
    ["ffplay", "-nodisp", "-autoexit"],
)
"""Programs that play a WAV file, by system; the first one found is used."""


def run(arguments: argparse.Namespace) -> int:
    """Print the table, or write or play the narration."""
    production = prepare(arguments.storyboard, options_of(arguments), pictures=False)
    if arguments.slide:
        known = production.script
        if arguments.slide not in known:
            wrong = tr(
                "there is no slide '{slide}'; the slides are {slides}",
                slide=arguments.slide,
                slides=", ".join(sorted(known)),
            )
            raise UsageError(wrong, code="slide-unknown")
    if arguments.unknown:
        return _unknown(production, as_json=arguments.json)
    if arguments.ipa:
        return _ipa(production, arguments)
    if arguments.out or arguments.play:
        return _sound(production, arguments)
    sentences = [
        sentence
        for slide_id, of_slide in production.script.items()
        for sentence in of_slide
        if arguments.slide in ("", slide_id)
    ]
    if arguments.json:
        told = [
            {"slide": each.slide_id, "written": _set(each), "spoken": each.text}
            for each in sentences
        ]
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print_table(sentences)
    return 0


def _set(sentence: ScriptSentence) -> str:
    return typeset(sentence.written, sentence.language)


def _print_table(sentences: Sequence[ScriptSentence]) -> None:
    rows = [
        (f"{each.slide_id} {each.index + 1}", _set(each), each.text, touches(each))
        for each in sentences
    ]
    if not sys.stdout.isatty():
        for *cells, touched in rows:
            rules = "; ".join(f"{t.written} → {t.spoken} [{t.rule}]" for t in touched)
            print("\t".join([*cells, rules]))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(tr("slide"), tr("written"), tr("spoken"), tr("rules"), show_lines=True)
    for *cells, touched in rows:
        rules = "\n".join(f"{t.written} → {t.spoken}  {t.rule}" for t in touched)
        table.add_row(*map(printable, [*cells, rules]))
    Console(file=terminal(sys.stdout)).print(table, markup=False)


def _unknown(production: Production, *, as_json: bool) -> int:
    """Names to settle, as lexicon entries to copy and correct."""
    found = names_to_settle(production.board)
    read = read_names([name.said for name in found], production.board.language)
    if as_json:
        told = [
            {**asdict(name), "ipa": one.ipa, "foreign": one.foreign}
            for name, one in zip(found, read, strict=True)
        ]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    if not found:
        print(tr("# Nothing is unknown: there is no name or acronym that no lexicon settles."))
        return 0
    print(tr("# Copy what is read wrongly into a lexicon, and correct what is said."))
    for name, one in zip(found, read, strict=True):
        write, say = (json.dumps(text, ensure_ascii=False) for text in (name.written, name.said))
        note = tr("{count} × in {slides}", count=name.count, slides=", ".join(name.slides))
        if one.ipa:
            note = tr("{note}; heard /{ipa}/", note=note, ipa=one.ipa)
        if one.foreign:
            note = tr(
                "{note}, which espeak takes for '{language}' left to itself",
                note=note,
                language=one.foreign,
            )
        print(f"- {{write: {write}, say: {say}}}  # {note}")
    return 0


def _ipa(production: Production, arguments: argparse.Namespace) -> int:
    """Every sentence as the voices that take phonemes say it."""
    rows = [
        (slide_id, sentence.index + 1, sentence.spoken)
        for slide_id, sentences in production.script.items()
        for sentence in sentences
        if arguments.slide in ("", slide_id)
    ]
    read = read_sentences([spoken for _, _, spoken in rows], production.board.language)
    if arguments.json:
        told = [
            {"slide": slide, "spoken": spoken.text, "ipa": ipa}
            for (slide, _, spoken), ipa in zip(rows, read, strict=True)
        ]
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for (slide, number, spoken), ipa in zip(rows, read, strict=True):
        print(printable(f"{slide} {number}\t{spoken.text}\t{ipa}"))
    return 0


def _sound(production: Production, arguments: argparse.Namespace) -> int:
    with witness() as seen:
        blocks = narration_blocks(production, seen, arguments.slide)
        if arguments.out:
            save_wav(blocks, arguments.out)
            print(json.dumps({"file": str(arguments.out)}) if arguments.json else arguments.out)
            return 0
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "narration.wav")
            save_wav(blocks, path)
            play(path)
    return 0


def play(path: Path) -> None:
    """The WAV file *path* through this machine's loudspeakers.

    Raises:
        UsageError: no program that plays it was found.
    """
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    for words in _PLAYERS:
        if shutil.which(words[0]):
            subprocess.run([*words, str(path)], check=False, stdin=subprocess.DEVNULL)
            return
    names = ", ".join(words[0] for words in _PLAYERS)
    raise UsageError(
        tr("no player was found ({names}): write a file with --out FILE.wav", names=names),
        code="player-missing",
    )
