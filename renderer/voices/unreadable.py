"""What a file that isn't a usable sound really is, and what to do about it.

Comes in: its first bytes. Goes out: the end of a sentence that starts with the file's name; empty
for what may be a sound of a kind that is read.
"""

from __future__ import annotations

from renderer.messages import deferred, tr

_STARTS = (
    (
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        deferred("is Windows Media (WMA), which isn't read: save it as WAV or MP3"),
    ),
    (b"#!AMR", deferred("is a voice memo in AMR, which isn't read: save it as WAV or MP3")),
    (b"caff", deferred("is a sound in Apple's CAF, which isn't read: save it as WAV or MP3")),
    (b".snd", deferred("is a sound in Sun's AU, which isn't read: save it as WAV or MP3")),
    (b".ra\xfd", deferred("is RealAudio, which isn't read: save it as WAV or MP3")),
    (b".RMF", deferred("is RealMedia, which isn't read: save it as WAV or MP3")),
    (b"wvpk", deferred("is WavPack, which isn't read: save it as WAV or MP3")),
    (b"MAC ", deferred("is Monkey's Audio, which isn't read: save it as WAV or MP3")),
    (b"MThd", deferred("is MIDI, notes without a sound: record it, and save that as WAV or MP3")),
    (b"\x0b\x77", deferred("is AC-3, which isn't read: save it as WAV or MP3")),
    (b"PK\x03\x04", deferred("is a ZIP archive or an office document: take the sound out of it")),
    (b"\x1f\x8b", deferred("is a compressed archive: take the sound out of it")),
    (b"%PDF", deferred("is a PDF: name a sound file instead")),
    (b"\xff\xd8\xff", deferred("is a picture (JPEG): name a sound file instead")),
    (b"\x89PNG", deferred("is a picture (PNG): name a sound file instead")),
    (b"#EXTM3U", deferred("is a playlist: name a sound file instead")),
    (b"[playlist]", deferred("is a playlist: name a sound file instead")),
)
_PAGES = (b"<!doctype html", b"<html", b"<head", b"<body")


def what_it_is(head: bytes) -> str:
    """What a file that starts with *head* is, and the remedy, where it is no sound that is read."""
    if not head:
        return tr("can't be used: it is empty (0 bytes): copy it again from its source")
    for start, answer in _STARTS:
        if head.startswith(start):
            return tr(answer)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return tr("is a film (AVI): save it as WAV or MP3")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        return tr("is a web page, not a sound: download the sound itself")
    return ""
