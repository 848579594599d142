"""The bytes of a YAML file, proved to be text that an author can be shown.

Comes in: a path. Goes out: `SourceText`, whose offsets turn into line and column marks, or a
StoryboardError that says which byte isn't text, or what else the file is, and what to do. Knows
nothing of YAML's grammar beyond the characters it may hold.
"""

from __future__ import annotations

import codecs
import difflib
import itertools
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NoReturn

from renderer.errors import Mark, Problem, StoryboardError, UsageError
from renderer.messages import deferred, tr
from renderer.messages.os_errors import reason_of

_OTHER_KINDS = (
    (b"%PDF", deferred("a PDF")),
    (b"{\\rtf", deferred("a document in RTF")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", deferred("an old office document (.doc, .xls or .ppt)")),
    (b"\xff\xd8\xff", deferred("a picture (JPEG)")),
    (b"\x89PNG\r\n", deferred("a picture (PNG)")),
    (b"GIF8", deferred("a picture (GIF)")),
    (b"II*\x00", deferred("a picture (TIFF)")),
    (b"MM\x00*", deferred("a picture (TIFF)")),
    (b"RIFF", deferred("a picture, a sound or a film (RIFF)")),
    (b"ID3", deferred("a sound (MP3)")),
    (b"OggS", deferred("a sound (Ogg)")),
    (b"fLaC", deferred("a sound (FLAC)")),
    (b"\x1aE\xdf\xa3", deferred("a film (Matroska or WebM)")),
    (b"\x1f\x8b", deferred("a compressed archive")),
    (b"7z\xbc\xaf", deferred("a compressed archive")),
    (b"Rar!", deferred("a compressed archive")),
)
_ZIPPED = (
    (b"word/", deferred("a Word document (.docx)")),
    (b"xl/", deferred("an Excel workbook (.xlsx)")),
    (b"ppt/", deferred("a PowerPoint presentation (.pptx)")),
    (b"application/vnd.oasis.opendocument.text", deferred("a LibreOffice document (.odt)")),
    (b"application/vnd.oasis.opendocument", deferred("a LibreOffice document")),
    (b"application/epub", deferred("an e-book (EPUB)")),
)
_PAGES = (b"<!doctype html", b"<html", b"<?xml")
_ENCODINGS = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"))
_EXPECTED = frozenset("éèêëàâäçùûüîïôöœæÉÈÊÀÂÇÔŒ«»’“”–—…°ß\u00a0")
"""What stands in texts of Western Europe outside ASCII."""
MAX_BYTES = 20_000_000
"""A storyboard of 10,000 slides of 500 bytes; beyond that it is another kind of file."""
EXCERPT = 160
"""Characters of a very long line that a message shows."""

_BLOCK = 1 << 16
"""Characters: lines are counted once to the start of each, and from there when somebody asks."""
_LINE_END = re.compile(r"\r\n|\n|\r")
_NOT_TEXT = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What YAML 1.1 calls not printable, and the three line ends that no editor shows. Named one by
one: Python compiles a class by going through its characters; those that are text are a million."""
_ODD_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
"""Line ends of word processors, and of other machines."""
_LETTER_TWICE = (
    "[\u00c2-\u00c5\u00cb-\u00cf\u00e2]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
)
"""What the two or three bytes of a letter look like one by one: a lead byte of UTF-8's, then its
continuation bytes, as Windows-1252 has them."""
_TWICE = re.compile(f"{_LETTER_TWICE}(?:{_LETTER_TWICE})*")
"""One, then more: Python seeks a pattern's first character fast where no repetition hides it."""
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: .*)?$", re.MULTILINE)
_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_AS_UTF8 = deferred("save it again as UTF-8 (in most editors: Save as…, Encoding: UTF-8)")
_NAMES = {
    "\x00": deferred("a NUL character"),
    "\x0b": deferred("a vertical tab, the soft line break of word processors"),
    "\x0c": deferred("a form feed, the page break of word processors"),
    "\x1b": deferred("an escape character"),
    "\x85": deferred("a next-line character"),
    "\u2028": deferred("a line separator, the soft line break of word processors"),
    "\u2029": deferred("a paragraph separator"),
    "\ufeff": deferred("a byte order mark in the middle of the text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """The text of one file. Offsets count characters from its start."""

    path: Path
    """As the user named it, so that messages can be clicked."""
    text: str = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    """Line ends before each block of `_BLOCK` characters: a file of nothing else takes no more."""

    has_returns: bool = False
    """Whether it holds a CR."""

    def mark(self, start: int, end: int | None = None) -> Mark:
        """The mark of the characters from *start* to *end*, cut at the end of the first line."""
        start = min(max(start, 0), len(self.text))
        block = start // _BLOCK
        line = self.ends[block] + _line_ends(self.text, block * _BLOCK, start)
        first, last = self._line_around(start)
        excerpt = self.text[first:last]
        column = start - first
        width = max(1, min(start + 1 if end is None else end, first + len(excerpt)) - start)
        clipped = 0
        if len(excerpt) > EXCERPT:
            clipped = max(0, min(column - EXCERPT // 2, len(excerpt) - EXCERPT))
            excerpt = excerpt[clipped : clipped + EXCERPT]
            width = max(1, min(width, clipped + EXCERPT - column))
        return Mark(
            path=self.path,
            line=line + 1,
            column=column + 1,
            width=width,
            excerpt=excerpt.replace("\t", " "),
            clipped=clipped,
        )

    def line_starts(self) -> Iterator[int]:
        """Offset of each line's first character."""
        yield 0
        for found in _LINE_END.finditer(self.text):
            yield found.end()

    def start_of(self, line: int) -> int:
        """Offset of the first character of *line*, which counts from 1."""
        return next(islice(self.line_starts(), line - 1, None))

    def _line_around(self, offset: int) -> tuple[int, int]:
        """Where the line of *offset* starts, and where what can be seen of it ends."""
        text, first, last = self.text, 0, len(self.text)
        for end in "\n\r" if self.has_returns else "\n":
            before = text.rfind(end, 0, offset)
            if end == "\r" and before == offset - 1 and text[offset : offset + 1] == "\n":
                before = text.rfind(end, 0, max(0, before))  # between the two halves of one end
            first = max(first, before + 1)
            after = text.find(end, max(first, offset - 1), last)
            last = last if after < first else after
        return first, max(first, last)

    def refuse(
        self, start: int, what: str, remedy: str, *, code: str, end: int | None = None
    ) -> NoReturn:
        """Stop reading: *what* is wrong at *start*."""
        problem = Problem(code=code, mark=self.mark(start, end), what=what, remedy=remedy)
        raise StoryboardError([problem])


def read_source(path: Path) -> SourceText:
    """Read the file at *path*.

    Raises:
        UsageError: there is no such file, or it can't be read.
        StoryboardError: it is too long, not UTF-8, or holds what isn't text.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(
                tr(
                    "'{path}' is not a file; name a storyboard, such as {example}",
                    path=path,
                    example="storyboards/film.yaml",
                ),
                code="file-unreadable",
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        told = tr("can't read '{path}': {why}", path=path, why=reason_of(error))
        if isinstance(error, FileNotFoundError) and (near := _near(path)):
            told = tr("{told}; {meant}", told=told, meant=tr("did you mean '{near}'?", near=near))
        raise UsageError(told, code="file-unreadable") from error
    return source_of(data, path)


def _near(path: Path) -> Path | None:
    """The file that is there and called nearly as *path*, in its folder or one called nearly so."""
    folder = path.parent
    if not folder.is_dir():
        folder = _called(folder.name, folder.parent, Path.is_dir) or folder
    return _called(path.name, folder, Path.is_file)


def _called(name: str, folder: Path, kind: Callable[[Path], bool]) -> Path | None:
    try:
        there = {each.name: each for each in sorted(folder.iterdir()) if kind(each)}
    except OSError:
        return None
    near = difflib.get_close_matches(name, there, n=1, cutoff=0.7)
    return there[near[0]] if near else there.get(f"{name}.yaml")


def source_of(data: bytes, path: Path) -> SourceText:
    """The text that *data*, the content of *path*, holds.

    Raises:
        StoryboardError: it is too long, not UTF-8, or holds what isn't text.
    """
    if len(data) > MAX_BYTES:
        _source("", path).refuse(
            0,
            tr("the file is longer than {limit} MB", limit=MAX_BYTES // 1_000_000),
            tr(
                "a storyboard holds text only;"
                " pictures and sound stay in media/ and are named in it"
            ),
            code="file-too-large",
        )
    source = _source(_decode(data, path), path)
    if (found := _NOT_TEXT.search(source.text)) is not None:
        name = character_name(found.group())
        source.refuse(
            found.start(),
            tr("{character} is not text", character=name),
            tr("delete it; it can't be seen or said"),
            code="character-invisible",
        )
    told = any(sign * 7 in source.text for sign in "<|>")  # looking at each line takes seconds
    if told and (found := _CONFLICT.search(source.text)) is not None:
        source.refuse(
            found.start(),
            tr("an unfinished merge: two versions of the text stand here"),
            tr(
                "keep one version and delete the lines of {ours}, {between} and {theirs}",
                ours="<<<<<<<",
                between="=======",
                theirs=">>>>>>>",
            ),
            code="merge-unfinished",
            end=found.end(),
        )
    return source


def damaged_accents(source: SourceText) -> Iterator[Problem]:
    """Advice on the first letters that were UTF-8, taken for Windows-1252, and saved again."""
    found = next((found for found in _TWICE.finditer(source.text) if _mended(found)), None)
    if found is not None:
        yield Problem(
            code="accents-damaged",
            mark=source.mark(found.start(), found.end()),
            what=tr(
                "damaged accents: {wrong} stands for {right}", wrong=found[0], right=_mended(found)
            ),
            remedy=tr(
                "an editor took UTF-8 for another encoding and saved it: open the file in an"
                " earlier version, or write these letters anew"
            ),
        )


def _mended(found: re.Match[str]) -> str:
    """What the letters were before; empty if they were meant so."""
    codes = []
    for letter in found[0]:
        try:
            codes.append(ord(letter) if ord(letter) < 256 else letter.encode("cp1252")[0])
        except UnicodeEncodeError:
            return ""
    try:
        return bytes(codes).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def not_text(text: str) -> str:
    """The first character of *text* that can't be shown or said; empty when there is none."""
    found = _NOT_TEXT.search(text)
    return found.group() if found else ""


def without_unseen(text: str) -> str:
    """*text* without what `not_text` finds: line ends as a text editor's, the rest taken out."""
    text = _ODD_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    return _NOT_TEXT.sub("", text)


def character_name(character: str) -> str:
    """How a message names an invisible character."""
    code = f"U+{ord(character):04X}"
    if character in _NAMES:
        return f"{tr(_NAMES[character])} ({code})"
    if "\ud800" <= character <= "\udfff":
        return tr("half a character ({code}, a lone surrogate)", code=code)
    return tr("a control character ({code})", code=code)


def _source(text: str, path: Path) -> SourceText:
    blocks = (_line_ends(text, at, at + _BLOCK) for at in range(0, len(text), _BLOCK))
    ends = (0, *itertools.accumulate(blocks))
    return SourceText(path=path, text=text, ends=ends, has_returns="\r" in text)


def _line_ends(text: str, start: int, end: int) -> int:
    """Line ends from *start* on that are whole before *end*: a CR and its LF are one."""
    found = text.count("\n", start, end)
    if returns := text.count("\r", start, end):
        found += returns - text.count("\r\n", start, end + 1)
    return found


def _decode(data: bytes, path: Path) -> str:
    if kind := other_kind(data):
        _source("", path).refuse(
            0,
            tr("the file is {kind}, not a text", kind=tr(kind)),
            tr(
                "a storyboard is plain text: copy its words into a file that ends in .yaml, with an"
                " editor of plain text"
            ),
            code="file-not-text",
        )
    for bom, name in _WIDE:
        if data.startswith(bom):
            _refuse_wide(name, data, path)
    if data[:64].count(0) * 3 >= len(data[:64]) > 0:
        _refuse_wide("UTF-16", data, path)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = len(data[: error.start].decode("utf-8"))
        source = _source(data.decode("utf-8", errors="replace"), path)
        byte = f"0x{data[error.start]:02X}"
        encoding, name = likeliest_encoding(data)
        shown = data[error.start : error.start + 1].decode(encoding, errors="replace")
        what = tr("byte {byte} is not UTF-8", byte=byte)
        if shown.isalpha() or shown in "«»’“”–—…°":
            what = tr(
                "byte {byte} ('{character}' in {encoding}) is not UTF-8",
                byte=byte,
                character=shown,
                encoding=name,
            )
        source.refuse(start, what, tr(_AS_UTF8), code="encoding-unfit")


def _refuse_wide(name: str, data: bytes, path: Path) -> NoReturn:
    shown = data[:400].decode(name, errors="replace").splitlines()[:1]
    line = "".join(shown).lstrip("\ufeff")
    _source(_NOT_TEXT.sub("\ufffd", line), path).refuse(
        0,
        tr("the file is saved as {encoding}", encoding=name),
        tr(_AS_UTF8),
        code="encoding-unfit",
    )


def other_kind(data: bytes) -> str:
    """What *data* is, with its article, for `tr`; empty for what may be a text."""
    if data.startswith(b"PK\x03\x04"):
        return next((name for sign, name in _ZIPPED if sign in data), deferred("a ZIP archive"))
    if data[4:8] == b"ftyp":
        return deferred("a picture or a film (HEIC, AVIF or MP4)")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_PAGES):
        return deferred("a web page or another file of HTML or XML")
    return next((name for start, name in _OTHER_KINDS if data.startswith(start)), "")


def likeliest_encoding(data: bytes) -> tuple[str, str]:
    """Python's name and the usual name of the encoding in which *data* reads best."""

    def oddness(encoding: str) -> int:
        text = data.decode(encoding, errors="replace")
        return sum(1 for each in text if not each.isascii() and each not in _EXPECTED)

    return min(_ENCODINGS, key=lambda names: oddness(names[0]))
