"""What to ask an Image API for: no more pixels than are wanted, nothing that it can't give.

Comes in: an info.json of version 1, 2 or 3, the size and the part that are wanted. Goes out: an
address. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from renderer.archives.offered_pictures import ArchiveError, pixels, web_address
from renderer.frames.pixels import Size
from renderer.messages import tr
from renderer.storyboard.board import Rect

WHOLE: Rect = (0.0, 0.0, 1.0, 1.0)
"""All of the picture: left, top, width and height, as shares of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageService:
    """What one picture's service says of itself."""

    address: str
    version: int
    size: Size
    level: int
    features: frozenset[str]
    sizes: tuple[Size, ...]
    """That it has ready, the smallest first."""
    most: Size | None
    """The most that it gives; None: all."""
    most_pixels: int
    """As width times height; 0: any number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address, and whether it is of the part that was wanted."""

    url: str
    of_part: bool


def is_info(data: Any) -> bool:
    """Whether *data* is an info.json."""
    return (
        isinstance(data, dict)
        and bool(pixels(data.get("width")) and pixels(data.get("height")))
        and ("protocol" in data or "profile" in data)
        and not any(key in data for key in ("sequences", "items", "images"))
    )


def read_info(data: Mapping[str, Any], address: str) -> ImageService:
    """The service that *data*, found at *address*, describes.

    Raises:
        ArchiveError: it states no size.
    """
    width, height = pixels(data.get("width")), pixels(data.get("height"))
    if not (width and height):
        raise ArchiveError(tr("its info.json gives no size"))
    profiles = data.get("profile")
    profiles = profiles if isinstance(profiles, list) else [profiles]
    named = " ".join(each for each in profiles if isinstance(each, str))
    extra = [data, *(each for each in profiles if isinstance(each, dict))]
    features = {
        name
        for each in extra
        for key in ("supports", "extraFeatures")
        for name in _listed(each.get(key))
        if isinstance(name, str)
    }
    limits = {
        key: next(filter(None, (pixels(each.get(key)) for each in extra)), 0)
        for key in ("maxWidth", "maxHeight", "maxArea")
    }
    most = None
    if limits["maxWidth"] or limits["maxHeight"]:
        across = limits["maxWidth"] or width
        most = Size(across, limits["maxHeight"] or (limits["maxWidth"] or height))
    sizes = (
        Size(pixels(each.get("width")), pixels(each.get("height")))
        for each in _listed(data.get("sizes"))
        if isinstance(each, dict) and pixels(each.get("width")) and pixels(each.get("height"))
    )
    own = data.get("id") or data.get("@id")
    base = web_address(own) or address.removesuffix("/info.json")
    return ImageService(
        address=base.rstrip("/").removesuffix("/info.json"),
        version=_version(data, named),
        size=Size(width, height),
        level=next((number for number in (2, 1, 0) if f"level{number}" in named), 0),
        features=frozenset(features),
        sizes=tuple(sorted(sizes, key=lambda size: size.width)),
        most=most,
        most_pixels=limits["maxArea"],
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _version(data: Mapping[str, Any], profile: str) -> int:
    context = data.get("@context")
    said = " ".join(
        each
        for each in (context if isinstance(context, list) else [context])
        if isinstance(each, str)
    )
    told = f"{said} {profile} {data.get('type') or ''}"
    if "image/3" in told or "ImageService3" in told:
        return 3
    if "image/2" in told or "ImageService2" in told:
        return 2
    return 1 if "image/1" in told or "image-api/1" in told or "image-api/compliance" in told else 2


def address_for(service: ImageService, width: int, part: Rect = WHOLE) -> Asked:
    """Where *part* of the picture is had *width* pixels wide: no wider than it is or may be given.

    A service that cuts nothing out gives the whole, large enough that the part is as wide.
    """
    cuts = part != WHOLE and (service.level >= 1 or "regionByPx" in service.features)
    whole = service.size
    left, top, across, down = part
    if part != WHOLE and not cuts:
        width = math.ceil(width / across)
    x, y = round(left * whole.width), round(top * whole.height)
    cut = Size(
        max(1, min(round(across * whole.width), whole.width - x)),
        max(1, min(round(down * whole.height), whole.height - y)),
    )
    region, size = (f"{x},{y},{cut.width},{cut.height}", cut) if cuts else ("full", whole)
    wanted = min(width, size.width, _widest(service, size))
    quality = "native" if service.version == 1 else "default"
    url = f"{service.address}/{region}/{_size(service, wanted, size, cuts)}/0/{quality}.jpg"
    return Asked(url=url, of_part=cuts)


def _widest(service: ImageService, size: Size) -> int:
    """The most pixels across that the service gives of what is *size*."""
    widest = size.width
    if service.most is not None:
        widest = min(widest, service.most.width, service.most.height * size.width // size.height)
    if service.most_pixels:
        widest = min(widest, math.isqrt(service.most_pixels * size.width // size.height))
    return max(1, widest)


def _size(service: ImageService, wanted: int, size: Size, cuts: bool) -> str:
    full = "max" if service.version >= 3 or service.most or service.most_pixels else "full"
    scales = service.level >= 1 or "sizeByW" in service.features
    if not cuts:
        ready = [each for each in service.sizes if wanted <= each.width < size.width]
        if ready and (not scales or ready[0].width == wanted):
            return _ready(service, ready[0])
    if wanted >= size.width:
        return full
    if scales:
        return f"{wanted},"
    # It has neither this size nor one above: what it has largest, if it has any but the whole.
    limited = [each for each in service.sizes if each.width <= _widest(service, size)]
    small = bool(service.most or service.most_pixels) and limited
    return _ready(service, limited[-1]) if small and not cuts else full


def _ready(service: ImageService, size: Size) -> str:
    # As files are named that were made once and for all (3.0, 4.7; 2.1, 4.7).
    return f"{size.width},{size.height}" if service.version >= 3 else f"{size.width},"
