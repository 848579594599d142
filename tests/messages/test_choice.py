"""Which language the tool speaks."""

import plistlib
from pathlib import Path

import pytest

from renderer.messages.reader_language import choose_language


@pytest.mark.parametrize(
    ("words", "environ", "spoken"),
    [
        ([], {}, "en"),
        (["check", "--lang", "fr"], {}, "fr"),
        (["check", "--lang=fr"], {"RECIT_LANG": "en"}, "fr"),
        (["--lang", "en", "check"], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["check", "--", "--lang", "fr"], {}, "en"),
        ([], {"RECIT_LANG": "fr", "LC_ALL": "C"}, "fr"),
        ([], {"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "fr_CA", "LANG": "C"}, "fr"),
        ([], {"LANG": "fr"}, "fr"),
        ([], {"LANG": "fr.UTF-8@euro"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "frr_DE"}, "en"),
        (["--lang", "tlh"], {"LANG": "fr_FR"}, "fr"),
        (["--lang"], {"LANG": "fr_FR"}, "fr"),
    ],
)
def test_the_option_comes_before_the_variable_and_that_before_the_locale(
    words: list[str], environ: dict[str, str], spoken: str
) -> None:
    assert choose_language(words, environ) == spoken


def test_on_a_mac_without_a_locale_the_language_chosen_for_the_system_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    preferences = tmp_path / "Library" / "Preferences" / ".GlobalPreferences.plist"
    environ = {"HOME": str(tmp_path)}
    assert choose_language([], environ) == "en"
    preferences.parent.mkdir(parents=True)
    preferences.write_bytes(plistlib.dumps({"AppleLanguages": ["fr-FR", "en-FR"]}))
    assert choose_language([], environ) == "fr"
    assert choose_language([], {**environ, "LANG": "en_US"}) == "en"
    preferences.write_bytes(b"rubbish")
    assert choose_language([], environ) == "en"


def test_on_windows_the_display_language_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kernel:
        class kernel32:
            @staticmethod
            def GetUserDefaultUILanguage() -> int:
                return 0x040C

    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("ctypes.windll", Kernel, raising=False)
    assert choose_language([], {}) == "fr"
    assert choose_language([], {"RECIT_LANG": "en"}) == "en"
