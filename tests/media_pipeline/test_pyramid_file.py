"""The pyramid as a file: levels as clients count them, edge tiles cut to the picture, and still any reader's TIFF."""

import hashlib

import pytest
import pyvips

from media_pipeline import images, pyramid_file
from media_pipeline.iiif import tiff
from tests.media_pipeline import pyramids

SIZES = [(1001, 703), (257, 255), (256, 256), (255, 700), (2049, 3), (1, 1), (512, 1024), (3, 1025)]


@pytest.fixture(params=SIZES, ids=str)
def made(request, tmp_path):
    return pyramids.make(tmp_path, *request.param)


def test_each_level_is_half_of_the_one_before_rounded_up(made):
    path, pyramid = made
    for number, (width, height) in enumerate(pyramid.levels):
        assert (width, height) == (-(-pyramid.width // 2**number), -(-pyramid.height // 2**number))
    assert max(pyramid.levels[-1]) <= images.TILE
    assert [(level.width, level.height) for level in pyramids.opened(path).levels] == list(pyramid.levels)


def test_libvips_reads_every_level_as_a_picture_of_that_size(made):
    path, pyramid = made
    whole = pyramids.textured(pyramid.width, pyramid.height)
    for number, size in enumerate(pyramid.levels):
        page = pyvips.Image.tiffload(str(path), page=number, fail_on="warning")
        assert (page.width, page.height) == size
        if min(size) < 20:
            # Of a strip of three pixels the last one stands for what is beyond it.
            continue
        means = [band.avg() for band in whole.bandsplit()]
        assert [band.avg() for band in page.bandsplit()] == pytest.approx(means, abs=3)


def test_the_edge_tiles_are_stored_cut(made):
    path, _pyramid = made
    opened = pyramids.opened(path)
    for number, level in enumerate(opened.levels):
        for each, (column, row) in enumerate(level.cut_places()):
            cut = pyvips.Image.jpegload_buffer(opened.load(opened.cut(number, each)), fail_on="warning")
            assert cut.width == min(256, level.width - column * 256)
            assert cut.height == min(256, level.height - row * 256)
            full = pyvips.Image.jpegload_buffer(opened.load(opened.tile(number, column, row)), fail_on="warning")
            assert (full.width, full.height) == (256, 256)
            # Less than a block of eight pixels is compressed with other neighbours than before.
            tolerance = 2.5 if min(cut.width, cut.height) >= 8 else 12
            assert (cut - full.crop(0, 0, cut.width, cut.height)).abs().avg() < tolerance


def test_the_index_lies_together_at_the_end(tmp_path):
    """So that reading it from S3 takes two short reads, however large the file."""
    path, _pyramid = pyramids.make(tmp_path, 1500, 900)
    reads = []

    def read(offset, length):
        reads.append(offset)
        return path.read_bytes()[offset : offset + length]

    tiff.read_levels(read)
    assert sorted(reads)[0] == 0
    assert all(path.stat().st_size - offset < 16_384 for offset in reads if offset)


def test_beyond_65536_pixels_padding_adds_no_tiles(tmp_path):
    """Nine halvings pad to a multiple of 512, which is wider than a tile."""
    path, _pyramid = pyramids.make(tmp_path, 65_537, 3, pyvips.Image.black(65_537, 3, bands=3))
    levels = pyramids.opened(path).levels
    assert (len(levels), levels[0].columns, levels[0].rows) == (10, 257, 1)
    assert pyvips.Image.tiffload(str(path)).width == 65_537


def test_big_tiff_is_completed_too(tmp_path):
    path = tmp_path / "big.tif"
    padded = pyramids.textured(704, 512)
    padded.tiffsave(
        str(path), tile=True, tile_width=256, tile_height=256, pyramid=True, compression="jpeg", Q=88, bigtiff=True
    )
    assert pyramid_file.complete(path, 701, 509, 256, 88) == [(701, 509), (351, 255), (176, 128)]
    assert [level.has_cuts for level in pyramids.opened(path).levels] == [True] * 3
    assert pyvips.Image.tiffload(str(path), page=1, fail_on="warning").width == 351


def test_the_checksum_is_the_files(tmp_path):
    (tmp_path / "x.png").write_bytes(pyramids.textured(300, 300).pngsave_buffer())
    made = images.make_pyramid(tmp_path / "x.png", "pngload", tmp_path / "x.tif")
    assert made["sha256"] == hashlib.sha256((tmp_path / "x.tif").read_bytes()).hexdigest()
