"""RGB to BT.709 planes and back, and blending on planes."""

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from renderer.frames import yuv
from renderer.frames.pixels import Overlay, Planes, Size
from renderer.frames.yuv import (
    blend_overlay,
    copy_planes,
    empty_planes,
    fill_black,
    mix_planes,
    prepare_overlay,
    to_planes,
    to_rgb,
)

Floats = NDArray[np.float64]


def solid(*rgb: int, width: int = 16, height: int = 8) -> NDArray[np.uint8]:
    return np.full((height, width, 3), rgb, np.uint8)


def smooth_picture(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    picture = np.stack([across, down, 0.5 + 0.5 * np.sin(3 * across + 2 * down)], axis=-1)
    return (picture * 255).round().astype(np.uint8)


def exact_yuv(rgb: NDArray[np.uint8]) -> Floats:
    """ITU-R BT.709-6 §3.2–3.4, written from the recommendation, in floats at full resolution."""
    r, g, b = (rgb[..., channel] / 255.0 for channel in range(3))
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    blue, red = (b - luma) / 1.8556, (r - luma) / 1.5748
    return np.stack([219 * luma + 16, 224 * blue + 128, 224 * red + 128])


def halved(plane: Floats) -> Floats:
    """Left-sited: 1-2-1 around every even column, pairs of rows averaged; edges repeated."""
    wide = np.pad(plane, ((0, 0), (1, 1)), mode="edge")
    smooth = (wide[:, :-2] + 2 * wide[:, 1:-1] + wide[:, 2:]) / 4
    return (smooth[::2, ::2] + smooth[1::2, ::2]) / 2


# Worked out by hand from the formulas of BT.709-6 and its 8-bit quantisation.
KNOWN = {
    (0, 0, 0): (16, 128, 128),
    (255, 255, 255): (235, 128, 128),
    (255, 0, 0): (63, 102, 240),
    (0, 255, 0): (173, 42, 26),
    (0, 0, 255): (32, 240, 118),
    (255, 255, 0): (219, 16, 138),
    (0, 255, 255): (188, 154, 16),
    (255, 0, 255): (78, 214, 230),
    (128, 128, 128): (126, 128, 128),
}


@pytest.mark.parametrize(("rgb", "yuv"), KNOWN.items(), ids=str)
def test_known_colours_have_the_values_of_bt709(
    rgb: tuple[int, int, int], yuv: tuple[int, int, int]
) -> None:
    planes = to_planes(solid(*rgb))
    for plane, value in zip((planes.y, planes.u, planes.v), yuv, strict=True):
        assert np.unique(plane).tolist() == [value]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_every_pixel_is_the_formula_rounded(seed: int) -> None:
    rgb = np.random.default_rng(seed).integers(0, 256, (12, 20, 3), dtype=np.uint8)
    planes = to_planes(rgb)
    exact = exact_yuv(rgb)
    # OpenCV's 8-bit transform rounds the matrix too, to 10 bits: 0.5 becomes 0.61 at most.
    assert np.abs(planes.y - exact[0]).max() <= 0.62
    # Two roundings: at full resolution, then of the halves.
    for plane, full in ((planes.u, exact[1]), (planes.v, exact[2])):
        assert np.abs(plane - halved(full)).max() <= 1.12


@given(st.tuples(*[st.integers(0, 255)] * 3))
@settings(max_examples=200)
def test_a_flat_colour_survives_the_round_trip(rgb: tuple[int, int, int]) -> None:
    back = to_rgb(to_planes(solid(*rgb, width=8, height=4))).astype(int)
    # Half a level of chroma is 0.5 * 255 / 224 * 1.8556 of blue, plus half a level of luma.
    assert np.abs(back - rgb).max() <= 2


def test_a_smooth_picture_survives_the_round_trip() -> None:
    picture = smooth_picture(320, 180)
    back = to_rgb(to_planes(picture)).astype(int)
    assert np.abs(back - picture).max() <= 5
    assert np.abs(back - picture).mean() <= 0.8


def test_chroma_is_sited_left() -> None:
    """Red from an even column on: its chroma sample lies on that column, a quarter outside."""
    picture = solid(0, 0, 0, width=32)
    picture[:, 16:] = (255, 0, 0)
    v = to_planes(picture).v[0].astype(int)
    red, black = 240, 128
    assert v.tolist()[:8] == [black] * 8
    assert v[8] == pytest.approx(black + 0.75 * (red - black), abs=1)
    assert v.tolist()[9:] == [red] * 7
    # From an odd column on, the sample before takes a quarter of it and the next one all.
    picture = solid(0, 0, 0, width=32)
    picture[:, 17:] = (255, 0, 0)
    v = to_planes(picture).v[0].astype(int)
    assert v[8] == pytest.approx(black + 0.25 * (red - black), abs=1)
    assert v[9] == red


def test_rows_of_chroma_lie_between_rows_of_luma() -> None:
    picture = solid(0, 0, 0, width=16, height=16)
    picture[7:] = (255, 0, 0)
    assert to_planes(picture).v[:, 0].tolist() == [128] * 3 + [184] + [240] * 4


def test_a_coloured_edge_comes_back_where_it_was() -> None:
    """The weight of a soft colour edge doesn't move by the round trip (siting of both ways)."""
    across = np.clip((np.arange(128) - 40) / 30, 0, 1)
    picture = np.zeros((16, 128, 3), np.uint8)
    picture[:] = (across[None, :, None] * (255, 40, 40)).round()
    back = to_rgb(to_planes(picture)).astype(float)
    place = [float((255 - each[8, :, 0]).sum()) / 255 for each in (picture, back)]
    assert place[0] == pytest.approx(place[1], abs=0.03)


def test_a_coloured_edge_from_top_to_bottom_comes_back_where_it_was() -> None:
    down = np.clip((np.arange(128) - 40) / 30, 0, 1)
    picture = np.zeros((128, 16, 3), np.uint8)
    picture[:] = (down[:, None, None] * (255, 40, 40)).round()
    back = to_rgb(to_planes(picture)).astype(float)
    place = [float((255 - each[:, 8, 0]).sum()) / 255 for each in (picture, back)]
    assert place[0] == pytest.approx(place[1], abs=0.08)


def test_swscale_agrees() -> None:
    """FFmpeg's own converter, told BT.709 and left siting, as an independent witness."""
    picture = smooth_picture(320, 180)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    theirs = frame.reformat(
        format="yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709", dst_color_range="MPEG"
    ).to_ndarray()
    ours = to_planes(picture)
    assert np.abs(theirs[:180].astype(int) - ours.y).max() <= 1
    u = theirs[180:225].reshape(90, 160)
    v = theirs[225:].reshape(90, 160)
    # swscale averages pairs of columns: half a column further right than ours on these slopes.
    assert np.abs(u.astype(int) - ours.u).max() <= 2
    assert np.abs(v.astype(int) - ours.v).max() <= 2


def test_swscale_reads_our_planes_as_the_colours_they_were() -> None:
    picture = smooth_picture(320, 180)
    planes = to_planes(picture)
    stacked = np.concatenate([planes.y, planes.u.reshape(45, 320), planes.v.reshape(45, 320)])
    frame = av.VideoFrame.from_ndarray(stacked, format="yuv420p")
    back = frame.reformat(
        format="rgb24", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG"
    ).to_ndarray()
    inner = (slice(4, -4), slice(4, -4))
    assert np.abs(back[inner].astype(int) - picture[inner]).mean() <= 1.5


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 4), (4, 5), (7, 3)])
def test_odd_sizes_are_made_even_by_repeating_the_last_pixel(width: int, height: int) -> None:
    picture = solid(200, 30, 60, width=width, height=height)
    planes = to_planes(picture)
    assert planes.y.shape == (height + height % 2, width + width % 2)
    assert planes.u.shape == planes.v.shape == (-(-height // 2), -(-width // 2))
    assert len(np.unique(planes.y)) == len(np.unique(planes.u)) == len(np.unique(planes.v)) == 1


# --- overlays ----------------------------------------------------------------------------------

FRAME = Size(40, 24)


def random_planes(seed: int, size: Size = FRAME) -> Planes:
    dice = np.random.default_rng(seed)
    planes = empty_planes(size)
    planes.y[:] = dice.integers(16, 236, planes.y.shape)
    planes.u[:] = dice.integers(16, 241, planes.u.shape)
    planes.v[:] = dice.integers(16, 241, planes.v.shape)
    return planes


def copied(planes: Planes) -> Planes:
    return Planes(y=planes.y.copy(), u=planes.u.copy(), v=planes.v.copy())


@given(
    st.integers(0, 2**32 - 1),
    st.integers(0, 20),
    st.integers(0, 12),
    st.integers(1, 20),
    st.integers(1, 12),
)
@settings(max_examples=80)
def test_blending_an_overlay_is_the_float_formula_within_its_dither(
    seed: int, left: int, top: int, width: int, height: int
) -> None:
    dice = np.random.default_rng(seed)
    rgba = dice.integers(0, 256, (height, width, 4), dtype=np.uint8)
    under = random_planes(seed)
    over = copied(under)
    blend_overlay(over, prepare_overlay(Overlay(left=left, top=top, rgba=rgba)))

    alpha = np.zeros((FRAME.height, FRAME.width))
    colour = np.zeros((FRAME.height, FRAME.width, 3), np.uint8)
    spot = (slice(top, top + height), slice(left, left + width))
    alpha[spot], colour[spot] = rgba[..., 3] / 255.0, rgba[..., :3]
    yuv = exact_yuv(colour)
    off = np.abs(over.y - (under.y * (1 - alpha) + yuv[0] * alpha))
    assert off[(alpha == 0) | (alpha == 1)].max() <= 0.51
    # Noise of ±1, and one rounding.
    assert off.max() <= 1.52
    # Inside the overlay, away from its sides, chroma blends by its own filtered alpha.
    inside = (
        slice(-(-top // 2) + 1, (top + height) // 2 - 1),
        slice(-(-left // 2) + 1, (left + width) // 2 - 1),
    )
    for plane, before, full in ((over.u, under.u, yuv[1]), (over.v, under.v, yuv[2])):
        wanted = before * (1 - halved(alpha)) + halved(full * alpha)
        assert np.abs(plane - wanted)[inside].max(initial=0) <= 0.52
    # Nothing changes outside the overlay's own samples.
    untouched = np.ones_like(under.y, bool)
    untouched[spot] = False
    assert (over.y == under.y)[untouched].all()


def test_the_dither_of_a_soft_overlay_is_small_unbiased_and_always_the_same() -> None:
    size = Size(400, 200)
    rgba = np.zeros((200, 400, 4), np.uint8)
    rgba[..., 3] = np.linspace(1, 254, 400).round()
    under = empty_planes(size)
    under.y[:], under.u[:], under.v[:] = 180, 128, 128
    first, second = copied(under), copied(under)
    blend_overlay(first, prepare_overlay(Overlay(left=0, top=0, rgba=rgba)))
    blend_overlay(second, prepare_overlay(Overlay(left=0, top=0, rgba=rgba)))
    assert (first.y == second.y).all()
    alpha = rgba[..., 3] / 255.0
    off = first.y - (180 * (1 - alpha) + 16 * alpha)
    assert abs(off.mean()) < 0.01
    # A grey film under a black band stays grey.
    assert np.unique(first.u).tolist() == np.unique(first.v).tolist() == [128]


def test_a_soft_shade_has_no_steps_and_never_runs_backwards() -> None:
    """As a caption's shade over a dark card: 60 levels in 400 columns, which were bands."""
    rgba = np.zeros((600, 400, 4), np.uint8)
    rgba[..., 3] = np.linspace(1, 254, 400).round()
    under = empty_planes(Size(400, 600))
    under.y[:], under.u[:], under.v[:] = 76, 128, 128
    blend_overlay(under, prepare_overlay(Overlay(left=0, top=0, rgba=rgba)))
    alpha = rgba[0, :, 3] / 255.0
    # 600 rows of noise leave 0.03 in a column's mean.
    assert under.y.mean(axis=0) == pytest.approx(76 * (1 - alpha) + 16 * alpha, abs=0.12)
    # Nowhere does a level run on for as long as it would without noise.
    longest = max(max(map(len, runs(row))) for row in under.y)
    assert longest < 40


def runs(row: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """*row* cut where its level changes."""
    return np.split(row, np.flatnonzero(np.diff(row.astype(int))) + 1)


def test_a_transparent_overlay_changes_nothing_at_all() -> None:
    under = random_planes(3)
    over = copied(under)
    rgba = np.full((10, 14, 4), 255, np.uint8)
    rgba[..., 3] = 0
    blend_overlay(over, prepare_overlay(Overlay(left=3, top=5, rgba=rgba)))
    for a, b in ((over.y, under.y), (over.u, under.u), (over.v, under.v)):
        assert (a == b).all()


def test_an_opaque_overlay_is_its_own_colour() -> None:
    over = random_planes(4)
    rgba = np.full((8, 12, 4), 255, np.uint8)
    rgba[..., :3] = (255, 0, 0)
    blend_overlay(over, prepare_overlay(Overlay(left=4, top=6, rgba=rgba)))
    assert np.unique(over.y[6:14, 4:16]).tolist() == [63]
    assert np.unique(over.u[3:7, 2:8]).tolist() == [102]
    assert np.unique(over.v[3:7, 2:8]).tolist() == [240]


def test_an_overlay_may_fill_the_whole_frame_and_its_last_pixel() -> None:
    over = random_planes(5)
    full = np.full((FRAME.height, FRAME.width, 4), 255, np.uint8)
    blend_overlay(over, prepare_overlay(Overlay(left=0, top=0, rgba=full)))
    assert np.unique(over.y).tolist() == [235]
    corner = np.zeros((1, 1, 4), np.uint8)
    corner[..., 3] = 255
    blend_overlay(over, prepare_overlay(Overlay(left=39, top=23, rgba=corner)))
    assert over.y[23, 39] == 16
    assert (over.y == 235).sum() == FRAME.width * FRAME.height - 1


# --- mixing ------------------------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.sampled_from(["new", "before", "after"]))
@settings(max_examples=40)
def test_mixing_is_the_rounded_formula_into_whatever_planes(
    seed: int, share: float, where: str
) -> None:
    before, after = random_planes(seed), random_planes(seed + 1)
    wanted = before.y * (1 - share) + after.y * share
    wanted_u = before.u * (1 - share) + after.u * share
    into = {"new": empty_planes(FRAME), "before": before, "after": after}[where]
    mix_planes(before, after, share, into)
    assert np.abs(into.y - wanted).max() <= (1.51 if 0 < share < 1 else 0.0)
    assert np.abs(into.u - wanted_u).max() <= 0.51


@pytest.mark.parametrize("share", [0.1, 0.5, 0.7])
def test_a_fade_of_gradients_has_no_steps(share: float) -> None:
    size = Size(512, 600)
    before, after, into = empty_planes(size), empty_planes(size), empty_planes(size)
    fill_black(before)
    fill_black(after)
    before.y[:] = np.linspace(40, 60, 512).round()
    mix_planes(before, after, share, into)
    wanted = before.y[0] * (1 - share) + 16 * share
    assert into.y.mean(axis=0) == pytest.approx(wanted, abs=0.15)
    assert max(max(map(len, runs(row))) for row in into.y) < 40


def test_a_fade_leaves_alone_what_both_pictures_share() -> None:
    before = random_planes(8)
    into = empty_planes(FRAME)
    mix_planes(before, copied(before), 0.4, into)
    assert (into.y == before.y).all()


def test_the_noise_of_a_fade_stands_still() -> None:
    """Noise that flickers would be seen sooner, and cost an encoder each frame anew."""
    size = Size(64, 48)
    before, after = empty_planes(size), empty_planes(size)
    fill_black(before)
    fill_black(after)
    before.y[:] = 100
    first, second = empty_planes(size), empty_planes(size)
    mix_planes(before, after, 0.5, first)
    mix_planes(before, after, 0.5 + 1 / 84, second)  # a level further
    off = (first.y - first.y.mean()) * (second.y - second.y.mean())
    assert off.mean() / (first.y.std() * second.y.std()) > 0.95


def test_planes_are_filled_and_copied_whole() -> None:
    planes, other = random_planes(6), random_planes(7)
    fill_black(planes)
    assert (planes.y == 16).all()
    assert (planes.u == 128).all()
    assert (planes.v == 128).all()
    copy_planes(other, planes)
    assert (planes.y == other.y).all()
    assert (planes.u == other.u).all()
    assert (planes.v == other.v).all()
    assert planes.y is not other.y


@pytest.mark.parametrize("rows", [126, 130, 257, 384])
def test_planes_made_in_bands_are_those_of_the_whole_picture(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rgb = np.random.default_rng(rows).integers(0, 256, (rows, 37, 3), dtype=np.uint8)
    banded = to_planes(rgb)
    monkeypatch.setattr(yuv, "_BAND", 1000)
    whole = to_planes(rgb)
    for name in ("y", "u", "v"):
        np.testing.assert_array_equal(getattr(banded, name), getattr(whole, name))
