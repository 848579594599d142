"""The narration alone, slide by slide, for somebody who listens to it.

Comes in: a production. Goes out: PCM blocks with the film's own pauses. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from renderer.narration.take import load_pcm
from renderer.production.film_sound.soundtrack import placed_takes
from renderer.production.render import speak_missing
from renderer.timeline import lay_out

if TYPE_CHECKING:
    from renderer.production.events import Witness
    from renderer.production.prepare import Production


def narration_blocks(
    production: Production, witness: Witness, slide: str = ""
) -> Iterator[NDArray[np.int16]]:
    """The film's voice as it will be heard, silences included; or one slide's.

    Raises:
        VoiceError: a sentence can't be spoken.
    """
    timeline = lay_out(production.board, speak_missing(production, witness).utterances)
    first, last = 0, timeline.samples
    for span in timeline.slides:
        if span.id == slide:
            first = timeline.timebase.samples_at(span.start)
            last = timeline.timebase.samples_at(span.end)
    cursor = first
    for start, take in placed_takes(timeline):
        if not first <= start < last:
            continue
        yield np.zeros(start - cursor, np.int16)
        yield load_pcm(take)
        cursor = start + take.length
    yield np.zeros(max(0, last - cursor), np.int16)
