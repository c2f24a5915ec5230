"""Ten thousand hostile requests to the lean server, in this process: each is answered, soon, and none is our fault."""

import asyncio
import time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from institutions.permissions import SYSTEM
from media_pipeline import ingest, processing
from media_pipeline.iiif import records
from media_pipeline.iiif.image_server import ImageServer
from tests import factories
from tests.media_pipeline.conftest import jpeg, upload

REQUESTS, TOGETHER = 10_000, 20
SLOWEST_SECONDS = 10
ASSET = "\N{LOWER LEFT CRAYON}"

NUMBERS = st.one_of(
    st.integers(-5, 400).map(str),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.sampled_from(
        ["NaN", "nan", "inf", "-inf", "1e9", "0x10", "٣", "１２", "³", "+5", " 5", "5 ", "", "0" * 400, "1_000", "½"]
    ),
)
NASTY = st.sampled_from(
    [
        "", ".", "..", "../..", "..\\..", "%00", "\x00", "/", "//", "%2F", "%252f", "%252e%252e%252f", "full\n", "%",
        "%zz", "%F0%28%8C%28", "\ud7ff", "\u202e", "🗿", "${jndi:ldap://x}", "<script>", "'; DROP TABLE", "a" * 3000,
        "full;x=1", "full?x", "full#x", "*", "~", "__proto__", "None", "null", "-0", "()",
    ]
)  # fmt: skip
ANYTHING = st.one_of(NASTY, st.text(max_size=20))
LIST_OF_NUMBERS = st.lists(NUMBERS, min_size=1, max_size=6).map(",".join)
REGION = st.one_of(st.just("full"), st.just("square"), LIST_OF_NUMBERS, LIST_OF_NUMBERS.map("pct:{}".format), ANYTHING)
SIZE = st.one_of(
    st.sampled_from(["max", "^max", "full", "50,", ",50", "!30,30", "^!400,400", "pct:10", "^pct:300"]),
    st.builds("{}{}".format, st.sampled_from(["", "^", "!", "^!", "!^", "pct:", "^pct:"]), LIST_OF_NUMBERS),
    st.builds("{},{}".format, NUMBERS, NUMBERS),
    ANYTHING,
)
ROTATION = st.one_of(
    st.sampled_from(["0", "90", "!180", "22.5", "!0"]), st.just("0"), NUMBERS, NUMBERS.map("!{}".format), ANYTHING
)
QUALITY = st.sampled_from(["default", "color", "gray", "bitonal", "native", "DEFAULT", ""])
FORMAT = st.sampled_from(["jpg", "png", "webp", "tif", "gif", "jp2", "pdf", "exe", "jpg.jpg", "", "JPG"])
LAST = st.one_of(st.just("default.jpg"), st.builds("{}.{}".format, QUALITY, FORMAT), ANYTHING)
NAME = st.one_of(st.just(ASSET), st.just(ASSET), st.just(ASSET + "-small"), st.text(max_size=14), ANYTHING)
PREFIX = st.sampled_from(["/iiif/3/"] * 5 + ["/iiif/2/"] * 4 + ["/iiif/3//", "/posters/", "/files/"])
IMAGE = st.builds(lambda *parts: "/".join(parts), st.one_of(*[st.just(ASSET)] * 4, NAME), REGION, SIZE, ROTATION, LAST)
OTHER = st.one_of(
    NAME, NAME.map("{}/".format), NAME.map("{}/info.json".format), st.lists(ANYTHING, max_size=9).map("/".join)
)


def as_sent(text: str, how: str) -> bytes:
    """The path's bytes on the wire: encoded as a client should, twice, wholly, or not at all."""
    if how == "raw":
        return text.encode("utf-8", "surrogatepass")
    once = quote(text.encode("utf-8", "surrogatepass"), safe="/:,!^+~." if how != "wholly" else "")
    return (quote(once) if how == "twice" else once).encode()


PATH = st.builds(
    lambda prefix, rest, how: (prefix, rest, how),
    PREFIX,
    st.one_of(IMAGE, IMAGE, IMAGE, OTHER),
    st.sampled_from(["once"] * 6 + ["raw", "twice", "wholly"]),
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from([b"host", b"accept", b"accept-language", b"if-none-match", b"cookie", b"range"]),
        st.one_of(st.binary(max_size=30), st.just(b"*"), st.just(b"application/json"), st.just(b"x" * 5000)),
    ),
    max_size=4,
)
REQUEST = st.tuples(PATH, st.sampled_from(["GET"] * 9 + ["HEAD", "OPTIONS", "POST"]), HEADERS)


async def django(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def status_of(server: ImageServer, path: bytes, method: str, headers: list[tuple[bytes, bytes]]) -> int:
    sent = []

    async def send(message):
        sent.append(message)

    decoded = path.decode("utf-8", "replace")
    scope = {"type": "http", "method": method, "path": decoded, "raw_path": path, "headers": headers}
    await server(scope, None, send)
    assert sent[0]["type"] == "http.response.start"
    assert not sent[-1].get("more_body")
    return sent[0]["status"]


@pytest.mark.django_db(transaction=True)
def test_no_request_is_answered_with_a_fault_of_ours(monkeypatch):
    monkeypatch.setattr(records, "TTL_SECONDS", 600.0)
    asset = ingest.asset_receive(factories.item(), upload(jpeg(300, 200)), user=SYSTEM)
    processing.process_all_due()
    server = ImageServer(django)
    seen: dict[int, int] = {}

    @settings(
        max_examples=REQUESTS // TOGETHER,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(REQUEST, min_size=TOGETHER, max_size=TOGETHER))
    def ask(requests):
        async def together():
            asked = (
                status_of(server, as_sent(f"{prefix}{rest}".replace(ASSET, asset.identifier), how), method, headers)
                for (prefix, rest, how), method, headers in requests
            )
            return await asyncio.gather(*asked)

        started = time.monotonic()
        for status in runner.run(together()):
            seen[status] = seen.get(status, 0) + 1
        assert set(seen) <= {200, 204, 303, 304, 400, 404, 405}, requests
        assert time.monotonic() - started < SLOWEST_SECONDS

    with asyncio.Runner() as runner:
        ask()
        assert runner.run(status_of(server, f"/iiif/3/{asset.identifier}/info.json".encode(), "GET", [])) == 200
    assert sum(seen.values()) >= REQUESTS
    # The requests reach the pictures: they do not all break on the first check.
    assert seen[200] > 300, seen
    assert seen[400] > 150, seen
    assert server.waiting == 0
    assert server.flights == {}
