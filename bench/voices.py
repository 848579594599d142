"""How the voices of this machine say the films' sentences: ``python -m bench.voices``.

    python -m bench.voices [--voices kokoro,espeak] [--sentences 40] [--judges PYTHON]

Comes in: voices, and the interpreter that has the judges (`judges.py`). Goes out: a table.
WER and PER are edit distances, in words and in phonemes, from what was said to what Whisper heard;
what it writes in digits is read aloud first. Nobody listens: these are machines' measures.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from bench.measure import ROOT, run
from bench.rows import MEGABYTE
from renderer.cli.output_files import save_wav
from renderer.language.ear.spoken_text import lexicon_for, speak
from renderer.language.sentence import Sentence, Spoken
from renderer.narration.script import write_script
from renderer.narration.trimming import polish
from renderer.storyboard.load import load_storyboard
from renderer.timebase import SAMPLE_RATE
from renderer.voices.base import VoiceSettings, put_to_rest, takes_phonemes
from renderer.voices.phonemes import read_aloud, reader_of
from renderer.voices.registry import open_voice

_FILMS = ("bataille-de-cherbourg", "liberation-de-paris-et-de-la-france")


def main() -> None:
    """One row a voice."""
    parser = argparse.ArgumentParser(prog="python -m bench.voices", description=__doc__)
    parser.add_argument("--voices", default="kokoro,espeak", help="engines, or ENGINE:NAME")
    parser.add_argument("--sentences", type=int, default=40)
    parser.add_argument("--judges", default=sys.executable, help="a Python that has the judges")
    parser.add_argument("--say", nargs=2, metavar=("VOICE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.say:
        _say(*arguments.say, arguments.sentences)
        return
    print("| voice | WER | PER | MOS | × real time a CPU second | peak MB | sentences |")
    print("|---|---|---|---|---|---|---|")
    for voice in arguments.voices.split(","):
        print(_row(voice, arguments.sentences, arguments.judges), flush=True)


def sentences(count: int) -> list[Spoken]:
    """*count* sentences of both films, evenly taken, as they are spoken."""
    said = [
        each.spoken
        for name in _FILMS
        for of_slide in write_script(
            load_storyboard(ROOT / "storyboards" / f"{name}.yaml")
        ).values()
        for each in of_slide
    ]
    return said[:: max(1, len(said) // count)][:count]


def _say(voice: str, folder: str, count: int) -> None:
    """Every sentence by *voice*, a file each, levelled as a film has it."""
    engine, _, name = voice.partition(":")
    speaker = open_voice(engine, VoiceSettings(name=name, folder=ROOT, offline=True))
    gain_db = float(speaker.identity.get("level_db", 0.0))
    try:
        for number, spoken in enumerate(sentences(count)):
            heeds = takes_phonemes(speaker)
            speech = (
                speaker.say_with(spoken.text, spoken.hints) if heeds else speaker.say(spoken.text)
            )  # type: ignore[attr-defined]
            pcm, _ = polish(speech, gain_db=gain_db)
            save_wav(iter([pcm]), Path(folder, f"{number:03}.wav"))
    finally:
        put_to_rest(speaker)


def _row(voice: str, count: int, judges: str) -> str:
    meant = sentences(count)
    with tempfile.TemporaryDirectory(prefix="recit-voices-") as folder:
        words = [sys.executable, "-m", "bench.voices", "--sentences", str(count)]
        spoken = run([*words, "--say", voice, folder])
        seconds = sum(path.stat().st_size for path in Path(folder).glob("*.wav")) / 2 / SAMPLE_RATE
        told = Path(folder, "heard.json")
        subprocess.run(
            [judges, str(ROOT / "bench" / "judges.py"), folder, str(told)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        found = json.loads(told.read_text(encoding="utf-8"))
    heard = [one for _, one in sorted(found.items())]
    lexicon = lexicon_for()
    again = [speak(Sentence(written=one["words"]), lexicon) for one in heard]
    wer = _errors([_words(one.text) for one in meant], [_words(one.text) for one in again])
    per = _errors([_phonemes(one) for one in meant], [_phonemes(one) for one in again])
    mos = fmean(one["mos"] for one in heard)
    return (
        f"| {voice} | {wer:.0%} | {per:.1%} | {mos:.2f} | {seconds / spoken.cpu:.1f}"
        f" | {spoken.peak / MEGABYTE:.0f} | {len(heard)} |"
    )


def _words(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text.casefold())


def _phonemes(spoken: Spoken) -> Sequence[str]:
    read = read_aloud(spoken.text, spoken.hints, voice=reader_of("fr"))
    return re.sub(r"[ˈˌː. ‿-]", "", "".join(word.ipa for word in read))


def _errors(meant: Sequence[Sequence[str]], heard: Sequence[Sequence[str]]) -> float:
    """Edits from what was meant to what was heard, as a share of what was meant."""
    pairs = list(zip(meant, heard, strict=True))
    return sum(_edits(one, other) for one, other in pairs) / sum(len(one) for one in meant)


def _edits(one: Sequence[str], other: Sequence[str]) -> int:
    row = list(range(len(other) + 1))
    for number, mine in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, theirs in enumerate(other, start=1):
            cheapest = min(before + (mine != theirs), row[place] + 1, row[place - 1] + 1)
            before, row[place] = row[place], cheapest
    return row[-1]


if __name__ == "__main__":
    main()
