"""No picture, film or music is published without its rights: what is missing, and where.

Comes in: a checked `Storyboard` and today's date. Goes out: `Problem`s with their marks; whether
they stop a render or mark a draft is the caller's choice. Opens no file, and gives no legal advice:
it only refuses what says nothing, and points at what a lawyer should look at.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from renderer.errors import Mark, Problem
from renderer.messages import deferred, tr
from renderer.rights.credit_text import EXAMPLE, credit_line
from renderer.storyboard.board import Music, Rights, Slide, Storyboard, Work
from renderer.storyboard.licences import ACCEPTED, allows_nothing, is_licence, owes_author
from renderer.storyboard.slide_kinds import keyed_works_of, kind_of

_REFERENCE = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_UNKNOWN = "licenseref-unknown"
"""How the identifiers begin of works whose licence isn't known."""
_PERMISSION = "permission: {from: …, date: …, document: …}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """What is said of one kind of thing that needs rights; each names the thing, {name}."""

    none: str
    unlicensed: str
    """It has rights without a licence."""
    unknown: str
    """Its licence says that it isn't known."""
    unlisted: str
    """Its {license} is on no list."""
    withheld: str
    """Its {license} is a statement that allows nothing."""
    another: str
    """What to do when the right has ended."""


_PICTURE = _Wording(
    none=deferred("the picture '{name}' has no rights"),
    unlicensed=deferred("the picture '{name}' has no licence"),
    unknown=deferred("the picture '{name}' has an unknown licence"),
    unlisted=deferred(
        "the picture '{name}' has a licence that is not on the SPDX list for pictures: '{license}'"
    ),
    withheld=deferred("'{license}' doesn't say that the picture '{name}' may be shown"),
    another=deferred("renew it and correct 'expires', or choose another picture"),
)
_WORDINGS: dict[str, _Wording] = {
    "picture": _PICTURE,
    "footage": _Wording(
        none=deferred("the footage '{name}' has no rights"),
        unlicensed=deferred("the footage '{name}' has no licence"),
        unknown=deferred("the footage '{name}' has an unknown licence"),
        unlisted=deferred(
            "the footage '{name}' has a licence that is not on the SPDX list for pictures: "
            "'{license}'"
        ),
        withheld=deferred("'{license}' doesn't say that the footage '{name}' may be shown"),
        another=deferred("renew it and correct 'expires', or choose another footage"),
    ),
    "music": _Wording(
        none=deferred("the music '{name}' has no rights"),
        unlicensed=deferred("the music '{name}' has no licence"),
        unknown=deferred("the music '{name}' has an unknown licence"),
        unlisted=deferred(
            "the music '{name}' has a licence that is not on the SPDX list for pictures: "
            "'{license}'"
        ),
        withheld=deferred("'{license}' doesn't say that the music '{name}' may be heard"),
        another=deferred("renew it and correct 'expires', or choose another music"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """Something that needs rights, and where the storyboard speaks of it."""

    wording: _Wording
    name: str
    rights: Rights | None
    slide: str
    written: Mapping[str, Mark]
    """Marks of what was written; looked up when something is wrong, of ten thousand pictures."""
    key: str
    """Of the picture, film or music there."""
    place: Mark | None = None
    """Where the storyboard speaks of it, if none of its keys was written."""

    def problem(self, key: str, what: str, remedy: str, code: str) -> Problem:
        keys = [f"{self.key}.rights.{key}"]
        # Music is named by its file; a picture by its rights, where there are some.
        if self.rights is not None and self.key != "music":
            keys.append(f"{self.key}.rights")
        keys += [f"{self.key}.file", self.key, ""]
        mark = next((self.written[each] for each in keys if each in self.written), self.place)
        if mark is None:
            raise ValueError(f"nothing was written of {self.name}")
        return Problem(mark=mark, what=what, remedy=remedy, slide=self.slide, code=code)


def check_rights(board: Storyboard, today: datetime.date) -> tuple[Problem, ...]:
    """All that stops *board* from being published: missing, unknown, expired or unnamed rights."""
    return tuple(problem for subject in _subjects(board) for problem in _refusals(subject, today))


def rights_warnings(board: Storyboard, today: datetime.date) -> tuple[Problem, ...]:
    """What should be looked at before publishing: no author, non-commercial, soon to expire, …"""
    return tuple(problem for subject in _subjects(board) for problem in _warnings(subject, today))


def _refusals(subject: _Subject, today: datetime.date) -> Iterator[Problem]:
    rights, wording, name = subject.rights, subject.wording, subject.name
    if rights is None:
        remedy = tr("add {rights}, {example}", rights=EXAMPLE, example=_example())
        yield subject.problem("", tr(wording.none, name=name), remedy, code="rights-missing")
        return
    if rights.permission is not None and rights.permission.date > today:
        yield subject.problem(
            "permission",
            tr("the permission for '{name}' is of {date}", name=name, date=rights.permission.date),
            tr("that day is to come: correct it, or wait for it"),
            code="permission-missing",
        )
    if rights.permission is None and (refused := _refused_licence(rights.license, wording)):
        withheld = allows_nothing(rights.license)
        yield subject.problem(
            "license",
            tr(refused, name=name, license=rights.license),
            tr("ask its holder, and write down what allows it: {example}", example=_PERMISSION)
            if withheld
            else _licence_remedy(rights.license),
            code="permission-missing" if withheld else "license-unfit",
        )
    if rights.expires is not None and rights.expires < today:
        yield subject.problem(
            "expires",
            tr("the right to show '{name}' ended on {date}", name=name, date=rights.expires),
            tr(wording.another),
            code="rights-expired",
        )
    if not credit_line(rights, ""):
        yield subject.problem(
            "",
            tr("the rights of '{name}' name nobody", name=name),
            tr("add author, holder or credit; an author's name is due even in the public domain"),
            code="rights-nameless",
        )


def _refused_licence(identifier: str, wording: _Wording) -> str:
    """What is said of a licence that is refused; empty: nothing."""
    if not identifier:
        return wording.unlicensed
    if allows_nothing(identifier):
        return wording.unknown if identifier.lower().startswith(_UNKNOWN) else wording.withheld
    if is_licence(identifier) or _REFERENCE.fullmatch(identifier):
        return ""
    return wording.unlisted


def _licence_remedy(identifier: str) -> str:
    spelled = re.sub(r"[\s_]+", "-", identifier.strip())
    by_fold = {known.lower(): known for known in sorted(ACCEPTED)}
    near = difflib.get_close_matches(spelled.lower(), by_fold, n=1, cutoff=0.8)
    if identifier and near:
        return tr("did you mean '{near}'?", near=by_fold[near[0]])
    return _example()


def _example() -> str:
    return tr(
        "for example {first}, {second} or {third}",
        first="license: CC-BY-4.0",
        second="etalab-2.0",
        third="LicenseRef-ECPAD-contract",
    )


def _warnings(subject: _Subject, today: datetime.date) -> Iterator[Problem]:
    rights, name = subject.rights, subject.name
    if rights is None:
        return
    if not (rights.author or rights.credit) and owes_author(rights.license) and rights.holder:
        yield subject.problem(
            "author",
            tr("the rights of '{name}' name no author", name=name),
            tr("add author: a name is due even in the public domain; “unknown” if nobody knows it"),
            code="rights-nameless",
        )
    if "-NC" in rights.license:
        yield subject.problem(
            "license",
            tr(
                "'{name}' may not be used commercially ({license})",
                name=name,
                license=rights.license,
            ),
            tr("check that no page that shows the film is commercial"),
            code="license-restricted",
        )
    if "-ND" in rights.license:
        yield subject.problem(
            "license",
            tr("'{name}' may not be changed ({license})", name=name, license=rights.license),
            tr("cropping, panning and captions may be changes: ask its holder, or a lawyer"),
            code="license-restricted",
        )
    if rights.restrictions:
        yield subject.problem(
            "restrictions",
            tr("the use of '{name}' is limited: {limits}", name=name, limits=rights.restrictions),
            tr("see that the film respects it"),
            code="license-restricted",
        )
    month = datetime.timedelta(days=30)
    if rights.expires is not None and today <= rights.expires < today + month:
        yield subject.problem(
            "expires",
            tr("the right to show '{name}' ends on {date}", name=name, date=rights.expires),
            tr("renew it, or take the film down by then"),
            code="rights-expired",
        )


def _subjects(board: Storyboard) -> Iterator[_Subject]:
    for slide in board.slides:
        for key, _, work in keyed_works_of(slide.visual):
            yield _shown(slide, key, work)
        if isinstance(slide.music, Music):
            yield _heard(slide.music, slide.marks, slide.id)
    if board.music is not None:
        first = Mark(path=board.path, line=1, column=1)
        yield _heard(board.music, board.marks, "", place=first)


def _shown(slide: Slide, key: str, work: Work) -> _Subject:
    return _Subject(
        wording=_WORDINGS.get(kind_of(work).credited_as, _PICTURE),
        name=work.name,
        rights=work.rights,
        slide=slide.id,
        written=slide.marks,
        key=key,
    )


def _heard(
    music: Music, written: Mapping[str, Mark], slide: str, *, place: Mark | None = None
) -> _Subject:
    return _Subject(
        wording=_WORDINGS["music"],
        name=music.name,
        rights=music.rights,
        slide=slide,
        written=written,
        key="music",
        place=place,
    )
