"""Which texts name nobody: empty notices, and what cameras and programs write by themselves.

Comes in: a text, and what the file says its camera and its program are. Goes out: whether the text
says anything of a person, an archive or a picture. Knows nothing of vocabularies.

A rule, since no list holds every camera: a text says nothing when it is only signs, years and words
of law; when it is the camera's own name; and when, of its words, none is left once makers, words
for devices and numbers of models are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LAW = _words(
    "c copyright copyrights copr copyrighted all rights reserved tous droits réservés reserves alle"
    " rechte vorbehalten by"
)
_NOBODY = _words(
    "none null nil na unknown unbekannt inconnu inconnue undefined default untitled unnamed user"
    " owner"
)
_PHRASES = frozenset(("n a", "no copyright", "your name", "your name here", "not available"))
_MAKERS = _words(
    "agfa agfaphoto asus benq blackberry canon casio contax dji eastman ericsson fuji fujifilm"
    " fujitsu google gopro hasselblad hewlett hp htc huawei jenoptik jvc kenox kodak konica kyocera"
    " leica lg lumix mamiya medion minolta mitsubishi motorola nikon nokia olympus oneplus packard"
    " panasonic pentax polaroid ricoh rollei samsung sanyo sony toshiba umax vivitar xiaomi"
    " yashica"
)
_DEVICE = _words(
    "asahi camera cameras cameraphone co coolpix company compact corp corporation cybershot dcim"
    " digimax digital digitalkamera dsc easyshare electronics electric exif exilim finepix galaxy"
    " gmbh image images imaging inc international iphone ixus jpeg kabushiki kaisha limited ltd"
    " mobile motor optical phone photo picture powershot slr smartphone still techwin technologies"
    " video zoom"
)
_SHORT = 3
"""Letters of a model's name without digits."""
_GENERIC = (frozenset(("digital", "camera")), frozenset(("exif", "jpeg")))
"""What a camera without a maker's name calls itself."""
_PROGRAMS = _words(
    "acdsee adobe applemark corel darktable gimp imagemagick imageready irfanview iphoto lightroom"
    " paintshop photofiltre photoimpact photopaint photoshop picasa snapseed"
)
_OF_PROGRAMS = _words("cc classic cs editor elements macintosh pro studio version windows")
_WRITTEN_BY = re.compile(r"(created|file written|processed|made|generated|edited) (with|by) ")
_NUMBERED = re.compile(r"(?i)(_?[a-z]{1,4}[_-]?\d{3,}|untitled[-_ ]?\d*|dsc|img)(\.[a-z]{3,4})?")
"""Names that cameras, scanners and programs give to files: DSC_0001, IMG-2044, P1010001."""


def says_nothing(text: str, devices: Iterable[str] = ()) -> bool:
    """Whether *text* names nobody. *devices*: make, model and software that the file names."""
    plain = " ".join(_WORD.findall(text.casefold()))
    if not any(char.isalpha() for char in text):
        return True
    if any(plain == " ".join(_WORD.findall(device.casefold())) for device in devices):
        return True
    left = [word for word in plain.split() if word not in _LAW and not word.isdigit()]
    if not left or " ".join(left) in _PHRASES or (len(left) == 1 and left[0] in _NOBODY):
        return True
    return _is_device(left, capitals=text.isupper()) or _is_program(plain)


def is_numbered(text: str) -> bool:
    """Whether *text*, meant as a title, is only a file's number."""
    return _NUMBERED.fullmatch(text) is not None


def _is_device(words: list[str], *, capitals: bool) -> bool:
    """Makers, devices and models; in capitals a short word is a model too: SAMSUNG CSC."""
    named = any(word in _MAKERS for word in words)
    named = named or any(generic <= set(words) for generic in _GENERIC)
    return named and all(
        word in _MAKERS
        or word in _DEVICE
        or any(char.isdigit() for char in word)
        or (capitals and len(word) <= _SHORT)
        for word in words
    )


def _is_program(plain: str) -> bool:
    words = _WRITTEN_BY.sub("", plain, count=1).split()
    return any(word in _PROGRAMS for word in words) and all(
        word in _PROGRAMS or word in _OF_PROGRAMS or any(char.isdigit() for char in word)
        for word in words
    )
