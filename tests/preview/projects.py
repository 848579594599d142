"""A small project on disk, and a builder that publishes a set without rendering."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from renderer.errors import PublishError
from renderer.production.events import Witness
from renderer.production.options import Options
from renderer.publish.swap_and_rollback import publish, publishing, store
from renderer.storyboard.load import load_storyboard

STORYBOARD = """\
storyboard: 1
slug: essai
title: Un essai
description: Un film très court.
language: fr
voice: {engine: hum}
film: {size: 96, fps: 25}   # petit
slides:
  - id: un
    chapter: Premier
    card: {title: Un titre}
    narration: Bonjour à tous. Le train va à Schlieben.
  - id: deux
    card: {title: Autre carte}
    narration: Deuxième phrase.
  - id: trois
    card: {title: La fin}
    narration: Tout finit à Schlieben.
"""
FILM = bytes(range(256)) * 40


def write_project(root: Path, storyboard: str = STORYBOARD) -> Path:
    """A project of one storyboard; its path."""
    path = root / "storyboards" / "essai.yaml"
    path.parent.mkdir(parents=True)
    (root / "media").mkdir()
    path.write_text(storyboard, encoding="utf-8")
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Save *path* with other words, as an editor does that writes a new file and renames it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    draft = path.with_name(f".{path.name}.swp")
    draft.write_text(text.replace(old, new), encoding="utf-8")
    draft.replace(path)


@dataclass
class FakeBuilder:
    """Publishes the storyboard's title as a page, and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    """Reason, by quality."""
    hold: threading.Event | None = None
    """The full film takes until this is set, step by step."""
    film: bytes = FILM
    holding: threading.Event = field(default_factory=threading.Event)

    def __call__(self, storyboard: Path, options: Options, witness: Witness) -> Path:
        board = load_storyboard(storyboard)
        quality = "draft" if options.draft else "full"
        self.asked.append(f"{quality} {board.title}")
        if quality in self.refuse:
            raise PublishError(self.refuse[quality])
        witness.stage("pictures", 3)
        if quality == "full" and self.hold is not None:
            self.holding.set()
            while not self.hold.wait(0.02):
                witness.advance(0)
        assert options.out is not None
        folder = options.out / board.slug
        text = f"<!DOCTYPE html><title>{quality}</title><p>{quality}: {board.title}</p>"
        contents = {
            "embed.html": (text.encode(), False),
            "page.html": (text.encode(), False),
            "film.mp4": (self.film + text.encode(), True),
            "captions.fr.vtt": (b"WEBVTT\n", True),
        }
        with publishing(folder):
            members = {
                name: store(folder, name, content, loaded_by_pages=loaded)
                for name, (content, loaded) in contents.items()
            }
            publish(folder, members)
        return folder
