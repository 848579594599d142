"""What sounds in a film, as data: takes, footage, music, and where each of them lies.

Comes in: nothing; `soundtrack` gathers it. Goes out: `Ingredients`, whose recipe is part of the
track's key. Loads neither NumPy nor a codec.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from renderer.narration.take import Take
from renderer.production.film_sound.footage_sound import FootageBed
from renderer.sound.music_placement import Score, piece_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """All that sounds in a film, and where."""

    takes: Sequence[tuple[int, Take]]
    footage: Sequence[FootageBed]
    score: Score
    music: Mapping[Path, str]
    """SHA-256 of each music file."""
    samples: int
    parts: Sequence[int] = (0,)
    """First samples of what is measured and encoded by itself, at whole packets."""
    slides: Sequence[int] = (0,)
    """First samples of slides' sound: some of the parts."""

    def recipe(self) -> dict[str, Any]:
        """Everything in it that can change a sample, as JSON values."""
        return {
            "takes": [[start, take.key, take.length, take.voice] for start, take in self.takes],
            "footage": [[bed.start, bed.key, bed.footage.sound] for bed in self.footage],
            "music": [
                {
                    "piece": piece_key(self.music[each.music.file]),
                    "level": each.music.level_db,
                    "loop": each.music.loop,
                    "place": [each.start, each.end, each.fade_in, each.fade_out],
                }
                for each in self.score.passages
            ],
            "silences": [asdict(each) for each in self.score.silences],
            "samples": self.samples,
            "parts": [list(self.parts), list(self.slides)],
        }
