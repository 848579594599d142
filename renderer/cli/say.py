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

from renderer.cli.arguments import options_of
from renderer.cli.files import save_wav
from renderer.cli.progress import witness
from renderer.cli.terminal import printable, terminal
from renderer.errors import UsageError
from renderer.narration.ipa import read_names, read_sentences
from renderer.narration.script import ReadingRow, names_to_settle, reading_table
from renderer.production.prepare import Production, prepare
from renderer.production.say import narration_blocks

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
        known = {slide.slide_id for slide in production.script}
        if arguments.slide not in known:
            raise UsageError(f"there is no slide '{arguments.slide}'; {', '.join(sorted(known))}")
    if arguments.unknown:
        return _unknown(production, as_json=arguments.json)
    if arguments.ipa:
        return _ipa(production, arguments)
    if arguments.out or arguments.play:
        return _sound(production, arguments)
    rows = [
        row
        for row in reading_table(production.script, production.board.language)
        if arguments.slide in ("", row.slide_id)
    ]
    if arguments.json:
        told = [{"slide": r.slide_id, "written": r.written, "spoken": r.spoken} for r in rows]
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print_table(rows)
    return 0


def _print_table(rows: Sequence[ReadingRow]) -> None:
    if not sys.stdout.isatty():
        for row in rows:
            rules = "; ".join(f"{t.written} → {t.spoken} [{t.rule}]" for t in row.touches)
            print(f"{row.slide_id} {row.sentence}\t{row.written}\t{row.spoken}\t{rules}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("slide", "written", "spoken", "rules", show_lines=True)
    for row in rows:
        rules = "\n".join(f"{t.written} → {t.spoken}  {t.rule}" for t in row.touches)
        cells = (f"{row.slide_id} {row.sentence}", row.written, row.spoken, rules)
        table.add_row(*map(printable, cells))
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
    print("# Copy what is read wrongly into a lexicon, and correct what is said.")
    for name, one in zip(found, read, strict=True):
        write, say = (json.dumps(text, ensure_ascii=False) for text in (name.written, name.said))
        heard = f"; heard /{one.ipa}/" if one.ipa else ""
        odd = f", which espeak takes for '{one.foreign}' left to itself" if one.foreign else ""
        where = f"{name.count} × in {', '.join(name.slides)}"
        print(f"- {{write: {write}, say: {say}}}  # {where}{heard}{odd}")
    return 0


def _ipa(production: Production, arguments: argparse.Namespace) -> int:
    """Every sentence as the voices that take phonemes say it."""
    rows = [
        (script.slide_id, number, sentence.spoken)
        for script in production.script
        for number, sentence in enumerate(script.sentences, start=1)
        if arguments.slide in ("", script.slide_id)
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
            _play(path)
    return 0


def _play(path: Path) -> None:
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME)
        return
    for words in _PLAYERS:
        if shutil.which(words[0]):
            subprocess.run([*words, str(path)], check=False, stdin=subprocess.DEVNULL)
            return
    names = ", ".join(words[0] for words in _PLAYERS)
    raise UsageError(f"no player was found ({names}): write a file with --out FILE.wav")
