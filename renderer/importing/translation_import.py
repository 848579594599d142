"""A text in another language → a translation's file, and again when either text changes.

Comes in: the document of the translation, the storyboard. Goes out: a file in `translations/`,
named in the storyboard; what it lacks, and what doesn't answer to the original any more.
Paragraphs answer one another by their place between headings, and by their length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import Put, apply
from renderer.editing.journal import Note
from renderer.editing.syntax_tree import Manuscript
from renderer.files.atomic import drafted
from renderer.importing import merge_base as keeping
from renderer.importing.align import comparable_text, paired
from renderer.importing.composition import compose_slides, description_of, slide_fields
from renderer.importing.document import SPOKEN, Block, Document
from renderer.importing.merge import Fields, ImportOutcome, Merge, MergeLine, merge_slides, parted
from renderer.importing.merge_base import Kept
from renderer.importing.places import dates_in
from renderer.importing.remarks import remarked
from renderer.importing.slide_assignment import OPENING, Homes, sentences_of
from renderer.importing.storyboard_writer import with_slides
from renderer.messages import tr
from renderer.storyboard.project_config import Project
from renderer.storyboard.schema import TranslationModel
from renderer.storyboard.translation import TRANSLATIONS

_UNFINISHED = 0.7
"""Of the letters of the original: a translation of fewer paragraphs and fewer letters has no end
yet; no two languages of ours differ by as much."""
_TEXTS = ("chapter", "caption", "narration")
_CARD = ("title", "text", "date")


def import_translation(
    document: Document, path: Path, place: Path, project: Project, language: str, *, dry_run: bool
) -> ImportOutcome:
    """Bring *document* into the translation of the storyboard at *place* into *language*.

    Raises:
        UsageError, StoryboardError: a file can't be read.
    """
    storyboard_file = EditedFile(place, project.root)
    reading = storyboard_file.read()
    page = Manuscript.read(reading.text, place)
    mine = with_slides(page.tree.data)
    own = str(page.tree.at(("language",)) or "fr").strip()
    original = keeping.original(place, project.root, mine, own)
    homes = homes_of_translation(original, document, own, language)
    told = _words(document, homes, mine, language)
    before_kept = keeping.load_base(keeping.base_path(place, project.root, language))
    before: dict[str, dict[str, Any]] = {}
    if before_kept is not None:
        # Composed by the slides of today, so that only the text makes a difference.
        pairs = paired(before_kept.document.blocks, document.blocks)
        old_homes = _homes_before(before_kept, document, homes, pairs, language)
        before = _words(before_kept.document, old_homes, mine, language)
    name = f"{place.stem}.{language}.yaml"
    named = page.tree.at(("languages", language))
    file = place.parent / TRANSLATIONS / (named.strip() if isinstance(named, str) else name)
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    data = Manuscript.read(text, file).tree.data if text.strip() else {}
    there = data if isinstance(data, dict) else {}
    slides = there.get("slides")
    plan = Merge()
    merge_slides(before, told, slides if isinstance(slides, dict) else {}, language, plan)
    _merge_top(before_kept, document, page, there, language, plan)
    fresh = apply(text or "\n", plan.edits, model=TranslationModel, path=file)
    fresh = remarked(fresh if text else fresh.lstrip("\n"), plan.remarks, file, TranslationModel)
    _tell_lacking(mine, page, fresh, file, plan)
    plan.report.remarks = list(document.remarks)
    plan.report.count_remarks(text, fresh)
    answers = _answers(before_kept, mine, told, before)
    plan.report.stale = stale_in(answers, mine, language)
    if not dry_run:
        if fresh != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            with drafted(file) as draft:
                draft.write_text(fresh, encoding="utf-8")
        if named is None:
            changed = apply(reading.text, Put(path=("languages", language), value=name), path=place)
            storyboard_file.save(
                changed, based_on=reading.digest, note=Note(at_ms=0, label=path.name)
            )
        kept = Kept(document=document, homes=homes, source=path.name, answers=answers)
        keeping.save(kept, keeping.base_path(place, project.root, language))
    return ImportOutcome(path=file, report=plan.report, is_new=not text)


def homes_of_translation(original: Kept, document: Document, own: str, language: str) -> Homes:
    """On which slides the sentences of a translation are: those of what they translate."""
    blocks = original.document.blocks
    found: list[tuple[str, ...]] = [()] * len(document.blocks)
    last = OPENING
    pairs = _answers_of(blocks, document.blocks)
    for number, block in enumerate(document.blocks):
        other = pairs.get(number)
        count = len(sentences_of(block, language)) if block.kind in SPOKEN else 1
        if other is None:
            found[number] = (last,) * count
            continue
        ids = original.homes[other] or (last,)
        if block.kind not in SPOKEN:
            found[number] = ids[:1]
        elif count == len(ids):
            found[number] = tuple(ids)
        else:
            found[number] = tuple(_spread(sentences_of(block, language), blocks[other], ids, own))
        last = found[number][-1]
    return tuple(found)


def _spread(said: Sequence[str], block: Block, ids: Sequence[str], own: str) -> list[str]:
    """The slides of sentences that aren't as many as in the original, by how far they reach."""
    lengths = [len(each) for each in sentences_of(block, own)]
    whole, total = sum(lengths) or 1, sum(map(len, said)) or 1
    result, reached = [], 0.0
    for each in said:
        middle = (reached + len(each) / 2) / total
        reached += len(each)
        passed, home = 0, ids[-1]
        for length, id_ in zip(lengths, ids, strict=False):
            passed += length
            if middle * whole <= passed:
                home = id_
                break
        result.append(home)
    return result


def _answers_of(old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Blocks of a translation → those that they translate."""
    result: dict[int, int] = {}
    parts = [_sections(old), _sections(new)]
    if len(parts[1]) <= len(parts[0]):  # fewer: the translation isn't finished
        stretches = list(zip(*parts, strict=False))
    else:
        stretches = [(list(range(len(old))), list(range(len(new))))]
    for before, after in stretches:
        for kinds in (SPOKEN, {"heading"}, {"title"}, {"subtitle"}, {"caption"}, {"picture"}):
            a = [n for n in before if old[n].kind in kinds]
            b = [n for n in after if new[n].kind in kinds]
            if len(a) == len(b):
                result.update(zip(b, a, strict=True))
            elif a and b:
                result.update(_by_length(old, new, a, b))
    return result


def _sections(blocks: Sequence[Block]) -> list[list[int]]:
    result: list[list[int]] = [[]]
    for number, block in enumerate(blocks):
        if block.kind == "heading" and result[-1]:
            result.append([])
        result[-1].append(number)
    return result


def _by_length(
    old: Sequence[Block], new: Sequence[Block], a: Sequence[int], b: Sequence[int]
) -> dict[int, int]:
    """Each paragraph with the one that stands as far into the text."""
    whole, total = sum(len(old[n].text) for n in a) or 1, sum(len(new[n].text) for n in b) or 1
    if len(b) < len(a) and total < _UNFINISHED * whole:
        return dict(zip(b, a, strict=False))
    reach: list[tuple[float, int]] = []
    passed = 0
    for n in a:
        passed += len(old[n].text)
        reach.append((passed / whole, n))
    found, passed = {}, 0
    for n in b:
        middle = (passed + len(new[n].text) / 2) / total
        passed += len(new[n].text)
        found[n] = next((other for end, other in reach if middle <= end), a[-1])
    return found


def _homes_before(
    kept: Kept, document: Document, homes: Homes, pairs: Mapping[int, int], language: str
) -> Homes:
    found = list(kept.homes)
    for number, other in pairs.items():
        old, new = kept.document.blocks[other], document.blocks[number]
        if old.text == new.text and old.kind == new.kind:
            found[other] = homes[number]
    return tuple(
        ids
        if len(ids) == _count(block, language)
        else (ids[:1] or (OPENING,)) * _count(block, language)
        for block, ids in zip(kept.document.blocks, found, strict=True)
    )


def _count(block: Block, language: str) -> int:
    return len(sentences_of(block, language)) if block.kind in SPOKEN else 1


def _words(
    document: Document, homes: Homes, mine: Mapping[str, Fields], language: str
) -> dict[str, dict[str, Any]]:
    """What the translation says of each slide: those texts that the slide has."""
    found: dict[str, dict[str, Any]] = {}
    for slide in compose_slides(document, homes, language):
        own = mine.get(slide.id)
        if own is None:
            continue
        fields = slide_fields(slide, {}, language)
        told: dict[str, Any] = {
            key: fields[key] for key in _TEXTS if own.get(key) and fields.get(key)
        }
        card, theirs = own.get("card"), fields.get("card")
        if isinstance(card, Mapping) and isinstance(theirs, Mapping):
            values = list(theirs.values())
            texts = {key: theirs.get(key) for key in _CARD if card.get(key)}
            if card.get("date") and not texts["date"]:
                texts["date"] = _setting_in(str(card["date"]), slide.narration, language)
            if len(texts) == 1 and not next(iter(texts.values())) and values:
                texts = dict.fromkeys(texts, values[0])
            if texts := {key: value for key, value in texts.items() if value}:
                told["card"] = texts
        alts = [b.picture.alt for b in slide.pictures if b.picture and b.picture.alt]
        if alts and isinstance(own.get("image"), Mapping) and own["image"].get("alt"):
            told["alt"] = alts[0]
        if told:
            found[slide.id] = told
    return found


def _setting_in(setting: str, narration: str, language: str) -> str:
    """A card's date and place as *narration* writes them in its language; empty: it doesn't."""
    result = []
    for part in setting.split(", "):
        numbers = re.findall(r"\d+", part)
        dates = [d for d in dates_in(narration, language) if re.findall(r"\d+", d) == numbers]
        if not numbers and part in narration:
            dates = [part]
        result += dates[:1] or [""]
    return ", ".join(result) if all(result) else ""


def _merge_top(
    before: Kept | None,
    document: Document,
    page: Manuscript,
    there: Mapping[str, Any],
    language: str,
    plan: Merge,
) -> None:
    def top(told: Document) -> dict[str, str]:
        blocks = told.blocks
        title = " ".join(b.text for b in blocks if b.kind == "title") or told.title
        subtitle = " ".join(b.text for b in blocks if b.kind == "subtitle")
        return {
            "title": title,
            "subtitle": subtitle,
            "description": description_of(told, language),
        }

    was = top(before.document) if before is not None else {}
    for key, value in top(document).items():
        own = there.get(key)
        if (
            not value
            or not page.tree.at((key,))
            or comparable_text(str(own or "")) == comparable_text(value)
        ):
            continue
        if own is None or comparable_text(str(own)) == comparable_text(was.get(key, "")):
            plan.edits.insert(0, Put(path=(key,), value=value))
            plan.report.changed.append(MergeLine(slide=key, was=str(own or ""), now=value))
        elif comparable_text(was.get(key, "")) != comparable_text(value):
            plan.report.conflicts.append(MergeLine(slide=key, was=str(own), now=value))


def _tell_lacking(
    mine: Mapping[str, Fields], page: Manuscript, text: str, file: Path, plan: Merge
) -> None:
    """Name the texts that the edition doesn't have yet."""
    data = Manuscript.read(text, file).tree.data
    there = data if isinstance(data, dict) else {}
    slides = there.get("slides")
    slides = slides if isinstance(slides, dict) else {}
    for key in ("title", "subtitle", "description"):
        if page.tree.at((key,)) and not there.get(key):
            plan.report.lacking.append(MergeLine(slide=key))
    for id_, fields in mine.items():
        own = slides.get(id_)
        own = own if isinstance(own, Mapping) else {}
        for key in _TEXTS:
            if fields.get(key) and not own.get(key):
                plan.report.lacking.append(MergeLine(slide=f"{id_}, {key}"))
        card, its = fields.get("card"), own.get("card")
        lacks = ["card"] if card and not its else []
        if isinstance(card, Mapping) and isinstance(its, Mapping):
            lacks = [f"card.{key}" for key in _CARD if card.get(key) and not its.get(key)]
        plan.report.lacking += [MergeLine(slide=f"{id_}, {key}") for key in lacks]
        image = fields.get("image")
        if isinstance(image, Mapping) and image.get("alt") and not own.get("alt"):
            plan.report.lacking.append(MergeLine(slide=f"{id_}, alt"))
        if fields.get("map") or fields.get("pictures") or fields.get("footage"):
            plan.report.lacking.append(
                MergeLine(slide=id_, was=tr("the words on its picture go under `words`, by hand"))
            )


def _answers(
    kept: Kept | None,
    mine: Mapping[str, Fields],
    told: Mapping[str, Fields],
    before: Mapping[str, Fields],
) -> dict[str, str]:
    """Of each slide the narration that its words translate: of those that changed, today's."""
    found = dict(kept.answers) if kept is not None else {}
    for id_, fields in told.items():
        if id_ not in found or before.get(id_, {}).get("narration") != fields.get("narration"):
            found[id_] = str(mine[id_].get("narration") or "")
    return {id_: text for id_, text in found.items() if id_ in mine}


def stale_in(
    answers: Mapping[str, str], mine: Mapping[str, Fields], language: str
) -> list[MergeLine]:
    """The sentences of originals that their translations don't answer to."""
    result = []
    for id_, was in answers.items():
        now = str(mine.get(id_, {}).get("narration") or "")
        known = {comparable_text(said) for said, _ in parted(was, language)}
        current = {comparable_text(said) for said, _ in parted(now, language)}
        for said, _ in parted(now, language):
            if comparable_text(said) not in known:
                result.append(MergeLine(slide=f"{language}, {id_}", now=said))
        for said, _ in parted(was, language):
            if comparable_text(said) not in current:
                result.append(MergeLine(slide=f"{language}, {id_}", was=said))
    return result
