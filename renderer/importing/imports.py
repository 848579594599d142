"""An import from end to end: a document in, a storyboard with its pictures and its base out.

    import_text(source, into, …) ──▶ Outcome(path, report), or nothing written and the same report

Comes in: paths. Goes out: files, all of them written only when nothing was refused. What is kept of
the text for the next import goes to `.import/` in the project.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from renderer.editing.edited_file import EditedFile
from renderer.editing.edits import Put, apply
from renderer.editing.journal import Note
from renderer.editing.syntax_tree import Manuscript
from renderer.errors import UsageError
from renderer.files.atomic import drafted
from renderer.importing import merge_base as keeping
from renderer.importing.align import (
    comparable_text,
    homes_now,
    is_revision,
    likeness,
    moved_blocks,
    paired,
)
from renderer.importing.composition import (
    ComposedSlide,
    compose_slides,
    description_of,
    doubts,
    is_captioned,
    map_of,
    slide_fields,
)
from renderer.importing.corrections import import_corrections
from renderer.importing.document import SPOKEN, Block, Document
from renderer.importing.document_pictures import document_pictures, write_pictures
from renderer.importing.merge import Fields, ImportOutcome, Merge, MergeLine, Report, merge, parted
from renderer.importing.merge_base import Kept
from renderer.importing.places import places_in, setting_of
from renderer.importing.remarks import PROPOSED, remarked
from renderer.importing.slide_assignment import (
    OPENING,
    Homes,
    file_slug,
    homes_of,
    name_of,
    sentences_of,
    settled_document,
)
from renderer.importing.sources import OpenDocument, open_document
from renderer.importing.storyboard_writer import as_yaml, with_slides, written
from renderer.importing.translation_import import import_translation, stale_in
from renderer.messages import tr
from renderer.storyboard.project_config import Project, read_project

_SETTLINGS = 4
"""A slide that took another's place may have had a place of its own, and so on: seen were two."""


def import_text(
    path: Path,
    into: Path | None = None,
    *,
    language: str = "",
    dry_run: bool = False,
    asks: bool = False,
    project: Path = Path(),
) -> ImportOutcome:
    """Make a storyboard of the document at *path*, or bring its changes into one that there is.

    Args:
        path: the document.
        into: the storyboard; None: named after the text, in `storyboards/` where there is such a
            folder.
        language: in which the document is, where it translates the storyboard's.
        dry_run: whether nothing is written.
        asks: whether nothing is written where a storyboard would change, so that somebody can be
            asked.
        project: the folder in which a storyboard without a name goes.

    Raises:
        UsageError: there is no such file, or it would go where something else stands.
        SourceError: the document can't be read.
        StoryboardError: the storyboard can't be.
    """
    with open_document(path) as source:
        if source.document.edition:
            return import_corrections(source.document, path, into, dry_run=dry_run, asks=asks)
        document = settled_document(source.document)
        if not any(block.kind in SPOKEN for block in document.blocks):
            raise UsageError(
                tr("{file} holds no text that could be told", file=path.name), code="document-empty"
            )
        place = into or _place_for(document, path, project)
        if not place.exists():
            if language:
                raise UsageError(
                    tr("name the storyboard that {file} translates: --into", file=path.name),
                    code="import-target",
                )
            return _first(document, source, path, place, dry_run=dry_run)
        whose, _ = read_project(place)
        if language and language != _language(place, whose):
            return import_translation(document, path, place, whose, language, dry_run=dry_run)
        if into is None and keeping.load_base(keeping.base_path(place, whose.root)) is None:
            raise UsageError(
                tr("{path} is there already: name it with --into to bring the text in", path=place),
                code="import-target",
            )
        return _again(document, source, path, place, whose, dry_run=dry_run, asks=asks)


def _place_for(document: Document, path: Path, project: Path) -> Path:
    """The film of this text; or a name that no film has, where its name is another text's."""
    folder = project / "storyboards"
    folder = folder if folder.is_dir() else project
    slug = file_slug(name_of(path.stem)) or file_slug(document.title) or "film"
    names = [slug, file_slug(document.title) or slug]
    if (folder / f"{file_slug(path.stem)}.yaml").exists():
        names.insert(0, file_slug(path.stem))
    for name in chain(names, (f"{slug}-{n}" for n in count(2))):
        place = folder / f"{name}.yaml"
        kept = keeping.load_base(keeping.base_path(place, read_project(place)[0].root))
        if not place.exists() or kept is None or is_revision(kept.document.blocks, document.blocks):
            break
    return place


def _language(place: Path, project: Project) -> str:
    told = Manuscript.read(_text(place), place).tree.at(("language",))
    agreed = project.defaults.language if project.defaults else None
    return told.strip() if isinstance(told, str) else agreed or "fr"


def _text(place: Path) -> str:
    return place.read_bytes().decode("utf-8", "surrogateescape")


# The first time.


def _first(
    document: Document, source: OpenDocument, path: Path, place: Path, *, dry_run: bool
) -> ImportOutcome:
    project, _ = read_project(place)
    agreed = project.defaults.language if project.defaults else None
    language = (document.language or agreed or "fr").split("-")[0].split("_")[0].lower()
    homes = homes_of(document.blocks, language)
    slug = file_slug(place.stem) or "film"
    nothing = Kept(document=document, homes=())
    pictures = document_pictures(document, source, project.media, slug, nothing)
    slides = compose_slides(document, homes, language)
    fields = {each.id: slide_fields(each, pictures.files, language) for each in slides}
    told = {each.id: _doubts(each, fields[each.id], pictures.files, language) for each in slides}
    title = next((s.heading for s in slides if s.id == OPENING), "") or document.title
    top = {
        "slug": slug,
        "title": title or _readable(name_of(path.stem)),
        "subtitle": next((s.subtitle for s in slides if s.id == OPENING), ""),
        "description": description_of(document, language),
        "language": language,
    }
    if not fields.get(OPENING, {}).get("card"):
        fields = {
            OPENING: {"id": OPENING, "card": {"title": top["title"][:100]}, "length": "5"},
            **fields,
        }
        _begin_chapters(fields, top["title"])
    if not title:
        told[OPENING] = [tr("the text has no title: this is the name of its file")]
    heading = tr(
        "Made from {file}. Look at every line marked “{mark}”. When the text changes, import it "
        "again: what you write here stays.",
        file=path.name,
        mark=tr("to check: {why}", why="").strip(),
    )
    text = remarked(written(top, list(fields.values()), heading, document.remarks), told, place)
    report = Report(remarks=list(document.remarks))
    report.count_remarks("", text)
    report.new = [MergeLine(slide=each.id, now=each.narration) for each in slides if each.passages]
    kept = replace(
        nothing, homes=homes, source=path.name, files=pictures.files, digests=pictures.digests
    )
    if not dry_run:
        write_pictures(pictures, project.media)
        keeping.save(kept, keeping.base_path(place, project.root))
        place.parent.mkdir(parents=True, exist_ok=True)
        with drafted(place) as draft:
            draft.write_text(text, encoding="utf-8")
    return ImportOutcome(path=place, report=report, is_new=True)


def _begin_chapters(fields: dict[str, Any], title: str) -> None:
    """Have the title's card in a chapter, where there are chapters: in that of the next slide."""
    opening, after, *_ = fields.values()
    if chapter := after.pop("chapter", ""):
        opening["chapter"] = chapter
    elif any("chapter" in each for each in fields.values()):
        opening["chapter"] = title[:100]


def _readable(stem: str) -> str:
    """The name of a file as a title."""
    told = " ".join(re.split(r"[\s_-]+", stem.strip(" _-"))) or stem
    return told[:1].upper() + told[1:]


def _doubts(
    slide: ComposedSlide, fields: Fields, files: dict[str, str], language: str
) -> list[str]:
    found = doubts(slide, dict(fields), files, language)
    _, date = setting_of(slide.narration, language)
    if "card" in fields and slide.id != OPENING:
        chart = map_of(places_in(slide.narration), date, sure=False)
        if chart:
            found.append(tr("a map is possible instead, if these are the places that are meant"))
            found.append("\n" + as_yaml(PROPOSED, chart))
    return found


# Again.


def _again(
    document: Document,
    source: OpenDocument,
    path: Path,
    place: Path,
    project: Project,
    *,
    dry_run: bool,
    asks: bool,
) -> ImportOutcome:
    storyboard_file = EditedFile(place, project.root)
    reading = storyboard_file.read()
    page = Manuscript.read(reading.text, place)
    mine = with_slides(page.tree.data)
    language = _language(place, project)
    base = keeping.original(place, project.root, mine, language)
    slug = str(page.tree.at(("slug",)) or place.stem)
    pictures = document_pictures(document, source, project.media, slug, base)
    plan, kept = merged_with(base, document, pictures.files, mine, language)
    _merge_top(base.document, document, page, plan)
    text = apply(reading.text, plan.edits, path=place)
    text = remarked(text, plan.remarks, place)
    plan.report.remarks = list(document.remarks)
    plan.report.count_remarks(reading.text, text)
    kept = kept_beside(text, replace(kept, source=path.name, digests=pictures.digests), language)
    is_changed = text != reading.text
    if not (dry_run or (asks and is_changed)):
        write_pictures(pictures, project.media)
        if is_changed:
            storyboard_file.save(text, based_on=reading.digest, note=Note(at_ms=0, label=path.name))
        keeping.save(kept, keeping.base_path(place, project.root))
    _tell_stale(place, project, text, plan.report)
    return ImportOutcome(path=place, report=plan.report, is_changed=is_changed)


def _tell_stale(place: Path, project: Project, text: str, report: Report) -> None:
    """Name the sentences of translations that don't answer to the original any more."""
    mine = with_slides(Manuscript.read(text, place).tree.data)
    folder = project.root / keeping.FOLDER
    for file in sorted(folder.glob(f"{place.stem}.*.json")):
        language = file.name[len(place.stem) + 1 : -len(".json")]
        if (
            "." not in language
            and len(language) < 12
            and (kept := keeping.load_base(file)) is not None
        ):
            report.stale += stale_in(kept.answers, mine, language)


def merged_with(
    base: Kept, document: Document, files: dict[str, str], mine: Mapping[str, Fields], language: str
) -> tuple[Merge, Kept]:
    """What *document* changes of *base* in the storyboard *mine*; and what is kept from now on."""
    old = base.document.blocks
    homes = _rehomed(old, base.homes, mine, language)
    taken = [*mine, *(id_ for ids in homes for id_ in ids), OPENING]
    pairs = paired(old, document.blocks)
    homes_new = homes_now(old, homes, document.blocks, pairs, language, taken)
    blocks, homes_held, gone = _with_gone(old, homes, document.blocks, homes_new, pairs)
    before = compose_slides(base.document, homes, language)
    now = compose_slides(replace(document, blocks=tuple(blocks)), homes_held, language)
    fixed = {each.id: _fixed(each, files) for each in now}
    fields_before = {each.id: slide_fields(each, base.files, language) for each in before}
    fields_now = {each.id: slide_fields(each, files, language) for each in now}
    plan = merge(fields_before, fields_now, mine, language, fixed)
    for each in now:
        if each.id not in mine and each.id not in fields_before:
            for said in _doubts(each, fields_now[each.id], files, language):
                plan.remark(each.id, said)
    plan.report.moved = [
        MergeLine(
            slide=", ".join(dict.fromkeys(homes_new[number])), was=document.blocks[number].text
        )
        for number in moved_blocks(pairs)
        if document.blocks[number].kind in SPOKEN
    ]
    for number in gone:
        block, ids = old[number], homes[number]
        if block.text or block.picture:
            words = block.text or (block.picture.name if block.picture else "")
            plan.report.gone.append(MergeLine(slide=", ".join(dict.fromkeys(ids)), was=words))
            if block.kind in SPOKEN:
                plan.remark(ids[0], tr("gone from the text: “{was}”", was=words))
    return plan, Kept(document=document, homes=homes_new, files=files)


def _fixed(slide: ComposedSlide, files: Mapping[str, str]) -> frozenset[str]:
    """Keys that stand in the text as they are."""
    result = {"chapter", "image", "pictures", "sources", "narration"}
    if is_captioned(slide, files):
        result.add("caption")
    if slide.heading:
        result.add("card")
    return frozenset(result)


def _with_gone(
    old: Sequence[Block],
    homes: Homes,
    new: Sequence[Block],
    homes_new: Homes,
    pairs: Mapping[int, int],
) -> tuple[list[Block], Homes, list[int]]:
    """The text now with what is gone from it in its old place, as nothing is taken out unseen."""
    at = {other: number for number, other in pairs.items()}
    gone = [number for number in range(len(old)) if number not in at]
    after: dict[int, list[int]] = {}
    for number in gone:
        before = next((at[n] for n in range(number - 1, -1, -1) if n in at), -1)
        after.setdefault(before, []).append(number)
    blocks: list[Block] = [old[n] for n in after.get(-1, ())]
    held = [homes[n] for n in after.get(-1, ())]
    for number, block in enumerate(new):
        blocks.append(block)
        held.append(homes_new[number])
        blocks += [old[n] for n in after.get(number, ())]
        held += [homes[n] for n in after.get(number, ())]
    return blocks, tuple(held), gone


def kept_beside(text: str, kept: Kept, language: str) -> Kept:
    """*kept* with the homes that the next import will find in *text*: it has nothing to move."""
    mine = with_slides(Manuscript.read(text).tree.data)
    for _ in range(_SETTLINGS):
        homes = _rehomed(kept.document.blocks, kept.homes, mine, language)
        if homes == kept.homes:
            break
        kept = replace(kept, homes=homes)
    return kept


def _rehomed(
    blocks: Sequence[Block], homes: Homes, mine: Mapping[str, Fields], language: str
) -> Homes:
    """*homes* where a person renamed slides, or brought sentences from one to another."""
    said = {
        id_: {comparable_text(each) for each, _ in parted(fields.get("narration"), language)}
        for id_, fields in mine.items()
    }
    where: dict[str, str] = {}
    for id_, keys in said.items():
        for key in keys:
            where.setdefault(key, id_)
    renamed = _renamed(blocks, homes, mine, said, language)
    # What is said twice, and was taken out in one place, isn't what stands in the other.
    owned = {
        (renamed.get(id_, id_), comparable_text(words))
        for block, ids in zip(blocks, homes, strict=True)
        for words, id_ in zip(_sentences(block, ids, language), ids, strict=True)
    }
    result = []
    for block, ids in zip(blocks, homes, strict=True):
        new = []
        for said_here, id_ in zip(_sentences(block, ids, language), ids, strict=True):
            own, key = renamed.get(id_, id_), comparable_text(said_here)
            moved = block.kind in SPOKEN and key not in said.get(own, ()) and key in where
            moved = moved and (where[key], key) not in owned
            new.append(where[key] if moved else own)
        result.append(tuple(new))
    return tuple(result)


def _sentences(block: Block, ids: Sequence[str], language: str) -> list[str]:
    told = list(sentences_of(block, language))
    return (told + [""] * len(ids))[: len(ids)]


def _renamed(
    blocks: Sequence[Block],
    homes: Homes,
    mine: Mapping[str, Fields],
    said: Mapping[str, set[str]],
    language: str,
) -> dict[str, str]:
    """Slides that a person gave another id: the old → the new."""
    texts: dict[str, list[str]] = {}
    for block, ids in zip(blocks, homes, strict=True):
        for words, id_ in zip(_sentences(block, ids, language), ids, strict=True):
            if block.kind in SPOKEN or id_ == OPENING:
                texts.setdefault(id_, []).append(words)
    strangers = [id_ for id_ in mine if id_ not in texts]
    found = {}
    for id_, told in texts.items():
        if id_ in mine or not strangers:
            continue
        shared = {other: len(said[other] & set(map(comparable_text, told))) for other in strangers}
        best = max(strangers, key=lambda other: shared[other])
        if not shared[best]:
            whole = " ".join(told)
            alike = {o: likeness(whole, str(mine[o].get("narration") or "")) for o in strangers}
            best = max(strangers, key=lambda other: alike[other])
            if alike[best] < 0.5:
                continue
        found[id_] = best
        strangers.remove(best)
    return found


def _merge_top(before: Document, now: Document, page: Manuscript, plan: Merge) -> None:
    """The film's title, where the text's title changed."""
    was, is_ = _title(before), _title(now)
    mine = page.tree.at(("title",))
    if was and is_ and comparable_text(was) != comparable_text(is_):
        if isinstance(mine, str) and comparable_text(mine) == comparable_text(was):
            plan.edits.append(Put(path=("title",), value=is_))
            plan.report.changed.append(MergeLine(slide="title", was=was, now=is_))
        elif isinstance(mine, str) and comparable_text(mine) != comparable_text(is_):
            plan.report.conflicts.append(MergeLine(slide="title", was=mine, now=is_))


def _title(document: Document) -> str:
    titles = [block.text for block in document.blocks if block.kind == "title"]
    return " ".join(titles) or document.title
