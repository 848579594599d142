"""What a file that was to be GeoJSON really is, and what to do about it.

Comes in: its first bytes. Goes out: a `PictureError`, or nothing.
"""

from __future__ import annotations

from renderer.decoding.placeholders import HEAD, placeholder
from renderer.errors import PictureError
from renderer.messages import deferred, tr

_EXPORT = deferred("export the layer as GeoJSON in WGS 84 (in QGIS: Export, GeoJSON, EPSG:4326)")
_STARTS = (
    (
        b"PK\x03\x04",
        deferred("{file} is a ZIP archive, as Shapefiles and KMZ come in, not GeoJSON"),
    ),
    (b"\x00\x00\x27\x0a", deferred("{file} is a Shapefile, not GeoJSON")),
    (b"SQLite format 3\0", deferred("{file} is a GeoPackage or another database, not GeoJSON")),
    (b"fgb", deferred("{file} is a FlatGeobuf, not GeoJSON")),
    (b"\x1f\x8b", deferred("{file} is a compressed file, not GeoJSON")),
)
_XML = (
    (b"<kml", deferred("{file} is KML, not GeoJSON")),
    (b"<gpx", deferred("{file} is GPX, not GeoJSON")),
    (b"<osm", deferred("{file} is OpenStreetMap's XML, not GeoJSON")),
    (b"gml", deferred("{file} is GML, not GeoJSON")),
    (b"<!doctype html", deferred("{file} is a web page, not GeoJSON: download the file itself")),
    (b"<html", deferred("{file} is a web page, not GeoJSON: download the file itself")),
    (b"<svg", deferred("{file} is a drawing without places, not GeoJSON")),
)


_ANY_XML = deferred("{file} is XML, not GeoJSON")


def not_geojson(told: str) -> PictureError:
    """What is *told* of a layer that isn't GeoJSON as it should be; the remedy is to export it."""
    return PictureError(told, tr(_EXPORT), code="map-layer-unfit")


def layer_swapped(name: str) -> PictureError:
    """What is said of a layer that lies in the view once its numbers are swapped."""
    return PictureError(
        tr("{file} has latitude first; GeoJSON is [longitude, latitude]", file=name),
        tr(_EXPORT),
        code="coordinates-swapped",
    )


def foreign_layer(raw: bytes, name: str) -> PictureError | None:
    """What a file that starts with *raw* is, and the remedy; None when it may be JSON."""
    for start, answer in _STARTS:
        if raw.startswith(start):
            return not_geojson(tr(answer, file=name))
    if found := placeholder(raw[:HEAD]):
        told = tr("{file} {found}", file=name, found=tr(found))
        return PictureError(told, code="map-layer-unfit")
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        found = next((answer for word, answer in _XML if word in head), _ANY_XML)
        return not_geojson(tr(found, file=name))
    if head.startswith(b"{") and b"}\n{" in raw[:100_000].replace(b"\r", b"").replace(b"\x1e", b""):
        return PictureError(
            tr("{file} is a GeoJSON on each line", file=name),
            tr("make them one FeatureCollection: {remedy}", remedy=tr(_EXPORT)),
            code="map-layer-unfit",
        )
    return None
