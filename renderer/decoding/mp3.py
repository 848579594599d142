"""What an MP3 says of its own length.

Comes in: the beginning of a file, one packet. Goes out: samples and bytes. Decodes nothing.
"""

from __future__ import annotations

from typing import BinaryIO

_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
"""kbit/s of layer III by MPEG version (3: MPEG-1, 2: MPEG-2 and 2.5)."""
_HERTZ = (44_100, 48_000, 32_000)


def promised_samples(stream: BinaryIO) -> int | None:
    """What the Xing, Info or VBRI header in the first frame promises; None without one."""
    stream.seek(0)
    head = stream.read(10)
    start = 0
    if head[:3] == b"ID3" and len(head) == 10:
        start = 10 + sum(byte << 7 * (3 - n) for n, byte in enumerate(head[6:10]))
    stream.seek(start)
    frame = stream.read(4096)
    samples = 1152 if len(frame) > 1 and frame[1] >> 3 & 3 == 3 else 576
    for name in (b"Xing", b"Info"):
        at = frame.find(name, 0, 256)
        if at >= 0 and len(frame) >= at + 12 and frame[at + 7] & 1:
            return int.from_bytes(frame[at + 8 : at + 12], "big") * samples
    if frame[36:40] == b"VBRI":
        return int.from_bytes(frame[50:54], "big") * samples
    return None


def frame_bytes(packet: bytes) -> int:
    """How long the frame that starts *packet* should be; 0 when none does."""
    if len(packet) < 4 or packet[0] != 0xFF or packet[1] & 0xE6 != 0xE2:
        return 0
    version, rate = packet[1] >> 3 & 3, packet[2] >> 4
    hertz = packet[2] >> 2 & 3
    if hertz == 3 or version == 1:
        return 0
    first = version == 3
    frequency = _HERTZ[hertz] // {3: 1, 2: 2, 0: 4}[version]
    kilobits = _RATES[3 if first else 2][rate]
    return (144 if first else 72) * 1000 * kilobits // frequency + (packet[2] >> 1 & 1)
