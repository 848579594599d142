"""The slides that a film is given besides its author's: its title, its credits, the last card.

Comes in: a storyboard, the voices that speak it, the theme, the frames' sizes. Goes out: the
storyboard with a card before its first slide where it asks for one (`film: {opening: yes}`), and
slides after its last one, which say nothing and are laid out, drawn, cached and shown like any
other. Draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from renderer.errors import Mark
from renderer.frames.pixels import Size
from renderer.language.eye.typography import typeset
from renderer.language.registry import language_of
from renderer.rights.credit_text import CreditKind, credit_line, film_credits, visual_credits
from renderer.storyboard.board import (
    Card,
    CreditsLine,
    CreditsPage,
    EndCard,
    Music,
    Rights,
    Slide,
    Storyboard,
    Transition,
    Visual,
)
from renderer.storyboard.slide_kinds import kind_of, maps_of
from renderer.themes.theme import Theme

OPENING_SECONDS = 4.0
"""A title and its subtitle are read once without haste."""
LETTERS_A_SECOND = 15.0
"""What the eye reads without haste; subtitles are set at 12 to 17."""
SHORTEST_SECONDS, LONGEST_SECONDS = 3.0, 7.0
"""Of one page: less is missed, more waits."""
_MOST_LETTERS = 450
"""On one page: credits are looked through, not read, and can be stopped; the page of the film has
them all. Five sources to a page, where they fit at full size."""
_EVEN, _FEW = 12, 12
"""Letters within which pages count as evenly filled; and how many pages make a lean one show."""
_CARD_SECONDS = 4.0
"""A logo and a line are seen in that; less is a flash, more is a wait."""
_FADE = Transition(kind="fade", length_seconds=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the end of a film depends on besides its storyboard."""

    machines: tuple[str, ...]
    """Public names of the synthetic voices that are heard, each once."""
    theme: Theme
    sizes: tuple[Size, ...]
    """The frames of every shape: pages are the same in all of them, so the film has one length."""


def with_credits(board: Storyboard, ending: Ending) -> Storyboard:
    """*board*, its credits after its last slide; those it had are made anew.

    Raises:
        PictureError: a line can't be drawn.
    """
    slides = tuple(slide for slide in board.slides if kind_of(slide.visual).is_authored)
    board = replace(board, slides=slides)
    if not board.film.credits:
        return board
    pages = _pages(tuple(credits_lines(board, ending)), ending)
    shown: list[tuple[str, Visual, float]] = [
        ("credits", CreditsPage(lines=page), seconds)
        for page, seconds in zip(pages, reading_seconds(pages), strict=True)
    ]
    if card := _end_card(board, ending.theme):
        shown.append(("end-card", card, _CARD_SECONDS))
    return replace(board, slides=(*slides, *_slides(board, shown)))


def credits_lines(board: Storyboard, ending: Ending) -> Iterator[CreditsLine]:
    """Every line of the credits under its heading, each line once, typeset."""
    headings = language_of(board.language).credits
    credits: dict[CreditKind, list[str]] = {}
    for kind, line in film_credits(board):
        credits.setdefault(kind, []).append(line)
    pictures = [*credits.get("picture", ()), *credits.get("footage", ())]
    sources = [source.title for slide in board.slides for source in slide.sources]
    typed = partial(typeset, language=board.language)
    for heading, entries in (
        (headings.team, team_lines(board)),
        (headings.pictures, pictures),
        (headings.maps, [*_once_each(credits.get("map", ())), *_grounds(board)]),
        (headings.sound, [*_music(board, credits), *_voice(board, ending)]),
        (headings.sources, sources),
    ):
        once = dict.fromkeys(" ".join(typed(entry).split("\n")) for entry in entries)
        if once:
            yield CreditsLine(text=typed(heading), kind="heading")
            yield from (CreditsLine(text=entry) for entry in once)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsEntry:
    """A line of the credits that an author wrote, or that is made of what an author wrote."""

    text: str
    slide: Slide | None
    """The slide under which it was written; None: the film."""
    parts: tuple[tuple[str, str], ...]
    """What it is made of: under which key each was written, and the words. The first stands for
    all of it."""


def credits_entries(board: Storyboard) -> Iterator[CreditsEntry]:
    """What `credits_lines` says that comes from the storyboard, with its places there."""
    parts: tuple[tuple[str, str], ...]
    lines = zip(team_lines(board), board.contributors, strict=True)
    for number, (line, thanked) in enumerate(lines):
        key = f"contributors.{number}"
        parts = ((f"{key}.name", thanked.name), (f"{key}.role", thanked.role))
        yield CreditsEntry(text=line, slide=None, parts=parts)
    for slide in board.slides:
        for key, work, _, rights, line in visual_credits(slide.visual, board.language):
            parts = rights_parts(key, rights) if work else ((f"{key}.credit", line),)
            yield CreditsEntry(text=line, slide=slide, parts=parts)
        for number, source in enumerate(slide.sources):
            parts = ((f"sources.{number}.title", source.title),)
            yield CreditsEntry(text=source.title, slide=slide, parts=parts)
        if isinstance(slide.music, Music) and slide.music.rights is not None:
            line = credit_line(slide.music.rights, board.language)
            parts = rights_parts("music", slide.music.rights)
            yield CreditsEntry(text=line, slide=slide, parts=parts)
    if board.music is not None and board.music.rights is not None:
        line = credit_line(board.music.rights, board.language)
        parts = rights_parts("music", board.music.rights)
        yield CreditsEntry(text=line, slide=None, parts=parts)


def rights_parts(key: str, rights: Rights) -> tuple[tuple[str, str], ...]:
    """What a credit line is made of, with the keys below *key* under which it was written."""
    names = ("credit", "author", "holder", "title", "reference", "date", "license", "modified")
    return tuple((f"{key}.rights.{name}", str(getattr(rights, name))) for name in names)


def team_lines(board: Storyboard) -> tuple[str, ...]:
    """Those whom the storyboard thanks, each with their role."""
    colon = language_of(board.language).page.colon
    return tuple(f"{c.role}{colon}{c.name}" if c.role else c.name for c in board.contributors)


def reading_seconds(pages: Sequence[Sequence[CreditsLine]]) -> tuple[float, ...]:
    """How long each page stays: its share, by letters, of what all of them need.

    That is of the letters alone. A narrow shape's pages are more, and hold less each: the film has
    no more to read for being made in it too.
    """
    from renderer.pictures.end_credits import letters_of  # NumPy: only films with credits load it

    letters = [letters_of(page) for page in pages]
    least = -(-sum(letters) // _MOST_LETTERS)  # pages, were they full
    needed = min(sum(letters) / LETTERS_A_SECOND, least * LONGEST_SECONDS)
    shares = (needed * own / sum(letters) for own in letters)
    return tuple(
        round(min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS), 1) for seconds in shares
    )


def _once_each(lines: Iterable[str]) -> list[str]:
    """Those who made maps, each named once: "Carte Récit" and "Carte Récit, tracés simplifiés" are
    one line, which says all that was said of either."""
    said: dict[str, dict[str, None]] = {}
    for line in lines:
        maker, *more = line.split(", ")
        said.setdefault(maker, {}).update(dict.fromkeys(more))
    return [", ".join([maker, *more]) for maker, more in said.items()]


def _grounds(board: Storyboard) -> list[str]:
    """Whose coasts and rivers lie under maps, as `ground_sources.load_ground` says it on each."""
    grounds = [chart.ground for slide in board.slides for chart in maps_of(slide.visual)]
    own = [(ground, {layer for layer, _ in ground.files}) for ground in grounds]
    if not any("land" not in has or (g.rivers and "rivers" not in has) for g, has in own):
        return []
    from renderer.maps.ground_sources import SOURCE  # only films with maps load it

    known = language_of(board.language)
    return [f"{known.credits.base_maps}{known.page.colon}{SOURCE}"]


def _music(board: Storyboard, credits: dict[CreditKind, list[str]]) -> list[str]:
    words = language_of(board.language).page
    return [f"{words.music}{words.colon}{line}" for line in credits.get("music", ())]


def _voice(board: Storyboard, ending: Ending) -> list[str]:
    """The machines' voices, and that others were recorded: whose, the team says."""
    words = language_of(board.language).page
    own = [words.recorded_voice] if board.is_recorded else []
    return [*(f"{words.synthetic_voice}{words.colon}{name}" for name in ending.machines), *own]


def _pages(lines: Sequence[CreditsLine], ending: Ending) -> tuple[tuple[CreditsLine, ...], ...]:
    """Pages as equal as their number allows."""
    if not lines:
        return ()
    from renderer.pictures.end_credits import letters_of, paginate_credits

    cut = partial(paginate_credits, lines, ending.theme, *ending.sizes)
    pages = cut(letters=_MOST_LETTERS)
    enough, wanting = _MOST_LETTERS, letters_of(lines) // len(pages)
    while enough - wanting > _EVEN and len(pages) <= _FEW:
        middle = (enough + wanting) // 2
        evener = cut(letters=middle)
        if len(evener) == len(pages):
            pages, enough = evener, middle
        else:
            wanting = middle
    return pages


def _end_card(board: Storyboard, theme: Theme) -> EndCard | None:
    """The theme's own last card; None for a theme that has nothing to show on it."""
    if not (theme.logo or theme.end.title or theme.end.notice):
        return None
    typed = partial(typeset, language=board.language)
    return EndCard(title=theme.end.title or typed(board.title), notice=theme.end.notice)


def _slides(board: Storyboard, shown: Sequence[tuple[str, Visual, float]]) -> Iterator[Slide]:
    """Slides that stand nowhere in the file, under ids that it doesn't use."""
    taken = {slide.id for slide in board.slides}
    place = Mark(path=board.path, line=1, column=1)
    named = any(slide.chapter for slide in board.slides)
    for number, (kind, visual, seconds) in enumerate(shown):
        name = f"credits-{number + 1}" if kind == "credits" else kind
        while name in taken:
            name = f"film-{name}"
        yield Slide(
            id=name,
            visual=visual,
            chapter=language_of(board.language).page.credits if named and not number else "",
            transition=_FADE,
            lead_seconds=0.0,
            hold_seconds=0.0,
            length_seconds=seconds,
            marks={"": place},
        )


def with_opening(board: Storyboard) -> Storyboard:
    """*board*, opened by a card with its title and subtitle if it asks for one."""
    if not board.film.opening:
        return board
    name = "opening"
    while name in {slide.id for slide in board.slides}:
        name = f"film-{name}"
    card = Slide(
        id=name,
        visual=Card(title=board.title, text=board.subtitle),
        transition=Transition(kind="fade", length_seconds=0.5),
        lead_seconds=0.0,
        hold_seconds=0.0,
        length_seconds=OPENING_SECONDS,
        marks={"": Mark(path=board.path, line=1, column=1)},
    )
    return replace(board, slides=(card, *board.slides))
