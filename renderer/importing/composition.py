"""Sentences and pictures on their slides: what each says and shows, and what a person has to check.

    document + the slide of every sentence ──compose──▶ Slide, … ──fields_of──▶ keys of a storyboard

Comes in: a document, ids from `slide_assignment`, its language. Goes out: plain values. Says
nothing on a card or in a caption that the text doesn't say. Opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from renderer.importing.document import (
    CHAPTER_LEVEL,
    SPOKEN,
    Block,
    Document,
    DocumentPicture,
)
from renderer.importing.places import (
    NamedPlace,
    edges_around,
    in_figures,
    places_in,
    setting_of,
)
from renderer.importing.settled_remarks import (
    NO_ALT,
    NO_LICENCE,
    NO_PICTURE,
    NO_RIGHTS,
    ONLY_FILE_NAME,
)
from renderer.importing.slide_assignment import LONGEST, OPENING, Homes, seconds_of, sentences_of
from renderer.messages import tr, trn

OPENING_SECONDS = 5
"""Of a slide on which nothing is said: a title is read twice in that."""
_TITLE = 112
"""Letters of a card's title: three lines of it in a wide film, five in a tall one."""
_DATE = 64
"""Letters of what stands small above it: one line."""
_CAPTION = 120
"""As many characters as `check` lets a caption have without a word (`advice.LONG_CAPTION`)."""
_DESCRIPTION = 280
"""Characters: about two sentences, what search engines and networks show of a description."""
_TABLE = 400
"""Letters of a table that was left aside: enough to find it by."""
_NUMBERED = re.compile(
    r"^(?:figure|fig\.?|photo(?:graphie)?|illustration|ill\.?|image|carte|map|plate|planche)\s*"
    r"(?:n[°o]\s*)?\d+\s?[a-z]?\s*[.:–—-]+\s*(?=\w)",
    re.IGNORECASE,
)
"""How a caption begins whose picture is one of many in a text; in a film it stands alone."""
_QUOTE = re.compile(r"«\s*([^«»]{12,140}[.!?…])\s*»")
_CREDIT = re.compile(
    r"\s*[(\[]?\s*(?:©|\(c\)|crédits?\b|credits?\b|photo(?:graphie)?\s*:|source\s*:)", re.I
)
_HELD = re.compile(
    r"(?:[.!?;]\s+|\s[–—-]\s+|\s*[(\[])"
    r"(?P<holder>(?:Archives?|Arch\.|Mus[ée]es?|Museum|Bibliothèques?|Médiathèque|Cinémathèque"
    r"|Photothèque|Mémorial|Memorial|Collections?|Coll\.|Fonds|Service historique|Institut"
    r"|Imperial War Museums?|IWM|National Archives|NARA|Library of Congress|Bundesarchiv|ECPAD"
    r"|BnF|Gallica)"
    r"(?:\s+(?:d[eu]s?|d[eu] l[a']|et|of|the|and|en|à|sur|(?:municip|département|nation|commun"
    r"|région|diocés|famili)(?:ales?|ain(?:es?)?|aux)|privées?|particulières?|historiques?"
    r"|militaires?|publiques?|photographiques?|(?:d['’]|l['’])?[A-ZÀ-ÖØ-Þ][\w'’-]*))*)"
    r"(?:,\s+(?P<reference>[^.,;()\[\]]*\d[^.;()\[\]]*))?[.)\]\s]*$"
)
"""A last sentence, or a bracket, that is nothing but the name of who holds the picture, and its
number there. No verb has a place in it: "Musée détruit par les bombes." names nobody."""
_FILE_NAME = re.compile(r"[^/\\]{1,120}\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp|heic)", re.IGNORECASE)
_BY_MACHINE = re.compile(
    r"(?:description|texte?) (?:générée?|generated) auto|automatically generated"
    r"|généré(?:e|es)? par l['’]ia|ai-generated",
    re.IGNORECASE,
)
"""What word processors add to what they made out of a picture by themselves."""
_URL = re.compile(r"https://[^\s<>\"»)\]]+[^\s<>\"»)\].,;:]")
_BESIDE = re.compile(
    r"(?:après|avant|depuis|malgré|pendant|durant|lorsqu['e]|quand|dès|alors qu|comme|puisqu"
    r"|cependant|toutefois|pourtant|néanmoins|puis|ensuite|enfin|ainsi|aussitôt|bientôt|mais|or|donc"
    r"|le (?:lendemain|même jour|soir|matin)|au (?:matin|soir|même moment)|en (?:quelques|effet|\d)"
    r"|à l'aube|à la suite|afin d|pour|sans|grâce|dans|devant|sous|sur|face|while|after|before"
    r"|since|despite|during|when|as soon|however|then|next|finally|meanwhile|thus|in|on|at|from"
    r"|by|with|the (?:next|same|following) (?:day|morning|evening|night))\b",
    re.IGNORECASE,
)
"""How a clause begins that says when or why, and not what."""
_INSERTED = re.compile(
    r"(?:dont|qui|que|où|lequel|laquelle|which|who|whose|where)\b|qu'|\w{2,}(?:ée?s?|ue?s?)\b",
    re.I,
)
"""How a clause begins that stands between a subject and its verb."""
_NOUN = re.compile(
    r"(?:l[ea]s?|une?|des|du|de|et|ou|ni|au|aux|à|en|dans|par|pour|sa|son|ses|leurs?|ces?|cet|cette"
    r"|ils?|elles?|on|nous|tou[ts]e?s?|plus|quelques|chaque|aucune?|deux|trois|quatre|cinq|six|dix"
    r"|vingt|cent|mille|the|an?|and|or|of|its?|their|his|her|he|she|they|we|all|more|some|no|two"
    r"|three|four|five|ten|every)\b|[ld]'|[A-ZÀ-ÖØ-Þ\d]",
)
"""How a clause begins that isn't the verb of the one before it."""
_IT_IS = re.compile(
    r"(?:c'est|it (?:is|was)(?: on)?)\s+[^,;]{2,40}?\s+(?:que\s+|qu'|that\s+)", re.I
)


@dataclass(slots=True, kw_only=True)
class ComposedSlide:
    """What a text makes of one slide."""

    id: str
    chapter: str = ""
    passages: list[list[str]] = field(default_factory=list)
    """Sentences, by paragraph."""
    pictures: list[Block] = field(default_factory=list)
    legend: str = ""
    """What stands under its picture."""
    legends: int = 0
    """Paragraphs of the document that it is made of."""
    is_legend_apart: bool = False
    """Whether one of these stands beside no picture there."""
    heading: str = ""
    subtitle: str = ""
    sources: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def narration(self) -> str:
        """What is said."""
        return "\n\n".join(" ".join(sentences) for sentences in self.passages)


def compose_slides(document: Document, homes: Homes, language: str) -> tuple[ComposedSlide, ...]:
    """The slides that *homes* names, with what *document* says on them."""
    slides: dict[str, ComposedSlide] = {}
    chapters: list[str] = []
    headings: list[str] = []
    titles = [block.text for block in document.blocks if block.kind == "title"]
    if titles or document.title:
        slides[OPENING] = ComposedSlide(id=OPENING, heading=" ".join(titles) or document.title)
    for number, (block, ids) in enumerate(zip(document.blocks, homes, strict=True)):
        if block.kind == "heading":
            if block.level <= CHAPTER_LEVEL and block.text:
                chapters.append(block.text)
                headings.clear()
            elif block.text:
                headings.append(block.text)
        for id_ in ids:
            slide = slides.setdefault(id_, ComposedSlide(id=id_))
            if id_ != OPENING and chapters and block.kind != "heading":
                slide.chapter, chapters = " : ".join(chapters), []
                slide.heading = slide.chapter
            if headings and block.kind != "heading":
                slide.heading = headings.pop()
        _put(block, ids, slides, language)
        if block.kind == "caption" and ids and not _is_beside_picture(document.blocks, number):
            slides[ids[-1]].is_legend_apart = True
    for slide in slides.values():
        slide.passages = [each for each in slide.passages if each]
    first = next((each for each in slides.values() if each.id != OPENING), None)
    if OPENING in slides and first is not None and first.chapter:
        slides[OPENING].chapter, first.chapter = first.chapter, ""  # no slide before it is in none
    elif OPENING in slides and any(each.chapter for each in slides.values()):
        slides[OPENING].chapter = slides[OPENING].heading  # as players have it: all is in a chapter
    last = next((each for each in reversed(slides.values()) if each.passages), None)
    if last is not None:
        last.sources += [each for each in document.sources if each not in last.sources]
    return tuple(each for each in slides.values() if each.passages or each.pictures or each.heading)


def _is_beside_picture(blocks: Sequence[Block], number: int) -> bool:
    near = (n for n in (number - 1, number + 1) if 0 <= n < len(blocks))
    return any(blocks[n].kind == "picture" for n in near)


def _put(block: Block, ids: Sequence[str], slides: dict[str, ComposedSlide], language: str) -> None:
    slide = slides[ids[-1]] if ids else None
    if slide is None or block.kind in ("title", "heading"):
        return
    slide.sources += [note for note in block.notes if note not in slide.sources]
    if block.kind in SPOKEN:
        for number, (id_, said) in enumerate(zip(ids, sentences_of(block, language), strict=True)):
            if number == 0 or ids[number - 1] != id_:
                slides[id_].passages.append([])
            slides[id_].passages[-1].append(said)
    elif block.kind == "picture":
        slide.pictures.append(block)
    elif block.kind == "caption":
        slide.legend = f"{slide.legend} {block.text}".strip()
        slide.legends += 1
    elif block.kind == "subtitle":
        slide.subtitle = f"{slide.subtitle} {block.text}".strip()
    elif block.kind == "row":
        slide.remarks.append(
            tr("a table can't be read aloud and was left aside: “{text}”", text=block.text[:_TABLE])
        )
    elif block.kind == "aside":
        slide.remarks.append(tr("it is written on the slide: “{text}”", text=block.text))


def slide_fields(slide: ComposedSlide, files: dict[str, str], language: str) -> dict[str, Any]:
    """The keys of a slide of a storyboard.

    Args:
        slide: its texts.
        files: the pictures that there are: key → name in `media/`.
        language: of its words.
    """
    found: dict[str, Any] = {"id": slide.id}
    if slide.chapter:
        found["chapter"] = slide.chapter
    text = slide.narration
    where, date = setting_of(text, language)
    places = places_in(text)
    legend, rights = split_credit(slide.legend)
    shown = shown_of(slide, files)
    if not is_captioned(slide, files):
        legend = ""
    if shown:
        images = [_image(each, files, rights) for each in shown]
        found.update({"image": images[0]} if len(images) == 1 else {"pictures": images})
    elif slide.id == OPENING:
        found["card"] = _card(slide.heading, slide.subtitle)
    elif date and (chart := map_of(places, date, sure=True)):
        found["map"] = chart
    else:
        found["card"] = _card_of(slide, where, date, language)
    caption = legend[:_CAPTION] or ", ".join(filter(None, [where, date]))
    if caption and ("card" not in found or legend) and slide.id != OPENING:
        found["caption"] = caption
    if text:
        found["narration"] = text
    else:
        found["length"] = OPENING_SECONDS
    if slide.sources:
        found["sources"] = [_source(each) for each in slide.sources]
    return found


def shown_of(slide: ComposedSlide, files: Mapping[str, str]) -> list[Block]:
    """The pictures of *slide* that there are."""
    return [each for each in slide.pictures if each.picture and files.get(each.picture.key)]


def is_captioned(slide: ComposedSlide, files: Mapping[str, str]) -> bool:
    """Whether what stands under its picture can stand on *slide*: where the picture isn't there, it
    says nothing of the words beside."""
    beside = bool(slide.pictures and slide.passages)
    return bool(slide.legend) and (not beside or bool(shown_of(slide, files)))


def _card_of(slide: ComposedSlide, where: str, date: str, language: str) -> dict[str, str]:
    """A card for a slide that nothing else can be shown on; it says no more than the text does."""
    setting = ", ".join(filter(None, [where, date]))
    opening = in_figures(slide.passages[0][0], language) if slide.passages else ""
    if (quote := _QUOTE.search(opening)) and not slide.heading:
        return {"text": f"« {quote[1]} »"}
    return _card(slide.heading or title_of(opening, setting), setting)


def title_of(sentence: str, setting: str = "") -> str:
    """What *sentence* says, short: all of it where there is room, else its main clause.

    Args:
        sentence: one of the text.
        setting: the place and the date that stand beside; they needn't be said twice.
    """
    whole = re.sub(r"\s*\([^()]*\)", "", sentence.replace("’", "'")).strip(" .!?…:;«»")
    clauses = re.split(r"\s*[,;]\s+|\s*:\s+", whole)
    first = clauses[0]
    set_apart = bool(setting) and any(part in first for part in setting.split(", "))
    if len(whole) <= _TITLE and not set_apart:
        return _capital(whole)
    beside = set_apart and len(first) <= _DATE and not _IT_IS.match(first)
    if len(clauses) > 1 and (beside or _BESIDE.match(first)):
        rest = _without_insertion(clauses[1:])
        if len(re.findall(r"\w+", rest[0])) > 2 and _NOUN.match(rest[0]):
            first = rest[0]
        elif set_apart and len(whole) <= _TITLE:
            first = whole
    else:
        first = _without_insertion(clauses)[0]
    if setting:
        first = _IT_IS.sub("", first)
    return _capital(first if " " in first else whole[:_TITLE].rpartition(" ")[0] or whole[:_TITLE])


def _without_insertion(clauses: list[str]) -> list[str]:
    """A subject, what is said of it, its verb: the subject with its verb."""
    if (
        len(clauses) > 2
        and _INSERTED.match(clauses[1])
        and not any(each.match(clauses[2]) for each in (_NOUN, _INSERTED, _BESIDE))
    ):
        return [f"{clauses[0]} {clauses[2]}"]
    return clauses


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _card(title: str, date: str) -> dict[str, str]:
    title = title.strip() or "…"
    if len(title) > _DATE and not date:
        parts = re.split(r"\s+[:–—]\s+|:\s+", title)
        if len(parts) == 2 and max(map(len, parts)) <= _DATE:
            title, date = parts[0], _capital(parts[1])
    key = "title" if len(title) <= _TITLE else "text"
    return {key: title, **({"date": date} if 0 < len(date) <= _DATE and date not in title else {})}


def _image(block: Block, files: dict[str, str], rights: Mapping[str, str]) -> dict[str, Any]:
    assert block.picture is not None
    found: dict[str, Any] = {"file": files[block.picture.key]}
    if alt := _alt_of(block.picture):
        found["alt"] = alt
    if block.picture.credit:
        rights = {"credit": block.picture.credit}
    if rights:
        found["rights"] = dict(rights)
    return found


def _alt_of(picture: DocumentPicture) -> str:
    """What the document says for those who can't see a picture; the name of a file says nothing."""
    return "" if _FILE_NAME.fullmatch(picture.alt) else picture.alt


def split_credit(legend: str) -> tuple[str, dict[str, str]]:
    """What stands under a picture, and whose it is: what is to be credited, or who holds it."""
    legend = _NUMBERED.sub("", legend)
    match = _CREDIT.search(legend)
    if match is None:
        found = _HELD.search(legend)
        if found is None:
            return legend, {}
        rights = {key: found[key] for key in ("holder", "reference") if found[key]}
        return legend[: found.start()].strip(" ,;.–—-"), rights
    credit = legend[match.start() :].strip(" ()[]")
    credit = re.sub(
        r"^(?:crédits?|credits?|photo(?:graphie)?|source)\s*:?\s*", "", credit, flags=re.I
    )
    return legend[: match.start()].strip(" ,;.–-"), {"credit": credit} if credit else {}


def _source(text: str) -> dict[str, str]:
    match = _URL.search(text)
    if match is None:
        return {"title": text}
    title = text.replace(match[0], "").strip(" :,;.()[]–-") or match[0].split("/")[2]
    return {"title": title, "url": match[0]}


def map_of(places: Sequence[NamedPlace], dates: str, *, sure: bool) -> dict[str, Any] | None:
    """A map of *places*: where nothing has to be guessed (*sure*), or to be suggested."""
    known = [place for place in places if place.sure or not sure]
    view = edges_around(known)
    if len(known) < 2 or (sure and not dates) or view is None:
        return None
    return {
        "view": view,
        "alt": ", ".join([*(p.name for p in known), *filter(None, [dates])]) + ".",
        "places": [
            {"name": p.name, "at": [f"{p.latitude:.3f}", f"{p.longitude:.3f}"], "kind": "town"}
            for p in known[:8]
        ],
    }


def doubts(
    slide: ComposedSlide, fields: dict[str, Any], files: dict[str, str], language: str
) -> list[str]:
    """What a person has to look at on a slide, each with its reason."""
    result = list(slide.remarks)
    if slide.id == OPENING:
        return result
    if "card" in fields and slide.passages:
        result.append(tr(NO_PICTURE))
    if str(fields.get("card", {}).get("text", "")).startswith("«"):
        result.append(tr("whose words are these? name them: author"))
    if "map" in fields:
        result.append(tr("the map was proposed from the places and the date that are named"))
    if "caption" in fields and not is_captioned(slide, files):
        result.append(tr("the caption was made from the place and the date that are named"))
    if slide.legend and not is_captioned(slide, files):
        result.append(tr("the caption of the picture that isn't there: {text}", text=slide.legend))
    elif slide.legend and len(split_credit(slide.legend)[0]) > _CAPTION:
        result.append(tr("the caption was cut; in full: {text}", text=slide.legend))
    if "caption" in fields and is_captioned(slide, files):
        result += _legend_doubts(slide)
    for block in slide.pictures:
        result += _picture_doubts(block, files, split_credit(slide.legend)[1])
    longest = seconds_of([each for part in slide.passages for each in part], language)
    if longest > LONGEST * 1.25:
        result.append(
            trn(
                "it lasts about {count} second: part it",
                "it lasts about {count} seconds: part it",
                round(longest),
            )
        )
    return result


def _legend_doubts(slide: ComposedSlide) -> Iterator[str]:
    """Where a caption came from, where whose it is was guessed."""
    if slide.legends > 1:
        yield trn(
            "the caption is made of {count} legend of the document: keep the one that fits",
            "the caption is made of {count} legends of the document: keep the one that fits",
            slide.legends,
        )
    elif len(slide.pictures) > 1:
        yield tr("the caption is a legend of the document that stands beside several pictures")
    elif slide.is_legend_apart:
        yield tr("the caption is a legend of the document that stands beside no picture there")


def _picture_doubts(
    block: Block, files: dict[str, str], rights: Mapping[str, str]
) -> Iterator[str]:
    picture = block.picture
    assert picture is not None
    if picture.address:
        yield tr("this picture wasn't fetched: {address}", address=picture.address[:200])
    elif picture.key not in files:
        yield tr("this picture can't be shown, or isn't there: {name}", name=picture.name)
    else:
        file = files[picture.key]
        if not picture.alt:
            yield tr(NO_ALT, file=file)
        elif not _alt_of(picture):
            yield tr(ONLY_FILE_NAME, file=file, name=picture.alt)
        elif _BY_MACHINE.search(picture.alt):
            yield tr("the alternative text of {file} was made by a machine: read it", file=file)
        yield tr(NO_LICENCE if rights or picture.credit else NO_RIGHTS, file=file)
        if "holder" in rights and not picture.credit:
            yield tr(
                "who holds {file} was read in its caption: {name}", file=file, name=rights["holder"]
            )


def description_of(document: Document, language: str) -> str:
    """One or two sentences for the page."""
    if 20 < len(document.description) <= _DESCRIPTION:
        return document.description
    first = next((block for block in document.blocks if block.kind == "paragraph"), None)
    told = ""
    for said in sentences_of(first, language) if first else ():
        if told and len(told) + len(said) > _DESCRIPTION:
            break
        told = f"{told} {said}".strip()
        if len(told) > 120:
            break
    return told.replace("\\{", "{").replace("\\}", "}") if len(told) <= 2 * _DESCRIPTION else ""
