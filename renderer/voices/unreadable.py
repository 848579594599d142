"""What a file that isn't a usable sound really is, and what to do about it.

Comes in: its first bytes. Goes out: the end of a sentence that starts with the file's name; empty
for what may be a sound of a kind that is read.
"""

from __future__ import annotations

_SAVE = "save it as WAV or MP3"
_OTHER = "name a sound file instead"
_STARTS = (
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", f"is Windows Media (WMA), which isn't read: {_SAVE}"),
    (b"#!AMR", f"is a voice memo in AMR, which isn't read: {_SAVE}"),
    (b"caff", f"is a sound in Apple's CAF, which isn't read: {_SAVE}"),
    (b".snd", f"is a sound in Sun's AU, which isn't read: {_SAVE}"),
    (b".ra\xfd", f"is RealAudio, which isn't read: {_SAVE}"),
    (b".RMF", f"is RealMedia, which isn't read: {_SAVE}"),
    (b"wvpk", f"is WavPack, which isn't read: {_SAVE}"),
    (b"MAC ", f"is Monkey's Audio, which isn't read: {_SAVE}"),
    (b"MThd", "is MIDI, notes without a sound: record it, and save that as WAV or MP3"),
    (b"\x0b\x77", f"is AC-3, which isn't read: {_SAVE}"),
    (b"PK\x03\x04", "is a ZIP archive or an office document: take the sound out of it"),
    (b"\x1f\x8b", "is a compressed archive: take the sound out of it"),
    (b"%PDF", f"is a PDF: {_OTHER}"),
    (b"\xff\xd8\xff", f"is a picture (JPEG): {_OTHER}"),
    (b"\x89PNG", f"is a picture (PNG): {_OTHER}"),
    (b"#EXTM3U", f"is a playlist: {_OTHER}"),
    (b"[playlist]", f"is a playlist: {_OTHER}"),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


def what_it_is(head: bytes) -> str:
    """What a file that starts with *head* is, and the remedy, where it is no sound that is read."""
    if not head:
        return "can't be used: it is empty (0 bytes): copy it again from its source"
    for start, answer in _STARTS:
        if head.startswith(start):
            return answer
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return f"is a film (AVI): {_SAVE}"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        return "is a web page, not a sound: download the sound itself"
    return ""
