"""The pure parser of Image API 3.0 parameters, by examples of the standard and by properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.iiif.image_request import BadParameter, Limits, parse

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


def test_turned_by_any_angle():
    assert ask(rotation="22.50").rotation == 22.5
    assert ask(rotation="22.50").canonical == "full/max/22.5/default.jpg"
    assert ask(rotation="!0.000000001").canonical == "full/max/!0.000000001/default.jpg"
    assert ask(rotation="90.0").canonical == "full/max/90/default.jpg"
    assert ask(size="100,100", rotation="45").turned_size == (142, 142)
    assert ask(rotation="270").turned_size == (200, 300)


def test_a_thin_strip_turned_would_fill_a_wall():
    assert ask(width=1_000_000, height=10, size="60000,1", rotation="90").turned_size == (1, 60_000)
    with pytest.raises(BadParameter, match="rotation"):
        ask(width=1_000_000, height=10, size="60000,1", rotation="45")


def test_sides_that_no_encoder_writes():
    wide = {"width": 400_000, "height": 40}
    assert ask(**wide).width == 65_500
    assert ask(size="65500,1", quality="default.png", **wide).width == 65_500
    for size, format in (("16384,", "webp"), ("16385,", "avif")):
        with pytest.raises(BadParameter, match="format"):
            ask(size=size, quality=f"default.{format}", **wide)
    with pytest.raises(BadParameter, match="size"):
        ask(size="65501,1", quality="default.png", **wide)


def test_canonical_form():
    assert ask(quality="color.jpg").canonical == "full/max/0/default.jpg"
    assert ask(size="^max", width=30, height=20).canonical == "full/^max/0/default.jpg"
    assert ask(size="300,100").canonical == "full/300,100/0/default.jpg"
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


@given(
    region=text,
    size=text,
    rotation=st.sampled_from(["0", "90", "!180", "45", "x"]),
    width=st.integers(1, 90_000),
    height=st.integers(1, 90_000),
    version=st.sampled_from(["2", "3"]),
    rights=st.none() | st.integers(1, 2_000),
)
def test_every_text_is_answered_within_the_limits_or_refused(region, size, rotation, width, height, version, rights):
    limits = Limits.of(LIMITS.max_area, width, height, max_width=rights)
    image = {"width": width, "height": height, "limits": limits, "version": version}
    try:
        request = parse(region, size, rotation, "default.jpg", **image)
    except BadParameter:
        return
    assert 0 <= request.x < request.x + request.w <= width
    assert 0 <= request.y < request.y + request.h <= height
    assert request.width >= 1
    assert request.height >= 1
    assert request.width * request.height <= LIMITS.max_area
    assert max(request.width, request.height) <= (rights or 65_500)
    # Asking in the canonical form gives the same picture and the same canonical form.
    again = parse(*request.canonical.split("/"), **image)
    assert again == request


SECOND = WIDE | {"version": "2"}


@pytest.mark.parametrize(
    ("size", "expected", "canonical"),
    [
        ("full", (300, 200), "full"),
        ("max", (300, 200), "full"),
        ("300,", (300, 200), "full"),
        ("150,", (150, 100), "150,"),
        ("150,100", (150, 100), "150,"),
        (",150", (225, 150), "225,"),
        ("pct:50", (150, 100), "150,"),
        ("225,100", (225, 100), "225,100"),
        ("!225,100", (150, 100), "150,"),
        # Larger than the region needs no sign in 2.1 (feature sizeAboveFull).
        ("600,", (600, 400), "600,"),
        ("pct:200", (600, 400), "600,"),
        ("!600,500", (600, 400), "600,"),
    ],
)
def test_sizes_of_the_standard_2(size, expected, canonical):
    request = parse("full", size, "0", "default.jpg", **SECOND)
    assert (request.width, request.height) == expected
    assert request.canonical == f"full/{canonical}/0/default.jpg"


@pytest.mark.parametrize("size", ["^max", "^600,", "^full", "pct:0", "0,", ",", "9000,9000", "full "])
def test_bad_sizes_2(size):
    with pytest.raises(BadParameter):
        parse("full", size, "0", "default.jpg", **SECOND)


def test_full_beyond_the_area_is_refused_in_2_and_max_is_not():
    image = {"width": 30_000, "height": 20_000, "limits": LIMITS, "version": "2"}
    with pytest.raises(BadParameter):
        parse("full", "full", "0", "default.jpg", **image)
    assert parse("full", "max", "0", "default.jpg", **image).canonical.startswith("full/6123,")


def test_edge_tiles_of_2_are_as_high_as_their_neighbours():
    image = {"width": 4_196, "height": 3_051, "limits": LIMITS, "version": "2"}
    edge = parse("4096,0,100,2048", "13,", "0", "default.jpg", **image)
    assert (edge.width, edge.height, edge.canonical) == (13, 256, "4096,0,100,2048/13,/0/default.jpg")
    bottom = parse("0,2048,2048,1003", "256,", "0", "default.jpg", **image)
    assert (bottom.width, bottom.height) == (256, 126)
    # Off the grid the shape decides.
    assert parse("4095,0,100,2048", "13,", "0", "default.jpg", **image).height == 266


class TestAnImageLimitedByItsRights:
    """4,000 by 3,000, open up to 1,000 along its longer side: a quarter of its detail."""

    image = {"width": 4_000, "height": 3_000, "limits": Limits.of(25_000_000, 4_000, 3_000, max_width=1_000)}

    @pytest.mark.parametrize(
        ("region", "size", "expected"),
        [
            ("full", "max", (1_000, 750)),
            ("full", "^max", (1_000, 750)),
            ("full", "1000,750", (1_000, 750)),
            ("full", "!5000,5000", (1_000, 750)),
            ("0,0,1024,1024", "256,256", (256, 256)),
            ("0,0,1024,1024", "max", (256, 256)),
            ("3072,2048,928,952", "232,238", (232, 238)),
            ("0,0,2048,2048", "256,256", (256, 256)),
            ("3999,2999,1,1", "max", (1, 1)),
        ],
    )
    def test_is_shown_within_them(self, region, size, expected):
        request = parse(region, size, "0", "default.jpg", **self.image)
        assert (request.width, request.height) == expected

    @pytest.mark.parametrize("version", ["2", "3"])
    @pytest.mark.parametrize(
        ("region", "size"),
        [
            ("full", "1001,"),
            ("full", ",751"),
            ("0,0,256,256", "256,256"),
            ("0,0,512,512", "256,256"),
            ("0,0,1024,1024", "257,257"),
            ("0,0,1024,1024", "pct:26"),
            ("0,0,1024,1024", "1,1024"),
            ("0,0,1024,1024", "^512,512"),
        ],
    )
    def test_is_not_shown_finer_not_even_in_tiles(self, region, size, version):
        with pytest.raises(BadParameter):
            parse(region, size, "0", "default.jpg", **(self.image | {"version": version}))

    def test_by_area(self):
        limits = Limits.of(25_000_000, 4_000, 3_000, max_area=750_000)
        image = {"width": 4_000, "height": 3_000, "limits": limits}
        assert parse("full", "max", "0", "default.jpg", **image).width == 1_000
        assert parse("0,0,1024,1024", "256,256", "0", "default.jpg", **image).width == 256
        with pytest.raises(BadParameter):
            parse("0,0,512,512", "256,256", "0", "default.jpg", **image)


@given(w=st.integers(1, 5000), h=st.integers(1, 5000), width=st.integers(1, 3000))
def test_width_alone_keeps_the_shape(w, h, width):
    if width > w:
        return
    request = parse("full", f"{width},", "0", "default.jpg", width=w, height=h, limits=LIMITS)
    assert request.width == width
    assert math.isclose(request.height, h * width / w, abs_tol=1)
