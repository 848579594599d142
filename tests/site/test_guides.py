"""Every command and every example of the French guides, tried in a project as a reader makes it."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from renderer.messages.catalogue import VARIABLE
from renderer.storyboard.schema import SlideModel, StoryboardModel
from tests.production.projects import ROOT, draw_photo, run
from tests.site.guides import GUIDES, Block, as_set, blocks

Table = Mapping[str, Any]
FAST: Table = {
    "voice": {"engine": "hum"},
    "film": {"size": 64, "fps": 10},
    "run": {"offline": True, "jobs": 2, "cache": ".cache/recit"},
}
"""What a reader's recit.toml doesn't say, so that each film takes a second."""
HEAD = "storyboard: 1\nslug: essai\ntitle: Essai\ndescription: Un essai.\n"
SLIDE = "  - {id: essai, card: Essai, narration: Une phrase suffit.}\n"
ELSEWHERE = {
    "python3 -m venv .venv": "the tour of a bare machine (.ci/bare_tour.py)",
    ".venv/bin/python -m pip install .": "the tour of a bare machine",
    ". .venv/bin/activate": "the standard library's own",
    "recit studio": "ends when its reader wants: tests/studio/test_tour.py starts it",
    "recit pick": "asks an archive: tests/archives stand in for them",
    "recit rights": "asks archives too",
    "recit publish": "asks an instance: tests/publish/test_peertube.py stands in for one",
    "rsync": "needs a server; its options are rsync's own",
}
"""How commands begin that this test leaves to others, and to whom."""
FAULTY = "storyboards/faute.yaml"
"""A storyboard whose mistake a guide shows."""
SHARED = "/mnt/equipe/recit"
"""A disk that a reader has, and this machine has not."""


class Reader:
    """Whoever reads a guide from top to bottom and does what it says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said = ""
        """What the last block of commands printed."""
        self.save("recit.toml", "")

    def save(self, name: str, text: str) -> None:
        """Save a block as the file that its title names."""
        if name == "recit.toml":
            text = "".join(_toml(_over(tomllib.loads(text), FAST)))
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.provide(text)

    def provide(self, text: str) -> None:
        """The pictures, recordings and layers that *text* names, as the reader's own."""
        for name in re.findall(r"[\w/-]+\.(?:jpg|wav|geojson)\b", text):
            path = self.root / "media" / name
            if path.exists():
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            {".jpg": draw_photo, ".wav": _read_aloud, ".geojson": _draw_land}[path.suffix](path)

    def check(self, fragment: str) -> None:
        """Complete a part of a storyboard, or of a lexicon, and have it checked."""
        self.provide(fragment)
        path = self.root / "storyboards" / "essai.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(completed(fragment), encoding="utf-8")
        outcome = run("check", path)
        assert outcome.code == 0, f"{fragment}\n{outcome.err}"
        path.unlink()

    def type(self, line: str) -> None:
        """Type one line of a block of commands; it must succeed."""
        line = line.replace(SHARED, str(self.root / "equipe"))
        if line.startswith("recit serve"):
            self.preview(line)
        elif line.startswith("recit "):
            words = [name for word in shlex.split(line)[1:] for name in self.named(word)]
            outcome = run(*words)
            expected = 2 if FAULTY in words else 0
            assert outcome.code == expected, f"{line}\n{outcome.out}{outcome.err}"
            assert "Traceback" not in outcome.err
            self.said += outcome.out + outcome.err
        else:
            who = {f"GIT_{one}_{what}": "x@y" for one in ("AUTHOR", "COMMITTER") for what in WHO}
            home = {"HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1"}
            subprocess.run(
                shlex.split(line), cwd=self.root, env=os.environ | who | home, check=True
            )

    def named(self, word: str) -> list[str]:
        """The files that a word with a star stands for."""
        if "*" not in word:
            return [word]
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(word))

    def preview(self, line: str) -> None:
        """Start a preview, wait for its address, end it as a person would."""
        words = [sys.executable, "-m", "renderer.cli", *shlex.split(line)[1:]]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            words, cwd=self.root, env=env, stdout=subprocess.PIPE, text=True
        ) as serving:
            try:
                assert serving.stdout
                assert serving.stdout.readline().startswith("http://127.0.0.1:")
                serving.send_signal(signal.SIGINT)
                assert serving.wait(timeout=60) == 0
            finally:
                serving.kill()  # leaving the block waits for its end, without a limit


WHO = ("NAME", "EMAIL")


def completed(fragment: str) -> str:
    """A whole storyboard that holds *fragment*: slides, keys of a slide, or keys of a film."""
    told = yaml.safe_load(fragment)
    if isinstance(told, list):
        return f"{HEAD}slides:\n{_indented(fragment, 2)}"
    of_film = {field.alias or name for name, field in StoryboardModel.model_fields.items()}
    of_slide = {field.alias or name for name, field in SlideModel.model_fields.items()}
    if told.keys() <= of_film:
        kept = "".join(
            line for line in HEAD.splitlines(keepends=True) if line.split(":")[0] not in told
        )
        slides = "" if "slides" in told else f"slides:\n{SLIDE}"
        wanted = told.get("film", {}).get("teaser", {}).get("slides", ())
        slides += "".join(SLIDE.replace("id: essai", f"id: {name}") for name in wanted)
        return f"{kept}{fragment}{slides}"
    assert told.keys() <= of_slide, f"of neither a film nor a slide: {fragment}"
    rest = "" if "narration" in told else "    narration: Une phrase suffit.\n"
    if not told.keys() & {"card", "image", "map", "footage", "clip"}:
        rest += "    card: Essai\n"
    return f"{HEAD}slides:\n  - id: essai\n{rest}{_indented(fragment, 4)}"


def _indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}" if line.strip() else line for line in text.splitlines(True))


def _over(own: Table, under: Table) -> dict[str, Any]:
    """*own* laid over *under*, table by table; what makes films fast wins."""
    return {
        key: _over(own.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in under.items()
    } | {key: value for key, value in own.items() if key not in under}


def _toml_value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_toml_value(inner)}" for key, inner in value.items())
        return f"{{{pairs}}}"
    return json.dumps(value)


def _toml(table: Table, name: str = "") -> Iterator[str]:
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    yield from (f"{k} = {_toml_value(v)}\n" for k, v in table.items() if k not in inner)
    for key, value in inner.items():
        whole = f"{name}.{key}".lstrip(".")
        yield f"[{whole}]\n"
        yield from _toml(value, whole)


def _read_aloud(path: Path) -> None:
    """Four seconds of a buzz, with the pauses that a reader makes."""
    time = np.arange(4 * 48_000) / 48_000
    sound = np.sign(np.sin(2 * np.pi * 150 * time)) * (time % 1.3 < 1.0) * 3000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(sound.astype("<i2").tobytes())


def _draw_land(path: Path) -> None:
    ring = [[-1.8, 49.5], [-1.4, 49.5], [-1.4, 49.64], [-1.8, 49.64], [-1.8, 49.5]]
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")


def _plain(text: str) -> str:
    """*text* with any blank for any other: a guide's author types plain ones."""
    return " ".join(text.split())


def _directives(text: str) -> list[str]:
    """The lines of a server's set-up, without what they say to people."""
    return [line for line in (each.partition("#")[0].strip() for each in text.splitlines()) if line]


def follow(reader: Reader, block: Block) -> None:
    """Do what *block* says."""
    if block.title:
        reader.save(block.title, block.text)
    elif block.language == "yaml":
        reader.check(block.text)
    elif block.language == "text":
        for line in block.text.splitlines():
            assert _plain(line) in _plain(reader.said), "the guide shows what no command printed"
    elif block.language == "nginx":  # tests/studio/test_team.py does what the English guide says
        english = blocks((ROOT / "docs" / "studio.md").read_text(encoding="utf-8"))
        said = [_directives(each.text) for each in english if each.language == "nginx"]
        assert _directives(block.text) in said, "another set-up than in docs/studio.md"
    else:
        assert block.language == "shell", f"nobody tries blocks of {block.language}"
        reader.said = ""
        for line in block.text.splitlines():
            if not line.startswith(tuple(ELSEWHERE)):
                reader.type(line)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, "fr")
    monkeypatch.delenv("RECIT_KOKORO_MODEL", raising=False)  # `check` looks whether it is there
    reader = Reader(tmp_path)
    for block in blocks(guide.read_text(encoding="utf-8")):
        follow(reader, block)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_set_as_french_is(guide: Path) -> None:
    page = guide.read_text(encoding="utf-8")
    assert page == as_set(page), "run: python -m tests.site.guides"


def test_what_is_left_to_others_stands_in_a_guide() -> None:
    typed = [
        line
        for guide in GUIDES
        for block in blocks(guide.read_text(encoding="utf-8"))
        if block.language == "shell"
        for line in block.text.splitlines()
    ]
    for command in ELSEWHERE:
        assert any(line.startswith(command) for line in typed), command


def test_a_guide_that_says_what_does_not_work_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reader = Reader(tmp_path)
    for text, language in (
        ("recit still storyboards/nulle-part.yaml --slide x --out x.png\n", "shell"),
        ("caption: Légende\nnaration: Faute de frappe.\n", "yaml"),
        ("film: {formats: [4:3]}\n", "yaml"),
        ("ce que rien n'a dit\n", "text"),
        ("plan(1)\n", "python"),
    ):
        with pytest.raises(AssertionError):
            follow(reader, Block(language=language, title="", text=text))
