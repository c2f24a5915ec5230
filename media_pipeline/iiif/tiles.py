"""The answer to a request: the pyramid's own bytes where they are it, else rendered."""

from media_pipeline.iiif import grid
from media_pipeline.iiif.deadline import Deadline
from media_pipeline.iiif.image_request import ImageRequest
from media_pipeline.iiif.pyramids import open_pyramid, opened
from media_pipeline.iiif.records import Pyramid


def stored_tile(pyramid: Pyramid, request: ImageRequest) -> bytes | None:
    """The stored JPEG itself for a tile of the grid, else None.

    Waits for the file the first time that a pyramid is asked for, and for storages that are not local. Raises
    FileNotFoundError, CorruptPyramid, and Retryable for a storage that does not answer."""
    place = grid.find(pyramid, request)
    if place is None:
        return None
    found = open_pyramid(pyramid)
    stored = grid.stored_at(found, place)
    return found.load(stored) if stored else None


def warm_tile(pyramid: Pyramid, request: ImageRequest) -> bytes | None:
    """As stored_tile, but never waits for more than a local disk: fit for an event loop. None also when the pyramid
    is not open yet or its bytes are not at hand: then ask stored_tile, in a thread."""
    place = grid.find(pyramid, request)
    found = opened(pyramid.key) if place else None
    if place is None or found is None:
        return None
    stored = grid.stored_at(found, place)
    return found.peek(stored) if stored else None


def render(pyramid: Pyramid, request: ImageRequest, seconds: float = 20) -> bytes:
    """Any request, decoded and encoded anew. Waits and raises as stored_tile does; TooSlow, a Retryable, when it is
    not done after `seconds`."""
    # Loaded when first needed: a process that only sends tiles stays smaller by the image libraries.
    from media_pipeline.iiif import rendering

    return rendering.render(open_pyramid(pyramid), pyramid, request, Deadline(seconds))
