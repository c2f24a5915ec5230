"""What one process keeps of the tiles it sent."""

from media_pipeline.iiif.tile_memory import Tile, TileMemory

RECORD = object()


def tile(size: int = 1000) -> Tile:
    return Tile(RECORD, b'"x"', [], b"x" * size)


def test_the_longest_unused_go_first():
    memory = TileMemory(limit=10_000)
    for name in "abcd":
        memory.put(name, tile())
    assert memory.get("a")
    memory.put("e", tile())
    assert memory.get("b") is None
    assert all(memory.get(name) for name in "acde")
    assert memory.size <= memory.limit


def test_what_is_put_again_counts_once():
    memory = TileMemory(limit=10_000)
    for _each in range(100):
        memory.put("a", tile())
    assert memory.size == 2500
    memory.drop("a")
    memory.drop("a")
    assert memory.size == 0


def test_what_exceeds_the_limit_is_not_kept():
    memory = TileMemory(limit=10_000)
    memory.put("a", tile())
    memory.put("huge", tile(50_000))
    assert memory.get("huge") is None
    assert memory.size == 0
    assert TileMemory(limit=0).get("a") is None
