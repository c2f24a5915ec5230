"""The pure parser of Image API 3.0 parameters, by examples of the standard and by properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.iiif.image_request import BadParameter, Limits, Unsupported, parse

LIMITS = Limits(max_area=25_000_000)
WIDE = {"width": 300, "height": 200, "limits": LIMITS}


def ask(region="full", size="max", rotation="0", quality="default.jpg", **image):
    return parse(region, size, rotation, quality, **(WIDE | image))


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("full", (0, 0, 300, 200)),
        ("square", (50, 0, 200, 200)),
        ("125,15,120,140", (125, 15, 120, 140)),
        ("pct:41.6,7.5,40,70", (125, 15, 120, 140)),
        ("125,15,200,200", (125, 15, 175, 185)),
        ("pct:41.6,7.5,66.6,100", (125, 15, 175, 185)),
        ("299,199,1,1", (299, 199, 1, 1)),
    ],
)
def test_regions_of_the_standard(region, expected):
    request = ask(region)
    assert (request.x, request.y, request.w, request.h) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("max", (300, 200)),
        ("150,", (150, 100)),
        (",150", (225, 150)),
        ("pct:50", (150, 100)),
        ("225,100", (225, 100)),
        ("!225,100", (150, 100)),
        ("!3000,3000", (300, 200)),
        ("^360,", (360, 240)),
        ("^pct:120", (360, 240)),
        ("^360,360", (360, 360)),
        ("^!360,360", (360, 240)),
        ("1,", (1, 1)),
    ],
)
def test_sizes_of_the_standard(size, expected):
    request = ask(size=size)
    assert (request.width, request.height) == expected


@pytest.mark.parametrize("region", [
    "", "Full", "0,0,0,5", "0,0,5,0", "300,0,1,1", "0,200,1,1", "-1,0,5,5", "1,2,3", "1,2,3,4,5", "1.5,0,5,5",
    "pct:0,0,0,10", "pct:NaN,0,1,1", "pct:1e3,0,1,1", "pct:101,0,1,1", "pct:-1,0,1,1", "٠,0,5,5", "１,0,5,5",
    " 0,0,5,5", "0,0,5,5\n", "0,0,5,+5", "0,0,9999999999,5", "pct:0.,0,1,1",
])  # fmt: skip
def test_bad_regions(region):
    with pytest.raises(BadParameter):
        ask(region)


@pytest.mark.parametrize("size", [
    "", "full", "0,", ",0", "0,0", ",", "!,", "!10,", "!,10", "301,", ",201", "pct:0", "pct:101", "pct:", "-5,",
    "^", "^^max", "!^5,5", "5,5,5", "1e2,", "٥,", "^99999999,99999999", "^6000,6000", "inf,", "max\n",
])  # fmt: skip
def test_bad_sizes(size):
    with pytest.raises(BadParameter):
        ask(size=size)


@pytest.mark.parametrize("rotation", ["", "-90", "361", "90deg", "!", "!!90", "NaN", "٩٠", "1e2", "90 "])
def test_bad_rotations(rotation):
    with pytest.raises(BadParameter):
        ask(rotation=rotation)


@pytest.mark.parametrize("quality", ["default", "default.", ".jpg", "Color.jpg", "default.exe", "default.jpg.png"])
def test_bad_qualities(quality):
    with pytest.raises(BadParameter):
        ask(quality=quality)


def test_what_the_standard_knows_and_we_do_not_offer():
    for wanted in ({"rotation": "45"}, {"quality": "default.jp2"}):
        with pytest.raises(Unsupported):
            ask(**wanted)


def test_canonical_form():
    assert ask("pct:0,0,100,100", "300,200", "360", "default.jpg").canonical == "full/max/0/default.jpg"
    assert ask("0,0,10,10", "5,", "!90", "gray.png").canonical == "0,0,10,10/5,5/!90/gray.png"
    assert ask(size="^600,").canonical == "full/^600,400/0/default.jpg"


def test_max_keeps_to_the_area():
    request = ask(width=30_000, height=20_000)
    assert request.width * request.height <= LIMITS.max_area
    assert request.width * request.height > 0.999 * LIMITS.max_area


number = st.integers(0, 500).map(str)
text = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"\A(\^?!?[0-9]{0,4},[0-9]{0,4}|\^?pct:[0-9]{1,3}(\.[0-9])?|\^?max)\Z"),
    st.builds(",".join, st.lists(number, min_size=4, max_size=4)),
)


@given(region=text, size=text, rotation=st.sampled_from(["0", "90", "!180", "45", "x"]), width=st.integers(1, 90_000),
       height=st.integers(1, 90_000))  # fmt: skip
def test_every_text_is_answered_within_the_limits_or_refused(region, size, rotation, width, height):
    try:
        request = parse(region, size, rotation, "default.jpg", width=width, height=height, limits=LIMITS)
    except (BadParameter, Unsupported):
        return
    assert 0 <= request.x < request.x + request.w <= width
    assert 0 <= request.y < request.y + request.h <= height
    assert request.width >= 1
    assert request.height >= 1
    assert request.width * request.height <= LIMITS.max_area
    # Asking in the canonical form gives the same picture and the same canonical form.
    again = parse(*request.canonical.split("/"), width=width, height=height, limits=LIMITS)
    assert again == request


@given(w=st.integers(1, 5000), h=st.integers(1, 5000), width=st.integers(1, 3000))
def test_width_alone_keeps_the_shape(w, h, width):
    if width > w:
        return
    request = parse("full", f"{width},", "0", "default.jpg", width=w, height=h, limits=LIMITS)
    assert request.width == width
    assert math.isclose(request.height, h * width / w, abs_tol=1)
