"""IIIF Presentation manifests, versions 2 and 3, as `Listing`s.

Comes in: what was parsed from JSON, of any shape. Goes out: a `Listing`, or `ArchiveError`. Pure.

What is stated nearest to the picture holds: that of the file before that of its canvas, that of the
canvas before that of the manifest (Presentation 3.0, 3.3: `rights` speaks of the resource that it
stands at, and of what that contains).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from renderer.archives.offered_pictures import (
    LONGEST,
    ArchiveError,
    Listing,
    Offer,
    in_language,
    pixels,
    web_address,
)
from renderer.archives.rights_statements import licence_at, settled_licence
from renderer.language.registry import LANGUAGES
from renderer.messages import tr
from renderer.rights.credit_text import composed_credit, credit_line, licence
from renderer.storyboard.board import Rights

Json = Mapping[str, Any]
MOST_CANVASES = 10_000
"""A register of ten volumes; more is no manifest."""
_LABELS = {
    "title": ("title", "titre", "titel", "main title", "titre principal"),
    "author": (
        *("author", "auteur", "creator", "créateur", "photographer", "photographe", "artist"),
        *("artiste", "maker", "fotograf", "urheber", "auteur/creator", "creator(s)", "author(s)"),
    ),
    "date": (
        *("date", "date created", "date of creation", "creation date", "created", "date(s)"),
        *("date de création", "date de prise de vue", "datum", "dates"),
    ),
    "reference": (
        *("shelfmark", "cote", "reference", "référence", "call number", "inventory number"),
        *("accession number", "numéro d'inventaire", "object number", "identifier", "identifiant"),
        *("shelf mark", "signatur", "reference number"),
    ),
    "holder": (
        *("repository", "holding institution", "holder", "institution", "provider"),
        *("conservé à", "lieu de conservation", "établissement de conservation", "data provider"),
    ),
}
"""What archives call the same thing. A label that isn't here is left alone."""


def is_manifest(data: Any) -> bool:
    """Whether *data* is a manifest, a collection or a canvas of either version."""
    return isinstance(data, dict) and resource_kind(data) in ("manifest", "collection", "canvas")


def resource_kind(data: Json) -> str:
    """What a resource says that it is, in small letters, without `sc:`."""
    said = data.get("type") or data.get("@type")
    said = (
        next((each for each in said if isinstance(each, str)), "")
        if isinstance(said, list)
        else said
    )
    return said.rpartition(":")[2].lower() if isinstance(said, str) else ""


def manifest_of(canvas: Json) -> str:
    """The address of the manifest that *canvas*, found by itself, says it is part of."""
    for key in ("partOf", "within"):
        for each in _dicts(canvas.get(key)):
            if resource_kind(each) in ("manifest", ""):
                return web_address(_id(each))
        if isinstance(canvas.get(key), str):
            return web_address(canvas[key])
    return ""


def read_listing(data: Json, address: str, languages: Sequence[str]) -> Listing:
    """What *data*, found at *address*, offers.

    Raises:
        ArchiveError: it holds no picture.
    """
    title = in_language(data.get("label"), languages)
    kind = resource_kind(data)
    if kind == "collection":
        members = tuple(_members(data, languages))
        if not members:
            raise ArchiveError(tr("this collection is empty"))
        return Listing(address=address, title=title, members=members)
    canvases = [data] if kind == "canvas" else list(_canvases(data))
    outer: Json = {} if kind == "canvas" else data
    told = told_by(outer, languages)  # once: there may be thousands of canvases
    offers = [
        offer
        for number, canvas in enumerate(canvases[:MOST_CANVASES], start=1)
        if (offer := _offer(canvas, told, address, number, languages)) is not None
    ]
    if not offers:
        raise ArchiveError(tr("this manifest holds no picture"))
    return Listing(address=address, title=title, offers=tuple(offers))


def _members(data: Json, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    for key in ("items", "members", "collections", "manifests"):
        for each in _dicts(data.get(key)):
            address = web_address(_id(each))
            if address and resource_kind(each) in ("manifest", "collection", ""):
                yield in_language(each.get("label"), languages) or address, address


def _canvases(manifest: Json) -> Iterator[Json]:
    """In either version's place for them."""
    if isinstance(manifest.get("items"), list):
        yield from (each for each in _dicts(manifest["items"]) if resource_kind(each) == "canvas")
        return
    for sequence in _dicts(manifest.get("sequences"))[:1]:  # others order the same canvases anew
        yield from _dicts(sequence.get("canvases"))


def _offer(
    canvas: Json, manifest: Told, address: str, number: int, languages: Sequence[str]
) -> Offer | None:
    body = _body(canvas)
    if body is None:
        return None
    service = _image_service(body)
    image = web_address(_id(body))
    if not (service or image):
        return None
    parts = [body, *([service] if service is not None else []), canvas]
    layers = [*(told_by(each, languages) for each in parts), manifest]
    rights, remarks = rights_of(layers, address, languages[0])
    label = in_language(canvas.get("label"), languages)
    described = (in_language(canvas.get(key), languages) for key in ("summary", "description"))
    return Offer(
        id=_id(canvas) or f"{address}#{number}",
        label=label or str(number),
        rights=rights,
        width=pixels(body.get("width")) or pixels(canvas.get("width")),
        height=pixels(body.get("height")) or pixels(canvas.get("height")),
        image=image,
        service=web_address(_id(service)) if service else "",
        thumbnail=_thumbnail(canvas),
        alt=next(filter(None, described), manifest.description),
        remarks=remarks,
    )


def _body(canvas: Json) -> Json | None:
    """The picture that is painted on *canvas*: the first, and the default of a choice."""
    for annotation in _dicts(canvas.get("images")):  # version 2
        for resource in _dicts(annotation.get("resource")):
            return _resolved(resource)
    for page in _dicts(canvas.get("items")):  # version 3
        for annotation in _dicts(page.get("items")):
            if annotation.get("motivation") in ("painting", ["painting"], None):
                for body in _dicts(annotation.get("body")):
                    found = _resolved(body)
                    if found is not None and resource_kind(found) in ("image", ""):
                        return found
    return None


def _resolved(resource: Json) -> Json | None:
    for _ in range(4):  # a choice of parts of pictures is as deep as it gets
        kind = resource_kind(resource)
        if kind == "choice":
            inner = _dicts(resource.get("default")) or _dicts(resource.get("items"))
        elif kind == "specificresource":
            inner = _dicts(resource.get("source")) or _dicts(resource.get("full"))
        else:
            return resource
        if not inner:
            return None
        resource = inner[0]
    return None


def _image_service(body: Json) -> Json | None:
    for service in _dicts(body.get("service")):
        told = " ".join(
            str(service.get(key) or "") for key in ("type", "@type", "profile", "@context")
        ).lower()
        if "imageservice" in told or "/image" in told or "image-api" in told:
            return service
    return None


def _thumbnail(canvas: Json) -> str:
    thumbnail = canvas.get("thumbnail")
    if isinstance(thumbnail, str):
        return web_address(thumbnail)
    return next((web_address(_id(each)) for each in _dicts(thumbnail)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one part of a manifest states: the whole, a canvas, a file, a service."""

    licences: tuple[str, ...]
    statement: str
    """What it requires to be said."""
    fields: Mapping[str, str]
    provider: str
    label: str
    description: str
    page: str


def told_by(layer: Json, languages: Sequence[str]) -> Told:
    """What *layer* states."""
    described = (in_language(layer.get(key), languages) for key in ("summary", "description"))
    providers = (
        in_language(each.get("label"), languages) for each in _dicts(layer.get("provider"))
    )
    return Told(
        licences=tuple(_stated(layer)),
        statement=_statement(layer, languages),
        fields=_metadata(layer, languages),
        provider=next(providers, ""),
        label=in_language(layer.get("label"), languages),
        description=next(filter(None, described), ""),
        page=_page(layer),
    )


def rights_of(
    layers: Sequence[Told], address: str, language: str
) -> tuple[Rights, tuple[str, ...]]:
    """What *layers*, that nearest to the picture first, state; and what to know of it."""
    license_, remarks = settled_licence(
        next((each.licences for each in layers if each.licences), ())
    )
    statements = dict.fromkeys(each.statement for each in layers if each.statement)
    fields: dict[str, str] = {}
    for layer in layers:
        fields["holder"] = fields.get("holder") or layer.provider
    for layer in layers:
        for name, text in layer.fields.items():
            fields[name] = fields.get(name) or text
    rights = Rights(
        title=fields.get("title") or layers[-1].label,
        author=fields.get("author", ""),
        holder=fields.get("holder", ""),
        reference=fields.get("reference", ""),
        date=fields.get("date", ""),
        license=license_,
        source_url=next(filter(None, (each.page for each in reversed(layers))), address),
    )
    return with_credit(rights, "; ".join(statements)[:LONGEST], language), remarks


def with_credit(rights: Rights, statement: str, language: str) -> Rights:
    """*rights* with the credit that *statement* requires, if their own line doesn't say it.

    Who must be named beside it, in a licence's own terms, still is: what the statement leaves out
    comes first.
    """
    said = statement.casefold()
    if not statement or said in credit_line(rights, language).casefold():
        return rights

    def unsaid(text: str) -> str:
        return "" if text.casefold() in said else text

    left = replace(
        rights,
        title=unsaid(rights.title),
        author=unsaid(rights.author),
        holder=unsaid(rights.holder),
        reference=unsaid(rights.reference),
        date=unsaid(rights.date),
    )
    line = composed_credit(left, language)
    terms = licence(rights.license, language).title
    untold = "" if terms.casefold() in f"{line} {statement}".casefold() else terms
    credit = ", ".join(filter(None, (line, untold, statement)))[:LONGEST]
    return replace(rights, credit=credit)


def _stated(layer: Json) -> list[str]:
    """The licences that *layer* states, by their identifiers."""
    result = []
    for key in ("rights", "license"):
        value = layer.get(key)
        for each in value[:20] if isinstance(value, list) else [value]:
            text = _id(each) if isinstance(each, dict) else each
            if isinstance(text, str) and text.strip():
                result.append(licence_at(text))
    return result


def _statement(layer: Json, languages: Sequence[str]) -> str:
    for each in _dicts(layer.get("requiredStatement")):
        if told := in_language(each.get("value"), languages):
            return told
    return in_language(layer.get("attribution"), languages)


def _metadata(layer: Json, languages: Sequence[str]) -> dict[str, str]:
    result: dict[str, str] = {}
    for pair in _dicts(layer.get("metadata"))[:200]:
        # Labels are known in our own languages, whatever the values are read in.
        labels = {
            in_language(pair.get("label"), [language]).lower().rstrip(": ")
            for language in (*LANGUAGES, *languages)
        }
        for name, known in _LABELS.items():
            if labels & set(known) and (text := in_language(pair.get("value"), languages)):
                result.setdefault(name, text)
    return result


def _page(layer: Json) -> str:
    """The page about it, for people."""
    for key in ("homepage", "related"):
        value = layer.get(key)
        if isinstance(value, str) and web_address(value):
            return web_address(value)
        for each in _dicts(value):
            if address := web_address(_id(each)):
                return address
        if isinstance(value, list):
            for each in value:
                if isinstance(each, str) and web_address(each):
                    return web_address(each)
    return ""


def _id(resource: Json) -> str:
    found = resource.get("id") or resource.get("@id")
    return found.strip() if isinstance(found, str) else ""


def _dicts(value: Any) -> list[Json]:
    """*value*, one mapping or a list, as those mappings that it holds."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
