"""How frames are compressed, as data: part of every segment's key.

Comes in: a codec, the frame's size and rate. Goes out: `EncoderSettings`, and what browsers call
the result. Loads no codec.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from renderer.frames.pixels import Size

H264, AV1 = "h264", "av1"
CODECS = (H264, AV1)
"""H.264 plays everywhere and is always made; AV1 may stand beside it."""
AAC = "mp4a.40.2"
"""What browsers call AAC-LC."""

_ENCODERS = {H264: "libx264", AV1: "libsvtav1"}
_PRESETS = {H264: ("veryfast", "ultrafast"), AV1: ("10", "12")}
_CRF = {H264: 20, AV1: 30}
"""Where both come to the same VMAF: `python -m bench.codecs`."""
_SHORT_SIGHTED_CRF = 19
"""Of photographs in H.264 with `_LOOKAHEAD`, in place of 20 with the preset's."""
_TAGS = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """All that decides how frames are compressed. Part of every segment's key."""

    size: Size
    fps: int
    codec: str = H264
    preset: str = _PRESETS[H264][0]
    crf: int = _CRF[H264]
    """Of what isn't smooth, see `_SMOOTH_CRF`."""
    is_smooth: bool = False
    """Whether what is shown has smooth tones in which steps would be seen, and no grain to hide
    them: maps, cards, fades. Segments of one film may differ in it, and are joined all the same."""

    @property
    def encoder(self) -> str:
        """ffmpeg's name of the encoder."""
        return _ENCODERS[self.codec]

    def recipe(self) -> dict[str, Any]:
        """JSON values for a key."""
        return asdict(self) | {"size": list(self.size), "options": self.options()}

    def options(self) -> dict[str, str]:
        """The encoder's options: closed groups of five seconds or so, headers fit for joining."""
        own = _av1_options(self) if self.codec == AV1 else _h264_options(self)
        return {"preset": self.preset, "crf": str(self.crf), **own, **_TAGS}


def settings_for(codec: str, size: Size, fps: int, *, draft: bool) -> EncoderSettings:
    """What *codec* is asked: the same quality from each, or the quickest for a draft."""
    crf = _CRF[codec]
    if codec == H264 and not draft and not _is_large(size):
        crf = _SHORT_SIGHTED_CRF  # a draft's preset never looks ahead
    return EncoderSettings(size=size, fps=fps, codec=codec, preset=_PRESETS[codec][draft], crf=crf)


_LOOKAHEAD = 5
"""Frames that x264 looks ahead, instead of the preset's 10.

It then favours less what later frames copy: at one CRF 20 % fewer bytes and 0.5 VMAF less. With
CRF 19 a 1080p encoder takes 40 MB less for 4 to 12 % fewer bytes and 0.2 VMAF less than with 10
and 20: photographs in motion 95.9 instead of 96.1, maps 96.1 instead of 96.2. With 4 it is 0.36.
"""
_LARGE_LOOKAHEAD = 4
"""Of frames beyond `_LARGE_FRAME`: 140 MB less than with 10."""
_LARGE_FRAME = 2560 * 1440
"""Pixels."""


def _is_large(size: Size) -> bool:
    return size.width * size.height > _LARGE_FRAME


def _h264_options(settings: EncoderSettings) -> dict[str, str]:
    """`b-pyramid=none`: no B-frame is kept for others to copy.

    Two whole frames less in memory, 40 MB at 1080p and 80 at 2160p, for the same VMAF within 0.07
    and between 5 % fewer bytes and 1.6 % more.

    `force-cfr=1`: frames last as long as the rate says, so x264 needn't have the next one to know
    how long one lasts. A whole frame less, 6 MB at 1080p, for the same packets.
    """
    large = _is_large(settings.size)
    lookahead = _LARGE_LOOKAHEAD if large else _LOOKAHEAD
    kept: dict[str, str] = {}
    params = ""
    if settings.is_smooth:
        small = settings.size.width * settings.size.height <= _SMALL_FRAME
        strength, crf = _SMALL_SMOOTH if small else (_SMOOTH_STRENGTH, _SMOOTH_CRF)
        between = _LARGE_B_FRAMES if large else _B_FRAMES
        params = f":{_SMOOTH}:aq-strength={strength}:bframes={between}:b-adapt=0"
        kept = {"tune": "stillimage", "crf": str(crf)}
    asked = f"keyint={_group(settings.fps)}:open-gop=0:stitchable=1:force-cfr=1"
    return {
        "profile": "high",
        "threads": "1",
        "flags": "+cgop+bitexact",
        "x264-params": f"{asked}:b-pyramid=none:rc-lookahead={lookahead}{params}",
        **kept,
    }


_GROUP_SECONDS = 5
"""Between two key frames, at the most; each segment, so each slide, starts with one too.

With two seconds key frames were three quarters of the bytes of a map at rest, and letters were seen
to change at each. With ten a player has 250 frames to decode after a jump.
"""


def _group(fps: int) -> int:
    """Frames from one key frame to the next: also a still's part of five seconds that has taken in
    a rest too short to stand alone (`timeline/segments.py`) has but one.
    """
    return _GROUP_SECONDS * fps + 11


_SMOOTH_STRENGTH = 1.7
"""More keeps more of the noise, for more bytes; less leaves steps in dark gradients
(bench/RESULTS.md)."""
_SMOOTH = "aq-mode=3:deadzone-intra=3"
"""With that `aq-strength`, and `tune=stillimage`, which leaves edges unsmoothed: keeps the noise
that hides the steps of dark gradients, which x264 else takes away block by block. bench/RESULTS.md
has what each part does.
In photographs with grain it would keep the grain, for two to three times the bytes.
"""
_B_FRAMES, _LARGE_B_FRAMES = 5, 3
"""Between two others, always.

What drifts or fades is, half-way, the mean of what is before and after: a B-frame has it for next
to nothing, in dissolves by weights that need no bits. x264's own choice (`b-adapt=1`, at most 3)
takes many for P-frames, and those carry the noise again. With CRF 20 instead of 19 a map at rest
takes 77 kB a second instead of 119, a dissolve of two maps 360 kB instead of 546. Seven take 36 MB
more, eleven 55, for a fifth less. To look ahead by one frame more, past them, was tried: 7 MB more
an encoder at 1080p, for as many bytes (5.11 MB of a slide with a flight, instead of 5.10).
"""
_SMOOTH_CRF = 20
"""VMAF 95.6 and more. With 21 a dissolve of card and map has CAMBI 1.6, with 19 a quarter more
bytes."""
_SMALL_FRAME = 1280 * 720
"""Pixels: from HD ready downwards."""
_SMALL_SMOOTH = (2.0, 19)
"""Of frames up to so many pixels, whose gradients have as many levels over fewer of them: a map
under its caption at 540 lines has CAMBI 0.55 instead of 1.72 (its worst frame 1.1 instead of 3.4)
for half as many bytes again, still a third of those at 1080 lines."""


def for_content(settings: EncoderSettings, *, is_smooth: bool) -> EncoderSettings:
    """*settings* for a segment of smooth tones, or of others.

    AV1 has its own ways with gradients, and a draft is to be quick: theirs are the same for all.
    """
    wanted = is_smooth and settings.codec == H264 and settings.preset == _PRESETS[H264][0]
    return replace(settings, is_smooth=wanted)


def _av1_options(settings: EncoderSettings) -> dict[str, str]:
    """`irefresh-type=2`: each group starts with a key frame, so none looks back over it.

    Groups of 8 frames and no look-ahead: one 1080p segment takes 140 MB less than with the
    encoder's own 32, for 3 % more bytes at the same VMAF.
    """
    asked = f"lp=1:keyint={_group(settings.fps)}:irefresh-type=2:scd=0"
    asked += ":hierarchical-levels=3"
    return {"flags": "+cgop+bitexact", "svtav1-params": f"{asked}:lookahead=0"}


def browser_name(codec: str, configuration: bytes) -> str:
    """*codec* as a page's ``type`` names it (RFC 6381), read from a file's avcC or av1C box.

    Raises:
        ValueError: *configuration* is no such box.
    """
    if len(configuration) < 4 or configuration[0] != (0x81 if codec == AV1 else 1):
        raise ValueError(f"no decoder configuration of {codec}")
    if codec == H264:  # profile, constraints, level (ISO/IEC 14496-15 §5.3.3.1)
        return f"avc1.{configuration[1:4].hex()}"
    # Profile and level, tier, depth (AV1 in ISO media §2.3.3 and §5).
    profile, level = configuration[1] >> 5, configuration[1] & 31
    tier = "H" if configuration[2] & 0x80 else "M"
    depth = 8 if not configuration[2] & 0x40 else 12 if configuration[2] & 0x20 else 10
    return f"av01.{profile}.{level:02d}{tier}.{depth:02d}"
