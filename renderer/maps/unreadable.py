"""What a file that was to be GeoJSON really is, and what to do about it.

Comes in: its first bytes. Goes out: the end of a sentence that starts with the file's name.
"""

from __future__ import annotations

EXPORT = "export the layer as GeoJSON in WGS 84 (in QGIS: Export, GeoJSON, EPSG:4326)"
_STARTS = (
    (b"PK\x03\x04", "is a ZIP archive, as Shapefiles and KMZ come in, not GeoJSON"),
    (b"\x00\x00\x27\x0a", "is a Shapefile, not GeoJSON"),
    (b"SQLite format 3\0", "is a GeoPackage or another database, not GeoJSON"),
    (b"fgb", "is a FlatGeobuf, not GeoJSON"),
    (b"\x1f\x8b", "is a compressed file, not GeoJSON"),
)
_XML = (
    (b"<kml", "is KML, not GeoJSON"),
    (b"<gpx", "is GPX, not GeoJSON"),
    (b"<osm", "is OpenStreetMap's XML, not GeoJSON"),
    (b"gml", "is GML, not GeoJSON"),
    (b"<!doctype html", "is a web page, not GeoJSON: download the file itself"),
    (b"<html", "is a web page, not GeoJSON: download the file itself"),
    (b"<svg", "is a drawing without places, not GeoJSON"),
)


def what_layer_it_is(raw: bytes) -> str:
    """What a file that starts with *raw* is, and the remedy; empty when it may be JSON."""
    for start, answer in _STARTS:
        if raw.startswith(start):
            return f"{answer}; {EXPORT}"
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<"):
        found = next((answer for word, answer in _XML if word in head), "is XML, not GeoJSON")
        return f"{found}; {EXPORT}"
    if head.startswith(b"{") and b"}\n{" in raw[:100_000].replace(b"\r", b"").replace(b"\x1e", b""):
        return f"is a GeoJSON on each line; make them one FeatureCollection: {EXPORT}"
    return ""
