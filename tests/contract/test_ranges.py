"""Tiles from files that lie elsewhere: by range, block by block, never the whole file.

Through a storage of Django's own that counts always; through the S3 server when there is one (see test_storage)."""

import secrets
import threading
from dataclasses import replace

import pytest
import pyvips
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.storage.memory import InMemoryStorage
from django.test import override_settings

from heritage.errors import IntegrityFault, Retryable
from media_pipeline.iiif import blocks, objects, pyramids, tiles
from media_pipeline.iiif.blocks import BLOCK
from media_pipeline.iiif.objects import Fetched
from media_pipeline.iiif.records import Pyramid
from tests.contract.test_storage import S3_CHOSEN, bucket, s3_files  # noqa: F401
from tests.media_pipeline.pyramids import make, request

KINDS = ["memory", "s3"] if S3_CHOSEN else ["memory"]
TILE = "512,512,256,256/256,256/0/default.jpg"


@pytest.fixture(scope="module")
def noisy(tmp_path_factory):
    """Some megabytes: noise does not compress."""
    bands = [pyvips.Image.gaussnoise(2900, 2300, sigma=60, mean=128, seed=n) for n in range(3)]
    image = bands[0].bandjoin(bands[1:]).cast("uchar").copy(interpretation="srgb")
    path, pyramid = make(tmp_path_factory.mktemp("noisy"), 2900, 2300, image)
    data = path.read_bytes()
    assert len(data) > 5_000_000
    return data, pyramid


@pytest.fixture(params=KINDS)
def files(request, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    chosen = {"BACKEND": f"{InMemoryStorage.__module__}.InMemoryStorage"}
    if request.param == "s3":
        chosen = s3_files(request.getfixturevalue("bucket"))
    with override_settings(STORAGES=settings.STORAGES | {"derivatives": chosen}):
        pyramids.forget()
        yield storages["derivatives"]
        pyramids.forget()


@pytest.fixture
def stored(files, noisy) -> Pyramid:
    data, pyramid = noisy
    key = files.save(f"derivatives/{secrets.token_hex(6)}/pyramid.tif", ContentFile(data))
    return replace(pyramid, key=key)


@pytest.fixture
def fetched(monkeypatch) -> list[Fetched]:
    """Every answer that the storage gave."""
    seen: list[Fetched] = []
    for kind in (objects.S3Object, objects.SeekableObject):

        def counting(self, *arguments, _fetch=kind.fetch):
            seen.append(_fetch(self, *arguments))
            return seen[-1]

        monkeypatch.setattr(kind, "fetch", counting)
    return seen


def size(fetched: list[Fetched]) -> int:
    return sum(len(each.data) for each in fetched)


def test_a_tile_fetches_a_few_blocks_of_the_file(stored, fetched, noisy):
    tile = tiles.stored_tile(stored, request(stored, TILE))
    assert pyvips.Image.jpegload_buffer(tile).width == 256
    assert tile[-2:] == noisy[0][noisy[0].index(tile[-500:]) :][498:500]
    assert size(fetched) <= 4 * BLOCK
    assert max(len(each.data) for each in fetched) <= BLOCK
    # Again, and its neighbour: from memory.
    before = len(fetched)
    assert tiles.stored_tile(stored, request(stored, TILE)) == tile
    assert len(fetched) == before


def test_what_s3_sends_is_no_more_than_what_was_asked(stored, files):
    if not hasattr(files, "bucket_name"):
        # Another storage's file is read where it is sought to.
        assert objects.stored_object(files, stored.key).fetch(1000, 20).data == files.open(stored.key).read()[1000:1020]
        return
    sent = []
    client = files.connection.meta.client
    client.meta.events.register("after-call.s3.GetObject", lambda parsed, **_: sent.append(parsed["ContentLength"]))
    tiles.stored_tile(stored, request(stored, TILE))
    assert 0 < sum(sent) <= 4 * BLOCK


def test_a_warm_tile_waits_for_no_network(stored, fetched):
    asked = request(stored, TILE)
    assert tiles.warm_tile(stored, asked) is None
    assert not fetched
    tile = tiles.stored_tile(stored, asked)
    before = len(fetched)
    assert tiles.warm_tile(stored, asked) == tile
    assert tiles.warm_tile(stored, request(stored, "2304,2048,256,252/256,252/0/default.jpg")) is None
    assert len(fetched) == before


def test_rendering_fetches_what_it_decodes(stored, fetched, noisy):
    image = pyvips.Image.new_from_buffer(tiles.render(stored, request(stored, "300,300,100,100/max/0/default.png")), "")
    assert (image.width, image.height) == (100, 100)
    assert size(fetched) <= 4 * BLOCK < len(noisy[0]) / 8


def test_other_processes_find_the_blocks_on_disk(stored, fetched, tmp_path):
    tile = tiles.stored_tile(stored, request(stored, TILE))
    assert list((tmp_path / "blocks").glob("*/*"))
    # As another process: nothing in memory. It asks once which version lies there.
    pyramids.forget()
    fetched.clear()
    assert tiles.stored_tile(stored, request(stored, TILE)) == tile
    assert len(fetched) == 1


def test_a_damaged_block_on_disk_is_fetched_again(stored, fetched, tmp_path):
    tile = tiles.stored_tile(stored, request(stored, TILE))
    for path in (tmp_path / "blocks").glob("*/*"):
        path.write_bytes(b"\0" * path.stat().st_size)
    pyramids.forget()
    assert tiles.stored_tile(stored, request(stored, TILE)) == tile


@pytest.mark.parametrize("limit", [0, 4 * BLOCK])
def test_the_folder_of_blocks_is_bounded(stored, settings, tmp_path, limit):
    settings.IIIF_CACHE_BYTES = limit
    for y in range(0, 2048, 256):
        tiles.stored_tile(stored, request(stored, f"0,{y},256,256/256,256/0/default.jpg"))
    kept = sum(path.stat().st_size for path in (tmp_path / "blocks").glob("*/*"))
    assert kept <= limit


def test_memory_is_bounded(stored, monkeypatch):
    monkeypatch.setattr(blocks, "_MEMORY", 3 * BLOCK)
    for y in range(0, 2048, 256):
        tiles.stored_tile(stored, request(stored, f"0,{y},256,256/256,256/0/default.jpg"))
    cache = pyramids._blocks
    assert sum(len(data) for data in cache._memory.values()) == cache._size <= 3 * BLOCK


def test_of_many_who_want_a_block_one_fetches_it(stored, fetched):
    tiles.stored_tile(stored, request(stored, TILE))
    before = len(fetched)
    asked = request(stored, "0,2048,256,252/256,252/0/default.jpg")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(tiles.stored_tile(stored, asked))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert len(answers) == 12
    assert len(fetched) - before <= 2


def test_what_is_not_there(files, noisy):
    absent = replace(noisy[1], key="derivatives/no/such.tif")
    with pytest.raises(FileNotFoundError):
        tiles.stored_tile(absent, request(absent, TILE))


def test_a_file_cut_short_is_a_clean_fault(files, noisy):
    data, pyramid = noisy
    for kept in (0, 5, 100, 1_000_000):
        key = files.save(f"derivatives/{secrets.token_hex(6)}/pyramid.tif", ContentFile(data[:kept]))
        short = replace(pyramid, key=key)
        with pytest.raises(IntegrityFault):
            tiles.stored_tile(short, request(short, TILE))


def test_a_file_replaced_meanwhile_is_opened_anew(stored, files, noisy):
    """Never a mixture of two: the request that notices is told to come back."""
    data, _pyramid = noisy
    tile = tiles.stored_tile(stored, request(stored, TILE))
    files.delete(stored.key)
    assert files.save(stored.key, ContentFile(data + b"\0" * 1000)) == stored.key
    other = request(stored, "0,2048,256,252/256,252/0/default.jpg")
    with pytest.raises(Retryable):
        tiles.stored_tile(stored, other)
    assert tiles.stored_tile(stored, other)
    assert tiles.stored_tile(stored, request(stored, TILE)) == tile
