"""What is not on the grid: only the tiles it needs are decoded, and it looks as libvips would make it."""

import pytest
import pyvips

from media_pipeline.iiif import pyramids as cache
from media_pipeline.iiif import rendering, tiles
from media_pipeline.iiif.deadline import Deadline, TooSlow
from media_pipeline.iiif.image_limits import BadParameter
from media_pipeline.iiif.pyramids import OpenPyramid
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.regions import part_for
from media_pipeline.iiif.tiff import CorruptPyramid
from media_pipeline.pyramid_file import level_sizes
from tests.media_pipeline import pyramids
from tests.media_pipeline.pyramids import request, textured

WIDTH, HEIGHT = 1501, 1103


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return pyramids.make(tmp_path_factory.mktemp("pyramid"), WIDTH, HEIGHT)


@pytest.fixture(autouse=True)
def found(made, monkeypatch):
    monkeypatch.setattr(cache, "_source", lambda key: cache.LocalFile(made[0].parent / key))
    cache.forget()
    yield
    cache.forget()


def render(pyramid, address, **options) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(tiles.render(pyramid, request(pyramid, address), **options), "")


def reference(asked) -> pyvips.Image:
    """By libvips, from the image before it was compressed."""
    part = textured(WIDTH, HEIGHT).crop(asked.x, asked.y, asked.w, asked.h)
    return part.thumbnail_image(asked.width, height=asked.height, size="force")


def difference(one: pyvips.Image, other: pyvips.Image) -> float:
    assert (one.width, one.height) == (other.width, other.height)
    return (one - other).abs().avg()


@pytest.mark.parametrize(
    "where",
    [
        "full/max", "full/800,", "full/751,", "full/376,", "full/300,", "full/64,", "full/3,", "full/900,200",
        "full/200,900", "full/290,", "full/401,", "full/188,", "3,5,1490,1090/301,",
        "square/500,", "100,200,400,300/max", "101,203,401,307/max", "101,203,401,307/200,", "255,255,3,3/max",
        "1400,1000,101,103/max", "1400,1000,101,103/51,", "0,0,1,1/max", "1500,1102,1,1/max", "300,0,600,1103/!600,600",
        "10,10,50,40/^200,", "full/^2000,", "700,500,700,500/^700,900", "pct:12.5,12.5,50,50/333,",
    ],
)  # fmt: skip
def test_it_looks_like_libvips_would_make_it(made, where):
    _path, pyramid = made
    asked = request(pyramid, f"{where}/0/default.png")
    image = pyvips.Image.new_from_buffer(tiles.render(pyramid, asked), "")
    # Levels are one averaging after another, regions are rounded to a level's pixels: half a pixel, not more.
    small = asked.width * asked.height < 10_000 or asked.scale > 16
    assert difference(image, reference(asked)) < (6 if small else 2.5)


@pytest.mark.parametrize("where", ["257,129,512,300/max", "0,0,1501,1103/max", "1300,900,201,203/max"])
def test_a_region_at_full_size_is_exactly_there(made, where):
    path, pyramid = made
    asked = request(pyramid, f"{where}/0/default.png")
    stored = pyvips.Image.tiffload(str(path)).crop(asked.x, asked.y, asked.w, asked.h)
    # Two decoders may round a colour differently by one or two.
    assert (pyvips.Image.new_from_buffer(tiles.render(pyramid, asked), "") - stored).abs().max() <= 2


@pytest.mark.parametrize("rotation", ["0", "90", "180", "270", "!0", "!90", "!180", "!270"])
@pytest.mark.parametrize("quality", ["default", "gray"])
def test_mirrored_then_turned(made, rotation, quality):
    _path, pyramid = made
    asked = request(pyramid, f"300,200,501,303/250,/{rotation}/{quality}.png")
    expected = reference(asked)
    expected = expected.fliphor() if rotation.startswith("!") else expected
    expected = expected.rot(f"d{rotation.removeprefix('!')}")
    if quality == "gray":
        expected = expected.recomb([[0.299, 0.587, 0.114]])
    image = pyvips.Image.new_from_buffer(tiles.render(pyramid, asked), "")
    assert image.bands == expected.bands
    assert difference(image, expected) < 2.5


FORMATS = {
    "jpg": "jpegload",
    "png": "pngload",
    "webp": "webpload",
    "avif": "heifload",
    "gif": "gifload",
    "tif": "tiffload",
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("quality", ["default", "gray", "bitonal"])
def test_every_format_in_every_quality(made, format, quality):
    _path, pyramid = made
    asked = request(pyramid, f"full/400,/0/{quality}.{format}")
    image = pyvips.Image.new_from_buffer(tiles.render(pyramid, asked), "")
    assert image.get("vips-loader").startswith(FORMATS[format])
    assert (image.width, image.height) == (400, 294)
    private = {"exif-data", "xmp-data", "iptc-data", "icc-profile-data", "photoshop-data"}
    assert not private & set(image.get_fields())
    grey = reference(asked).recomb([[0.299, 0.587, 0.114]])
    expected = {"default": reference(asked), "gray": grey, "bitonal": grey > 127}[quality]
    shown = image.colourspace("srgb")[0:3] if quality == "default" else image[0]
    assert difference(shown, expected) < (20 if format == "gif" else 8)
    if quality == "bitonal" and format in {"png", "tif", "gif"}:
        assert {image[0].min(), image[0].max()} == {0, 255}
        assert image[0].hist_find().numpy().ravel()[1:255].sum() == 0


@pytest.mark.parametrize("format", FORMATS)
def test_turned_by_any_angle_what_is_outside_is_empty(made, format):
    _path, pyramid = made
    image = render(pyramid, f"full/300,/30/default.{format}")
    # 300 x 220 turned by 30 degrees.
    assert (image.width, image.height) == (pytest.approx(370, abs=2), pytest.approx(341, abs=2))
    corner, middle = image(2, 2), image(image.width // 2, image.height // 2)
    if format == "jpg":
        assert min(corner) > 250
    else:
        assert (corner[-1], middle[-1]) == (0, 255)


def test_turned_bitonal_is_on_white(made):
    image = render(made[1], "full/300,/30/bitonal.png")
    assert (image.bands, image(2, 2)) == (1, [255])


@pytest.mark.parametrize(
    ("where", "tiles_decoded"),
    [("full/800,", 30), ("600,300,100,100/max", 1), ("full/64,", 1), ("250,0,12,20/max", 2), ("0,0,1501,1103/2,2", 1)],
)
def test_only_the_tiles_it_needs_are_read(made, monkeypatch, where, tiles_decoded):
    read = []
    of_file = OpenPyramid.tile
    monkeypatch.setattr(OpenPyramid, "tile", lambda self, *place: read.append(place) or of_file(self, *place))
    tiles.render(made[1], request(made[1], f"{where}/0/default.jpg"))
    assert len(read) == len(set(read)) == tiles_decoded


def test_one_side_much_reduced_does_not_read_a_large_level():
    levels = tuple(level_sizes(40_000, 30_000, 256))
    pyramid = Pyramid("k", 40_000, 30_000, 256, levels)
    part = part_for(pyramid, request(pyramid, "full/40000,2/0/default.jpg"))
    assert part.width * part.height < 8_000_000
    # Both sides alike: at most four pixels for one.
    part = part_for(pyramid, request(pyramid, "full/5700,/0/default.jpg"))
    assert 1 <= part.width * part.height / (5700 * 4275) < 4


def test_large_parts_are_narrowed_in_bands_with_the_same_result(made, monkeypatch):
    whole = render(made[1], "full/1001,/0/default.png")
    monkeypatch.setattr(rendering, "_LARGE", 1000)
    monkeypatch.setattr(rendering, "_BAND", 200)
    assert difference(whole, render(made[1], "full/1001,/0/default.png")) < 0.5
    assert render(made[1], "full/1001,/0/gray.png").bands == 1


def test_levels_rounded_down_are_shown_at_the_asked_size(made):
    path = made[0].parent / "old.tif"
    textured(1001, 703).tiffsave(
        str(path), tile=True, tile_width=256, tile_height=256, pyramid=True, compression="jpeg", Q=88
    )
    pyramid = Pyramid(path.name, 1001, 703, 256, ((1001, 703), (500, 351), (250, 175)))
    for _factor, address, _left, _top, width, height in pyramids.grid(1001, 703, 256, [1, 2, 4]):
        image = render(pyramid, address)
        assert (image.width, image.height) == (width, height)
        asked = request(pyramid, address)
        expected = textured(1001, 703).crop(asked.x, asked.y, asked.w, asked.h)
        assert difference(image, expected.thumbnail_image(width, height=height, size="force")) < 5


@pytest.mark.parametrize("address", ["full/max/0/default.jpg", "full/100,/0/default.png"])
def test_over_its_time_it_ends(made, address):
    with pytest.raises(TooSlow):
        tiles.render(made[1], request(made[1], address), seconds=-1)


def test_over_its_time_while_encoding_it_ends(made, monkeypatch):
    """The pixels are there in time, then the time is over in the midst of libvips."""
    image = textured(3000, 3000).copy_memory()
    from media_pipeline.iiif import encoding

    deadline = Deadline(100)
    seen = []
    monkeypatch.setattr(Deadline, "passed", property(lambda self: len(seen) > 3 or bool(seen.append(1))))
    slow = image.gaussblur(20)
    with pytest.raises(TooSlow):
        encoding.encode(slow, request(made[1], "full/100,/0/default.png"), deadline)


@pytest.mark.parametrize("format", ["avif", "gif"])
def test_slow_formats_have_a_smaller_limit(made, format):
    with pytest.raises(BadParameter, match="format"):
        request(made[1], f"full/^5000,/0/default.{format}")


@pytest.mark.parametrize("where", [0.3, 0.6])
def test_a_damaged_tile_is_a_clean_fault(made, where):
    data = bytearray(made[0].read_bytes())
    opened = pyramids.opened(made[0])
    level = opened.levels[0]
    at = level.offsets[7] + int(level.counts[7] * where)
    data[at : at + 40] = b"\xff\xd9" * 20
    broken = made[0].parent / "broken.tif"
    broken.write_bytes(data)
    pyramid = Pyramid(broken.name, WIDTH, HEIGHT, 256, made[1].levels)
    with pytest.raises(CorruptPyramid):
        tiles.render(pyramid, request(pyramid, "full/max/0/default.jpg"))


def test_a_tile_that_claims_to_be_huge_is_a_clean_fault(made):
    data = bytearray(made[0].read_bytes())
    level = pyramids.opened(made[0]).levels[0]
    frame = data.index(b"\xff\xc0", level.offsets[0])
    data[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    huge = made[0].parent / "huge.tif"
    huge.write_bytes(data)
    pyramid = Pyramid(huge.name, WIDTH, HEIGHT, 256, made[1].levels)
    with pytest.raises(CorruptPyramid):
        tiles.render(pyramid, request(pyramid, "10,10,20,20/max/0/default.jpg"))
