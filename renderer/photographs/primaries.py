"""A colour profile for pictures that only state a gamma and primaries.

Comes in: numbers. Goes out: an ICC profile (ISO 15076-1, version 4: three matrix columns and three
parametric curves), so that such pictures go the way of all others. Knows no file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SRGB = (0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
"""x and y of white, red, green, blue (IEC 61966-2-1)."""
SRGB_GAMMA = 1 / 2.2
"""What writers state for sRGB's own curve, which is none of one exponent."""
NEAR_GAMMA = 0.05
"""Share by which a gamma may differ and be taken for sRGB's: libpng's PNG_GAMMA_THRESHOLD."""
NEAR_PRIMARIES = 0.005
SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
D50 = np.array([0.9642, 1.0, 0.8249])
"""White of every profile (ISO 15076-1, 7.2.16)."""
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
"""How eyes adapt from one white to another (ISO 15076-1, annex E)."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneAndPrimaries:
    """What a picture says of its colours."""

    gamma: float = 0.0
    """The exponent it was encoded with, as PNG's gAMA: 0.45455 for most. 0: not said."""
    primaries: tuple[float, ...] = ()
    """As `SRGB`; empty or zeros: not said."""

    def profile(self) -> bytes | None:
        """The ICC profile of these; None where it would be sRGB's, or make no sense."""
        toned = self.gamma > 0 and abs(self.gamma / SRGB_GAMMA - 1) > NEAR_GAMMA
        coloured = any(self.primaries) and bool(
            np.abs(np.subtract(self.primaries, SRGB)).max() > NEAR_PRIMARIES
        )
        if not (toned or coloured):
            return None
        columns = _columns(self.primaries if coloured else SRGB)
        if columns is None or self.gamma > 10:
            return None
        return _packed(columns, (1 / self.gamma,) if toned else SRGB_CURVE)


def _columns(primaries: tuple[float, ...]) -> Matrix | None:
    """Red, green and blue as XYZ under D50, one a column; None when they span no colours."""
    x, y = np.array(primaries, np.float64).reshape(4, 2).T
    if y.min() <= 0:
        return None
    xyz = np.stack([x / y, np.ones(4), (1 - x - y) / y])
    white, mixed = xyz[:, 0], xyz[:, 1:]
    if abs(np.linalg.det(mixed)) < 1e-6:
        return None
    columns = mixed * np.linalg.solve(mixed, white)
    gain = (_BRADFORD @ D50) / (_BRADFORD @ white)
    adapted: Matrix = np.linalg.inv(_BRADFORD) @ np.diag(gain) @ _BRADFORD @ columns
    return adapted


def _packed(columns: Matrix, curve: tuple[float, ...]) -> bytes:
    kind = {1: 0, 5: 3}[len(curve)]  # para: y = x^g, and sRGB's kind with a straight foot
    tone = b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + b"".join(map(_fixed, curve))
    bodies = [_xyz(D50), *(_xyz(column) for column in columns.T), tone]
    names = (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    places, at = [], 128 + 4 + 12 * len(names)
    for body in bodies:
        places.append(at)
        at += len(body)
    places += places[-1:] * 2  # one curve for all three
    sizes = [*map(len, bodies), *([len(tone)] * 2)]
    table = b"".join(
        name + struct.pack(">II", *where)
        for name, where in zip(names, zip(places, sizes, strict=True), strict=True)
    )
    header = bytearray(128)
    header[:4] = struct.pack(">I", at)
    header[8:24] = b"\x04\x20\0\0mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = b"".join(map(_fixed, D50))
    return bytes(header) + struct.pack(">I", len(names)) + table + b"".join(bodies)


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(float(value) * 65536))
