"""What is published of an image: upright, sRGB, eight bits, and nothing about the photographer."""

from pathlib import Path

import pytest
import pyvips

from media_pipeline import images
from media_pipeline.errors import FileRefused
from media_pipeline.sniff import sniff
from tests.media_pipeline.conftest import jpeg, picture

PERSONAL = b"Aigul's camera in the yard"


def tagged(image: pyvips.Image) -> pyvips.Image:
    image = image.copy()
    text = pyvips.GValue.gstr_type
    image.set_type(text, "exif-ifd0-Artist", f"{PERSONAL.decode()} (x, ASCII, 4 components, 4 bytes)")
    image.set_type(text, "exif-ifd3-GPSLatitude", "51/1 10/1 0/1 (51, 10, 0, Rational, 3 components, 24 bytes)")
    image.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + PERSONAL)
    image.set_type(pyvips.GValue.blob_type, "iptc-data", b"\x1c\x02\x50\x00\x1a" + PERSONAL)
    return image


@pytest.fixture
def made(tmp_path):
    """Publish bytes: (pyramid's image, poster images by name, all files)."""

    def publish(data: bytes):
        source = tmp_path / "source"
        source.write_bytes(data)
        found = sniff(source)
        loader = next(name for name, kind in images_by_type() if kind == found.media_type)
        images.make_pyramid(source, loader, tmp_path / "pyramid.tif")
        folder = tmp_path / "posters"
        folder.mkdir(exist_ok=True)
        posters = images.make_posters(source, loader, folder)
        files = [tmp_path / "pyramid.tif", *(folder / f"{p['width']}.{p['format']}" for p in posters)]
        return pyvips.Image.tiffload(str(files[0])), files

    return publish


def images_by_type():
    from media_pipeline.sniff import IMAGE_TYPES

    return [(loader, media_type) for loader, (media_type, _extension) in IMAGE_TYPES.items()]


def corner(image: pyvips.Image, x: float, y: float) -> list[float]:
    """The colour around a place given as shares of width and height."""
    side = 10
    return [
        band.avg()
        for band in image.crop(
            int(x * (image.width - side)), int(y * (image.height - side)), side, side
        ).bandsplit()
    ]  # fmt: skip


def assert_looks_like_the_picture(image: pyvips.Image, tolerance: float = 12) -> None:
    assert (image.bands, image.format, image.interpretation) == (3, "uchar", "srgb")
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1), (0.5, 0.5)):
        assert corner(image, x, y) == pytest.approx([x * 255, y * 255, 128], abs=tolerance), (x, y)


def test_no_personal_metadata_is_published(made):
    source = tagged(picture()).jpegsave_buffer(Q=95)
    assert PERSONAL in source
    _pyramid, files = made(source)
    for path in files:
        assert PERSONAL not in path.read_bytes(), path
        assert b"xmpmeta" not in path.read_bytes(), path
        fields = set(pyvips.Image.new_from_file(str(path)).get_fields())
        assert not {"exif-data", "xmp-data", "iptc-data", "photoshop-data", "gps-data"} & fields, path
        assert not [field for field in fields if field.startswith("exif-ifd3")], path


@pytest.mark.parametrize("save", ["tiffsave_buffer", "pngsave_buffer", "webpsave_buffer"])
def test_nor_from_other_formats(made, save):
    _pyramid, files = made(getattr(tagged(picture()), save)())
    assert not [path for path in files if PERSONAL in path.read_bytes()]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_whatever_the_camera_held(made, orientation):
    turn = {
        1: lambda i: i, 2: lambda i: i.fliphor(), 3: lambda i: i.rot180(), 4: lambda i: i.flipver(),
        5: lambda i: i.rot90().fliphor(), 6: lambda i: i.rot270(), 7: lambda i: i.rot270().fliphor(),
        8: lambda i: i.rot90(),
    }[orientation]  # fmt: skip
    stored = turn(picture(600, 400)).copy()
    stored.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    data = stored.jpegsave_buffer(Q=95)
    pyramid, files = made(data)
    assert (pyramid.width, pyramid.height) == (600, 400)
    assert_looks_like_the_picture(pyramid)
    for path in files[1:]:
        poster = pyvips.Image.new_from_file(str(path))
        assert poster.width > poster.height
        assert_looks_like_the_picture(poster, 14)


def test_the_header_says_the_upright_size(tmp_path):
    stored = picture(600, 400).copy()
    stored.set_type(pyvips.GValue.gint_type, "orientation", 6)
    (tmp_path / "x").write_bytes(stored.jpegsave_buffer())
    found = sniff(tmp_path / "x")
    assert (found.width, found.height) == (400, 600)


def with_16_bits() -> bytes:
    return (picture().cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16").pngsave_buffer()


def with_16_bits_and_alpha() -> bytes:
    image = (picture().cast("ushort") * 257).cast("ushort").bandjoin(65535)
    return image.copy(interpretation="rgb16").tiffsave_buffer(compression="deflate")


def in_lab() -> bytes:
    return picture().colourspace("lab").tiffsave_buffer(compression="lzw")


def floating() -> bytes:
    return picture().colourspace("scrgb").tiffsave_buffer(compression="deflate")


def in_display_p3() -> bytes:
    return picture().icc_transform("p3").pngsave_buffer()


@pytest.mark.parametrize("make", [with_16_bits, with_16_bits_and_alpha, in_lab, floating, in_display_p3])
def test_every_depth_and_space_becomes_srgb(made, make):
    pyramid, _files = made(make())
    # Lab and P3 cannot hold this picture's corners exactly.
    assert_looks_like_the_picture(pyramid)


def test_cmyk_with_its_profile_and_without(made):
    cmyk = picture().icc_transform("cmyk")
    with_profile, _files = made(cmyk.jpegsave_buffer(Q=95))
    assert (with_profile.bands, with_profile.interpretation) == (3, "srgb")
    assert corner(with_profile, 0.5, 0.5) == pytest.approx([128, 128, 128], abs=20)
    bare, _files = made(cmyk.jpegsave_buffer(Q=95, keep="none"))
    assert corner(bare, 0.5, 0.5) == pytest.approx([128, 128, 128], abs=20)


def test_grey_becomes_srgb(made):
    pyramid, _files = made(picture().extract_band(0).copy(interpretation="b-w").pngsave_buffer())
    assert pyramid.bands == 3
    assert corner(pyramid, 1, 0.5) == pytest.approx([255, 255, 255], abs=4)


def test_one_bit_scans(made):
    page = (picture().extract_band(0) > 127).copy(interpretation="b-w")
    pyramid, _files = made(page.tiffsave_buffer(bitdepth=1, compression="ccittfax4"))
    assert {round(corner(pyramid, x, 0.5)[0]) for x in (0, 1)} == {0, 255}


def test_transparent_parts_are_white(made):
    mask = (pyvips.Image.xyz(700, 500)[0] > 350).cast("uchar")
    pyramid, _files = made(picture().bandjoin(mask).pngsave_buffer())
    assert corner(pyramid, 0, 0.5) == pytest.approx([255, 255, 255], abs=3)
    assert corner(pyramid, 1, 0) == pytest.approx([255, 0, 128], abs=6)


@pytest.mark.parametrize("profile", [b"", b"not a profile", b"\0" * 3000, b"acsp" * 200])
def test_a_broken_profile_is_ignored(made, profile):
    image = picture().copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile or b"\0")
    pyramid, _files = made(image.pngsave_buffer())
    assert_looks_like_the_picture(pyramid)


def test_a_profile_of_another_space_is_ignored(made):
    image = picture().copy()
    cmyk_profile = picture().icc_transform("cmyk").get("icc-profile-data")
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", cmyk_profile)
    pyramid, _files = made(image.jpegsave_buffer(Q=95))
    assert_looks_like_the_picture(pyramid)


@pytest.mark.parametrize("save", ["gifsave_buffer", "webpsave_buffer"])
def test_of_an_animation_the_first_frame(made, save, tmp_path):
    frames = picture(200, 100).join(picture(200, 100).invert(), "vertical").copy()
    frames.set_type(pyvips.GValue.gint_type, "page-height", 100)
    data = getattr(frames, save)()
    pyramid, _files = made(data)
    assert (pyramid.width, pyramid.height) == (200, 100)
    assert sniff(tmp_path / "source").technical["frames"] == 2
    assert corner(pyramid, 1, 0)[0] > 200


def test_huge_metadata_is_no_hindrance(made):
    image = picture().copy()
    image.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"x" * 8_000_000)
    pyramid, files = made(image.pngsave_buffer())
    assert_looks_like_the_picture(pyramid)
    assert max(path.stat().st_size for path in files) < 500_000


def test_small_ones_are_not_enlarged(made):
    pyramid, files = made(jpeg(37, 21))
    assert (pyramid.width, pyramid.height) == (37, 21)
    assert {path.name for path in files[1:]} == {"37.avif", "37.webp", "37.jpg"}


def test_one_pixel(made):
    pyramid, _files = made(picture(1, 1).pngsave_buffer())
    assert (pyramid.width, pyramid.height) == (1, 1)


def test_levels_are_those_in_the_file(tmp_path):
    (tmp_path / "x").write_bytes(jpeg(1301, 907))
    made = images.make_pyramid(tmp_path / "x", "jpegload", tmp_path / "x.tif")
    assert made["levels"] == [[1301, 907], [651, 454], [326, 227], [163, 114]]
    page = pyvips.Image.tiffload(str(tmp_path / "x.tif"), page=2)
    assert [page.width, page.height] == made["levels"][2]


def test_a_photo_sphere_is_known_by_its_metadata(tmp_path):
    sphere = picture(800, 400).copy()
    xmp = b"<x:xmpmeta xmlns:GPano='x'><GPano:ProjectionType>equirectangular</GPano:ProjectionType></x:xmpmeta>"
    sphere.set_type(pyvips.GValue.blob_type, "xmp-data", xmp)
    (tmp_path / "x").write_bytes(sphere.jpegsave_buffer())
    assert sniff(tmp_path / "x").kind == "panorama"
    (tmp_path / "x").write_bytes(jpeg(800, 400))
    assert sniff(tmp_path / "x").kind == "image"


@pytest.mark.django_db
def test_a_panorama_must_have_its_shape(item, receive):
    with pytest.raises(FileRefused) as caught:
        receive(item, jpeg(800, 500), panorama=True)
    assert caught.value.code == "image-not-panorama"


def test_a_full_disk_is_not_the_files_fault(tmp_path, monkeypatch):
    from heritage.errors import Retryable

    (tmp_path / "x").write_bytes(jpeg())
    with pytest.raises(Retryable):
        images.make_pyramid(tmp_path / "x", "jpegload", Path("/dev/full"))
