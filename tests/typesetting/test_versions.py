"""Versions of what sets letters, as keys hold them."""

from PIL import features

from renderer.typesetting.fonts import drawing_versions


def test_the_libraries_that_set_letters_are_those_that_pillow_tells() -> None:
    names = ("freetype2", "raqm", "fribidi", "harfbuzz")
    told = {name: str(features.version(name) or "none") for name in names}
    assert {name: drawing_versions()[name] for name in names} == told
