"""``export``: a film handed on: its text to be corrected, its cut to be edited, copies for players.

Comes in: parsed arguments. Goes out: files, their paths on stdout. The text goes back by `import`;
a timeline needs the film made, which is done where it isn't; copies are of the published set.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from renderer.cli.output_files import draft_of
from renderer.cli.progress import witness
from renderer.cli.values import options_of
from renderer.errors import PublishError, UsageError
from renderer.importing.corrections import as_docx, as_html, how_to
from renderer.language.registry import autonym, language_of
from renderer.messages import tr
from renderer.production.prepare import load_film, prepare
from renderer.production.render import make_films
from renderer.publish.verify import read_manifest, verify_shown
from renderer.storyboard.slugs import claim_of_board

_TEXTS: dict[str, Callable[[Path], bytes]] = {"docx": as_docx, "html": as_html}
_TIMELINES = ("otio", "otioz")


def run(arguments: argparse.Namespace) -> int:
    """Write one file for each kind that is asked for."""
    written = [*_texts(arguments), *_timelines(arguments), *_copies(arguments)]
    if not written:
        told = tr("export: say what: --docx, --html, --otio, --otioz, --mux-captions…")
        raise UsageError(told, code="option-unfit")
    if arguments.json:
        print(json.dumps({"files": [str(path) for path in written]}))
        return 0
    if any(path.suffix[1:] in _TEXTS for path in written):
        print(how_to(), file=sys.stderr)
    for path in written:
        print(path)
    return 0


def _asked(arguments: argparse.Namespace, kind: str) -> Path | None:
    """The file to write; None: not asked for."""
    path: Path | None = getattr(arguments, kind)
    if path is not None and not path.name:
        return Path(f"{arguments.storyboard.stem}.{kind}")
    return path


def _texts(arguments: argparse.Namespace) -> Iterator[Path]:
    for kind, make in _TEXTS.items():
        if (path := _asked(arguments, kind)) is not None:
            data = make(arguments.storyboard)
            with draft_of(path) as draft:
                draft.write_bytes(data)
            yield path


def _timelines(arguments: argparse.Namespace) -> Iterator[Path]:
    asked = [path for kind in _TIMELINES if (path := _asked(arguments, kind)) is not None]
    if not asked:
        return
    from renderer.production.otio_export import check_package, write_timeline

    check_package()  # before a film is made for nothing
    production = prepare(arguments.storyboard, options_of(arguments))
    with witness() as seen:
        making = make_films(production, seen)
    for path in asked:
        write_timeline(making, path)
        yield path


def _copies(arguments: argparse.Namespace) -> Iterator[Path]:
    """The published film under its own name, with its captions in it or beside it."""
    beside, inside = arguments.captions_named_after_film, arguments.mux_captions
    if beside is None and inside is None:
        return
    film = load_film(arguments.storyboard, [arguments.language] if arguments.language else [])
    board = (film.own, *film.translations)[-1]
    (folder,) = claim_of_board(board).folders(arguments.out, [board.language])
    manifest = read_manifest(folder)
    if not manifest:
        told = tr("{folder} holds no published film: render it first", folder=folder)
        raise PublishError(told, code="set-missing")
    if damages := verify_shown(folder):
        lines = [tr("{folder}: {damage}", folder=folder, damage=one) for one in damages]
        raise PublishError("\n".join(lines), code="set-damaged")
    for shown in manifest["films"]:
        name = board.set_name + shown["file"].removeprefix("film")
        if inside is not None:
            yield _captioned(folder, shown["file"], inside / name, board.language)
        if beside is not None:
            yield from _named(folder, shown["file"], beside / name, board.language, inside)


def _captioned(folder: Path, film: str, path: Path, language: str) -> Path:
    from renderer.encoding.subtitle_track import add_captions  # a codec: only where it is needed

    known = language_of(language)
    captions = folder / f"captions.{language}.srt"
    with draft_of(path) as draft:
        names = (autonym(language), known.tracks.chapters)
        add_captions(folder / film, captions, draft, known.iso_639_2, names)
    return path


def _named(
    folder: Path, film: str, path: Path, language: str, inside: Path | None
) -> Iterator[Path]:
    """Players look for the film's own name, then a language. A film written already is left so."""
    copies: dict[Path, Path] = {} if inside == path.parent else {path: folder / film}
    for form in ("vtt", "srt"):
        copies[path.with_suffix(f".{language}.{form}")] = folder / f"captions.{language}.{form}"
    for copy, source in copies.items():
        with draft_of(copy) as draft:
            draft.write_bytes(source.read_bytes())
        yield copy
