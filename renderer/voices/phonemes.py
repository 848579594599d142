"""Spoken text → phonemes: one path for every engine that takes them.

    text + hints ──read_aloud──▶ Reading, Reading, …

Comes in: text for the ear, and how stretches of it are said exactly (a lexicon's `ipa`). Goes out:
one `Reading` a word, in IPA as espeak-ng writes it, with the marks around it. French stays French:
a word that espeak takes for English or German is given to it in another spelling that isn't.
Liaisons stand in the word before. For review, sentences and names in IPA as well. Knows no engine
but espeak, which reads, and no lexicon.

The other spelling is one that a French reader says alike, without the letters by which espeak-ng
1.52 knows English ("th", a last "y", "oo": the `_^_en` of its rules for French), the nearest
first: "Thionville" becomes "Tyonville".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from renderer.language.sentence import PhonemeHint, Spoken
from renderer.voices import espeak
from renderer.voices.french_spelling import by_family, french_spellings
from renderer.voices.french_words import is_infinitive

RECIPE = 4
"""Number of this way of reading; another number, other takes."""
_MARK = re.compile(r"[;:,.!?—–…«»\"()“”]+")
_WORD = re.compile(r"\S+")
_PARTS = re.compile(r"(['’-])")
_SWITCH = re.compile(r"\(([a-z-]+)\)")
_VOWEL = re.compile("[aeiouyɑɐɔəɛœøæɪʊʌɒ]")
_ELIDED = {"l": "l", "d": "d", "j": "ʒ", "m": "m", "t": "t", "s": "s", "c": "s", "n": "n"}
"""What is left of a small word before an apostrophe; those that end in "qu" say k."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one word is read, or a few that are read as one ("parce que")."""

    start: int
    """Offset of its first character in the text, marks around it left out."""
    end: int
    ipa: str
    """Empty when espeak reads nothing there."""
    said: str
    """The spelling that espeak was given."""
    before: str = ""
    """Marks right before it: an opening quote."""
    after: str = ""
    """Marks after it, up to the next word."""
    foreign: str = ""
    """The language espeak would have read it in, left to itself: "en"."""
    exact: bool = False
    """Whether its phonemes were given."""


def reader_of(language: str) -> str:
    """espeak's name of the voice that reads *language*: its own, or French where it has none."""
    names = {name.lower(): name for name in espeak.voice_names()}
    wanted = language.replace("_", "-").lower()
    return names.get(wanted) or names.get(wanted.partition("-")[0]) or "fr"


def read_aloud(
    text: str, hints: Sequence[PhonemeHint] = (), *, voice: str = "fr"
) -> tuple[Reading, ...]:
    """Every word of *text*, in order.

    Args:
        text: for the ear: words and marks.
        hints: stretches whose phonemes are given.
        voice: espeak's name of the voice that reads: "fr", "en-us".

    Raises:
        VoiceError: espeak is missing, or failed.
    """
    words = list(_words(text, hints))
    if voice.startswith("fr"):
        words = list(_by_family(words, hints))
    clauses = [list(clause) for clause in _clauses(words)]
    read = _read(clauses, voice)
    if voice.startswith("fr"):
        read = _in_french(clauses, read, voice)
    found = [_plain(word, voice) for clause in read for word in clause]
    return tuple(_exactly(found, hints, voice)) if hints else tuple(found)


def _words(text: str, hints: Sequence[PhonemeHint]) -> Iterator[Reading]:
    """The words of *text* between its marks, with the marks; nothing is read yet.

    A mark inside a stretch with given phonemes parts nothing.
    """
    kept = [hint for hint in hints if _MARK.search(text, hint.start, hint.end)]
    marks: list[tuple[int, int]] = [
        found.span()
        for found in _MARK.finditer(text)
        if not any(hint.start < found.end() and found.start() < hint.end for hint in kept)
    ]
    pieces: list[tuple[int, int]] = []
    at = 0
    for start, end in [*marks, (len(text), len(text))]:
        pieces += [found.span() for found in _WORD.finditer(text, at, start)]
        at = end
    pieces = [piece for piece in pieces if any(c.isalnum() for c in text[slice(*piece)])]
    for number, (start, end) in enumerate(pieces):
        left = pieces[number - 1][1] if number else 0
        right = pieces[number + 1][0] if number + 1 < len(pieces) else len(text)
        yield Reading(
            start=start,
            end=end,
            ipa="",
            said=text[start:end],
            before=_leading(text[left:start]) if number else text[left:start].strip(),
            after=_trailing(text[end:right]),
        )


def _leading(gap: str) -> str:
    """Of the marks between two words, those that open what follows."""
    return "".join(re.findall(r"[«“(]", gap.rpartition(" ")[2])) or (
        "«" if "«" in gap else "“" if "“" in gap else ""
    )


def _trailing(gap: str) -> str:
    """Of the marks between two words, those that end what came before."""
    return re.sub(r"[\s«“(]", "", gap)


def _by_family(words: Sequence[Reading], hints: Sequence[PhonemeHint]) -> Iterator[Reading]:
    """*words*, names of known families spelled for espeak; what has given phonemes is left."""
    given = [(hint.start, hint.end) for hint in hints]
    first = True
    for word, following in zip_longest(words, words[1:]):
        kept = any(start < word.end and word.start < end for start, end in given)
        verb = first and not _is_subject(word, following)
        yield word if kept else replace(word, said=by_family(word.said, first=verb))
        first = _begins(word, following)


def _is_subject(word: Reading, following: Reading | None) -> bool:
    """Whether *word*, the first of its sentence, is a name and no verb: "Steiner, Prigent."."""
    if re.search("-[A-ZÉ]|-[dl]es?-", word.said):
        return True
    if following is not None and _FINITE.fullmatch(following.said.lower()):
        return True
    if word.said.endswith("er"):
        return (following is None or bool(word.after)) and not is_infinitive(word.said.lower())
    return word.said.endswith("ent") and (following is None or bool(re.search("[.!?]", word.after)))


_FINITE = re.compile(
    "n['’].*|ne|a|est|fut|e[uû]t|était|avait|sera|aura|doit|peut|va|veut|prend|tient|rend|reçoit|refuse"
    "|commande|ordonne|attaque|arrive|capitule|résiste|donne|quitte|entre|meurt|tombe|devient|reste"
)
"""What follows a subject and no infinitive: "Steiner attaque", not "Porter secours"."""


def _clauses(words: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Words up to a mark, or up to a name before a vowel: over neither there is a liaison."""
    clause: list[Reading] = []
    first = True
    for word, following in zip_longest(words, words[1:]):
        if word.before and clause:
            yield clause
            clause = []
        clause.append(word)
        if word.after or (following and _parts_from(word, following, first=first)):
            yield clause
            clause = []
        first = _begins(word, following)
    if clause:
        yield clause


def _begins(word: Reading, following: Reading | None) -> bool:
    """Whether a sentence begins after *word*."""
    return bool(re.search("[.!?:]", word.after)) or "«" in (following or word).before


_LINKED = re.compile(
    "[LDCSMTN]es|Aux|Ils|Elles|[NV]o(?:u?s)|Leurs|On|En|Un|[MTS]on|Tout|Tous|Deux|Trois|Six|Dix|Vingt"
    "|Cent|[DS]ans|Sous|Chez|Dès|Après|Quand|Plus|Moins|Très|Bien|Quel(?:le)?s|Certaine?s|Plusieurs"
    "|Quelques|Grands?|Petits?|Bons|Premiers|Saint"
)
"""Words that a sentence begins with and that are joined to the next one."""
_VOWEL_LETTERS = "aeiouyàâäéèêëîïôöûùüœæh"


def _parts_from(word: Reading, following: Reading, *, first: bool) -> bool:
    """Whether *word* is a name, which nobody joins to what follows: "Caux | est", "Daoulas | a".

    A plural keeps its liaison with what agrees with it: "Nations unies".
    """
    said, after = word.said, following.said.lower()
    if (
        not said.split("'")[-1][:1].isupper()
        or after[:1] not in _VOWEL_LETTERS
        or _LINKED.fullmatch(said)
    ):
        return False
    named = following.said[:1].isupper() or _AFTER_SUBJECT.fullmatch(after)
    if first and "-" not in said and not named:
        return False
    return not (said.endswith(("s", "x")) and after.endswith(("s", "x")) and len(after) > 4)


_AFTER_SUBJECT = re.compile("est|et|a|à|aux?|ont|en|o[uù]|avait|était|étaient|avaient|aura|eut")
"""What shows that a first word with a capital is a name or a noun: a verb, or what parts it; a
family name does as well, "Thomas Elek"."""


def _read(clauses: Sequence[Sequence[Reading]], voice: str) -> list[list[Reading]]:
    """*clauses* with what espeak reads for each word."""
    if not clauses:
        return []
    lines = [" ".join(word.said for word in clause) for clause in clauses]
    read = [ipa.split() for ipa in espeak.phonemes(lines, voice)]
    odd = [n for n, clause in enumerate(clauses) if len(clause) != len(read[n])]
    alone: list[list[str]] = []
    if odd:
        apart = [word.said for n in odd for word in clauses[n]]
        alone = [ipa.split() for ipa in espeak.phonemes(apart, voice)]
    found: list[list[Reading]] = []
    at = 0
    for number, clause in enumerate(clauses):
        if number in odd:
            found.append(_matched(clause, read[number], alone[at : at + len(clause)]))
            at += len(clause)
        else:
            found.append([replace(w, ipa=ipa) for w, ipa in zip(clause, read[number], strict=True)])
    return found


def _matched(
    words: Sequence[Reading], groups: Sequence[str], alone: Sequence[Sequence[str]]
) -> list[Reading]:
    """*words*, some of which espeak reads as one ("parce que") or as several ("dix-huit").

    The match whose groups are as long as what each word gives by itself.
    """
    lengths = [sum(map(len, one)) for one in alone]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    steps = [(1, n) for n in range(8)] + [(2, 1), (3, 1)]
    for word in range(len(words) + 1):
        for group in range(len(groups) + 1):
            if (word, group) not in best:
                continue
            cost = best[word, group][0]
            for take, give in steps:
                there = (word + take, group + give)
                if there[0] > len(words) or there[1] > len(groups):
                    continue
                want = sum(lengths[word : there[0]])
                got = sum(map(len, groups[group : there[1]]))
                total = cost + abs(want - got) + 0.1 * (take > 1)
                if there not in best or total < best[there][0]:
                    best[there] = (total, (word, group))
    end = (len(words), len(groups))
    if end not in best:
        return [replace(w, ipa=" ".join(one)) for w, one in zip(words, alone, strict=True)]
    found: list[Reading] = []
    while end != (0, 0):
        start = best[end][1]
        joined = words[start[0] : end[0]]
        found.append(
            replace(
                joined[0],
                end=joined[-1].end,
                said=" ".join(word.said for word in joined),
                after=joined[-1].after,
                ipa=" ".join(groups[start[1] : end[1]]),
            )
        )
        end = start
    return found[::-1]


def _in_french(
    clauses: Sequence[Sequence[Reading]], read: Sequence[Sequence[Reading]], voice: str
) -> list[list[Reading]]:
    """*read*, with what espeak read in another language read anew in French spelling."""
    switched = {
        word.said: found[1]
        for clause in read
        for word in clause
        if (found := _SWITCH.search(word.ipa))
    }
    if not switched:
        return [list(clause) for clause in read]
    spelled = {said: _french_spelling(said, voice) for said in switched}
    again = [[replace(w, said=_respelled(w.said, spelled)) for w in clause] for clause in clauses]
    return [
        [
            replace(word, foreign=_language_of(before, word, switched))
            for word in clause
            for before in [_at(clauses[number], word.start)]
        ]
        for number, clause in enumerate(_read(again, voice))
    ]


def _respelled(said: str, spelled: dict[str, str]) -> str:
    if said in spelled:
        return spelled[said]
    return next((new for old, new in spelled.items() if said in old.split()), said)


def _at(clause: Sequence[Reading], start: int) -> Reading:
    return next(word for word in clause if word.start == start)


def _language_of(before: Reading, word: Reading, switched: dict[str, str]) -> str:
    return switched.get(before.said, switched.get(word.said, ""))


def _plain(word: Reading, voice: str) -> Reading:
    """Without the names of languages and the hyphens that espeak puts into IPA.

    What no spelling could keep in French is at least said in French sounds.
    """
    ipa = _SWITCH.sub("", word.ipa).replace("-", "")
    if ipa and voice.startswith("fr") and _SWITCH.search(word.ipa):
        for sound, french in _ENGLISH_SOUNDS:
            ipa = ipa.replace(sound, french)
        return replace(word, ipa=ipa, exact=True)
    if "inng" in word.said:
        ipa = ipa.replace("nɡ", "ŋ")
    if voice.startswith("fr") and (found := _OPEN_O.search(ipa)) and _SHORT_O.search(word.said):
        ipa = f"{ipa[: found.start()]}ɔ{ipa[found.start() + 1 :]}"
    return replace(word, ipa=ipa)


_OPEN_O = re.compile("o(?=(?:[ɡkʁl]|tʁ)$)")
_SHORT_O = re.compile("(?:o(?:gue|que|re?|le)|[nv]otre)s?$")
"""Open in French, closed for espeak: vogue, époque, Brignoles, notre."""
_ENGLISH_SOUNDS = (
    ("eɪ", "ɛ"), ("aɪ", "aj"), ("ɔɪ", "ɔj"), ("aʊ", "aw"), ("əʊ", "o"), ("oʊ", "o"), ("iə", "iʁ"),
    ("eə", "ɛʁ"), ("ɜː", "œʁ"), ("ɑː", "a"), ("ː", ""), ("ɒ", "ɔ"), ("ɪ", "i"), ("ʊ", "u"),
    ("ʌ", "œ"), ("æ", "a"), ("ɐ", "a"), ("ɚ", "œʁ"), ("ɹ", "ʁ"), ("ɾ", "t"), ("h", ""), ("θ", "s"),
    ("ð", "z"), ("x", "k"), ("ç", "ʃ"),
)  # fmt: skip
"""espeak's phonemes of English and German → what a French speaker makes of them."""


@lru_cache(maxsize=4096)
def _french_spelling(word: str, voice: str) -> str:
    """*word* as espeak reads it in French; itself where no spelling helps."""
    parts = _PARTS.split(word)
    real = [part for part in parts if part and not _PARTS.fullmatch(part)]
    candidates = {part: [part, *french_spellings(part)] for part in real}
    asked = [spelling for part in real for spelling in candidates[part]]
    heard = dict(zip(asked, espeak.phonemes(asked, voice), strict=True))
    best = {
        part: next((one for one in candidates[part] if not _SWITCH.search(heard[one])), part)
        for part in real
    }
    return "".join(best.get(part, part) for part in parts)


def _exactly(
    words: Sequence[Reading], hints: Sequence[PhonemeHint], voice: str
) -> Iterator[Reading]:
    """*words*, with the given phonemes where a hint holds."""
    rest = list(words)
    for hint in sorted(hints, key=lambda one: one.start):
        touched = [w for w in rest if w.start < hint.end and hint.start < w.end]
        if not touched or not hint.ipa.strip():
            continue
        yield from (word for word in rest if word.end <= hint.start)
        rest = [word for word in rest if word.start >= hint.end]
        yield _hinted(touched, hint, voice)
    yield from rest


def _hinted(touched: Sequence[Reading], hint: PhonemeHint, voice: str) -> Reading:
    """The words that *hint* touches, as one: what it says, and what stands joined to it."""
    first, last = touched[0], touched[-1]
    text = " ".join(word.said for word in touched)
    head = text[: max(0, hint.start - first.start)]
    tail = text[len(text) - max(0, last.end - hint.end) :] if last.end > hint.end else ""
    ipa = f"{_joined(head, voice)}{said_exactly(hint.ipa, voice)}{_joined(tail, voice)}"
    return replace(first, end=last.end, after=last.after, ipa=ipa, said=text, exact=True)


def _joined(part: str, voice: str) -> str:
    """How what is joined to a hint is read: "l'", "Saint-", "Valence-d'", "-sur-Mer"."""
    head, _, elided = part.rpartition("-")
    if head.strip("-") and elided.endswith(("'", "’")):
        return f"{_joined(head, voice)}{_joined(elided, voice)}"
    word = part.strip("-’'")
    if not word:
        return ""
    if part.endswith(("'", "’")):
        return _ELIDED.get(word.lower(), "") or (
            "k" if word.lower() == "qu" else _alone(f"{word}e", voice)
        )
    return _alone(word, voice)


def _alone(word: str, voice: str) -> str:
    if voice.startswith("fr"):
        word = _french_spelling(by_family(word), voice)
    [ipa] = espeak.phonemes([word], voice)
    return _SWITCH.sub("", ipa).replace("-", "").replace(" ", "")


def said_exactly(ipa: str, voice: str = "fr") -> str:
    """An author's IPA in the letters that engines know; French is stressed at its end."""
    plain = unicodedata.normalize("NFD", ipa).replace("c\u0327", "ç")
    plain = _UNSPOKEN.sub("", plain).translate(_LETTERS)
    if not voice.startswith("fr"):
        return " ".join(plain.split())
    words = plain.translate(_FRENCH_R).split()
    return " ".join(word if "ˈ" in word else _stressed(word) for word in words)


def _stressed(word: str) -> str:
    vowels = [found.start() for found in _VOWEL.finditer(word)]
    full = [at for at in vowels if word[at] != "ə"] or vowels
    return word if not full else f"{word[: full[-1]]}ˈ{word[full[-1] :]}"


_UNSPOKEN = re.compile("[/\\[\\].‿|\u0329\u032f\u035c\u0361]")
"""What encloses IPA, parts its syllables or ties its letters."""
_LETTERS = str.maketrans({"g": "ɡ", "ɫ": "l", "'": "ˈ", ":": "ː"})
_FRENCH_R = str.maketrans({"r": "ʁ", "ʀ": "ʁ", "R": "ʁ", "ɹ": "ʁ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInIpa:
    """How a name is heard."""

    ipa: str
    foreign: str
    """The language that espeak would take it for, left to itself; empty: the film's own."""


def read_sentences(sentences: Sequence[Spoken], language: str) -> tuple[str, ...]:
    """Each of *sentences* in IPA, marks and all.

    Raises:
        VoiceError: espeak, which reads, is missing or fails.
    """
    voice = reader_of(language)
    return tuple(
        " ".join(_marked(word) for word in read_aloud(spoken.text, spoken.hints, voice=voice))
        for spoken in sentences
    )


def _marked(word: Reading) -> str:
    return f"{word.before}{word.ipa}{word.after}"


def read_names(names: Sequence[str], language: str) -> tuple[NameInIpa, ...]:
    """Each of *names* in IPA.

    Raises:
        VoiceError: as `read_sentences`.
    """
    voice = reader_of(language)
    found = []
    # A clause each: no liaison joins two names. All at once: a process is started for them.
    text = ". ".join(name.replace(".", " ") for name in names)
    words = list(read_aloud(text, voice=voice)) if text.strip() else []
    at = 0
    for name in names:
        own = [word for word in words if at <= word.start < at + len(name)]
        at += len(name) + 2
        found.append(
            NameInIpa(
                ipa=" ".join(word.ipa for word in own),
                foreign=next((word.foreign for word in own if word.foreign), ""),
            )
        )
    return tuple(found)
