"""A film's sound: where each slide's begins, and what an edit makes of it again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renderer.encoding.aac import encode_packets
from renderer.production.events import SilentWitness
from renderer.production.film_sound import encoded_sound
from renderer.production.film_sound.soundtrack import _ingredients, keep_soundtrack
from renderer.production.options import Options
from renderer.production.prepare import Production, prepare
from renderer.production.still import laid_out
from renderer.sound.track import Samples
from renderer.store.cache import Cache
from renderer.timebase import PACKET
from renderer.timeline import Timeline
from tests.production.projects import board_of, card_slide, new_project

WORDS = "Voici le port. Les quais sont vides, et les grues sont tombées."


def laid(folder: Path, cache: Path, *slides: Any, fps: int = 25) -> tuple[Production, Timeline]:
    board = board_of(*slides)
    board["film"] |= {"credits": False, "fps": fps}
    project = new_project(folder, board)
    options = Options(engine="hum", offline=True, height=64, cache=cache)
    production = prepare(project.path, options)
    return production, laid_out(production, SilentWitness()).timeline


@pytest.mark.parametrize("fps", [24, 25, 60, 120])
def test_a_slide_sounds_from_the_whole_packet_nearest_to_its_picture(
    tmp_path: Path, fps: int
) -> None:
    """Slides without a pause between them, and one of a single frame, included."""
    slides = [card_slide(f"s{n}", narration=WORDS[: 15 + 7 * n], hold=0) for n in range(4)]
    flash = card_slide("eclair", narration=None, length=1 / fps)
    production, timeline = laid(
        tmp_path, tmp_path / "cache", *slides, flash, slides[0] | {"id": "z"}, fps=fps
    )
    found = _ingredients(production.board, timeline)
    heard = timeline.heard
    assert len(found.takes) == len(heard) >= 5
    for (start, take), placed in zip(found.takes, heard, strict=True):
        assert abs(start - placed.start) <= PACKET // 2
        assert start + take.length <= timeline.samples == found.samples
    assert set(found.slides) <= set(found.parts)
    assert all(start % PACKET == 0 for start in found.parts)
    assert list(found.parts) == sorted(set(found.parts))
    assert max(found.parts) < timeline.samples


def test_an_edit_makes_its_own_slide_s_sound_again_and_the_ends_that_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a frame: all that follows is elsewhere on the grid of packets."""
    slides = [card_slide(f"s{n}", narration=WORDS + WORDS[: 9 * n]) for n in range(6)]
    edited = [*slides]
    edited[2] = card_slide("s2", narration=WORDS + WORDS[:18], hold=1 + 1 / 25)
    slides[2] = card_slide("s2", narration=WORDS + WORDS[:18], hold=1)
    used = tmp_path / "used"
    keep_soundtrack(*laid(tmp_path / "a", used, *slides))
    encoded: list[int] = []

    def counted(blocks: Iterator[Samples]) -> Iterator[bytes]:
        kept = list(blocks)
        encoded.append(sum(map(len, kept)))
        return encode_packets(kept)

    monkeypatch.setattr(encoded_sound, "encode_packets", counted)
    production, timeline = laid(tmp_path / "b", used, *edited)
    again = keep_soundtrack(production, timeline)
    ends = [length for length in encoded if length < 26 * PACKET]
    assert again.made
    assert len(ends) <= 4  # of slides 2 to 5
    assert len(encoded) - len(ends) <= 1
    clean = keep_soundtrack(*laid(tmp_path / "b2", tmp_path / "empty", *edited))
    assert again.entry.path.read_bytes() == clean.entry.path.read_bytes()
    assert again.entry.facts == clean.entry.facts
    assert Cache(used).find("sound", clean.entry.key)
