"""TIFFs of every layout that scanners, cameras and other programs write, made in code."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def tiff_of(
    samples: Array,
    *,
    bits: int = 0,
    photometric: int = 2,
    order: str = "<",
    planar: int = 1,
    tile: int = 0,
    rows: int = 0,
    compression: int = 1,
    predictor: int = 1,
    big: bool = False,
    kind: int = 1,
    **tags: int | Sequence[int],
) -> bytes:
    """A TIFF of *samples*, shape (height, width[, samples]), compressed by 1 or 8 (DEFLATE).

    *rows* is of a strip, *tile* the side of a tile; *tags* are more short values: ``t338=2``.
    """
    pixels = samples if samples.ndim == 3 else samples[..., None]
    height, width, count = pixels.shape
    parts = [pixels[..., i : i + 1] for i in range(count)] if planar == 2 else [pixels]
    size = bits or pixels.dtype.itemsize * 8

    def packed(block: Array) -> bytes:
        raw = _raw(block, bits=size, order=order, predictor=predictor)
        return zlib.compress(raw) if compression == 8 else raw

    blocks = [packed(block) for part in parts for block in _cut(part, tile, rows or height)]
    fields: dict[int, tuple[int, Sequence[int]]] = {
        256: (3, [width]),
        257: (3, [height]),
        258: (3, [size] * count),
        259: (3, [compression]),
        262: (3, [photometric]),
        277: (3, [count]),
        284: (3, [planar]),
        317: (3, [predictor]),
        339: (3, [kind] * count),
    }
    if tile:
        fields |= {322: (3, [tile]), 323: (3, [tile])}
    else:
        fields[278] = (3, [rows or height])
    for name, value in tags.items():
        fields[int(name[1:])] = (3, [value] if isinstance(value, int) else value)
    return written(fields, blocks, order=order, big=big, tiled=bool(tile))


def written(
    fields: dict[int, tuple[int, Sequence[int]]],
    blocks: Sequence[bytes],
    *,
    order: str = "<",
    big: bool = False,
    tiled: bool = False,
) -> bytes:
    """The file of one directory: *fields* are their type (3 short, 4 long) and values."""
    at, body = [], b""
    start = 16 if big else 8
    for block in blocks:
        at.append(start + len(body))
        body += block + b"\0" * (len(block) % 2)
    places, lengths = (324, 325) if tiled else (273, 279)
    fields = {**fields, places: (4, at), lengths: (4, [len(block) for block in blocks])}
    code, room = ("Q", 8) if big else ("I", 4)
    extra, table = b"", b""
    for tag, (kind, values) in sorted(fields.items()):
        value = struct.pack(f"{order}{len(values)}{'HI'[kind - 3]}", *values)
        if len(value) > room:
            place = start + len(body) + len(extra)
            extra += value + b"\0" * (-len(value) % 8)
            value = struct.pack(order + code, place)
        table += struct.pack(f"{order}HH{code}", tag, kind, len(values)) + value.ljust(room, b"\0")
    directory = start + len(body) + len(extra)
    mark = b"II" if order == "<" else b"MM"
    if big:
        head = mark + struct.pack(order + "HHHQ", 43, 8, 0, directory)
        count = struct.pack(order + "Q", len(fields))
    else:
        head = mark + struct.pack(order + "HI", 42, directory)
        count = struct.pack(order + "H", len(fields))
    return head + body + extra + count + table + b"\0" * room


def subsampled(ycbcr: Array, across: int, down: int) -> bytes:
    """An uncompressed TIFF of YCbCr that shares chroma among *across* × *down* pixels."""
    height, width = ycbcr.shape[:2]
    luma = ycbcr[..., 0].reshape(height // down, down, width // across, across).swapaxes(1, 2)
    shared = ycbcr[::down, ::across, 1:]
    units = np.dstack([luma.reshape(*shared.shape[:2], -1), shared])
    fields: dict[int, tuple[int, Sequence[int]]] = {
        256: (3, [width]),
        257: (3, [height]),
        258: (3, [8, 8, 8]),
        259: (3, [1]),
        262: (3, [6]),
        277: (3, [3]),
        278: (3, [height]),
        530: (3, [across, down]),
    }
    return written(fields, [units.tobytes()])


def _cut(part: Array, tile: int, rows: int) -> list[Array]:
    height, width = part.shape[:2]
    if not tile:
        return [part[top : top + rows] for top in range(0, height, rows)]
    full = np.pad(part, ((0, -height % tile), (0, -width % tile), (0, 0)))
    return [
        full[top : top + tile, left : left + tile]
        for top in range(0, height, tile)
        for left in range(0, width, tile)
    ]


def _raw(block: Array, *, bits: int, order: str, predictor: int) -> bytes:
    if predictor == 2:
        block = np.concatenate([block[:, :1], block[:, 1:] - block[:, :-1]], axis=1)
    if predictor == 3:
        size, samples = block.dtype.itemsize, block.shape[2]
        first = np.ascontiguousarray(block.astype(block.dtype.newbyteorder(">")))
        split = first.view(np.uint8).reshape(len(block), -1, size).swapaxes(1, 2)
        row = split.reshape(len(block), -1)
        return np.concatenate(
            [row[:, :samples], row[:, samples:] - row[:, :-samples]], axis=1
        ).tobytes()
    if bits % 8:
        flat = block.reshape(len(block), -1)
        ones = (flat[..., None] >> np.arange(bits - 1, -1, -1)) & 1
        return np.packbits(ones.reshape(len(block), -1).astype(np.uint8), axis=1).tobytes()
    return block.astype(block.dtype.newbyteorder("<" if order == "<" else ">")).tobytes()
