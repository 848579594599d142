"""A storyboard's text, sent out to be corrected, and taken back.

    slides ──texts_of──▶ (slide, key, words), …  ──export──▶ file ──import──▶ the same, corrected

Comes in: a storyboard; later the document that went out, as somebody left it. Goes out: what a
document holds; edits of the storyboard. A text that goes out is kept in `.import/` under the name
that the document carries: what was corrected there is told from what changed here meanwhile.

The document is Word's, or a page. Every text has its slide's id above it, so that `import` takes
it back wherever it stands; paragraphs of Word carry ids too.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from zlib import crc32

from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import Put, apply
from renderer.editing.journal import Note
from renderer.editing.syntax_tree import Manuscript
from renderer.errors import UsageError
from renderer.files.atomic import drafted
from renderer.importing.align import comparable_text
from renderer.importing.document import SPOKEN, Document
from renderer.importing.merge import Fields, ImportOutcome, MergeLine, merge
from renderer.importing.merge_base import FOLDER, base_path
from renderer.importing.remarks import remarked
from renderer.importing.slide_assignment import sentences_of
from renderer.importing.storyboard_writer import with_slides
from renderer.messages import tr
from renderer.storyboard.fields import is_slug
from renderer.storyboard.project_config import read_project

NARRATION = ("narration",)
TITLE = "title"
"""The anchor of the film's own title."""
_KEYS: tuple[tuple[str, ...], ...] = (
    ("chapter",),
    ("card", "title"),
    ("card", "text"),
    ("card", "date"),
    ("caption",),
    ("image", "alt"),
    NARRATION,
)
"""What goes out of a slide, in this order; the last is the text itself and has no label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One text of a slide."""

    slide: str
    key: tuple[str, ...]
    text: str

    @property
    def anchor(self) -> str:
        """What marks it in the document."""
        return f"{self.slide} · {'.'.join(self.key)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """A storyboard's text as it goes out."""

    title: str
    language: str
    slides: Mapping[str, tuple[Words, ...]]
    edition: str
    """Names the storyboard and this state of it; the document carries it."""


def sent(storyboard: Path) -> SentText:
    """The text of *storyboard*, kept for when it comes back.

    Raises:
        StoryboardError: it can't be read.
    """
    project, _ = read_project(storyboard)
    page = Manuscript.read(EditedFile(storyboard, project.root).read().text, storyboard)
    slides = with_slides(page.tree.data)
    words = {id_: tuple(_words(id_, fields)) for id_, fields in slides.items()}
    title = str(page.tree.at((TITLE,)) or "")
    told = {id_: {".".join(each.key): each.text for each in of} for id_, of in words.items()}
    text = json.dumps({TITLE: title, "slides": told}, ensure_ascii=False, indent=1) + "\n"
    digest = sha256(text.encode()).hexdigest()[:10]
    place = base_path(storyboard, project.root, edition=f"sent-{digest}")
    place.parent.mkdir(parents=True, exist_ok=True)
    with drafted(place) as draft:
        draft.write_text(text, encoding="utf-8")
    return SentText(
        title=title,
        language=str(page.tree.at(("language",)) or "fr"),
        slides=words,
        edition=f"recit {storyboard.stem} {digest}",
    )


def _words(id_: str, fields: Fields) -> Iterator[Words]:
    for key in _KEYS:
        value: Any = fields
        for step in key:
            if isinstance(value, str) and (key[0], step) in {("card", "text")}:
                break  # the short form
            value = value.get(step) if isinstance(value, Mapping) else None
        if key == ("caption",) and isinstance(value, Mapping):
            value = value.get("text")
        if isinstance(value, str) and value.strip():
            yield Words(slide=id_, key=key, text=value.strip())


def import_corrections(
    document: Document, path: Path, into: Path | None, *, dry_run: bool, asks: bool = False
) -> ImportOutcome:
    """Take back the document at *path*, which went out of a storyboard.

    Raises:
        UsageError: the storyboard isn't found.
        StoryboardError: it can't be read.
    """
    _, name, digest = (*document.edition.split(), "", "", "")[:3]
    place = _storyboard_of(name, path, into)
    project, _ = read_project(place)
    storyboard_file = EditedFile(place, project.root)
    reading = storyboard_file.read()
    page = Manuscript.read(reading.text, place)
    mine = with_slides(page.tree.data)
    language = str(page.tree.at(("language",)) or "fr").strip()
    title, now = _come_back(document, language)
    kept = project.root / FOLDER / f"{name}.sent-{digest}.json"
    was_title, base = _gone_out(kept, page, mine)
    whole = {
        id_: {**_without_texts(fields), **now[id_]} for id_, fields in mine.items() if id_ in now
    }
    fresh = {
        id_: _new_slide(id_, of) for id_, of in now.items() if id_ not in base and id_ not in mine
    }
    before = {id_: {**_without_texts(mine[id_]), **base[id_]} for id_ in base if id_ in mine}
    order = {id_: whole.get(id_) or fresh.get(id_) for id_ in now}
    told = {id_: fields for id_, fields in order.items() if fields}
    fixed = {id_: frozenset({"chapter", "card", "caption", "image"}) for id_ in told}
    plan = merge(before, told, mine, language, fixed)
    plan.report.gone += [
        MergeLine(slide=id_, was=str(base[id_].get("narration", "")))
        for id_ in base
        if id_ not in now
    ]
    if (
        title
        and comparable_text(title) != comparable_text(was_title)
        and comparable_text(was_title) == comparable_text(str(page.tree.at((TITLE,)) or ""))
    ):
        plan.edits.append(Put(path=(TITLE,), value=title))
        plan.report.changed.append(MergeLine(slide=TITLE, was=was_title, now=title))
    text = remarked(apply(reading.text, plan.edits, path=place), plan.remarks, place)
    plan.report.remarks = list(document.remarks)
    plan.report.count_remarks(reading.text, text)
    is_changed = text != reading.text
    if is_changed and not (dry_run or asks):
        storyboard_file.save(text, based_on=reading.digest, note=Note(at_ms=0, label=path.name))
    return ImportOutcome(path=place, report=plan.report, is_changed=is_changed)


def _storyboard_of(name: str, path: Path, into: Path | None) -> Path:
    """*into*, or the storyboard called *name*, out of which the document at *path* went."""
    usual = (Path("storyboards", f"{name}.yaml"), Path(f"{name}.yaml"))
    for place in (into,) if into else usual:
        if place.is_file():
            return place
    raise UsageError(
        tr("name the storyboard that {file} came from: --into", file=path.name),
        code="import-target",
    )


def _without_texts(fields: Fields) -> dict[str, Any]:
    """The keys of a slide that don't go out."""
    return {key: value for key, value in fields.items() if key not in {each[0] for each in _KEYS}}


def _come_back(document: Document, language: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """The film's title, and the texts of each slide, as the document has them."""
    title, found = "", dict[str, dict[str, Any]]()
    slide = ""
    key: tuple[str, ...] = NARRATION
    for block in document.blocks:
        if block.kind == "slide":
            slide, key = block.text.strip("[] "), NARRATION
            if is_slug(slide):
                found.setdefault(slide, {})
        elif block.kind == "field":
            name, _, told = block.text.strip("[] ").partition(" · ")
            slide = name if is_slug(name) else slide
            key = tuple(told.split(".")) if tuple(told.split(".")) in _KEYS else NARRATION
        elif not slide:
            title = title or block.text
        elif block.text and slide in found:
            words = block.text
            if key == NARRATION and block.kind in SPOKEN | {"heading"}:
                words = " ".join(sentences_of(block, language))
            _add(found[slide], key, words)
            if key != NARRATION:
                key = NARRATION
    return title, found


def _add(fields: dict[str, Any], key: tuple[str, ...], words: str) -> None:
    for step in key[:-1]:
        fields = fields.setdefault(step, {})
    before = fields.get(key[-1])
    fields[key[-1]] = f"{before}\n\n{words}" if before else words


def _gone_out(
    kept: Path, page: Manuscript, mine: Mapping[str, Fields]
) -> tuple[str, dict[str, dict[str, Any]]]:
    """The same of the text as it went out; where that isn't kept, of the storyboard as it is."""
    try:
        told = json.loads(kept.read_text(encoding="utf-8"))
        title, texts = str(told[TITLE]), dict(told["slides"])
    except (OSError, ValueError, KeyError, TypeError):
        title = str(page.tree.at((TITLE,)) or "")
        texts = {
            id_: {".".join(each.key): each.text for each in _words(id_, fields)}
            for id_, fields in mine.items()
        }
    found: dict[str, dict[str, Any]] = {}
    for id_, of in texts.items():
        found[id_] = {}
        for key, words in of.items():
            _add(found[id_], tuple(key.split(".")), words)
    return title, found


def _new_slide(id_: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    card = texts.get("card") or {"title": str(texts.get("narration", id_)).partition(".")[0][:60]}
    return {"id": id_, **texts, "card": card}


SLIDE_STYLE, FIELD_STYLE = "Récit slide", "Récit field"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_GREY = "595959"
"""On white 7 to 1: they are read, but second."""


def how_to() -> str:
    """What a corrector has to know."""
    return tr(
        "Correct the text freely. Leave the lines between brackets as they are: they say where "
        "each text goes back to."
    )


def as_html(storyboard: Path) -> bytes:
    """The text of *storyboard* as a page.

    Raises:
        StoryboardError: it can't be read.
    """
    told = sent(storyboard)
    lines = [
        f'<!doctype html>\n<html lang="{escape(told.language)}">\n<head><meta charset="utf-8">',
        f'<meta name="recit" content="{escape(told.edition)}">',
        f"<title>{escape(told.title)}</title>",
        "<style>body{max-width:40em;margin:2em auto;font:1.1em/1.6 Georgia,serif}"
        f"[data-recit]{{color:#{_GREY};font:.8em sans-serif;margin:2em 0 0}}"
        "[data-recit=field]{margin:.6em 0 0}</style></head>\n<body>",
        f"<h1>{escape(told.title)}</h1>",
    ]
    for id_, texts in told.slides.items():
        lines.append(f'<p data-recit="slide">[{escape(id_)}]</p>')
        for words in texts:
            if words.key != NARRATION:
                lines.append(f'<p data-recit="field">[{escape(words.anchor)}]</p>')
            tag = "h2" if words.key == ("chapter",) else "p"
            lines += [f"<{tag}>{escape(each)}</{tag}>" for each in _paragraphs(words)]
    return "\n".join([*lines, "</body>\n</html>\n"]).encode("utf-8")


def _paragraphs(words: Words) -> list[str]:
    if words.key != NARRATION:
        return [" ".join(words.text.split())]
    return [" ".join(each.split()) for each in words.text.split("\n\n") if each.strip()]


def as_docx(storyboard: Path) -> bytes:
    """The text of *storyboard* for Word.

    Raises:
        StoryboardError: it can't be read.
    """
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    told = sent(storyboard)
    document = Document()
    for name, before in ((SLIDE_STYLE, 18), (FIELD_STYLE, 4)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size, style.font.color.rgb = Pt(8), RGBColor.from_string(_GREY)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
    document.core_properties.identifier = told.edition
    document.core_properties.title = told.title
    document.core_properties.language = told.language
    document.core_properties.author = ""
    document.add_paragraph(told.title, style="Title")
    used: set[str] = set()
    for id_, texts in told.slides.items():
        document.add_paragraph(f"[{id_}]", style=SLIDE_STYLE)
        for words in texts:
            if words.key != NARRATION:
                document.add_paragraph(f"[{words.anchor}]", style=FIELD_STYLE)
            style_name = "Heading 1" if words.key == ("chapter",) else "Normal"
            for number, text in enumerate(_paragraphs(words)):
                paragraph = document.add_paragraph(text, style=style_name)
                _name(paragraph, f"{words.anchor} {number}", used)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _name(paragraph: object, text: str, used: set[str]) -> None:
    """Give it the id by which Word and Google Docs know a paragraph for good."""
    number = crc32(text.encode()) & 0x7FFFFFFF or 1
    while f"{number:08X}" in used:
        number = number % 0x7FFFFFFE + 1
    used.add(f"{number:08X}")
    paragraph._p.set(f"{{{_W14}}}paraId", f"{number:08X}")  # type: ignore[attr-defined]
