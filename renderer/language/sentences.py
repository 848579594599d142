"""A narration as typed, cut into sentences.

    raw narration ──split_sentences──▶ Sentence, Sentence, …

Comes in: the text of a ``narration:`` block. Goes out: its sentences in order, each with its
paragraph and the place where it starts in the raw text; its inline ``{shown|said}`` forms reduced
to what is shown, and how those stretches are said (`read_inline`). Doesn't know how a sentence is
said or set.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from renderer.language.language import SentenceRules
from renderer.language.registry import language_of
from renderer.language.sentence import Override, Sentence


def read_inline(raw: str) -> tuple[str, tuple[Override, ...]]:
    """Take the inline forms out of *raw*; the overrides' offsets are in the text that is shown.

    ``\\{``, ``\\|`` and ``\\}`` are the plain characters. Braces without a bar, or without their
    other brace, are plain text. Inside a form another form is shown where it is shown and said
    where it is said. Never raises.
    """
    if "{" not in raw and "\\" not in raw:
        return raw, ()
    forms = _forms(raw)
    shown: list[str] = []
    overrides: list[Override] = []
    inside: list[_Form] = []
    at = length = 0
    while at < len(raw):
        step = 1
        if at in forms:
            inside.append(forms[at])
        elif inside and at == inside[-1].bar:
            inside[-1].at_said = True
        elif inside and at == inside[-1].close:
            form = inside.pop()
            piece = "".join(form.shown)
            if inside:
                inside[-1].add("".join(form.said) if inside[-1].at_said else piece)
            else:
                said = "".join(form.said)
                overrides.append(Override(start=length, end=length + len(piece), said=said))
                shown.append(piece)
                length += len(piece)
        else:
            piece, step = _character(raw, at)
            if inside:
                inside[-1].add(piece)
            else:
                shown.append(piece)
                length += 1
        at += step
    return "".join(shown), tuple(overrides)


@dataclass(slots=True, kw_only=True)
class _Form:
    """A form being read: where its bar and its closing brace are, and its two sides so far."""

    bar: int
    close: int
    shown: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    at_said: bool = False

    def add(self, piece: str) -> None:
        (self.said if self.at_said else self.shown).append(piece)


def _character(raw: str, at: int) -> tuple[str, int]:
    """The character shown at *at*, and how many were typed for it."""
    if raw[at] == "\\" and raw[at + 1 : at + 2] in {"{", "|", "}"}:
        return raw[at + 1], 2
    return raw[at], 1


def _forms(raw: str) -> dict[int, _Form]:
    """The forms of *raw*, by their opening brace: those with a bar and a closing brace."""
    open_braces: list[list[int]] = []
    forms: dict[int, _Form] = {}
    at = 0
    while at < len(raw):
        char = raw[at]
        if char == "\\" and raw[at + 1 : at + 2] in {"{", "|", "}"}:
            at += 1  # what follows is a plain character
        elif char == "{":
            open_braces.append([at])
        elif char == "|" and open_braces:
            open_braces[-1].append(at)
        elif char == "}" and open_braces:
            brace, *bars = open_braces.pop()
            if bars:
                forms[brace] = _Form(bar=bars[0], close=at)
        at += 1
    return forms


_PARAGRAPH = re.compile(r"\n(?:[^\S\n]*+\n)++|\f")
_SPACES = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")

# A run of end marks, what closes after it (quotes, brackets, footnote marks), and white space.
# Full-width marks end a sentence without white space. Nothing is given back once taken, and a run
# is looked at from its start only: a page of full stops takes no longer than a page of words.
_END = re.compile(
    r"""
    (?<![.!?…؟।])(?P<mark>[.!?…؟।]++)
    (?P<close>(?:[\s]*+[»”]|["'’)\]](?=[\s"'’)\]»”\[¹²³⁰-⁹])|\s"(?=\s)|\[\d{1,3}\]|[¹²³⁰-⁹]+)*+)
    (?P<gap>\s++)
    (?=\S)
    |
    (?<![。！？])(?P<wide>[。！？]++[」』）]*+)\s*+(?=\S)
    """,
    re.VERBOSE,
)
_OPENERS = "«“„\"‘'’([{—–-¿¡*_"
_NO_BREAK = "\u00a0\u202f"
_TAIL = re.compile(r"[^\s«“\"(\[{—–]*\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_RANKED = re.compile(r"\d{1,2}|[IVXLC]+")
"""A number that a point may make a rank; longer ones are years and amounts."""
_IN_BRACKETS = re.compile(r"[^\s(] ?\([^\s()]{1,6}\Z")
"""An abbreviation in brackets, in the midst of a sentence: "le col. (e.r.) Roy"."""
_LIST_NUMBER = re.compile(r"\d{1,2}|[ivx]{1,4}|[IVX]{1,5}|[a-zA-Z]")
_WORD_OR_ELISION = re.compile(r"[^\W\d_]['’]|[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_LOOK_BACK = 40
"""Characters before a point that can decide what it is: the longest token that matters."""


@lru_cache(maxsize=256)
def split_sentences(raw_narration: str, language: str = "fr") -> tuple[Sentence, ...]:
    """Cut a narration into sentences; blank lines make paragraphs, single line breaks are spaces.

    Every letter of the narration is in exactly one sentence, or in the ``said`` half of an inline
    form. Any text is accepted; a text of white space has no sentence.

    Args:
        raw_narration: as the storyboard holds it.
        language: BCP 47 tag; its abbreviations end no sentence.

    Returns:
        In order. ``Sentence.start`` counts in *raw_narration*; overrides count in
        ``Sentence.written``.
    """
    rules = language_of(language).sentences
    sentences: list[Sentence] = []
    paragraph = 0
    for base, raw in _paragraphs(raw_narration):
        shown, overrides = read_inline(raw)
        places = _raw_places(raw, overrides)
        found = False
        for start, end in _spans(shown, overrides, rules):
            written, inside = _on_one_line(shown, start, end, overrides)
            sentences.append(
                Sentence(
                    written=written,
                    overrides=inside,
                    paragraph=paragraph,
                    start=base + _raw_offset(places, start),
                )
            )
            found = True
        paragraph += found
    return tuple(sentences)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph that has something in it, with its offset."""
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        if text[start : gap.start()].strip():
            yield start, text[start : gap.start()]
        start = gap.end()
    if text[start:].strip():
        yield start, text[start:]


def _raw_places(raw: str, overrides: tuple[Override, ...]) -> list[tuple[int, int]]:
    """(offset shown, offset raw) wherever the two texts begin to run side by side again."""
    places = [(0, 0)]
    shown = at = 0
    for override in overrides:
        while shown < override.start or (at < len(raw) and raw[at] != "{"):
            if _is_escaped(raw, at):
                at += 1
                places.append((shown, at))
            shown, at = shown + 1, at + 1
        places.append((shown, at))
        shown, at = override.end, _after_form(raw, at)
        places.append((shown, at))
    while "\\" in raw and at < len(raw):
        if _is_escaped(raw, at):
            at += 1
            places.append((shown, at))
        shown, at = shown + 1, at + 1
    return places


def _is_escaped(raw: str, at: int) -> bool:
    return raw[at : at + 1] == "\\" and raw[at + 1 : at + 2] in ("{", "|", "}")


def _after_form(raw: str, at: int) -> int:
    """Offset after the brace that closes the one at *at*."""
    depth = 0
    while at < len(raw):
        if _is_escaped(raw, at):
            at += 1
        elif raw[at] == "{":
            depth += 1
        elif raw[at] == "}":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return at


def _raw_offset(places: list[tuple[int, int]], shown: int) -> int:
    """Where the shown character number *shown* stands in the raw text."""
    shown_at, raw_at = places[bisect_right(places, shown, key=lambda place: place[0]) - 1]
    return raw_at + shown - shown_at


def _spans(
    shown: str, overrides: tuple[Override, ...], rules: SentenceRules
) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence of one paragraph, white space left out."""
    start = len(shown) - len(shown.lstrip())
    form_starts = [form.start for form in overrides]
    for end in _END.finditer(shown):
        stop = end.end("close") if end["wide"] is None else end.end("wide")
        near = bisect_left(form_starts, stop) - 1
        inside_form = near >= 0 and stop < overrides[near].end
        if stop <= start or inside_form or not _is_end(shown, start, end, rules):
            continue
        yield start, stop
        start = end.end()
    stop = len(shown.rstrip())
    if start < stop:
        yield start, stop


def _is_end(text: str, start: int, end: re.Match[str], rules: SentenceRules) -> bool:
    """Whether a candidate ends the sentence that began at *start*."""
    if end["wide"] is not None:
        return True
    if not end["gap"].strip(_NO_BREAK):
        return False  # the author, or typography, tied the two words together
    following = text[end.end() : end.end() + _LOOK_BACK].lstrip(_OPENERS + _NO_BREAK + " \t\n")
    if not following or following[0].islower() or following[0] in ".,;:!?…)]»”%":
        return False
    if text[end.end()] in "([" and _shortened(text, start, end, rules):
        return False  # "12 345 hab. (2020)"
    mark, before = end["mark"], text[max(start, end.start() - _LOOK_BACK) : end.start()]
    if mark != ".":
        return not (before.endswith(("[", "(")) and end["close"][:1] in ("]", ")"))
    if end["close"]:
        return not (end["close"][0] == ")" and _IN_BRACKETS.search(before))
    is_first = end.start() - start < _LOOK_BACK
    return _point_ends(before, following, rules, first=is_first)


def _shortened(text: str, start: int, end: re.Match[str], rules: SentenceRules) -> bool:
    """Whether the point stands after an abbreviation that may be a sentence's last word."""
    tail = _TAIL.search(text[max(start, end.start() - _LOOK_BACK) : end.start()])
    return end["mark"] == "." and tail is not None and tail[0].lower() in rules.sometimes_last


def _point_ends(before: str, following: str, rules: SentenceRules, *, first: bool) -> bool:
    """Whether a lone point between *before* and *following* ends a sentence.

    Args:
        before: the sentence so far, or its last characters.
        following: what comes after the white space, opening marks left out; starts with no
            lower-case letter.
        rules: of the language.
        first: whether *before* is the sentence's beginning.
    """
    tail = _TAIL.search(before)
    token = tail[0] if tail else ""
    earlier = before[: len(before) - len(token)].strip()
    if first and not earlier and _LIST_NUMBER.fullmatch(token):
        return False  # "1. Le débarquement"
    token = re.split("['’/]", token)[-1]
    if rules.within is not None and rules.within.search(f"{before}¶{following}"):
        return False
    if token.isupper() and len(token) > 1 and rules.is_cut(token) and following[:2].isupper():
        return False  # "RUE DE LA PAIX, ANC. RUE"
    last = token.rpartition("-")[2]  # "lt-col.", "sept.-oct."
    whole = token.lower()
    known = whole if whole in rules.sometimes_last | rules.always_followed else last.lower()
    if known in rules.always_followed and token not in rules.also_words:
        return False
    if rules.numbers_rank and _RANKED.fullmatch(token):
        return False
    if known not in rules.sometimes_last and (rules.is_cut(whole) or rules.is_cut(last)):
        opening = _WORD_OR_ELISION.match(following)
        if opening is None or following[opening.end() : opening.end() + 1] == ".":
            return False  # "gymn. J. Moulin"
        return opening[0].rstrip("'’").lower() in rules.starters
    if known in rules.before_a_number:
        return not following[0].isdigit()
    if known in rules.sometimes_last:
        return known != "ex" or not earlier.lower().endswith((" p.", " par", "(p.", "(par"))
    if _INITIALS.fullmatch(token) and token[-1].isupper():
        return _ends_after_initials(token, earlier, following, rules)
    return True


def _ends_after_initials(token: str, earlier: str, following: str, rules: SentenceRules) -> bool:
    """Whether "J.", "B.C.R.A." or "J.-P." ends a sentence, judged by its neighbours."""
    words = _WORD_OR_ELISION.findall(following)
    before = _WORD.findall(earlier)
    if len(token) == 1 and before and before[-1].lower() in rules.named_by_letter:
        return True
    if not words or words[0].rstrip("'’").lower() not in rules.starters:
        return False
    if len(words[0]) == 1 and words[0] not in "ÀY":
        return False
    is_name = words[0] in ("Le", "La", "Du", "Des", "De") and words[1:] and words[1][0].isupper()
    return not is_name or "." in token


def _on_one_line(
    shown: str, start: int, end: int, overrides: tuple[Override, ...]
) -> tuple[str, tuple[Override, ...]]:
    """The sentence with every run of white space as one space, and its overrides moved along."""
    pieces: list[str] = []
    gap_starts, gap_ends, lost = [start], [start], [0]
    at = start
    for gap in _SPACES.finditer(shown, start, end):
        pieces += [shown[at : gap.start()], " "]
        at = gap.end()
        gap_starts.append(gap.start() + 1)
        gap_ends.append(at)
        lost.append(lost[-1] + at - gap.start() - 1)
    pieces.append(shown[at:end])

    def moved(offset: int) -> int:
        """Where the character number *offset* of the paragraph is in the sentence."""
        offset = min(max(offset, start), end)
        number = bisect_right(gap_ends, offset) - 1
        if number + 1 < len(gap_starts):
            offset = min(offset, gap_starts[number + 1])
        return offset - start - lost[number]

    inside: list[Override] = []
    for form in islice(overrides, bisect_left(overrides, start, key=lambda f: f.end), None):
        if form.start > end or form.end > form.start == end:
            break
        if form.end > start or not shown[start - 1 : start].strip():
            inside.append(Override(start=moved(form.start), end=moved(form.end), said=form.said))
    return "".join(pieces), tuple(inside)
