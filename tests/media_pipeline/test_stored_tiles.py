"""A tile of the grid is answered with the stored bytes; nothing is decoded, and libvips is not even loaded."""

import os
import subprocess
import sys

import numpy
import pytest
import pyvips
import simplejpeg

from media_pipeline.iiif import grid, tiles
from media_pipeline.iiif import pyramids as cache
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.tiff import CorruptPyramid
from tests.architecture.sources import ROOT
from tests.media_pipeline import pyramids
from tests.media_pipeline.pyramids import request


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Make a pyramid and have the service find it."""
    monkeypatch.setattr(cache, "_source", lambda key: cache.LocalFile(tmp_path / key))
    cache.forget()

    def make(width, height):
        return pyramids.make(tmp_path, width, height)

    yield make
    cache.forget()


@pytest.mark.parametrize(("width", "height"), [(1001, 703), (257, 255), (512, 256), (300, 1025), (1, 1)])
def test_a_clients_tiling_is_the_whole_picture_at_each_scale(stored, width, height):
    path, pyramid = stored(width, height)
    factors = [2**level for level in range(len(pyramid.levels))]
    canvases = {}
    for factor, address, left, top, w, h in pyramids.grid(width, height, 256, factors):
        data = tiles.stored_tile(pyramid, request(pyramid, address))
        assert data is not None, address
        pixels = simplejpeg.decode_jpeg(data)
        assert pixels.shape == (h, w, 3), address
        canvas = canvases.setdefault(factor, numpy.zeros((-(-height // factor), -(-width // factor), 3), "u1"))
        canvas[top : top + h, left : left + w] = pixels
    for level, factor in enumerate(factors):
        # The same level as libvips reads it; only the cut tiles were encoded once more.
        level_pixels = pyvips.Image.tiffload(str(path), page=level).numpy().astype(int)
        difference = numpy.abs(canvases[factor].astype(int) - level_pixels)
        assert difference.shape == (-(-height // factor), -(-width // factor), 3)
        assert difference.mean() < 1.5
        inner = difference[: height // factor // 256 * 256, : width // factor // 256 * 256]
        assert inner.size == 0 or inner.max() <= 2


@pytest.mark.parametrize(
    "address",
    [
        "0,0,256,256/256,256/0/default.png",
        "0,0,256,256/256,256/0/gray.jpg",
        "0,0,256,256/256,256/90/default.jpg",
        "0,0,256,256/256,256/!0/default.jpg",
        "1,0,256,256/256,256/0/default.jpg",
        "0,0,255,256/255,256/0/default.jpg",
        "0,0,512,512/255,256/0/default.jpg",
        "0,0,300,300/256,256/0/default.jpg",
        "full/max/0/default.jpg",
    ],
)
def test_all_else_is_not_on_the_grid(stored, address):
    _path, pyramid = stored(1001, 703)
    assert tiles.stored_tile(pyramid, request(pyramid, address)) is None


def test_color_is_the_same_tile_and_so_is_a_whole_small_level(stored):
    _path, pyramid = stored(1001, 703)
    tile = tiles.stored_tile(pyramid, request(pyramid, "0,0,256,256/256,256/0/default.jpg"))
    assert tiles.stored_tile(pyramid, request(pyramid, "0,0,256,256/max/0/color.jpg")) == tile
    whole = tiles.stored_tile(pyramid, request(pyramid, "full/251,/0/default.jpg"))
    assert simplejpeg.decode_jpeg_header(whole)[:2] == (176, 251)


def test_levels_rounded_down_are_served_where_they_agree(stored, tmp_path):
    """A pyramid from before levels were rounded up: whole tiles come from the file, its edges are rendered."""
    path = tmp_path / "old.tif"
    pyramids.textured(1001, 703).tiffsave(
        str(path), tile=True, tile_width=256, tile_height=256, pyramid=True, compression="jpeg", Q=88
    )
    stored(10, 10)
    pyramid = Pyramid(path.name, 1001, 703, 256, ((1001, 703), (500, 351), (250, 175)))
    assert tiles.stored_tile(pyramid, request(pyramid, "0,0,512,512/256,256/0/default.jpg"))
    assert tiles.stored_tile(pyramid, request(pyramid, "768,0,233,256/233,256/0/default.jpg")) is None
    assert tiles.stored_tile(pyramid, request(pyramid, "full/251,176/0/default.jpg")) is None


def test_warm_tiles_never_open_anything(stored):
    path, pyramid = stored(1001, 703)
    asked = request(pyramid, "0,0,256,256/256,256/0/default.jpg")
    assert tiles.warm_tile(pyramid, asked) is None
    tile = tiles.stored_tile(pyramid, asked)
    assert tiles.warm_tile(pyramid, asked) == tile
    # An open file outlives its name: what is being replaced is never mixed.
    path.unlink()
    assert tiles.warm_tile(pyramid, asked) == tile


def test_open_pyramids_are_bounded(stored, monkeypatch, tmp_path):
    monkeypatch.setattr(cache, "_MAX_OPEN", 3)
    path, pyramid = stored(300, 300)
    for number in range(10):
        (tmp_path / f"{number}.tif").write_bytes(path.read_bytes())
        named = Pyramid(f"{number}.tif", 300, 300, 256, pyramid.levels)
        assert tiles.stored_tile(named, request(named, "0,0,256,256/256,256/0/default.jpg"))
    assert list(cache._open) == ["7.tif", "8.tif", "9.tif"]


@pytest.mark.parametrize("kept", [0, 7, 100, 0.5, 0.9, -3])
def test_a_file_cut_short_is_a_clean_fault(stored, kept):
    path, pyramid = stored(700, 500)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept) if isinstance(kept, float) else kept])
    with pytest.raises(CorruptPyramid):
        tiles.stored_tile(pyramid, request(pyramid, "0,0,256,256/256,256/0/default.jpg"))


def test_another_images_file_is_a_clean_fault(stored):
    _path, pyramid = stored(700, 500)
    wrong = Pyramid(pyramid.key, 700, 501, 256, ((700, 501), (350, 251), (175, 126)))
    with pytest.raises(CorruptPyramid):
        tiles.stored_tile(wrong, request(wrong, "0,0,256,256/256,256/0/default.jpg"))


def test_finding_a_tile_is_arithmetic(stored):
    _path, pyramid = stored(1001, 703)
    asked = request(pyramid, "512,512,489,191/245,96/0/default.jpg")
    assert grid.find(pyramid, asked) == grid.Place(1, 1, 1, 245, 96)


def test_stored_tiles_need_no_image_library(tmp_path):
    """A server process that only sends tiles stays small."""
    path, pyramid = pyramids.make(tmp_path, 700, 500)
    code = f"""
import sys, django
django.setup()
from pathlib import Path
from media_pipeline.iiif import image_request, pyramids, records, tiles
pyramids._source = lambda key: pyramids.LocalFile(Path({str(path)!r}))
pyramid = records.Pyramid("x", 700, 500, 256, {pyramid.levels!r})
asked = image_request.parse("0,0,256,256", "256,256", "0", "default.jpg", width=700, height=500,
                            limits=image_request.Limits(10**7))
assert tiles.stored_tile(pyramid, asked)
print(sorted({{"pyvips", "numpy", "simplejpeg"}} & set(sys.modules)))
"""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'collections'}"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
