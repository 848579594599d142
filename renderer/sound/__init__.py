"""The film's one sound track: voice, footage and music summed, measured, brought to one loudness.

Comes in: sounds at their samples, a loudness. Goes out: blocks of samples, and what was measured.
Knows nothing of slides or pictures. Everything is read in blocks, so that a long film takes no
more memory than a short one. Importing it loads NumPy and PyAV.
"""

from renderer.sound.blocks import encoded_blocks, file_blocks
from renderer.sound.calibration import VoiceTakes, matching_gains
from renderer.sound.ducking import Ducking, bridged
from renderer.sound.limiter import CEILING_DBTP
from renderer.sound.loudness import (
    AAC_HEADROOM_DB,
    as_pcm,
    levelled_blocks,
    settle_gain,
)
from renderer.sound.meter import Loudness, gain_for, measure, measure_stereo
from renderer.sound.music import MusicBed, MusicSilence, Passage, placed_music
from renderer.sound.music_file import MusicFile, decode_piece, piece_of
from renderer.sound.track import BLOCK, PlacedSound, Samples, Track, raw_blocks

__all__ = [
    "AAC_HEADROOM_DB",
    "BLOCK",
    "CEILING_DBTP",
    "Ducking",
    "Loudness",
    "MusicBed",
    "MusicFile",
    "MusicSilence",
    "Passage",
    "PlacedSound",
    "Samples",
    "Track",
    "VoiceTakes",
    "as_pcm",
    "bridged",
    "decode_piece",
    "encoded_blocks",
    "file_blocks",
    "gain_for",
    "levelled_blocks",
    "matching_gains",
    "measure",
    "measure_stereo",
    "piece_of",
    "placed_music",
    "raw_blocks",
    "settle_gain",
]
