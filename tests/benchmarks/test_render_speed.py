"""How many pictures a second one thread makes that are not on the grid, and how fast stored tiles are found.

    pytest tests/benchmarks/test_render_speed.py -s             RENDER_SIZE=6000x4500 for a smaller original

Figures are printed, none is asserted: they are the machine's. Beside them the same by libvips alone, as a server
that opens the pyramid and lets libvips do everything would."""

import os
import statistics
import time
from collections.abc import Callable

import pytest
import pyvips

from media_pipeline import images
from media_pipeline.iiif import pyramids as cache
from media_pipeline.iiif import tiles
from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.records import Pyramid
from media_pipeline.iiif.regions import part_for
from tests.benchmarks.masters import write_master
from tests.media_pipeline.pyramids import grid, request

WIDTH, HEIGHT = map(int, os.environ.get("RENDER_SIZE", "12000x9000").split("x"))
REQUESTS = (
    "full/800,/0/default.jpg",
    "3001,2003,2400,1800/!600,600/90/gray.jpg",
    "1000,1000,1024,1024/512,/0/default.jpg",
    "pct:10,10,30,30/!700,700/15/gray.png",
    "full/800,/0/default.webp",
    "full/800,/0/default.avif",
    "full/max/0/default.jpg",
)


@pytest.fixture(scope="module")
def pyramid(tmp_path_factory):
    folder = tmp_path_factory.mktemp("render")
    write_master(folder / "master.tif", WIDTH, HEIGHT)
    made = images.make_pyramid(folder / "master.tif", "tiffload", folder / "pyramid.tif")
    (folder / "master.tif").unlink()
    cache.forget()
    source, cache._source = cache._source, lambda key: cache.LocalFile(folder / key)
    yield folder, Pyramid("pyramid.tif", WIDTH, HEIGHT, 256, tuple(map(tuple, made["levels"])))
    cache._source = source
    cache.forget()


def milliseconds(make: Callable[[], object], least: int = 5, seconds: float = 2) -> float:
    make()
    taken: list[float] = []
    while len(taken) < least or (sum(taken) < seconds and len(taken) < 200):
        start = time.perf_counter()
        make()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def by_libvips(folder, pyramid: Pyramid, asked: ImageRequest) -> bytes:
    part = part_for(pyramid, asked)
    level = pyvips.Image.tiffload(str(folder / "pyramid.tif"), page=part.level)
    image = level.crop(
        part.left, part.top, min(part.width, level.width - part.left), min(part.height, level.height - part.top)
    )
    image = image.resize(asked.width / image.width, vscale=asked.height / image.height)
    image = image.rotate(asked.rotation) if asked.rotation else image
    image = image.colourspace("b-w") if asked.quality == "gray" else image
    return image.write_to_buffer({"avif": ".avif[effort=0]"}.get(asked.format, f".{asked.format}"))


def test_off_the_grid(pyramid):
    folder, described = pyramid
    print()
    for address in REQUESTS:
        asked = request(described, address)
        ours = milliseconds(lambda asked=asked: tiles.render(described, asked, 100))
        theirs = milliseconds(lambda asked=asked: by_libvips(folder, described, asked))
        print(
            f"{address:45} {ours:8.1f} ms, {1000 / ours:6.0f}/s; libvips alone {theirs:8.1f} ms, {theirs / ours:.1f} x"
        )
    assert tiles.render(described, request(described, REQUESTS[0]))


def test_on_the_grid(pyramid):
    _folder, described = pyramid
    factors = [2**level for level in range(len(described.levels))]
    asked = [request(described, address) for _factor, address, *_ in grid(WIDTH, HEIGHT, 256, factors)]
    assert tiles.stored_tile(described, asked[0])
    start = time.perf_counter()
    sent = [tiles.warm_tile(described, each) for each in asked]
    seconds = time.perf_counter() - start
    assert None not in sent
    print(f"\n{len(asked)} stored tiles, each once: {seconds / len(asked) * 1e6:.1f} microseconds each")
