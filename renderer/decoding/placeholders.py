"""Files that stand where a picture, a film, a sound, a layer or a text should, and hold none.

Comes in: the first bytes of a file that couldn't be read as what was asked for. Goes out: what the
file is and the remedy, as the end of a sentence that starts with its name. What is said is the same
whatever was asked for; what tells one kind of medium from another is known by those who read them.
"""

from __future__ import annotations

from renderer.messages import deferred

HEAD = 512
"""Bytes of a file that are enough to know it by."""
_LINK = deferred("is a link to something, and not the thing: name the file that it leads to")
_ARCHIVE = deferred("is a compressed archive: take the file that you need out of it")
_PLACEHOLDERS = (
    (b"version https://git-lfs", deferred("is only a pointer of Git LFS: fetch the file")),
    (b"/annex/objects/", deferred("is only a pointer of git-annex: fetch the file")),
    (
        b"\x00\x05\x16\x07",
        deferred("is what macOS keeps beside a file: name the file without '._'"),
    ),
    # A shortcut of Windows, of its browsers, of a Linux desktop; an alias of macOS.
    *((start, _LINK) for start in (b"L\0\0\0\1\x14\2\0", b"[InternetShortcut]")),
    *((start, _LINK) for start in (b"[Desktop Entry]", b"book\0\0\0\0mark\0\0\0\0")),
)
_ZEROS = deferred("holds nothing but zeros: copy it again from its source")
_LEAST_ZEROS = 16
"""Fewer bytes than that are too little to say anything of."""
_OTHERS = (
    (
        b"PK\x03\x04",
        deferred("is a ZIP archive or an office document: take the file that you need out of it"),
    ),
    *((start, _ARCHIVE) for start in (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")),
    *((start, _ARCHIVE) for start in (b"BZh9", b"\xfd7zXZ\0")),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")
_PAGE = deferred("is a web page: download the file itself, not the page that shows it")


def placeholder(head: bytes) -> str:
    """What a file that starts with *head* is, if nothing of anybody's is in it; "": it may be."""
    for start, told in _PLACEHOLDERS:
        if head.startswith(start):
            return told
    return _ZEROS if len(head) >= _LEAST_ZEROS and not any(head) else ""


def no_medium(head: bytes) -> str:
    """As `placeholder`; and archives and web pages, which hold something, but no medium."""
    if told := placeholder(head):
        return told
    for start, told in _OTHERS:
        if head.startswith(start):
            return told
    is_page = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)
    return _PAGE if is_page else ""
