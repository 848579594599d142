"""A film's text as the page is given it: slides, their sentences written and said, what is wrong.

    text ──read_sheet──▶ Sheet ──views──▶ plain JSON, slide by slide

Comes in: the text of a storyboard, which may hold mistakes. Goes out: what can be said of it all
the same: the slides that are right are read, said and drawn while others are being mended. What was
reckoned of a slide is kept until its words change. Writes nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from renderer.editing.journal import text_digest
from renderer.editing.syntax_tree import Manuscript
from renderer.errors import PictureError, Problem, StoryboardError, in_file_order
from renderer.importing.remarks import PROPOSED, Remark, remarks_in
from renderer.language.eye.typography import typeset
from renderer.language.sentences import split_sentences
from renderer.narration.names import names_to_settle
from renderer.narration.recordings import is_stale, recorded_sentences
from renderer.narration.script import touches, write_script
from renderer.narration.sentence import ScriptSentence
from renderer.photographs.file import picture_state
from renderer.photographs.photograph import probe
from renderer.rights.clearance import check_rights
from renderer.storyboard.advice import warnings_of
from renderer.storyboard.board import Slide, Storyboard
from renderer.storyboard.load import board_of
from renderer.storyboard.project_config import read_project
from renderer.storyboard.slide_kinds import AUTHORED, alts_of, photographs_of
from renderer.storyboard.slugs import slug_of
from renderer.storyboard.translation import own_language
from renderer.storyboard.yaml_reader import read_tree
from renderer.storyboard.yaml_source import source_of
from renderer.storyboard.yaml_tree import Tree
from renderer.studio.http import page_problem

_FILM_KEYS = ("title", "subtitle", "description", "slug", "style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One text of a film, read as far as it can be."""

    text: str
    digest: str
    tree: Tree | None
    """None: it can't be read as YAML at all."""
    board: Storyboard | None
    """Of the slides that are right; None: nothing can be made of it."""
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    language: str
    stale: frozenset[str] = frozenset()
    """Slides that `board` has as they were before a mistake came."""
    remarks: tuple[Remark, ...] = ()
    """What an import asked a person to check, and nobody has yet."""

    @property
    def ids(self) -> tuple[str, ...]:
        """What each slide is called; one without an id of its own by its number."""
        found: list[str] = []
        for number, slide in enumerate(self.written):
            name = str(slide.get("id") or "").strip()
            found.append(name if name and name not in found else f"#{number + 1}")
        return tuple(found)

    @property
    def written(self) -> list[dict[str, Any]]:
        """Each slide as plain data; one that isn't a mapping is empty."""
        slides = self.tree.at(("slides",)) if self.tree is not None else None
        listed = slides if isinstance(slides, list) else []
        return [slide if isinstance(slide, dict) else {} for slide in listed]

    def around(self, known_as: str, allow_fetch: bool) -> Storyboard:
        """The board of a slide and its neighbours, as far as they are right.

        Raises:
            KeyError: there is no such slide.
            StoryboardError: it is wrong itself.
        """
        if known_as not in self.ids or self.tree is None:
            raise KeyError(known_as)
        number = self.ids.index(known_as)
        if self.board is not None and (not self.problems or self.stale):
            found = [n for n, slide in enumerate(self.board.slides) if slide.id == known_as]
            if found:
                slides = self.board.slides[max(0, found[0] - 1) : found[0] + 2]
                return replace(self.board, slides=slides)
        for near in ((number - 1, number, number + 1), (number,)):
            try:
                return board_of(self.tree, near, allow_fetch=allow_fetch)
            except StoryboardError:
                if len(near) == 1:
                    raise
        raise KeyError(known_as)


def read_sheet(text: str, path: Path, *, allow_fetch: bool) -> Sheet:
    """What can be known of *text*, the content of *path*."""
    digest = text_digest(text)
    nothing = Sheet(
        text=text, digest=digest, tree=None, board=None, problems=(), warnings=(), language="fr"
    )
    try:
        tree, problems = _read(text, path)
        language = own_language(tree, read_project(path)[0])
    except StoryboardError as error:
        return replace(nothing, problems=error.problems)
    known = replace(nothing, tree=tree, language=language, remarks=remarks_in(tree))
    try:
        board = board_of(tree, allow_fetch=allow_fetch)
    except StoryboardError as error:
        problems = list(in_file_order([*problems, *error.problems]))
        good = _good_slides(tree, problems)
        return replace(known, board=_some(tree, good, allow_fetch), problems=tuple(problems))
    if problems:
        return replace(known, board=board, problems=in_file_order(problems))
    return replace(known, board=board, warnings=warnings_of(board))


def with_last_good(sheet: Sheet, last: Storyboard) -> Sheet:
    """*sheet*, its slides that can't be read shown as *last* has them.

    Where the film as a whole can't be read, all of them are: a wrong word among its settings takes
    nothing off the screen.
    """
    right = {slide.id: slide for slide in sheet.board.slides} if sheet.board else {}
    before = {slide.id: slide for slide in last.slides if slide.id not in right}
    shown = {name: right.get(name) or before.get(name) for name in sheet.ids}
    slides = tuple(slide for slide in shown.values() if slide is not None)
    stale = frozenset(before) & set(shown)
    if not stale:
        return sheet
    return replace(sheet, board=replace(sheet.board or last, slides=slides), stale=stale)


def _read(text: str, path: Path) -> tuple[Tree, list[Problem]]:
    with suppress(StoryboardError):
        return Manuscript.read(text, path).tree, []  # which an edit has just read
    return read_tree(source_of(text.encode("utf-8"), path))


def _some(tree: Tree, good: frozenset[int], allow_fetch: bool) -> Storyboard | None:
    try:
        return board_of(tree, good, allow_fetch=allow_fetch) if good else None
    except StoryboardError:
        return None


def _good_slides(tree: Tree, problems: Iterable[Problem]) -> frozenset[int]:
    """Numbers of the slides in which no problem lies."""
    slides = tree.at(("slides",))
    paths = [path_of(tree, problem) for problem in problems]
    wrong = {path[1] for path in paths if path[:1] == ("slides",) and len(path) > 1}
    return frozenset(range(len(slides) if isinstance(slides, list) else 0)) - wrong


def path_of(tree: Tree, problem: Problem) -> tuple[str | int, ...]:
    """The key of the file that *problem* lies in; (): none, or another file's."""
    mark = problem.mark
    if mark.path != tree.source.path:
        return ()
    return tree.path_at(tree.source.start_of(mark.line) + mark.column - 1)


@dataclass(slots=True, kw_only=True)
class Views:
    """What the page is given of the slides of one film; remembers what it has reckoned."""

    allow_fetch: bool = False
    _said: dict[Any, tuple[list[dict[str, Any]], frozenset[str]]] = field(default_factory=dict)
    _sizes: dict[Path, tuple[Any, tuple[int, int] | None]] = field(default_factory=dict)

    def film(self, sheet: Sheet) -> dict[str, Any]:
        """What is said of the film as a whole."""
        data = sheet.tree.data if sheet.tree is not None else None
        data = data if isinstance(data, dict) else {}
        board = sheet.board
        return {
            **{key: data[key] if isinstance(data.get(key), str) else "" for key in _FILM_KEYS},
            "fields": {key: value for key, value in data.items() if key != "slides"},
            "language": sheet.language,
            "formats": list(board.film.formats) if board else ["16:9"],
            "fps": board.film.fps if board else 25,
            "height": board.film.height if board else 1080,
        }

    def problems(self, sheet: Sheet) -> dict[str, Any]:
        """What is wrong, and what should be looked at."""
        return {
            "problems": self.told(sheet, sheet.problems),
            "warnings": self.told(sheet, sheet.warnings),
        }

    def told(self, sheet: Sheet, problems: Iterable[Problem]) -> list[dict[str, Any]]:
        """*problems* for the page, each with its slide and its key there."""
        return [self._problem(sheet, problem) for problem in problems]

    @staticmethod
    def _problem(sheet: Sheet, problem: Problem) -> dict[str, Any]:
        path = path_of(sheet.tree, problem) if sheet.tree is not None else ()
        slide, key = problem.slide, path
        if path[:1] == ("slides",):
            key = path[2:]
            slide = sheet.ids[int(path[1])] if len(path) > 1 else slide
        return {**page_problem(problem), "slide": slide, "key": ".".join(map(str, key))}

    @staticmethod
    def remarks(sheet: Sheet) -> list[dict[str, Any]]:
        """What is still to be checked of an import, each with its slide."""
        return [
            {
                "slide": None if remark.slide is None else sheet.ids[remark.slide],
                "why": remark.why,
                "proposes": PROPOSED if remark.proposal else "",
            }
            for remark in sheet.remarks
        ]

    def slides(self, sheet: Sheet) -> dict[str, dict[str, Any]]:
        """Each slide, by its id."""
        right = {slide.id: slide for slide in sheet.board.slides} if sheet.board else {}
        told = self.told(sheet, sheet.problems)
        wrong = {each["slide"] for each in told if not _awaits(sheet, each)}
        owing = self._owing(sheet.board)
        unchecked = {remark.slide for remark in sheet.remarks}
        said = self._all_said(sheet, right)
        return {
            known_as: self._slide(
                number,
                known_as,
                written,
                right.get(known_as),
                said.get(known_as),
                sheet,
                {
                    "mistake": known_as in wrong,
                    "rights": known_as in owing,
                    "check": number in unchecked,
                },
            )
            for number, (known_as, written) in enumerate(zip(sheet.ids, sheet.written, strict=True))
        }

    @staticmethod
    def _owing(board: Storyboard | None) -> frozenset[str]:
        if board is None:
            return frozenset()
        return frozenset(p.slide for p in check_rights(board, datetime.date.today()))

    def _slide(
        self,
        number: int,
        known_as: str,
        written: Mapping[str, Any],
        slide: Slide | None,
        said: tuple[list[dict[str, Any]], frozenset[str]] | None,
        sheet: Sheet,
        marks: Mapping[str, bool],
    ) -> dict[str, Any]:
        narration = _text_of(written, "narration", "")
        sentences, unknown = said or (_unsaid(narration, sheet.language), frozenset[str]())
        badges = [badge for badge, is_so in marks.items() if is_so]
        recording = _recording(slide)
        heard = {each["recorded"] for each in sentences}
        named = slide.recordings if slide is not None else ()
        unheard = [each.name for each in named if each.sentence and each.name not in heard]
        if unknown:
            badges.append("name")
        if unheard or (recording and recording["stale"]):
            badges.append("recording")
        if slide is not None and any(not alt for _, alt in alts_of(slide.visual)):
            badges.append("alt")
        return {
            "id": known_as,
            "index": number,
            "chapter": _text_of(written, "chapter", ""),
            "typeset": {
                key: typeset(_text_of(written, key, "text"), sheet.language)
                for key in ("chapter", "caption")
            },
            "kind": next((key for key in AUTHORED if key in written), ""),
            "caption": _text_of(written, "caption", "text"),
            "narration": narration,
            "fields": dict(written),
            "sentences": sentences,
            "badges": badges,
            "picture": self._picture(slide),
            "recording": recording,
            "unheard": unheard,
            "stale": known_as in sheet.stale,
        }

    def _all_said(
        self, sheet: Sheet, right: Mapping[str, Slide]
    ) -> dict[str, tuple[list[dict[str, Any]], frozenset[str]]]:
        """The sentences of the slides that are right, those that are new reckoned together."""
        board = sheet.board
        if board is None:
            return {}
        written = dict(zip(sheet.ids, sheet.written, strict=True))
        keys = {
            known_as: (
                _text_of(written[known_as], "narration", ""),
                slide.narration,
                slide.recordings,
                slide.pronounce,
                board.pronounce,
                board.language,
            )
            for known_as, slide in right.items()
            if known_as in written
        }
        fresh = {known_as for known_as, key in keys.items() if key not in self._said}
        if fresh:
            some = replace(board, slides=tuple(s for s in board.slides if s.id in fresh))
            script = write_script(some)
            unknown = names_to_settle(some)
            for known_as in fresh:
                names = [name.written for name in unknown if known_as in name.slides]
                told = _said(keys[known_as][0], script[known_as], names)
                for reading in recorded_sentences(right[known_as].recordings, script[known_as]):
                    for each in reading.sentences:
                        told[each.index]["recorded"] = reading.recording.name
                self._said[keys[known_as]] = (told, frozenset(names))
        kept = set(keys.values())
        if len(self._said) > 4 * len(kept) + 100:
            self._said = {key: said for key, said in self._said.items() if key in kept}
        return {known_as: self._said[key] for known_as, key in keys.items()}

    def _picture(self, slide: Slide | None) -> dict[str, Any] | None:
        images = photographs_of(slide.visual) if slide is not None else ()
        if not images or images[0].awaited:
            return None
        file, state = images[0].file, picture_state(images[0].file)
        known = self._sizes.get(file)
        if known is None or known[0] != state:
            try:
                facts = probe(file)
                known = (state, (facts.width, facts.height))
            except PictureError:
                known = (state, None)
            self._sizes[file] = known
        if known[1] is None:
            return None
        return {"file": images[0].name, "width": known[1][0], "height": known[1][1]}


def _awaits(sheet: Sheet, problem: Mapping[str, Any]) -> bool:
    """Whether it only says that a slide that was just added has no file yet."""
    if problem["code"] != "file-name-unfit" or problem["slide"] not in sheet.ids:
        return False
    value: Any = sheet.written[sheet.ids.index(problem["slide"])]
    for key in str(problem["key"]).split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return bool(value == "")


def _text_of(written: Mapping[str, Any], key: str, inner: str) -> str:
    value = written.get(key)
    if inner and isinstance(value, dict):
        value = value.get(inner)
    return value if isinstance(value, str) else ""


def _recording(slide: Slide | None) -> dict[str, Any] | None:
    if slide is None or slide.recording is None:
        return None
    recording = slide.recording
    return {"file": recording.name, "stale": is_stale(recording.says, slide.narration)}


def _places(narration: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Paragraph, start and end of each sentence, as a browser counts characters."""
    found = split_sentences(narration, language)
    ends = [sentence.start for sentence in found[1:]] + [len(narration)] if found else []
    for sentence, end in zip(found, ends, strict=True):
        stop = sentence.start + len(narration[sentence.start : end].rstrip())
        yield (
            sentence.paragraph,
            _units(narration, sentence.start),
            _units(narration, stop),
        )


def _units(text: str, offset: int) -> int:
    """*offset* in units of UTF-16."""
    return offset if text.isascii() else len(text[:offset].encode("utf-16-le")) // 2


def _unsaid(narration: str, language: str) -> list[dict[str, Any]]:
    sentences = split_sentences(narration, language)
    return [
        {
            "index": index,
            "paragraph": paragraph,
            "start": start,
            "end": end,
            "written": typeset(sentence.written, language),
            "spoken": None,
            "touches": [],
            "unknown": [],
            "recorded": "",
        }
        for index, (sentence, (paragraph, start, end)) in enumerate(
            zip(sentences, _places(narration, language), strict=True)
        )
    ]


def _said(
    narration: str, script: Iterable[ScriptSentence], names: Iterable[str]
) -> list[dict[str, Any]]:
    script = list(script)
    places = list(_places(narration, script[0].language)) if script else []
    places += [(0, 0, 0)] * (len(script) - len(places))
    return [
        {
            "index": each.index,
            "paragraph": paragraph,
            "start": start,
            "end": end,
            "written": typeset(each.written, each.language),
            "spoken": each.text,
            "touches": [
                {"written": touch.written, "spoken": touch.spoken, "rule": touch.rule}
                for touch in touches(each)
            ],
            "unknown": [name for name in names if name in each.written],
            "recorded": "",
        }
        for each, (paragraph, start, end) in zip(script, places, strict=False)
    ]


def free_id(wish: str, taken: Sequence[str]) -> str:
    """An id for a slide, near *wish*, that none of *taken* is."""
    stem = re.sub(r"-\d+$", "", slug_of(wish))
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
