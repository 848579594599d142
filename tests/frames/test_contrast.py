import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import PictureError
from renderer.frames.contrast import (
    READABLE,
    contrast,
    luminance,
    over,
    readable_alpha,
    worst_contrast,
)

colours = st.tuples(*[st.integers(0, 255)] * 3)


def test_the_ratios_are_those_of_the_standard() -> None:
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21.0)
    # The lightest greys that pass and fail on white, as published with WCAG.
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert luminance((255, 0, 0)) == pytest.approx(0.2126)


@given(text=colours, ground=colours, alpha=st.integers(0, 255), picture=colours)
def test_no_picture_gives_less_than_the_worst_contrast(text, ground, alpha, picture) -> None:
    behind = over(ground, alpha, picture)
    assert contrast(text, behind) >= worst_contrast(text, ground, alpha) - 1e-9


@given(ground=colours, picture=colours)
def test_the_least_readable_opacity_is_readable_over_any_picture(ground, picture) -> None:
    text = (255, 255, 255)
    if contrast(text, ground) < READABLE:
        with pytest.raises(PictureError, match="darken one or lighten the other") as refused:
            readable_alpha(text, ground)
        assert refused.value.code == "contrast-too-low"
        return
    alpha = readable_alpha(text, ground)
    assert contrast(text, over(ground, alpha, picture)) >= READABLE
    assert alpha == 0 or worst_contrast(text, ground, alpha - 1) < READABLE
