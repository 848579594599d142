"""What is said of a film that was made: its length, voice, sound, what was reused, where it is.

Comes in: a film in one language. Goes out: lines for people. Prints nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from renderer.messages import deferred, tr, trn
from renderer.messages.catalogue import number
from renderer.messages.figures import decimal, short_figure
from renderer.production.film_sound.soundtrack import TOLERANCE, Soundtrack

if TYPE_CHECKING:
    from renderer.narration.speech import HeardVoice
    from renderer.production.prepare import Production
    from renderer.production.render import Film, Making
    from renderer.production.whole_film import Made, MadeFilm

_LABELS = (
    deferred("length"),
    deferred("voice"),
    deferred("sends to"),
    deferred("sound"),
    deferred("teaser"),
    deferred("sentences"),
    deferred("web"),
    deferred("segments"),
    deferred("time"),
    deferred("where"),
    deferred("to embed"),
    deferred("lags"),
)
"""Of all rows that there may be, for `tr`."""


def summary(film: MadeFilm, one: Made, where: str) -> str:
    """The film's title, then a row for each thing that there is to say; *where* it was put."""
    board = one.production.board
    title = f"{board.title} ({board.language})" if board.languages else board.title
    return "\n".join(
        [title, *(summary_row(label, told) for label, told in _rows(film, one, where))]
    )


def summary_row(label: str, told: str) -> str:
    """One row; labels are as wide as the widest."""
    width = max(len(tr(one)) for one in _LABELS)
    return f"  {label.ljust(width)} {told}"


def _rows(film: MadeFilm, one: Made, where: str) -> Iterator[tuple[str, str]]:
    production, making, release = one.production, one.making, one.release
    first = making.films[0]
    films = [*making.films, *(making.teaser.films if making.teaser else ())]
    made = sum(len(each.made) for each in films)
    segments = sum(len(each.segments) for each in films)
    yield tr("length"), _length(first)
    yield tr("voice"), _voice(making)
    if making.narration.sent_to:
        yield tr("sends to"), making.narration.sent_to
    yield tr("sound"), _sound(first.soundtrack, production.board.film.loudness_lufs)
    if making.teaser:
        yield tr("teaser"), _teaser(making.teaser)
    narration = making.narration
    spoken = trn("{count} spoken", "{count} spoken", narration.made)
    kept = trn("{count} reused", "{count} reused", narration.reused)
    yield tr("sentences"), f"{spoken}, {kept}"
    if production.web:
        yield tr("web"), _from_the_web(production)
    yield (
        tr("segments"),
        trn(
            "{count} made, {reused} reused",
            "{count} made, {reused} reused",
            made,
            reused=number(segments - made),
        ),
    )
    yield tr("time"), tr("{seconds} s", seconds=decimal(one.seconds))
    yield tr("where"), where
    if not film.place.why:
        yield tr("to embed"), release.snippet


def _length(film: Film) -> str:
    seconds = film.layout.timeline.timebase.seconds_at(film.layout.timeline.length)
    size = film.layout.settings.size
    return tr(
        "{minutes} min {seconds} s, {size}, {rate} frames a second",
        minutes=int(seconds // 60),
        seconds=decimal(float(seconds % 60)).rjust(4, "0"),
        size=f"{size.width}×{size.height}",
        rate=film.layout.settings.fps,
    )


def _voice(making: Making) -> str:
    voice = "; ".join((making.narration.voice, *map(_other, making.narration.others)))
    reason = making.production.choice.fell_back or making.narration.fell_back
    if not reason:
        return voice
    return tr("{voice} — NOT the voice asked for: {reason}", voice=voice, reason=reason)


def _other(voice: HeardVoice) -> str:
    return tr("{voice} on {slides}", voice=voice.title, slides=", ".join(voice.slides))


def _sound(soundtrack: Soundtrack, asked: float) -> str:
    measured = {
        "loudness": decimal(soundtrack.loudness_lufs),
        "peak": decimal(soundtrack.true_peak_dbtp),
        "gain": decimal(soundtrack.gain_db, signed=True),
    }
    if math.isinf(soundtrack.loudness_lufs) or abs(soundtrack.loudness_lufs - asked) <= TOLERANCE:
        return tr("{loudness} LUFS, true peak {peak} dBTP, gain {gain} dB", **measured)
    # It can't be as loud as asked without passing the ceiling of its peaks.
    return tr(
        "{loudness} LUFS ({asked} was asked: its peaks don't allow it), true peak {peak} dBTP,"
        " gain {gain} dB",
        asked=short_figure(asked),
        **measured,
    )


def _from_the_web(production: Production) -> str:
    hosts = sorted({urlsplit(picture.url).hostname or "" for picture in production.web.values()})
    return trn(
        "{count} picture of {hosts}, kept in the cache",
        "{count} pictures of {hosts}, kept in the cache",
        len(production.web),
        hosts=", ".join(hosts),
    )


def _teaser(making: Making) -> str:
    timeline = making.films[0].layout.timeline
    return tr(
        "{seconds} s: {slides}",
        seconds=decimal(float(timeline.timebase.seconds_at(timeline.length))),
        slides=", ".join(span.id for span in timeline.slides),
    )
