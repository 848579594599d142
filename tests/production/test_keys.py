"""Keys hold what draws, speaks or sounds, and nothing else: tried on copies of our own code."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from renderer.clips import drawing_code
from renderer.clips.drawing_code import drawing_modules, drawn_parts, parts_code
from renderer.encoding.codec import EncoderSettings
from renderer.frames.pixels import Size
from renderer.narration import take_keys
from renderer.production import embedded_rights
from renderer.production.film_sound import soundtrack
from renderer.production.film_structure import segment_key
from renderer.production.library_versions import library_versions
from renderer.store.code_digest import OURS, code_digest, imported, reached
from renderer.store.module_imports import ModuleSource, read_module
from renderer.storyboard.board import Card
from renderer.voices.registry import BUILT_IN, module_of
from tests.clips.looks import look

SEEN = {
    "black": (),
    "picture": ("image",),
    "captioned": ("image", "caption", "cues"),  # a caption is drawn over the film, as cues are
    "credited": ("image", "credit"),
    "called out": ("image", "callouts"),
    "card": ("card",),
    "credits": ("credits_page",),
    "map": ("map",),
    "footage": ("footage",),
    "team": ("clip",),
    "subtitled": ("image", "cues"),
}
LETTERED = {"captioned", "credited", "called out", "card", "credits", "map", "subtitled"}
SOUNDS = {
    **{engine: ("renderer.narration.trimming", module_of(engine)) for engine in BUILT_IN},
    "recording": ("renderer.narration.recordings",),
    "track": soundtrack._MADE_BY,
    "music": ("renderer.sound.music_file",),
    "film's sound": ("renderer.footage.sound",),
    "rights": ("renderer.rights.embedded",),
}
NOT_FOLLOWED = {
    *take_keys._NO_SAMPLES,
    *soundtrack._IN_THE_KEY,
    *embedded_rights._NO_READING,
}
Edit = Callable[[str], str]


def codes(root: Path) -> dict[str, str]:
    drawn = {seen: parts_code(frozenset(parts), root) for seen, parts in SEEN.items()}
    sounding = {
        what: code_digest(*modules, apart=NOT_FOLLOWED, root=root)
        for what, modules in SOUNDS.items()
    }
    return drawn | sounding


def source_of(name: str) -> ModuleSource:
    path = OURS.parent.joinpath(*name.split("."))
    is_package = path.is_dir()
    file = path / "__init__.py" if is_package else path.with_suffix(".py")
    return read_module(name, file.read_bytes(), is_package=is_package)


def rule(text: str) -> str:
    return f"{text}\nANOTHER_RULE = 1\n"


def remark(text: str) -> str:
    return f'# why\n{text}\n\n# why\n"""Why."""\n'


@pytest.fixture
def changed_by(tmp_path: Path) -> Callable[..., set[str]]:
    """What has another digest once files of the package, by a pattern, were edited."""

    def tell(pattern: str, edit: Edit = rule) -> set[str]:
        copy = tmp_path / "renderer"
        shutil.copytree(OURS, copy, ignore=shutil.ignore_patterns("__pycache__", "*.npz"))
        touched = [path for path in copy.glob(pattern) if path.suffix == ".py"]
        assert touched
        for path in touched:
            path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
        before, after = codes(OURS), codes(copy)
        return {what for what in before if before[what] != after[what]}

    return tell


def test_a_rule_for_speaking_changes_no_key(changed_by: Callable[..., set[str]]) -> None:
    assert changed_by("language/ear/**/*.py") == set()


def test_a_comment_changes_no_key(changed_by: Callable[..., set[str]]) -> None:
    assert changed_by("**/*.py", remark) == set()


@pytest.mark.parametrize(
    ("touched", "changed"),
    [
        ("typesetting/line_breaks.py", LETTERED),
        ("pictures/caption.py", LETTERED - {"card", "credits"}),
        ("pictures/credit_line.py", {"credited"}),
        ("pictures/callout.py", {"called out"}),
        ("pictures/card.py", {"card"}),
        ("pictures/subtitle.py", {"captioned", "subtitled"}),
        ("maps/fronts.py", {"map"}),
        ("clips/map_painter.py", {"map"}),
        ("clips/footage_painter.py", {"footage"}),
        ("clips/custom.py", {"team"}),
        ("clips/transition.py", set(SEEN)),
        ("encoding/encode_video.py", {*SEEN, "track"}),
        ("frames/cpu_instructions.py", {*SEEN, *SOUNDS}),
        ("themes/file.py", set()),
        ("rights/credit_text.py", set()),
        ("subtitles/cue_breaks.py", set()),
        ("narration/script.py", set()),
        ("storyboard/load.py", set()),
        ("publish/pages.py", set()),
        ("errors.py", set()),
        ("store/cache.py", set()),
        ("voices/dummy.py", {"hum"}),
        ("voices/espeak_worker.py", {"espeak", "kokoro"}),
        ("voices/gtts_wire.py", {"gtts"}),
        ("voices/rate_limit.py", set()),
        ("voices/phonemes.py", {"espeak", "kokoro"}),
        ("narration/trimming.py", {*BUILT_IN, "recording"}),
        ("voices/recording.py", {"recording"}),
        ("sound/limiter.py", {"track"}),
        ("encoding/aac.py", {"track"}),
        ("rights/embedded/xmp.py", {"rights"}),
    ],
)
def test_code_that_is_touched_changes_the_keys_of_what_it_makes(
    changed_by: Callable[..., set[str]], touched: str, changed: set[str]
) -> None:
    assert changed_by(touched) == changed


@pytest.mark.parametrize(
    ("touched", "changed"),
    [
        # Named by a string alone, to a process that decodes.
        ("photographs/jpeg.py", {"picture", "captioned", "credited", "called out", "subtitled"}),
        ("footage/reader.py", {"footage", "film's sound"}),
    ],
)
def test_a_module_that_is_reached_only_by_name_counts(
    changed_by: Callable[..., set[str]], touched: str, changed: set[str]
) -> None:
    assert changed_by(touched) == changed


def test_every_import_that_is_not_followed_is_one() -> None:
    links = drawing_code._IN_THE_KEY | NOT_FOLLOWED
    links |= {link for links in drawing_code._ONLY_FOR.values() for link in links}
    named = {link for link in links if link[0] != "*"}
    assert {link for link in named if link[1] not in imported(link[0])} == set()


def test_nothing_that_draws_reaches_what_speaks_sounds_or_publishes() -> None:
    rooms = {name.split(".")[1] for name in drawing_modules() if "." in name}
    assert not rooms & {"voices", "narration", "sound", "publish", "production", "cli", "preview"}
    assert not [name for name in drawing_modules() if name.startswith("renderer.language.ear")]
    # It isn't followed there, so nobody may ask for it.
    asking = "renderer.language.registry.ear_of"
    assert not [name for name in drawing_modules() if asking in source_of(name).imports]


def test_nothing_that_sounds_reaches_what_draws() -> None:
    for modules in SOUNDS.values():
        found = reached(*modules, apart=NOT_FOLLOWED)
        rooms = {name.split(".")[1] for name in found if "." in name}
        assert not rooms & {"clips", "pictures", "maps", "typesetting", "language", "themes"}


def test_a_slide_is_drawn_of_what_is_seen_in_it() -> None:
    bare = look(visual=Card(title="Juin 1944"), caption="", credit="")
    assert drawn_parts(bare) == {"card"}
    assert drawn_parts(replace(bare, caption="Utah")) == {"card", "caption"}
    assert drawn_parts(replace(bare, draft=True)) == {"card", "credit"}


def test_code_and_the_libraries_that_set_letters_are_in_every_segment_s_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert {"freetype2", "harfbuzz", "raqm", "fribidi"} <= set(library_versions())
    settings = EncoderSettings(size=Size(320, 180), fps=25)
    keys = [segment_key(settings, ())]
    monkeypatch.setattr("renderer.production.film_structure.segment_code", lambda *_, **__: "other")
    keys.append(segment_key(settings, ()))
    other = {**library_versions(), "harfbuzz": "99"}
    monkeypatch.setattr("renderer.production.film_structure.library_versions", lambda: other)
    keys.append(segment_key(settings, ()))
    assert len(set(keys)) == 3
