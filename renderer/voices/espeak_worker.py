"""The process in which espeak-ng speaks: one sentence, then it ends.

Comes in, on stdin: one JSON object (`library`, `data`, `voice`, `texts`, and for speech `wpm`).
Goes out, on stdout: one line of JSON, then, for speech, s16le mono PCM. It knows nothing of Récit
and imports only what it needs, because its start is paid for every take. It is run as a file with
``python -I -S``, so not even site-packages is looked at.

A process of its own for each take, for three reasons measured with espeak-ng 1.52.0: in one
process the same text gives other samples the second time (±0.1 % in length), the library is not
re-entrant, and a crash in it would take the render down.
"""

import _thread
import ctypes
import json
import os
import signal
import sys
import time

_LOOK_SECONDS = 1.0
"""Between two looks at whether the parent is there: should it be killed, a worker that hangs ends
by itself. No alarm: it would ring for what a machine slept through."""

# espeak-ng/speak_lib.h, API revision 12
_SYNCHRONOUS = 2
_PHONEME_EVENTS, _DONT_EXIT = 0x0001, 0x8000
"""Options of `espeak_Initialize`."""
_UTF8, _BRACKETS, _ENDPAUSE = 1, 0x100, 0x1000
"""What stands between [[ and ]] is phonemes, in the library's own letters."""
_BY_CHARACTER = 1
"""Positions are counted in characters."""
_RATE = 1
"""The parameter that is words a minute."""
_AS_IPA = 0x02
"""Phonemes in the letters of the IPA."""
_LIST_END, _WORD, _END, _PHONEME = 0, 1, 5, 7
"""Kinds of events, as the library numbers them."""


class _EventId(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _Failure(Exception):
    """espeak-ng can't; the message goes back to the parent, which says it in its language."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.told = {"failure": text, "values": values}


def deferred(text: str) -> str:
    """As `renderer.messages.deferred`, of which nothing is known here."""
    return text


def main() -> int:
    """Answer the one request on stdin."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):  # they reach all of a service, whose render stops its workers
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    request = json.loads(sys.stdin.buffer.readline())
    if os.name == "posix":
        _thread.start_new_thread(_follow, (request["parent"],))
    out = sys.stdout.buffer
    try:
        library, rate = _load(request["library"], request["data"])
        if library.espeak_SetVoiceByName(request["voice"].encode()) != 0:
            raise _Failure(deferred("it has no voice '{voice}'"), voice=request["voice"])
        if "wpm" not in request:
            found = [_phonemes(library, text) for text in request["texts"]]
            out.write(json.dumps({"phonemes": found}).encode("ascii") + b"\n")
            return 0
        pcm, words = _speak(library, request["texts"][0], request["wpm"])
    except _Failure as failure:
        out.write(json.dumps(failure.told).encode("ascii") + b"\n")
        return 0
    except OSError as failure:  # the loader's own words
        out.write(json.dumps({"failure": str(failure)}).encode("ascii") + b"\n")
        return 0
    version = library.espeak_Info(None).decode("ascii", "replace").split(" ")[0]
    # After the speech: asked before it, the library would say other samples.
    read = _phonemes(library, request["texts"][0]) if request.get("read") else ""
    head = {"rate": rate, "version": version, "bytes": len(pcm), "words": words, "read": read}
    out.write(json.dumps(head).encode("ascii") + b"\n")
    out.write(pcm)
    return 0


def _follow(parent: int) -> None:
    """End with the parent, whatever the library is doing: it runs without Python's lock."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _load(path: str, data: str) -> tuple[ctypes.CDLL, int]:
    """The library, ready, and its sample rate in Hz."""
    library = ctypes.CDLL(path)
    library.espeak_SetSynthCallback.argtypes = [_Callback]
    library.espeak_SetSynthCallback.restype = None
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    library.espeak_TextToPhonemes.argtypes = [
        ctypes.POINTER(ctypes.c_void_p),
        ctypes.c_int,
        ctypes.c_int,
    ]
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Info.argtypes = [ctypes.c_void_p]
    library.espeak_Info.restype = ctypes.c_char_p
    # Without DONT_EXIT the library calls exit() when its data is missing.
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _PHONEME_EVENTS | _DONT_EXIT)
    if rate <= 0:
        raise _Failure(
            deferred("espeak_Initialize returned {code} for the data in {data}"),
            code=rate,
            data=data,
        )
    return library, rate


def _speak(library: ctypes.CDLL, text: str, wpm: int) -> tuple[bytes, list[list[int]]]:
    """PCM, and [offset, length, start ms, end ms] of each word event, in order."""
    pcm = bytearray()
    events: list[tuple[int, int, int, int, bytes]] = []

    def collect(wav: object, count: int, event: object) -> int:
        if wav and count > 0:
            pcm.extend(ctypes.string_at(wav, count * 2))  # type: ignore[arg-type]
        at = 0
        while event[at].type != _LIST_END:  # type: ignore[index]
            one = event[at]  # type: ignore[index]
            name = one.id.string if one.type == _PHONEME else b""
            events.append((one.type, one.text_position, one.length, one.audio_position, name))
            at += 1
        return 0

    callback = _Callback(collect)  # kept alive until the synthesis is over, or the process crashes
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(_RATE, wpm, 0)
    raw = text.encode("utf-8")
    code = library.espeak_Synth(
        raw, len(raw) + 1, 0, _BY_CHARACTER, 0, _UTF8 | _ENDPAUSE | _BRACKETS, None, None
    )
    if code != 0:
        raise _Failure(deferred("espeak_Synth returned {code}"), code=code)
    return bytes(pcm), _words(events)


def _words(events: list[tuple[int, int, int, int, bytes]]) -> list[list[int]]:
    """Word events with the time at which each stops: a pause, the next word or the clause's end."""
    words: list[list[int]] = []
    sounded = False
    for kind, position, length, milliseconds, phoneme in events:
        sounding = kind == _PHONEME and not phoneme.startswith(b"_")
        if kind == _WORD:
            if words and words[-1][3] < 0:
                words[-1][3] = milliseconds
            # The position counts code points from 1.
            words.append([max(position - 1, 0), length, milliseconds, -1])
            sounded = False
        elif sounding and words:
            # Also after a pause inside one word: it goes on.
            words[-1][3] = -1
            sounded = True
        elif words and words[-1][3] < 0 and (kind == _END or (kind == _PHONEME and sounded)):
            words[-1][3] = milliseconds
    return words


def _phonemes(library: ctypes.CDLL, text: str) -> str:
    """IPA of *text*, its clauses joined by a space."""
    buffer = ctypes.create_string_buffer(text.encode("utf-8"))
    cursor = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses: list[str] = []
    while cursor.value:
        clause = library.espeak_TextToPhonemes(ctypes.byref(cursor), _UTF8, _AS_IPA)
        clauses.append((clause or b"").decode("utf-8", "replace").strip())
    return " ".join(filter(None, clauses))


if __name__ == "__main__":
    raise SystemExit(main())
