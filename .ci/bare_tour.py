"""A tour of the README on a bare machine: a fresh copy, an empty home, and requirements.txt alone.

    python3 .ci/bare_tour.py FOLDER

Comes in: an empty folder to work in. What is typed is read from README.md, so that the README can't
say what doesn't work. Goes out: 0, or the command that failed with what it said. Tours:

1. both films of storyboards/, the one that the README renders as it does, the other smaller, in all
   their languages and shapes;
2. the README's example of five minutes, with a picture made for it, and all commands it names;
3. the preview, which must start and answer;
4. the wheel, installed into an environment of its own, which makes a project and renders its map in
   an empty folder.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("python make_video.py", "make ", "python3 ", ".venv/bin/python ", "pip ", "recit ")
"""How a command of the README begins."""
ELSEWHERE = {
    "make test": "what .ci/run begins with",
    "make docs": ".ci/run makes it before",
    "python make_video.py pick     ADDRESS --into STORYBOARD": "tests/archives do it",
    ".venv/bin/python -m pip install -r requirements-dev.txt": "make test does it",
    '.venv/bin/python -m pytest -m "not slow" -n auto --dist loadfile': "make test does it",
    "python make_video.py rights   STORYBOARD": "it asks archives, too",
    "python make_video.py publish  STORYBOARD --to peertube": "tests/publish do it",
    "pip install .": "the wheel's tour, which builds it first",
}
"""Commands that this tour leaves to others, and to whom."""
WITHOUT = {"--play": "a loudspeaker"}
"""Options that can't be tried here, for want of what."""
EXTRAS = ("basemap-data-hires", "piper-tts", "distributed", "fsspec")
"""Packages whose presence would make this no bare machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The README's film of five minutes."""

    storyboard: str
    path: str
    picture: str

    @property
    def slug(self) -> str:
        """Of its folder."""
        found = re.search(r"^slug: (\S+)$", self.storyboard, re.MULTILINE)
        assert found, "the README's example has no slug"
        return found[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where commands run: a folder, a home and programs of its own, and nothing of ours."""

    folder: Path
    home: Path
    programs: Path
    """The bin folder of a virtual environment."""

    def run(self, command: str, *, index: bool = False) -> str:
        """Run *command*; its stdout. With *index*, pip is told what this machine tells it."""
        print(f"$ {command}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            shlex.split(command),
            cwd=self.folder,
            env=self.environment(index=index),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            # A command without an end is an error. The longest, a film in two languages, takes
            # 800 s, and was not done after 1,800 on a machine of a third of the speed.
            timeout=3600,
        )
        if done.returncode:
            sys.exit(f"{done.stdout}\n{done.stderr}\nended with {done.returncode}: {command}")
        for told in ("Traceback (most recent call last)", "pip install"):
            if told in done.stderr and not index:
                sys.exit(f"{done.stderr}\nnot on a bare machine: {command}")
        print(f"  {time.monotonic() - began:.1f} s", flush=True)
        return done.stdout

    def environment(self, *, index: bool = False) -> dict[str, str]:
        """No variable of whoever runs the tour; the index's, when it is needed."""
        python = Path(sys.executable).resolve().parent
        kept = re.compile(r"PIP_|SSL_|REQUESTS_|.*_proxy$", re.IGNORECASE)
        return {
            **{name: value for name, value in os.environ.items() if index and kept.match(name)},
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "PATH": f"{self.programs}:{python}:/usr/local/bin:/usr/bin:/bin",
            "PIP_CACHE_DIR": str(self.home.parent / "wheels"),  # downloaded once for both tours
            "TMPDIR": str(self.home.parent / "tmp"),
        }


def commands(readme: str) -> Iterator[str]:
    """Every command that the README names, as typed on Linux, placeholders and all."""
    seen: set[str] = set()
    for line in _code(readme):
        command = line.strip()
        if command.startswith(PROGRAMS) and command not in seen:
            seen.add(command)
            yield command


def _code(readme: str) -> Iterator[str]:
    fenced = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for language, block in fenced.findall(readme):
        if language in ("", "sh", "bash"):
            yield from re.sub(r"\\\n\s*", "", block).splitlines()
    yield from re.findall(r"`([^`\n]+)`", fenced.sub("", readme))


def typed(command: str, example: Example) -> Iterator[str]:
    """*command* with the example's names in place of what stands for any; options that its comment
    names are tried one by one.

    Raises:
        SystemExit: something in it stands for what this tour doesn't know.
    """
    words, _, comment = command.partition("#")
    known = {
        "STORYBOARD...": example.path,
        "STORYBOARD": example.path,
        "out/SLUG": f"out/{example.slug}",
        "[FOLDER]": ".",
        "NAME": "sobre",
        "SECONDS": "1",
        "ID": "photo",
        "DOCUMENT": "docs/completion.md",  # a short one: `watch` makes its film
    }
    plain = " ".join(known.get(word, word) for word in words.split())
    choice = re.search(r"(--\S+ \S+) \| (--\S+ \S+)", plain)
    ways = [plain.replace(choice[0], way) for way in choice.groups()] if choice else [plain]
    options = re.findall(r"--[a-z-]+(?: [A-Z]\S*)?", comment)
    ways += [f"{plain} {option}" for option in options if option.split()[0] not in WITHOUT]
    for way in ways:
        if unknown := re.findall(r"(?<![\w.])[A-Z]{2,}\b(?!\.)", way.replace("FILE.", "file.")):
            sys.exit(f"the tour doesn't know what {unknown} stands for in: {command}")
        yield way


def example_of(readme: str) -> Example:
    """The storyboard of the README, and where it says to save it and its picture."""
    block = re.search(r"^```yaml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    names = re.search(r"Save it as `([^`]+)` and the picture as `([^`]+)`", readme)
    assert block, "the README has no example"
    assert names, "the README doesn't say where its example goes"
    return Example(storyboard=block[1], path=names[1], picture=names[2])


def copy_of(folder: Path) -> Path:
    """The repository's files as they are now, and none that git doesn't know or would ignore."""
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file() and not source.is_symlink():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    # As for --offline: CI doesn't send a whole film to a voice on the network at each change.
    (folder / "recit.toml").write_text("[run]\noffline = true\n", encoding="utf-8")
    return folder


def set_up(machine: Machine, readme: str) -> None:
    """What the README's table says to type first."""
    for command in filter(_sets_up, commands(readme)):
        machine.run(command, index=True)
    installed = machine.run(".venv/bin/python -m pip list --format freeze", index=True)
    found = [name for name in EXTRAS if f"{name}==" in installed.replace("_", "-")]
    assert not found, f"requirements.txt brought an extra: {found}"


def _sets_up(command: str) -> bool:
    return command.startswith("python3 -m venv") or command.endswith("-r requirements.txt")


def render_films(machine: Machine, readme: str) -> None:
    """Each film of storyboards/, by the command that the README gives for one of them."""
    command = next(one for one in commands(readme) if one.startswith(".venv/bin/python make_video"))
    for path in sorted((machine.folder / "storyboards").glob("*.yaml")):
        name = path.relative_to(machine.folder).as_posix()
        if name not in command:
            # A frame costs a quarter; voice, languages and all that is published are the same.
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("size: 1080", "size: 540"), encoding="utf-8")
        assert "no mistake" in machine.run(f"python make_video.py check --rights {name}")
        for film in machine.run(re.sub(r"storyboards/\S+", name, command)).splitlines():
            size = (machine.folder / film).stat().st_size
            print(f"  {film}: {size / 1e6:.1f} MB")


def visit_readme(machine: Machine, readme: str) -> None:
    """The example, then every command, in the README's order."""
    example = example_of(readme)
    (machine.folder / example.path).write_text(example.storyboard, encoding="utf-8")
    draw = "from PIL import Image; Image.effect_mandelbrot((3000, 2000), (-2, -1, 1, 1), 60)"
    machine.run(f"python -c \"{draw}.convert('RGB').save('{example.picture}')\"")
    left = (
        command
        for command in commands(readme)
        if command.partition("#")[0].strip() not in ELSEWHERE
        and not _sets_up(command)
        and not command.startswith("recit ")
    )
    # Once each: the list of commands says again what the example says.
    for way in dict.fromkeys(way for command in left for way in typed(command, example)):
        if way.startswith(("python make_video.py serve", "python make_video.py studio")):
            visit_preview(machine, way)
        else:
            machine.run(way)
    helped = machine.run("python make_video.py render --help")
    tried = " ".join(commands(readme))
    for option in re.findall(r"`(--[a-z0-9-]+)[ `]", readme):
        assert option in helped or option in tried, f"the README names {option}: nothing takes it"


def visit_preview(machine: Machine, command: str) -> None:
    """Start it, look at its page, end it as a person would."""
    print(f"$ {command}", flush=True)
    with subprocess.Popen(
        shlex.split(command),
        cwd=machine.folder,
        env=machine.environment(),
        stdout=subprocess.PIPE,
        text=True,
    ) as serving:
        try:
            assert serving.stdout
            address = serving.stdout.readline().strip()
            cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
            direct = urllib.request.ProxyHandler({})
            with urllib.request.build_opener(cookies, direct).open(address, timeout=60) as page:
                assert page.status == 200, page.status
                assert "<html" in page.read().decode(), "the preview is no page"
            serving.send_signal(signal.SIGINT)
            assert serving.wait(timeout=120) == 0, f"serve ended with {serving.returncode}"
        finally:
            serving.kill()


def visit_wheel(copy: Machine, work: Path, readme: str) -> None:
    """Build it, install it, and make a project with a map where there is nothing else."""
    copy.run(f"python -m pip wheel --quiet --no-deps --wheel-dir {work / 'dist'} .", index=True)
    (wheel,) = (work / "dist").glob("*.whl")
    folder = work / "elsewhere"
    folder.mkdir()
    machine = Machine(folder=folder, home=work / "home-2", programs=work / "wheel" / "bin")
    machine.home.mkdir()
    machine.run(f"python3 -m venv {machine.programs.parent}", index=True)
    machine.run(f"python -m pip install --quiet {wheel}", index=True)
    grounds = next(machine.programs.parent.glob("lib/python*/site-packages/renderer/maps"))
    for name in ("COPYING", "COPYING.LESSER", "PROVENANCE.md", "france.npz", "world.npz"):
        assert (grounds / "grounds" / name).is_file(), f"{name} isn't in the wheel"
    styles = grounds.with_name("voices") / "kokoro_styles"
    for name in ("LICENSE", "PROVENANCE.md", "ff_siwis.bin"):
        assert (styles / name).is_file(), f"{name} isn't in the wheel"
    machine.run("recit new ma-ville")
    machine = replace(machine, folder=folder / "ma-ville")
    board = "storyboards/ma-ville.yaml"
    assert "no mistake" in machine.run(f"recit check --rights {board}")
    film = machine.run(f"recit {board} --height 360").strip()
    assert Path(film) == machine.folder / "out" / "ma-ville" / "film.mp4", film
    machine.run("recit verify out/ma-ville")
    assert "make_video" not in machine.run("recit --help")
    machine.run("recit doctor --offline")
    # The README's own `recit …`, in the copy whose cache the other tours have filled.
    there = Machine(folder=copy.folder, home=copy.home, programs=machine.programs)
    for command in commands(readme):
        if command.startswith("recit "):
            there.run(command)


def main(words: Sequence[str]) -> int:
    """All tours, in one folder."""
    # A script that was started with "&" hands on that Ctrl-C is ignored; the previews must hear it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    work = Path(words[0]).resolve()
    for name in ("home", "tmp", "copy"):
        (work / name).mkdir(parents=True)
    folder = copy_of(work / "copy")
    readme = (folder / "README.md").read_text(encoding="utf-8")
    copy = Machine(folder=folder, home=work / "home", programs=folder / ".venv" / "bin")
    set_up(copy, readme)
    render_films(copy, readme)
    visit_readme(copy, readme)
    visit_wheel(copy, work, readme)
    print("the README holds on a bare machine")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
