"""Pictures, maps, films, sounds and rights: every mistake has a code, and is told in French too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import renderer
from renderer.decoding import sounds
from renderer.errors import PictureError, SoundError
from renderer.fetching.connection import Web
from renderer.fetching.fetch import fetch_pictures
from renderer.frames.pixels import Size
from renderer.messages.catalogue import speaking
from renderer.messages.notes import note, note_in
from renderer.photographs.decoder import open_decoder
from renderer.photographs.file import read_picture
from renderer.production.inspection import inspect, subject_of
from renderer.production.inspection.verdicts import remember, remembered
from renderer.store.cache import Cache
from renderer.storyboard.board import Storyboard
from renderer.storyboard.load import load_storyboard
from renderer.typesetting.fonts import bundled_face
from tests.pictures import makers

ROOT = Path(renderer.__file__).parent
ROOMS = (
    *("photographs", "pictures", "maps", "rights", "typesetting", "frames", "footage"),
    *("decoding", "fetching", "clips"),
)
MODULES = sorted(
    [
        *(path for room in ROOMS for path in (ROOT / room).rglob("*.py")),
        ROOT / "production" / "embedded_rights.py",
    ]
)
TOLD = {"Problem", "PictureError", "SoundError", "RecitError", "VoiceError", "UsageError"}
ANY = Size(100, 100)


def told(tree: ast.AST) -> Iterator[ast.Call]:
    """Where a mistake is made, to be raised or listed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
            yield node


def without_code(tree: ast.AST) -> list[str]:
    return [
        ast.unparse(call)
        for call in told(tree)
        if "code" not in {keyword.arg for keyword in call.keywords}
    ]


def without_translation(tree: ast.AST) -> list[str]:
    """Mistakes whose words stand there in one language."""
    return [
        ast.unparse(call)
        for call in told(tree)
        for words in (
            *call.args,
            *(keyword.value for keyword in call.keywords if keyword.arg in ("what", "remedy")),
        )
        if isinstance(words, ast.JoinedStr | ast.BinOp)
        or (isinstance(words, ast.Constant) and words.value)
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_mistake_has_a_code_and_no_words_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not without_code(tree)
    assert not without_translation(tree)


def test_a_mistake_without_either_would_be_noticed() -> None:
    bare = ast.parse("raise PictureError(f'{name} is blue')")
    assert without_code(bare)
    assert without_translation(bare)
    assert without_translation(ast.parse("Problem(mark=m, what='blue', code='picture-blue')"))
    fine = ast.parse("raise PictureError(tr('{file} is blue', file=name), code='picture-blue')")
    assert not without_code(fine)
    assert not without_translation(fine)


def test_what_a_fenced_process_says_is_in_the_reader_s_language(tmp_path: Path) -> None:
    """Of one process, asked by two readers after each other."""
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-1.7" + bytes(99))
    picture = read_picture(tmp_path / "plan.pdf")
    with open_decoder() as decoder:
        with pytest.raises(PictureError, match=r"plan.pdf is a PDF: export") as english:
            decoder(picture, ANY)
        with speaking("fr"), pytest.raises(PictureError, match="est un PDF") as french:
            decoder(picture, ANY)
        assert len(decoder.fence.idle) == 1
    assert english.value.code == french.value.code == "picture-format-unfit"


def test_a_fenced_process_heeds_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECIT_LANG", "fr")
    (tmp_path / "a.jpg").write_bytes(makers.photo()[:200])
    with open_decoder() as decoder, pytest.raises(PictureError, match="recopiez") as refused:
        decoder(read_picture(tmp_path / "a.jpg"), ANY)
    assert refused.value.code == "picture-damaged"


def board(folder: Path, image: str) -> Storyboard:
    path = folder / "essai.yaml"
    path.write_text(
        "storyboard: 1\nslug: essai\ntitle: Essai\nslides:\n"
        f"  - id: vue\n    image: {image}\n    narration: Une vue.\n",
        encoding="utf-8",
    )
    return load_storyboard(path, allow_fetch=True)


def test_what_was_remembered_of_a_picture_is_told_in_the_next_reader_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "media").mkdir()
    inks = makers.saved(Image.new("CMYK", (1920, 1080), (0, 90, 90, 0)), "TIFF")
    (tmp_path / "media" / "scan.tif").write_bytes(inks)
    subject = subject_of(
        board(tmp_path, "scan.tif"), themes=(), cache=Cache(tmp_path / "cache"), jobs=1
    )

    def notes() -> list[str]:
        return [each.what for each in inspect(subject).warnings if each.code == "picture-imperfect"]

    (english,) = notes()
    assert english.startswith("scan.tif: it is in CMYK without a usable profile")
    monkeypatch.delattr("renderer.photographs.decoder.Decoder.__call__")  # not asked again
    with speaking("fr"):
        (french,) = notes()
    assert french.startswith("scan.tif\u00a0: l’image est en CMJN sans profil")
    assert notes() == [english]


def test_pictures_of_the_web_that_can_not_be_had_say_why(tmp_path: Path) -> None:
    made, cache = board(tmp_path, "https://archives.example.org/a.jpg"), Cache(tmp_path / "cache")
    with pytest.raises(PictureError, match="nothing is fetched with --offline") as refused:
        fetch_pictures(made, cache, offline=True)
    assert refused.value.code == "fetch-offline"
    nowhere = Web(resolve=lambda _: [])
    with pytest.raises(PictureError, match=r"archives\.example\.org has no address") as refused:
        fetch_pictures(made, cache, offline=False, web=nowhere)
    assert refused.value.code == "fetch-failed"
    with speaking("fr"), pytest.raises(PictureError, match=r"archives\.example\.org n’a pas d’"):
        fetch_pictures(made, cache, offline=False, web=nowhere)


def test_a_note_crosses_a_pipe_in_no_language() -> None:
    noted = note("its colour profile can't be used ({why}); colours may be off", why="?")
    assert note_in(noted.as_json()) == noted
    assert str(noted).startswith("its colour profile")
    with speaking("fr"):
        assert str(noted).startswith("son profil de couleurs est inutilisable (?)")


def test_what_an_older_version_remembered_is_looked_at_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)

    def write(path: Path) -> dict[str, list[str]]:
        path.write_bytes(b"")
        return {"notes": ["it is blue"]}

    cache.keep("fit", "0" * 64, write)
    assert remembered(cache, "0" * 64) is None
    remember(cache, "1" * 64)
    assert remembered(cache, "1" * 64) == ()


def test_a_font_of_another_name_is_missing() -> None:
    for name in ("Garamond", "Source Serif Pro Ultra"):
        with pytest.raises(PictureError) as refused:
            bundled_face(name)
        assert refused.value.code == "font-missing"


def test_a_sound_longer_than_it_may_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "_blocks", lambda *_: iter([(8, np.zeros(1000, np.float32))]))
    with pytest.raises(SoundError, match="longer than 2 minutes") as refused:
        sounds.whole_sound(Path("a.wav"), 120, print)
    assert refused.value.code == "sound-too-long"
    with speaking("fr"), pytest.raises(SoundError, match="le fichier dure plus de 2 minutes"):
        sounds.whole_sound(Path("a.wav"), 120, print)
    monkeypatch.setattr(sounds, "_blocks", lambda *_: iter([]))
    with pytest.raises(SoundError, match="holds no sound") as refused:
        sounds.whole_sound(Path("a.wav"), 120, print)
    assert refused.value.code == "sound-missing"
