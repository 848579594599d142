"""How long the silences around sentences are: what has just been said asks for more or less of it.

Comes in: sentences, and how long their pauses are by the storyboard. Goes out: samples and frames.
The same words always have the same pause. Knows no file and no voice.

A reader who stops for the same third of a second after each sentence is a metronome. A pause is the
storyboard's, up to a fifth longer or shorter: longer after a question or a long sentence, shorter
after a short one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer.storyboard.board import Music, Slide, Storyboard, VoiceChoice
from renderer.timebase import Timebase, samples_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from renderer.narration.sentence import Utterance, Utterances

MOST = 200
"""Thousandths by which a pause is longer or shorter, at most."""
_BY_MARK = (("?", 120), ("…", 120), ("!", 60), (":", -60), (";", -60))
"""Thousandths: a question waits for its answer, and what a colon announces follows."""
_CLOSERS = "\u00a0\u202f »”’\"')]"
_USUAL_LETTERS = 60
"""A sentence of so many letters has the plain pause; one breath more for each further letter."""
_BY_LETTER = 2
"""Thousandths a letter."""
_LONGEST = 100
"""Thousandths that its length adds or takes, at most."""
_UNEVEN = 60
"""Thousandths by which two sentences alike in mark and length still differ, at most."""
MUSIC_ALONE_SECONDS = 2.0
"""Music is heard alone for so long before a film's first word and after its last; less where it
rises or goes faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """What lies around a slide's narration. Frames."""

    lead: int
    hold: int


def pause_after(utterance: Utterance, usual: int) -> int:
    """Samples between a sentence and the next one: its own, if a recording has it, else *usual*
    varied by what ends."""
    return varied(utterance.sentence.written, usual) if utterance.pause is None else utterance.pause


def varied(written: str, usual: int) -> int:
    """*usual*, a fifth longer or shorter at most, by what ends; as it is without a sentence."""
    letters = sum(map(str.isalnum, written))
    if not letters:
        return usual
    last = written.rstrip(_CLOSERS)[-1:]
    if written.rstrip(_CLOSERS).endswith("..."):
        last = "…"
    by_mark = dict(_BY_MARK).get(last, 0)
    by_length = max(-_LONGEST, min(_LONGEST, _BY_LETTER * (letters - _USUAL_LETTERS)))
    uneven = zlib.crc32(written.encode("utf-8", "replace")) % (2 * _UNEVEN + 1) - _UNEVEN
    share = max(-MOST, min(MOST, by_mark + by_length + uneven))
    return usual + usual * share // 1000


def margins_of(board: Storyboard, utterances: Utterances, base: Timebase) -> list[Margins]:
    """What lies around each slide's narration: its lead and hold, the hold varied by its last
    sentence unless the slide says how long it is.

    Where music sounds, nobody speaks while it rises at the film's beginning, nor while it goes at
    its end, for two seconds at most.
    """
    found: list[Margins] = []
    for slide in board.slides:
        heard = [each for each in utterances.get(slide.id, ()) if each.length]
        hold = base.frames_in(slide.hold_seconds)
        if heard and heard[-1].pause is None and "hold" not in slide.marks:
            hold = varied(heard[-1].sentence.written, hold)
        lead = base.frames_in(slide.lead_seconds) if heard else 0
        found.append(Margins(lead=lead, hold=hold))
    _make_room_for_music(board, utterances, base, found)
    return found


def _make_room_for_music(
    board: Storyboard, utterances: Utterances, base: Timebase, margins: list[Margins]
) -> None:
    """Lengthen the first slide's lead and the last one's hold, where the author left them open."""
    first, last = board.slides[0], board.slides[-1]
    if (music := _music_at(board, 0)) and _is_open(first, utterances, "lead"):
        alone = base.frames_in(min(MUSIC_ALONE_SECONDS, music.fade_in_seconds))
        margins[0] = replace(margins[0], lead=max(margins[0].lead, alone))
    if (music := _music_at(board, len(board.slides) - 1)) and _is_open(last, utterances, "hold"):
        alone = base.frames_in(min(MUSIC_ALONE_SECONDS, music.fade_out_seconds))
        margins[-1] = replace(margins[-1], hold=max(margins[-1].hold, alone))


def _is_open(slide: Slide, utterances: Utterances, key: str) -> bool:
    speaks = any(each.length for each in utterances.get(slide.id, ()))
    return speaks and slide.length_seconds is None and key not in slide.marks


def _music_at(board: Storyboard, number: int) -> Music | None:
    """What music sounds in a slide."""
    own = [slide.music for slide in board.slides[: number + 1] if slide.music]
    sounding = own[-1] if own else board.music
    return sounding if isinstance(sounding, Music) else None


def spaced(
    voice: VoiceChoice, utterances: Sequence[Utterance]
) -> tuple[list[tuple[int, Utterance]], int]:
    """Each sentence after the samples that lie between it and the slide's first word; and all."""
    within = samples_in(voice.sentence_pause_seconds)
    between = samples_in(voice.paragraph_pause_seconds)
    laid, cursor = [], 0
    before: Utterance | None = None
    for each in utterances:
        if before is not None and each.length:
            same = each.sentence.paragraph == before.sentence.paragraph
            cursor += pause_after(before, within if same else between)
        laid.append((cursor, each))
        cursor += each.length
        if each.length:
            before = each
    return laid, cursor
