"""The encoded track is what counts: decoded again, none of its peaks passes the ceiling."""

from pathlib import Path

import numpy as np
import pytest
from scipy import signal

from renderer.encoding import assemble
from renderer.errors import EncodeError
from renderer.production import mix
from renderer.sound.loudness import Parts
from renderer.sound.track import PlacedSound, Track
from tests.films import heard
from tests.sound.makers import RATE, as_int16


def hard() -> Parts:
    """Clipped noise in a voice's band: AAC lifts its peaks most."""
    dice = np.random.default_rng(12)
    band = signal.butter(2, [150, 3500], "band", fs=RATE)
    pcm = as_int16(np.clip(3 * signal.lfilter(*band, dice.normal(size=8 * RATE)), -1, 1))
    placed = PlacedSound(start=0, length=len(pcm), read=lambda: pcm)
    return Parts(track=Track(sounds=[placed], length=len(pcm)), starts=(0,))


@pytest.mark.parametrize("headroom", [1.0, 0.0])
def test_a_track_whose_peaks_the_codec_lifts_is_encoded_again_with_more_room(
    tmp_path: Path, headroom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[Path] = []

    def counted(path: Path, blocks: object) -> object:
        encoded.append(path)
        return encode(path, blocks)  # type: ignore[arg-type]  # passed on as it came

    encode = assemble.encode_sound
    monkeypatch.setattr(assemble, "encode_sound", counted)
    monkeypatch.setattr(mix, "AAC_HEADROOM_DB", headroom)
    facts = mix.encode_track(tmp_path / "a.mp4", hard(), -2.0)
    peaks = [
        20 * np.log10(np.abs(signal.resample_poly(channel.astype(float), 8, 1)).max())
        for channel in heard(tmp_path / "a.mp4")
    ]
    assert max(peaks) <= -1.5
    assert facts["true_peak_dbtp"] == pytest.approx(max(peaks), abs=0.1)
    assert len(encoded) > 1 or headroom


def test_a_codec_that_never_keeps_under_the_ceiling_makes_no_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = assemble.encode_sound
    square = np.sign(np.sin(np.arange(RATE) / 20)).astype(np.float32)
    monkeypatch.setattr(assemble, "encode_sound", lambda path, _: encode(path, [square]))
    with pytest.raises(EncodeError, match="remedy"):
        mix.encode_track(tmp_path / "a.mp4", hard(), -16.0)
