"""Written sentences as the words a voice is given.

    Sentence + Lexicon ──speak──▶ Spoken

Comes in: a sentence as written, its language; the entries of which its lexicon is made. Goes out:
plain words with ASCII spaces and apostrophes, the marks that voices breathe by (. , ; : ? !) set
against the word before, and for every word the written characters it came from. In French no
digit, no abbreviation point, no no-break space is left. Knows no rule of any language, and nothing
of voices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from renderer.language.ear.lexicon import Lexicon, layer
from renderer.language.ear.rules import Claim, listed_words
from renderer.language.folding import Folded, fold
from renderer.language.registry import ear_of
from renderer.language.sentence import PhonemeHint, Sentence, Spoken, SpokenWord
from renderer.storyboard.board import Pronunciation


def lexicon_for(
    project: Sequence[Pronunciation] = (),
    slide: Sequence[Pronunciation] = (),
    *,
    language: str = "fr",
) -> Lexicon:
    """The lexicon of a slide: its own entries, then the project's, then the language's."""
    layers = [layer(slide, "slide")] if slide else []
    if project:
        layers.append(layer(project, "project"))
    if built_in := ear_of(language).lexicon():
        layers.append(built_in)
    return Lexicon(layers=tuple(layers))


def speak(sentence: Sentence, lexicon: Lexicon, language: str = "fr") -> Spoken:
    """What the voice is given for *sentence*. Never raises, whatever the text.

    Every whitespace-separated token of `Spoken.text` is one `SpokenWord`, in order. Their written
    spans, taken together, cover every written character that is not a space, when anything is said
    at all: punctuation belongs to the word it stands by, what is silent to the word before it.

    Args:
        sentence: as written.
        lexicon: of its slide.
        language: BCP 47 tag. A language without rules is said as it is written, but for spaces,
            dashes, inline forms and lexicon entries.
    """
    ear = ear_of(language)
    folded = fold(sentence.written)
    claims = ear.claims(folded.text, lexicon, _inline(sentence, folded))
    if ear.reads_respellings:
        claims = [_settled(claim, language) for claim in claims]
    return assemble(sentence.written, folded, claims)


def _inline(sentence: Sentence, folded: Folded) -> list[Claim]:
    """The author's own readings, as claims; one that overlaps an earlier one is left out."""
    claims: list[Claim] = []
    at = 0
    for override in sorted(sentence.overrides, key=lambda o: (o.start, o.end)):
        start, end = folded.folded(override.start), folded.folded(override.end)
        if start >= at and end >= start:
            claims.append(Claim(start, end, override.said, "inline"))
            at = max(end, at)
    return claims


def _settled(claim: Claim, language: str) -> Claim:
    """*claim* with what an author wrote in it made plain in its turn."""
    if claim.rule != "inline" and not claim.rule.startswith("lexicon:"):
        return claim
    return claim._replace(said=_plain(claim.said, language))


@lru_cache(maxsize=4096)
def _plain(said: str, language: str) -> str:
    """An author's respelling without digits, points or odd spaces: the rules read it too."""
    return speak(Sentence(written=said), Lexicon(), language).text.rstrip(".,;:!?")


_ELISIONS = listed_words(
    """
    l d j m t s c n qu jusqu lorsqu puisqu quoiqu presqu
    """
)
_WORDLIKE = frozenset({"", "inline", "title", "abbreviation", "capitals", "lexicon"})
"""Rules whose words stay hyphenated to their neighbours: "Saint-Lô"; numbers and letters don't."""

_END = Claim(0, 0, "", "")


def assemble(written: str, folded: Folded, claims: Sequence[Claim]) -> Spoken:
    """Say *claims*, which are in order; those with nothing to say go to the word before them."""
    said = [claim for claim in claims if claim.said]
    if not said:
        return Spoken(written=written, text="")
    text = folded.text if len(said) == len(claims) else _blanked(folded.text, claims)
    line = _Line()
    start = len(folded.text) - len(folded.text.lstrip())
    for claim, after in pairwise([*said, _END]):
        if claim.rule == "" and " " in claim.said:
            start, claim = line.add_run(claim, start, folded)
        if after is _END:
            end = max(start, len(folded.text.rstrip()))
            line.add(claim, *folded.written(start, end), _last_mark(text, claim))
            break
        gap = text[claim.end : after.start]
        if gap == " ":
            line.add(claim, *folded.written(start, claim.end), "")
            start = after.start
            continue
        tail, head = _shared(folded.text[claim.end : after.start])
        joint = _joint(text, gap, claim, after)
        line.add(claim, *folded.written(start, claim.end + tail), joint)
        start = max(claim.end, after.start) - head
    return Spoken(
        written=written,
        text=" ".join(line.parts),
        words=tuple(line.words),
        hints=tuple(line.hints),
    )


class _Line:
    """The spoken line as it grows: its tokens, and the word each of them is."""

    __slots__ = ("head", "hints", "length", "parts", "words")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: list[SpokenWord] = []
        self.hints: list[PhonemeHint] = []
        self.length = 0
        self.head: tuple[str, int, str] | None = None
        """The start of a word that the next claim goes on ("l'", "Saint-"), with its written
        start and its rule."""

    def add(self, claim: Claim, start: int, end: int, joint: str) -> None:
        """Say *claim* for the written span, *joint* after it: a mark, "'" or "-", or nothing."""
        rule = claim.rule
        if rule == "" and not joint and self.head is None:  # most words, and the quick way
            self._add_word(claim.said, start, end, "")
            return
        if claim.ipa:
            at = self.length + (len(self.head[0]) if self.head is not None else 0)
            hint = PhonemeHint(start=at, end=at + len(claim.said), ipa=claim.ipa)
            self.hints.append(hint)
        tokens = claim.said.split(" ")
        last = len(tokens) - 1
        for position, token in enumerate(tokens):
            word_start, word_rule = start, rule
            if self.head is not None:
                token = self.head[0] + token
                word_start, word_rule = self.head[1], self.head[2] or rule
                self.head = None
            if position == last and joint:
                if joint in "'-":
                    self.head = (token + joint, word_start, word_rule)
                    return
                if token[-1] not in ".,;:?!":
                    token += joint
            self._add_word(token, word_start, end, word_rule)

    def _add_word(self, token: str, start: int, end: int, rule: str) -> None:
        at = self.length
        stop = at + len(token)
        self.parts.append(token)
        self.words.append(
            SpokenWord(start=at, end=stop, written_start=start, written_end=end, rule=rule)
        )
        self.length = stop + 1

    def add_run(self, claim: Claim, start: int, folded: Folded) -> tuple[int, Claim]:
        """Say all words of a run but the last, which is returned with its folded start."""
        *tokens, last = claim.said.split(" ")
        at = claim.start
        for token in tokens:
            stop = at + len(token)
            self.add(Claim(at, stop, token, ""), *folded.written(start, stop), "")
            start = at = stop + 1
        return start, Claim(at, claim.end, last, "")


def _blanked(text: str, claims: Sequence[Claim]) -> str:
    """*text* with spaces for what is written and not said, so that its brackets make no pause."""
    for claim in claims:
        if not claim.said:
            text = f"{text[: claim.start]}{' ' * (claim.end - claim.start)}{text[claim.end :]}"
    return text


def _joint(text: str, gap: str, before: Claim, after: Claim) -> str:
    """What comes between two claims: a mark, "'" or "-" when they are one word, or nothing."""
    if gap[:1] == "'" and before.rule in {"", "capitals"}:
        if gap == "'" and after.rule == "":
            return "'"
        if _last_word(before.said).lower() in _ELISIONS:
            return "'"
    if gap == "-":
        wordlike = {before.rule.partition(":")[0], after.rule.partition(":")[0]} <= _WORDLIKE
        return "-" if wordlike else ""
    if gap[:1] == "." and before.rule == "" and _VOWELLESS.fullmatch(_last_word(before.said)):
        gap = gap[1:]  # "Th. Monod": no clause ends with a word that can't be said
    opens = after.said[0]
    if text[after.start : after.start + 1].isdigit():
        opens = "0"
    return _mark(gap, opens.islower(), opens.isdigit())


_VOWELLESS = re.compile(r"[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ]{2,4}")
_PARTS = re.compile(r"[ '-]")


def _last_word(said: str) -> str:
    return _PARTS.split(said)[-1]


_STRONGEST_FIRST = "?!.:;,"
_SHORTENED = re.compile(r"(?<!\.)\.(?=[,;:])")
"""The point of a shortened word, before a mark of the sentence."""
_PAUSES = re.compile(r"[()\[\]{}—•·|]|\s[-–]+>?\s|\s/\s|--|\.\.\.|…")


@lru_cache(maxsize=4096)
def _mark(gap: str, before_small: bool, before_digit: bool) -> str:
    """The mark for what is written between two words.

    A point before a small letter ends an abbreviation, not a clause; before a digit it may be
    either, and makes a pause that no voice takes for an end.
    """
    gap = _SHORTENED.sub("", gap)
    marks = {char for char in gap if char in _STRONGEST_FIRST}
    if _PAUSES.search(gap):
        marks.add(",")
    if "..." in gap or "…" in gap:
        marks = marks - {"."} | ({","} if before_small or before_digit else {"."})
    elif "." in marks and before_small:
        marks.remove(".")
    elif "." in marks and before_digit:
        marks = marks - {"."} | {";"}
    return next((mark for mark in _STRONGEST_FIRST if mark in marks), "")


def _last_mark(text: str, last: Claim) -> str:
    """The mark that ends the sentence; the point of a last "etc." ends it too."""
    mark = _mark(text[last.end :], False, False)
    if not mark and text[last.start : last.end].endswith((".", "…")):
        return "."
    return "" if mark in {",", ";"} else mark


_OPENING = tuple("«“„‹([{¿¡—–•-")


@lru_cache(maxsize=4096)
def _shared(gap: str) -> tuple[int, int]:
    """How many characters of a gap go to the word before it, and how many to the word after."""
    pieces = list(re.finditer(r"\S+", gap))
    tail, head = 0, 0
    for piece in pieces:
        attached_before = piece.start() == 0
        attached_after = piece.end() == len(gap) and not attached_before
        if attached_after or (not attached_before and piece[0].startswith(_OPENING)):
            head = len(gap) - piece.start()
            break
        tail = piece.end()
    return tail, head
