"""Timed words beside the film: sentences at their place in time, cut into cues.

    PlacedSentence, … ──lay_cues──▶ Cue, Cue, …

Comes in: what is said, when, and until when its slide stays. Goes out: cues in whole frames, half
open, in order, none overlapping another; where music sounds alone, one that tells of it. Made from
the script and the takes, never by listening. Doesn't know voices, files or subtitle formats.

Limits (EBU, Netflix and Arcom figures, narrowed to what suits a narration read aloud):
2 lines of 40 characters, 1.0 to 6.5 s, never less than two frames between two cues.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest
from typing import TYPE_CHECKING, Literal

from renderer.language.registry import language_of
from renderer.messages import tr
from renderer.messages.figures import decimal
from renderer.subtitles.cue_breaks import LINE_WIDTH, LINES, CuePiece, break_cues, break_lines
from renderer.subtitles.cue_starts import BORROWED_SECONDS, SaidCue, cue_starts
from renderer.timebase import Timebase
from renderer.timeline.word_times import piece_starts

if TYPE_CHECKING:
    from renderer.timeline import PlacedSentence

MUSIC_SECONDS = 3.0
"""That music is told of, at most: one word is read at once, and what it covers is free again."""
SHORTEST_SECONDS = 1.0
"""A shorter cue is seen and not read."""
LONGEST_SECONDS = 6.5
"""Two full lines are read in less; who has read them begins again."""
LINGER_SECONDS = 0.5
"""How long a pause may be for a cue to stay until the next one comes."""
READ_ON_SECONDS = 1.5
"""How long a cue may stay after the voice while it is being read: what the BBC's guidelines let a
subtitle hang on for. Longer, it is taken for what is said next."""
LEAST_GAP_FRAMES = 2
"""What editors and Netflix's guide keep between two: a gap of one frame is a flicker."""
LEAST_GAP_SECONDS = 0.08
"""Between two cues, at least, whichever is longer: without a gap the eye takes the second for the
first and doesn't read it. The large platforms' timed-text styles ask for two frames of a film at
24 or 25 a second, which at 50 or 60 would not be seen."""
LONGEST_JOINED_PAUSE_SECONDS = 1.0
"""Sentences farther apart than this are never shown together."""
_NARROWER = (64, 52, 40, 32, 24, 16, 10)
"""Characters in a piece, tried in turn when two full lines would stay longer than they may."""


Sounds = Literal["voice", "music"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is shown at once."""

    start: int
    """Frame."""
    end: int
    """Frame; half-open."""
    lines: tuple[str, ...]
    """One or two, typeset, none of them empty."""
    slide_id: str
    sentence: int
    """0-based number, in its slide, of the first sentence that it shows."""
    last_sentence: int
    """The same for the last one: a cue may join sentences that are too short to stand alone."""
    sounds: Sounds = "voice"
    """What it tells of; one of music shows no sentence."""
    top_percent: int | None = None
    """Where its first line stands, of the picture's height, when it is raised over what is drawn at
    the picture's foot; None: where the player likes."""

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWarning:
    """A cue that is hard to read."""

    cue: int
    """0-based number of the cue."""
    what: str
    """For the author, naming the figure."""
    remedy: str
    code: str
    """The name of its kind; see `messages/explanations`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A cue whose end is not settled: when its words are said, and how long it could stay."""

    cue: Cue
    slide_end: int
    language: str
    width: int


def lay_cues(
    sentences: Sequence[PlacedSentence], timebase: Timebase, width: int = LINE_WIDTH
) -> tuple[Cue, ...]:
    """Cut *sentences* into cues.

    Each cue starts in the frame in which its first word starts, or up to half a second before
    where it would else be too fast to read (`cue_starts`); it ends when its words have been said,
    or stays up to a second and a half longer where that helps. A cue never outlives its slide.
    Only a sentence that is said faster than it could be shown may give a cue of less than a second
    or of more than two lines: `cue_warnings` names those.

    Args:
        sentences: those that are heard, in film order.
        timebase: the film's.
        width: characters in a line, at most; fewer where they are drawn on a narrow frame.

    Returns:
        In order, none empty, at least `gap_frames` apart unless one frame is all that there is
        for a cue.
    """
    drafts: list[_Draft] = []
    for sentence in sentences:
        drafts += _drafts(sentence, timebase, width)
    return _settled(_on_time(_joined(drafts, timebase), timebase), timebase)


def characters_per_second(cue: Cue, timebase: Timebase) -> float:
    """How fast *cue* must be read, spaces and marks included."""
    return len(cue.text) * timebase.fps / (cue.end - cue.start)


def cue_warnings(cues: Sequence[Cue], timebase: Timebase, fastest: float) -> tuple[CueWarning, ...]:
    """Cues that go by too fast or hold too much, in order.

    Args:
        cues: in order.
        timebase: the film's.
        fastest: characters a second that readers of the language can follow.
    """
    warnings: list[CueWarning] = []
    for number, cue in enumerate(cues):
        if cue.sounds != "voice":
            continue
        speed = characters_per_second(cue, timebase)
        place = cue.sentence + 1
        if speed > fastest:
            what = tr(
                "sentence {number}: the cue “{text}” must be read at {speed} characters a second"
                " (at most {fastest})",
                number=place,
                text=cue.text,
                speed=decimal(speed, 1),
                fastest=decimal(fastest, 0),
            )
            remedy = tr("shorten the sentence, or slow the voice")
            warnings.append(CueWarning(cue=number, what=what, remedy=remedy, code="cue-too-fast"))
        elif cue.end - cue.start < _frames(SHORTEST_SECONDS, timebase):
            seconds = (cue.end - cue.start) / timebase.fps
            what = tr(
                "sentence {number}: the cue “{text}” stays for {seconds} s only (at least {least})",
                number=place,
                text=cue.text,
                seconds=decimal(seconds, 2),
                least=decimal(SHORTEST_SECONDS, 1),
            )
            remedy = tr("lengthen the pause or the hold after it")
            warnings.append(CueWarning(cue=number, what=what, remedy=remedy, code="cue-too-short"))
    return tuple(warnings)


def gap_frames(timebase: Timebase) -> int:
    """Frames that stay free between two cues."""
    return max(LEAST_GAP_FRAMES, timebase.frames_in(LEAST_GAP_SECONDS))


def _frames(seconds: float, timebase: Timebase) -> int:
    return timebase.frames_in(seconds)


def _drafts(placed: PlacedSentence, timebase: Timebase, width: int) -> list[_Draft]:
    """The cues of one sentence, each ending where the next starts, the last with the voice."""
    sentence = placed.sentence
    first = placed.start // timebase.samples_per_frame
    last = min(timebase.frames_holding(placed.end), placed.slide_end)
    if last <= first or not sentence.written.strip():
        return []
    longest = _frames(LONGEST_SECONDS, timebase)
    pieces: tuple[CuePiece, ...] = ()
    starts: list[int] = []
    for limit in (LINES * width, *(limit for limit in _NARROWER if limit < LINES * width)):
        pieces = break_cues(sentence.written, sentence.language, limit, width)
        starts = _frames_of(placed, pieces, first, last, timebase)
        if all(end - start <= longest for start, end in pairwise([*starts, last])):
            break
    drafts: list[_Draft] = []
    for piece, (start, end) in zip(pieces, pairwise([*starts, last]), strict=True):
        if drafts and start == drafts[-1].cue.start:  # said faster than frames go by
            cue = replace(drafts[-1].cue, end=end, lines=drafts[-1].cue.lines + piece.lines)
            drafts[-1] = replace(drafts[-1], cue=cue)
            continue
        cue = Cue(
            start=start,
            end=end,
            lines=piece.lines,
            slide_id=sentence.slide_id,
            sentence=sentence.index,
            last_sentence=sentence.index,
        )
        end_of, language = placed.slide_end, sentence.language
        drafts.append(_Draft(cue=cue, slide_end=end_of, language=language, width=width))
    return drafts


def _frames_of(
    placed: PlacedSentence,
    pieces: Sequence[CuePiece],
    first: int,
    last: int,
    timebase: Timebase,
) -> list[int]:
    """The frame in which each piece starts, never going back, all before *last*."""
    samples = piece_starts(placed, [piece.start for piece in pieces])
    frames = [first]
    for sample in samples[1:]:
        frame = round(sample / timebase.samples_per_frame)
        frames.append(min(max(frame, frames[-1]), last - 1))
    return frames


def _joined(drafts: Sequence[_Draft], timebase: Timebase) -> list[_Draft]:
    """*drafts* with each one that would stay too short joined to a neighbour, if they fit."""
    laid: list[_Draft] = []
    for draft in drafts:
        laid.append(draft)
        while len(laid) > 1:
            one, other = laid[-2:]
            # Too near one another for a cue of one frame and the gap after it.
            at_once = other.cue.start - one.cue.start <= gap_frames(timebase)
            if not (at_once or _is_short(one, other, timebase)):
                break
            both = _both(one, other, timebase, forced=at_once)
            if both is not None:
                laid[-2:] = [both]
                continue
            both = _both(laid[-3], one, timebase, forced=False) if len(laid) > 2 else None
            if both is None:
                break
            laid[-3:-1] = [both]
    while len(laid) > 1 and _is_short(laid[-1], None, timebase):
        both = _both(laid[-2], laid[-1], timebase, forced=False)
        if both is None:
            break
        laid[-2:] = [both]
    return laid


def _is_short(draft: _Draft, following: _Draft | None, timebase: Timebase) -> bool:
    """Whether *draft* can't stay as long as it must."""
    end = _latest(draft, timebase)
    if following is not None:
        end = min(end, following.cue.start - gap_frames(timebase))
    return end - draft.cue.start < _frames(SHORTEST_SECONDS, timebase)


def _both(one: _Draft, other: _Draft, timebase: Timebase, *, forced: bool) -> _Draft | None:
    """Two drafts as one; None when they don't fit in one cue.

    Forced, they are joined whatever the number of lines: they start at once.
    """
    first, second = one.cue, other.cue
    if first.slide_id != second.slide_id:
        return None
    lines = break_lines(f"{first.text} {second.text}", one.language, one.width)
    too_long = second.end - first.start > _frames(LONGEST_SECONDS, timebase)
    apart = second.start - first.end > _frames(LONGEST_JOINED_PAUSE_SECONDS, timebase)
    if (lines is None or too_long or apart) and not forced:
        return None
    cue = replace(
        first,
        end=max(first.end, second.end),
        lines=lines or first.lines + second.lines,
        last_sentence=second.last_sentence,
    )
    return replace(one, cue=cue)


def _on_time(drafts: Sequence[_Draft], timebase: Timebase) -> list[_Draft]:
    """*drafts*, those that are said faster than they are read coming a little before the voice."""
    lead, gap = _frames(BORROWED_SECONDS, timebase), gap_frames(timebase)
    moved: list[_Draft] = []
    for _, group in groupby(drafts, key=lambda draft: draft.cue.slide_id):
        own = list(group)
        said = [
            SaidCue(start=d.cue.start, latest=_latest(d, timebase), read=_read(d, timebase))
            for d in own
        ]
        # Not while the slide before is seen, whose last words may stay until it goes.
        earliest = moved[-1].slide_end + gap if moved else 0
        starts = cue_starts(said, earliest, lead, gap)
        moved += [
            replace(draft, cue=replace(draft.cue, start=start))
            for draft, start in zip(own, starts, strict=True)
        ]
    return moved


def _read(draft: _Draft, timebase: Timebase) -> int:
    """Frames for which a cue should stay: less than a second is seen and not read."""
    easy = language_of(draft.language).eye.easy_reading
    seconds = len(draft.cue.text) / easy
    return max(_frames(SHORTEST_SECONDS, timebase), math.ceil(seconds * timebase.fps))


def _latest(draft: _Draft, timebase: Timebase) -> int:
    """The frame in which a cue goes, however long it takes to read."""
    return min(
        draft.cue.end + _frames(READ_ON_SECONDS, timebase),
        draft.cue.start + _frames(LONGEST_SECONDS, timebase),
        draft.slide_end,
    )


def _settled(drafts: Sequence[_Draft], timebase: Timebase) -> tuple[Cue, ...]:
    """The cues with their ends: as long as they are read, not into the next, no blink between."""
    return tuple(
        replace(draft.cue, end=_end(draft, after.cue if after else None, timebase))
        for draft, after in zip_longest(drafts, drafts[1:])
    )


def _end(draft: _Draft, following: Cue | None, timebase: Timebase) -> int:
    """The frame in which a cue goes."""
    cue, latest = draft.cue, _latest(draft, timebase)
    voice_end = cue.end if following is None else min(cue.end, following.start)
    end = min(max(voice_end, cue.start + _read(draft, timebase)), latest)
    if following is None:
        return end
    free = following.start - gap_frames(timebase)
    lingers = min(latest, voice_end + _frames(LINGER_SECONDS, timebase))
    if lingers >= free and following.slide_id == cue.slide_id:
        end = free  # the pause is short: the words stay until the next ones come
    return max(cue.start + 1, min(end, free))


def with_music(
    cues: Sequence[Cue],
    music: Sequence[tuple[int, int]],
    words: str,
    timebase: Timebase,
    slide_at: Callable[[int], str],
) -> tuple[Cue, ...]:
    """*cues*, and one more for each stretch of music, where it first sounds without a voice.

    Music that nobody has a second to read of, because somebody speaks from its first moment to its
    last, is not told of.

    Args:
        cues: of what is said, in order.
        music: frames in which music sounds without a break, half-open, in order.
        words: what is told, "[musique]".
        timebase: the film's.
        slide_at: the id of the slide that is seen in a frame.
    """
    told = [
        Cue(
            start=start,
            end=end,
            lines=(words,),
            slide_id=slide_at(start),
            sentence=0,
            last_sentence=0,
            sounds="music",
        )
        for first, last in music
        for start, end in _first_free(cues, first, last, timebase)
    ]
    return tuple(sorted((*cues, *told), key=lambda cue: cue.start))


def _first_free(
    cues: Sequence[Cue], first: int, last: int, timebase: Timebase
) -> Iterator[tuple[int, int]]:
    """The first frames between *first* and *last* that no cue takes, if there are enough."""
    gap = gap_frames(timebase)
    near = [cue for cue in cues if cue.end + gap > first and cue.start - gap < last]
    edges = [first, *(at for cue in near for at in (cue.start - gap, cue.end + gap)), last]
    for start, end in list(pairwise(edges))[::2]:
        if end - start >= timebase.frames_in(SHORTEST_SECONDS):
            yield start, min(end, start + timebase.frames_in(MUSIC_SECONDS))
            return
